"""The health addresses tell what works, quickly, also when little does."""

import socket
import time

import pytest
from django.db import connections
from django.utils import timezone

from core import health
from core.models import OutboxMessage


@pytest.fixture(autouse=True)
def no_elasticsearch(settings):
    settings.ELASTICSEARCH_URL = ""


@pytest.fixture
def database_failing(monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionError("the database is gone")

    monkeypatch.setattr(connections["default"], "cursor", refuse)


@pytest.mark.django_db
def test_all_is_well(client):
    assert client.get("/healthz/live").text == "ok"
    assert client.get("/healthz/ready").text == "ok"
    answer = client.get("/healthz/deps").json()
    assert answer["dependencies"] == {"database": "ok", "cache": "ok", "elasticsearch": "off"}


@pytest.mark.django_db
def test_given_up_mails_are_counted(client):
    before = client.get("/healthz/deps").json()["outbox_given_up"]
    OutboxMessage.objects.create(kind="mail", state="dead", finished_at=timezone.now(), error="canary")
    response = client.get("/healthz/deps")
    assert response.json()["outbox_given_up"] == before + 1
    assert "canary" not in response.text


def test_without_a_database_the_process_lives_and_is_not_ready(client, database_failing):
    assert client.get("/healthz/live").status_code == 200
    assert client.get("/healthz/ready").status_code == 503
    answer = client.get("/healthz/deps")
    assert answer.status_code == 200
    assert answer.json()["dependencies"]["database"] == "failed"
    assert answer.json()["outbox_given_up"] is None


def test_cache_that_fails_is_told(monkeypatch):
    class BrokenCache:
        def set(self, *args):
            raise ConnectionError

    monkeypatch.setattr(health, "caches", {"shared": BrokenCache()})
    assert health._state(health._ask_cache) == "failed"


def test_cache_that_forgets_is_told(settings):
    settings.CACHES = {"shared": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert health._state(health._ask_cache) == "failed"


def test_refusing_elasticsearch_is_told_at_once(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{free.getsockname()[1]}"
    start = time.monotonic()
    assert health._elasticsearch() == "failed"
    assert time.monotonic() - start < 1


def test_hanging_elasticsearch_is_told_within_the_time_out(settings):
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{mute.getsockname()[1]}"
        start = time.monotonic()
        assert health._elasticsearch() == "failed"
        assert time.monotonic() - start < health.TIMEOUT + 1


def test_unreadable_address_of_elasticsearch_is_told(settings):
    settings.ELASTICSEARCH_URL = "no-address"
    assert health._elasticsearch() == "failed"


@pytest.mark.parametrize("address", ["live", "ready", "deps"])
def test_health_is_only_read(client, address):
    assert client.post(f"/healthz/{address}").status_code == 405
