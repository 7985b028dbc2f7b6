"""The one place where the environment is read.

Every setting that an operator may change goes through ``env``: typed, and stopping the start with the variable's name
where a value cannot be read or where production lacks one.
"""

from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env

env = Env()

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")

# dj-email-url takes an unknown scheme (smtp+tls …) as an unencrypted connection; these are the ones it means.
# submission: STARTTLS on 587 · smtp with ?ssl=true: TLS from the first byte · file, console, memory: no server
EMAIL_SCHEMES = ("smtp", "submission", "file", "console", "memory")


def required(name: str) -> str:
    """Return the non-empty text of variable ``name``; raises ``ImproperlyConfigured`` naming it otherwise."""
    value = env.str(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"Set the environment variable {name}: production does not start without it.")
    return value


def log_level(default: str) -> str:
    """Return the name of the least level that is logged, read from ``LOG_LEVEL``."""
    level = env.str("LOG_LEVEL", default).upper()
    if level not in LOG_LEVELS:
        raise ImproperlyConfigured(f"LOG_LEVEL: unknown level “{level}”, use one of {', '.join(LOG_LEVELS)}.")
    return level


def email_settings(default: str) -> dict[str, object]:
    """Return Django's ``EMAIL_*`` settings read from ``EMAIL_URL`` (time-out in seconds: 10 unless the URL says)."""
    url = env.str("EMAIL_URL", default)
    scheme = urlsplit(url).scheme
    if scheme not in EMAIL_SCHEMES:
        raise ImproperlyConfigured(f"EMAIL_URL: unknown scheme “{scheme}”, use one of {', '.join(EMAIL_SCHEMES)}.")
    settings = dict(env.dj_email_url("EMAIL_URL", default))
    settings["EMAIL_TIMEOUT"] = settings.get("EMAIL_TIMEOUT") or 10
    if scheme == "file":
        # dj-email-url takes the first slash off, which makes the folder relative.
        settings["EMAIL_FILE_PATH"] = unquote(urlsplit(url).path)
    return settings


def tile_origin(url: str, attribution: str) -> str:
    """Return scheme and host of a map's tiles, for the content security policy; raises ``ImproperlyConfigured``."""
    parts = urlsplit(url)
    if parts.scheme not in ("https", "http") or not parts.hostname or not all(f"{{{n}}}" in parts.path for n in "zxy"):
        raise ImproperlyConfigured("MAP_TILE_URL: must be like https://tiles.example.org/{z}/{x}/{y}.png.")
    if not attribution:
        raise ImproperlyConfigured(
            "MAP_TILE_ATTRIBUTION: say whose maps MAP_TILE_URL shows; their licence asks for it."
        )
    return f"{parts.scheme}://{parts.netloc}"
