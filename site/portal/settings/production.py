"""A real installation: refuses to start on an unsafe default, names the variable that is missing."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import CONTENT_SECURITY_POLICY, DATABASES, SITE_URL, STORAGES
from .environment import env, required

DEBUG = False
SECRET_KEY = required("SECRET_KEY")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10 or SECRET_KEY.startswith("embedded-default"):
    raise ImproperlyConfigured("SECRET_KEY: use at least 50 random characters.")
ALLOWED_HOSTS = [host.strip() for host in env.str("ALLOWED_HOSTS", "").split(",") if host.strip()]
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS: name the hosts that this installation answers to, separated by commas.")
if not required("SITE_URL").startswith("https://") or urlsplit(SITE_URL).path or not urlsplit(SITE_URL).hostname:
    raise ImproperlyConfigured("SITE_URL: must be https:// and a host, without a path.")
required("DATABASE_URL")
if not DATABASES["default"]["ENGINE"].endswith("postgresql"):
    raise ImproperlyConfigured("DATABASE_URL: production runs on PostgreSQL (postgres://…).")
if required("EMAIL_URL").startswith("memory"):
    raise ImproperlyConfigured("EMAIL_URL: memory forgets every mail; name a mail server (submission://…).")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = required("DEFAULT_FROM_EMAIL")
SECURITY_CONTACT = required("SECURITY_CONTACT")

CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
SERVE_MEDIA = False
SHOW_STYLE_GUIDE = False

# Demo content brings accounts whose passwords everybody knows.
ALLOW_DEMO_CONTENT = False
