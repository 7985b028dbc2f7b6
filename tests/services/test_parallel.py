"""Ten at the same moment, on PostgreSQL, each in a connection of its own: one record, one mail."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from core import outbox, periodic
from core.models import JobRun, OutboxMessage
from core.registry import Registry
from core.throttle import is_allowed
from tests.home.contact import ADDRESSES, OFFICE, SENDER, filled

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("postgresql", "transactional_db")]

TEN = 10


def at_once(call: Callable, number: int = TEN) -> list:
    """Call from so many threads at the same moment; returns what each got."""
    start = Barrier(number)

    def one(_index: int):
        try:
            start.wait(timeout=20)
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


@pytest.fixture
def done(monkeypatch) -> list[dict]:
    done: list[dict] = []
    monkeypatch.setattr(outbox, "handlers", Registry())
    outbox.handlers.register("work")(done.append)
    return done


def test_same_work_enqueued_at_once_is_one_row(done):
    def enqueue() -> int:
        with transaction.atomic():
            return outbox.enqueue("work", {"number": 1}, key="same").pk

    rows = at_once(enqueue)
    assert len(rows) == TEN
    assert len(set(rows)) == 1
    assert OutboxMessage.objects.filter(kind="work").count() == 1
    assert done == [{"number": 1}]


def test_row_taken_at_once_is_done_once(done):
    message = OutboxMessage.objects.create(kind="work", payload={"number": 1})
    at_once(lambda: outbox.deliver.call(message.pk))
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("done", 1)
    assert done == [{"number": 1}]


def test_sweeps_at_once_share_the_work(done):
    for number in range(30):
        OutboxMessage.objects.create(kind="work", payload={"number": number}, attempts=1)
    at_once(outbox.work_off_due, 4)
    assert sorted(payload["number"] for payload in done) == list(range(30))
    assert set(OutboxMessage.objects.values_list("state", "attempts")) == {("done", 2)}


def test_same_form_sent_at_once_is_one_message_and_one_copy(settings):
    settings.EMAIL_BACKEND = "core.mail.OutboxEmailBackend"
    mail.outbox.clear()
    form = filled()
    answers = at_once(lambda: Client().post(ADDRESSES["cs"], form).status_code)
    assert answers == [302] * TEN
    assert OutboxMessage.objects.filter(kind="mail").count() == 2
    assert sorted(message.to[0] for message in mail.outbox) == [SENDER, OFFICE]


def test_timers_at_once_run_a_job_once(monkeypatch):
    runs: list[int] = []
    monkeypatch.setattr(periodic, "jobs", Registry())
    periodic.job("minutely", every=timedelta(minutes=1))(lambda: runs.append(1) or "done")
    results = [result for results in at_once(periodic.run_due) for result in results]
    assert results == [("minutely", "done", True)]
    assert runs == [1]
    assert JobRun.objects.get(name="minutely").outcome == "done"


def test_attempts_at_once_are_all_counted_in_the_databases_cache(rf, settings):
    location = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}
    settings.CACHES = {**settings.CACHES, "shared": location}
    call_command("createcachetable", verbosity=0)
    caches["shared"].clear()
    request = rf.post("/", REMOTE_ADDR="192.0.2.77")
    answers = at_once(lambda: is_allowed(request, "contact", limit=4, seconds=60))
    caches["shared"].clear()
    assert answers.count(True) == 4
