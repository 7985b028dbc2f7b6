"""What all tests share: a database that is set up like a real installation, with the demo's content in it."""

import os
import shutil
from collections.abc import Iterator
from io import StringIO

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from django.utils import translation


def need(what: str, is_there: bool) -> None:
    """Skip the test for want of ``what``; with ``REQUIRE_SERVICES=1`` fail instead."""
    if is_there:
        return
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(f"{what} is required (REQUIRE_SERVICES=1) and not there.")
    pytest.skip(f"needs {what}")


@pytest.fixture(scope="session")
def chromium() -> str:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
    need("Chromium", bool(path) and os.access(path, os.X_OK))
    return path


@pytest.fixture(scope="session")
def elasticsearch_url() -> str:
    need("Elasticsearch (ELASTICSEARCH_URL)", bool(settings.ELASTICSEARCH_URL))
    return settings.ELASTICSEARCH_URL


@pytest.fixture
def postgresql() -> None:
    from django.db import connection

    need("PostgreSQL (DATABASE_URL)", connection.vendor == "postgresql")


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_setup: None, django_db_blocker) -> None:
    with django_db_blocker.unblock():
        from core.models import Institution

        if request.config.getoption("reuse_db") and Institution.objects.exists():
            return
        call_command("setup_portal", verbosity=0, stdout=StringIO())
        call_command("load_demo", verbosity=0, stdout=StringIO())


@pytest.fixture(autouse=True)
def _clean_slate() -> Iterator[None]:
    for alias in settings.CACHES:
        caches[alias].clear()
    translation.activate(settings.LANGUAGE_CODE)
    yield
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def editor_wfs(db):
    return _account("redaktion@wfs.example")


@pytest.fixture
def editor_ahk(db):
    return _account("redakce@ahk.example")


@pytest.fixture
def moderator_chemnitz(db):
    return _account("moderation@ihk-chemnitz.example")


@pytest.fixture
def moderator_karlovy_vary(db):
    return _account("moderace@khk-kv.example")


@pytest.fixture
def editor(db):
    """Somebody who edits pages and moderates nothing."""
    from accounts.models import User
    from core.models import Institution

    user = User.objects.create_user("texte@wfs.example", language="de")
    user.groups.add(Institution.objects.get(key="wfs").editors)
    return user


@pytest.fixture
def author(db):
    return _account("autor@ihk-chemnitz.example")


@pytest.fixture
def operator(db):
    return _account("betrieb@glokal.example")


@pytest.fixture
def sign_in():
    """Return a client signed in as the given account."""

    def as_user(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return as_user


def _account(email: str):
    from accounts.models import User

    return User.objects.get(email=email)
