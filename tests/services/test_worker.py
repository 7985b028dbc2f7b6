"""The queue that production uses, with its real worker, on the database that the suite runs on."""

import signal
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from core import outbox, periodic_jobs
from core.models import OutboxMessage
from core.registry import Registry


@pytest.fixture
def queue(settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def done(monkeypatch) -> list[dict]:
    done: list[dict] = []
    monkeypatch.setattr(outbox, "handlers", Registry())
    outbox.handlers.register("work")(done.append)
    return done


@pytest.fixture
def work_off() -> Iterator:
    """Run the worker until nothing waits; it takes the process's signals for itself, so they are given back."""
    taken = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)
    before = {name: signal.getsignal(name) for name in taken}
    yield lambda: call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)
    for name, handler in before.items():
        signal.signal(name, handler)


def test_worker_does_what_was_enqueued(transactional_db, queue, done, work_off):
    with transaction.atomic():
        message = outbox.enqueue("work", {"number": 1})
        assert not DBTaskResult.objects.exists()
    assert DBTaskResult.objects.get().status == "READY"
    assert done == []
    work_off()
    message.refresh_from_db()
    assert done == [{"number": 1}]
    assert (message.state, message.payload) == ("done", {})
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_worker_finds_nothing_of_a_change_that_was_rolled_back(transactional_db, queue, done, work_off):
    with transaction.atomic():
        outbox.enqueue("work", {"number": 1})
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.filter(kind="work").exists()
    assert not DBTaskResult.objects.exists()
    work_off()
    assert done == []


def test_row_that_the_sweep_was_quicker_with_is_not_done_twice(transactional_db, queue, done, work_off):
    message = outbox.enqueue("work", {"number": 1})
    OutboxMessage.objects.update(attempts=1)
    assert outbox.work_off_due() == 1
    work_off()
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("done", 2)
    assert done == [{"number": 1}]


def test_failure_is_the_rows_and_not_the_queues(transactional_db, queue, work_off, monkeypatch):
    def fail(payload: dict) -> None:
        raise ConnectionError("no way there")

    monkeypatch.setattr(outbox, "handlers", Registry())
    outbox.handlers.register("work")(fail)
    message = outbox.enqueue("work", {"number": 1})
    work_off()
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("pending", 1)
    assert message.error == "ConnectionError: no way there"
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_old_results_are_tidied_with_the_real_queue(transactional_db, queue, done, work_off):
    outbox.enqueue("work", {"number": 1})
    work_off()
    assert periodic_jobs.forget_task_results() == "0 forgotten"
    DBTaskResult.objects.update(finished_at="2020-01-01T00:00:00Z")
    assert periodic_jobs.forget_task_results() == "1 forgotten"
