"""Configuration: production starts with all it needs and refuses anything less, naming the variable."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import email_settings

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "q7Zp-3kVx_9sLw2Tn8Rb5Yc1Hd6Jf4Gm0Aa-Ee_Uu_Oo.Ii~Xx9",
    "SITE_URL": "https://portal.example.org",
    "ALLOWED_HOSTS": "portal.example.org",
    "DATABASE_URL": "postgres://glokal:secret@127.0.0.1:1/glokal",
    "EMAIL_URL": "submission://portal:secret@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "Glokal <portal@portal.example.org>",
    "SECURITY_CONTACT": "mailto:security@portal.example.org",
}
NEEDED = sorted(set(COMPLETE) - {"DJANGO_SETTINGS_MODULE"})


def run(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run Python with a production environment and nothing else of ours in it; ``None`` takes a variable out."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment |= {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}"}
    environment |= {name: value for name, value in (COMPLETE | changes).items() if value is not None}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )


def start(**changes: str) -> subprocess.CompletedProcess[str]:
    return run("-c", "from django.conf import settings; print(settings.SITE_URL)", **changes)


def last_line(result: subprocess.CompletedProcess[str]) -> str:
    return result.stderr.strip().splitlines()[-1]


def test_complete_environment_starts():
    result = start()
    assert (result.returncode, result.stdout.strip(), result.stderr) == (0, "https://portal.example.org", "")


@pytest.mark.parametrize("value", [None, "", "  "], ids=["missing", "empty", "blank"])
@pytest.mark.parametrize("name", NEEDED)
def test_production_names_the_variable_that_is_missing(name, value):
    result = start(**{name: value})
    assert result.returncode != 0
    assert name in last_line(result)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "x" * 60),
        ("SECRET_KEY", "embedded-default-for-the-demo-and-for-developers-never-in-production"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "portal.example.org,*"),
        ("ALLOWED_HOSTS", " , "),
        ("SITE_URL", "http://portal.example.org"),
        ("SITE_URL", "portal.example.org"),
        ("SITE_URL", "https://"),
        ("SITE_URL", "https://portal.example.org/portal"),
        ("DATABASE_URL", "sqlite:///glokal.sqlite3"),
        ("DATABASE_URL", "mysql://glokal@127.0.0.1/glokal"),
        ("DATABASE_URL", "nonsense"),
        ("EMAIL_URL", "memory:"),
        ("EMAIL_URL", "smtp+tls://mail.example.org"),
        ("EMAIL_URL", "mail.example.org:587"),
        ("EMAIL_URL", "submission://mail.example.org:port"),
        ("CACHE_URL", "nonsense://x"),
        ("PROXY_COUNT", "one"),
        ("LOG_LEVEL", "LOUD"),
        ("MAP_TILE_URL", "https://tiles.example.org/map.png"),
        ("MAP_TILE_URL", "tiles.example.org/{z}/{x}/{y}.png"),
    ],
)
def test_production_refuses_an_unsafe_or_unreadable_value_and_names_the_variable(name, value):
    result = start(**{name: value})
    assert result.returncode != 0
    assert name in last_line(result), result.stderr


@pytest.mark.parametrize("value", ["https://portal.example.org/", "https://portal.example.org:8443"])
def test_other_ways_of_writing_the_address_are_understood(value):
    result = start(SITE_URL=value)
    assert result.stdout.strip() == value.rstrip("/")


def allowed_pictures(**changes: str) -> subprocess.CompletedProcess[str]:
    policy = "settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src']"
    return run("-c", f"from django.conf import settings; print(*{policy})", **changes)


def test_pictures_come_from_a_tile_server_only_where_one_is_named():
    assert allowed_pictures().stdout.strip() == "'self'"
    tiles = {"MAP_TILE_URL": "https://tiles.example.org:8443/{z}/{x}/{y}.png?key=a", "MAP_TILE_ATTRIBUTION": "© Karten"}
    assert allowed_pictures(**tiles).stdout.strip() == "'self' https://tiles.example.org:8443"


def test_map_without_its_attribution_is_refused():
    result = allowed_pictures(MAP_TILE_URL="https://tiles.example.org/{z}/{x}/{y}.png")
    assert "MAP_TILE_ATTRIBUTION" in last_line(result)


def test_deployment_check_is_clean():
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


def test_demo_content_is_refused_in_production():
    result = run("manage.py", "load_demo")
    assert result.returncode != 0
    assert "never loaded with production settings" in result.stderr
    assert "OperationalError" not in result.stderr  # refused before the database is asked


def test_own_apps_are_started_by_their_own_configuration():
    """Two configurations in one module make Django fall back to its own, which starts nothing."""
    for name in ("accounts", "core", "events", "home", "news", "search"):
        assert type(apps.get_app_config(name)).__module__ == f"{name}.apps"


def test_suite_uses_the_database_that_the_environment_names(settings):
    vendor = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    assert vendor == ("postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite3")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "submission://portal%40x.example:p%2Fss%40w@mail.example.org:587",
            {
                "EMAIL_HOST": "mail.example.org",
                "EMAIL_PORT": 587,
                "EMAIL_HOST_USER": "portal@x.example",
                "EMAIL_HOST_PASSWORD": "p/ss@w",
                "EMAIL_USE_TLS": True,
                "EMAIL_USE_SSL": False,
                "EMAIL_TIMEOUT": 10,
            },
        ),
        ("submission://mail.example.org", {"EMAIL_PORT": 587, "EMAIL_USE_TLS": True, "EMAIL_USE_SSL": False}),
        (
            "smtp://mail.example.org:465?ssl=true",
            {"EMAIL_PORT": 465, "EMAIL_USE_TLS": False, "EMAIL_USE_SSL": True, "EMAIL_TIMEOUT": 10},
        ),
        ("smtp://localhost:25", {"EMAIL_HOST": "localhost", "EMAIL_PORT": 25, "EMAIL_USE_TLS": False}),
        ("smtp://localhost?timeout=3", {"EMAIL_PORT": 25, "EMAIL_TIMEOUT": 3}),
        ("console:", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
        ("memory:", {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}),
        ("file:///var/mails", {"EMAIL_FILE_PATH": "/var/mails"}),
        ("file:///var/with%20blank", {"EMAIL_FILE_PATH": "/var/with blank"}),
    ],
)
def test_mail_server_is_read_from_one_address(monkeypatch, url, expected):
    monkeypatch.setenv("EMAIL_URL", url)
    settings = email_settings("console:")
    assert {name: settings[name] for name in expected} == expected


@pytest.mark.parametrize(
    "url", ["smtps://mail.example.org", "smtp+ssl://mail.example.org", "mail.example.org", "ftp://x"]
)
def test_mail_address_that_would_be_unencrypted_unawares_is_refused(monkeypatch, url):
    monkeypatch.setenv("EMAIL_URL", url)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        email_settings("console:")


def test_mail_settings_default_to_the_console(monkeypatch):
    monkeypatch.delenv("EMAIL_URL", raising=False)
    assert email_settings("console:")["EMAIL_BACKEND"].endswith("console.EmailBackend")
