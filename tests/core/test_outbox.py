"""The outbox loses nothing, does nothing twice without need, and shows what it gave up."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import outbox
from core.models import OutboxMessage
from core.registry import Registry

pytestmark = pytest.mark.django_db

NOON = "2026-03-02T12:00:00+01:00"


class Killed(BaseException):
    """What ends a worker in the middle of its work."""


class Work:
    """Handler of the kind ``work``: notes what it is given and fails as often as it is told to."""

    def __init__(self) -> None:
        self.done: list[dict] = []
        self.failures: list[BaseException] = []

    def __call__(self, payload: dict) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.done.append(payload)


@pytest.fixture
def work(monkeypatch) -> Work:
    work = Work()
    monkeypatch.setattr(outbox, "handlers", Registry())
    outbox.handlers.register("work")(work)
    return work


def waiting(**fields) -> OutboxMessage:
    return OutboxMessage.objects.create(kind="work", payload={"number": 1}, **fields)


def test_row_is_rolled_back_with_the_change(work, django_capture_on_commit_callbacks):
    def change_that_fails() -> None:
        with transaction.atomic():
            outbox.enqueue("work", {"number": 1})
            raise RuntimeError("the change failed")

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError):
        change_that_fails()
    assert not OutboxMessage.objects.filter(kind="work").exists()
    assert work.done == []


def test_work_is_done_after_the_commit_and_not_before(work, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        message = outbox.enqueue("work", {"number": 1}, summary="One")
        assert work.done == []
    message.refresh_from_db()
    assert work.done == [{"number": 1}]
    assert (message.state, message.attempts, message.payload, message.error) == ("done", 1, {}, "")
    assert message.finished_at is not None


def test_kind_without_handler_is_refused_at_once(work):
    with pytest.raises(KeyError):
        outbox.enqueue("unknown", {})
    assert not OutboxMessage.objects.filter(kind="unknown").exists()


def test_same_key_is_accepted_once(work, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = outbox.enqueue("work", {"number": 1}, key="same")
        second = outbox.enqueue("work", {"number": 2}, key="same")
    assert first == second
    assert work.done == [{"number": 1}]


def test_rows_without_key_are_all_accepted(work, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        outbox.enqueue("work", {"number": 1})
        outbox.enqueue("work", {"number": 1})
    assert len(work.done) == 2


def test_broken_queue_is_no_error_of_the_caller(work, monkeypatch, django_capture_on_commit_callbacks):
    class BrokenQueue:
        def enqueue(self, message_id: int) -> None:
            raise ConnectionError("the queue is gone")

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "deliver", BrokenQueue())
        with django_capture_on_commit_callbacks(execute=True):
            message = outbox.enqueue("work", {"number": 1})
    with time_machine.travel(timezone.now() + outbox.GRACE):
        assert outbox.work_off_due() == 1
    message.refresh_from_db()
    assert message.state == "done"


def test_failure_is_tried_again_after_growing_pauses_and_given_up_after_the_last(work):
    message = waiting()
    work.failures = [ConnectionRefusedError("mail server says no")] * outbox.MAX_ATTEMPTS
    pauses = []
    with time_machine.travel(NOON, tick=False) as clock:
        OutboxMessage.objects.update(available_at=timezone.now())
        for attempt in range(1, outbox.MAX_ATTEMPTS):
            outbox.deliver.call(message.pk)
            message.refresh_from_db()
            assert (message.state, message.attempts) == ("pending", attempt)
            assert message.error == "ConnectionRefusedError: mail server says no"
            pauses.append(message.available_at - timezone.now())
            clock.shift(pauses[-1] - timedelta(seconds=1))
            assert outbox.work_off_due() == 0
            clock.shift(timedelta(seconds=1))
        assert outbox.work_off_due() == 1
    message.refresh_from_db()
    assert pauses == sorted(set(pauses))
    assert timedelta(days=1) < sum(pauses, timedelta()) < timedelta(days=3)
    assert (message.state, message.attempts) == ("dead", 8)
    assert message.finished_at is not None
    assert message.payload == {"number": 1}  # kept, so that it can be started again
    assert work.done == []


def test_failure_then_success_is_done_and_forgets_the_payload(work):
    message = waiting()
    work.failures = [TimeoutError("slow")]
    outbox.deliver.call(message.pk)
    with time_machine.travel(timezone.now() + outbox.PAUSES[0]):
        outbox.work_off_due()
    message.refresh_from_db()
    assert (message.state, message.attempts, message.payload, message.error) == ("done", 2, {}, "")
    assert work.done == [{"number": 1}]


def test_row_of_a_lost_worker_is_taken_up_after_its_lease(work):
    message = waiting()
    work.failures = [Killed()]
    with pytest.raises(Killed):
        outbox.deliver.call(message.pk)
    outbox.deliver.call(message.pk)
    assert work.done == []  # the lease holds
    assert outbox.work_off_due() == 0
    with time_machine.travel(timezone.now() + outbox.LEASE):
        assert outbox.work_off_due() == 1
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("done", 2)
    assert work.done == [{"number": 1}]


def test_work_that_ends_every_worker_is_given_up(work):
    message = waiting()
    work.failures = [Killed() for _attempt in range(20)]
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _attempt in range(outbox.MAX_ATTEMPTS):
            with pytest.raises(Killed):
                outbox.deliver.call(message.pk)
            clock.shift(outbox.LEASE)
        outbox.work_off_due()
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("dead", 8)
    assert "worker was lost" in message.error


def test_failure_after_a_lost_lease_does_not_undo_what_another_worker_did(work, monkeypatch):
    message = waiting()
    with time_machine.travel(timezone.now(), tick=False) as clock:

        def slow_then_failing(payload: dict) -> None:
            clock.shift(outbox.LEASE)
            outbox.handlers._entries.clear()
            outbox.handlers.register("work")(work)
            outbox.work_off_due()
            raise TimeoutError("the first worker's answer came too late")

        outbox.handlers._entries.clear()
        outbox.handlers.register("work")(slow_then_failing)
        outbox.deliver.call(message.pk)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.error) == ("done", 2, "")


def test_sweep_takes_failed_and_orphaned_rows_only(work):
    now = timezone.now()
    orphaned = waiting(available_at=now - outbox.GRACE - timedelta(seconds=1))
    failed = waiting(attempts=1, available_at=now - timedelta(seconds=1))
    fresh = waiting(available_at=now - timedelta(seconds=1))
    not_yet = waiting(attempts=1, available_at=now + timedelta(minutes=1))
    done = waiting(state="done", finished_at=now, available_at=now - timedelta(hours=1))
    dead = waiting(state="dead", finished_at=now, available_at=now - timedelta(hours=1))
    assert outbox.work_off_due() == 2
    state = dict(OutboxMessage.objects.values_list("pk", "attempts"))
    assert (state[orphaned.pk], state[failed.pk]) == (1, 2)
    assert (state[fresh.pk], state[not_yet.pk], state[done.pk], state[dead.pk]) == (0, 1, 0, 0)


def test_sweep_ends_in_time_when_every_row_is_slow(monkeypatch):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        # time_machine leaves the monotonic clock alone.
        monkeypatch.setattr(outbox.time, "monotonic", lambda: timezone.now().timestamp())
        monkeypatch.setattr(outbox, "handlers", Registry())
        outbox.handlers.register("work")(lambda payload: clock.shift(timedelta(seconds=10)))
        for _row in range(10):
            waiting(attempts=1)
        assert outbox.work_off_due() == 3


def test_what_was_given_up_can_be_started_again(work, capsys):
    message = waiting(state="dead", attempts=8, error="ConnectionError: gone", finished_at=timezone.now())
    call_command("retry_outbox", "--dry-run")
    assert "ConnectionError: gone" in capsys.readouterr().out
    assert OutboxMessage.objects.dead().count() == 1
    call_command("retry_outbox")
    assert outbox.work_off_due() == 1
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("done", 1)


def test_pending_row_cannot_be_finished(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        waiting(finished_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        waiting(state="dead")


def test_operator_sees_what_was_given_up(operator, sign_in):
    message = waiting(
        state="dead", attempts=8, summary="Kopie Ihrer Nachricht", error="SMTPServerDisconnected", finished_at=NOON
    )
    client = sign_in(operator)
    listing = client.get("/admin/core/outboxmessage/", {"state__exact": "dead"})
    assert listing.status_code == 200
    assert "Kopie Ihrer Nachricht" in listing.text
    assert "SMTPServerDisconnected" in listing.text
    inspection = client.get(f"/admin/core/outboxmessage/inspect/{message.pk}/")
    assert inspection.status_code == 200
    assert "number" not in inspection.text.split("<main")[1]  # the payload is nobody's to read


@pytest.mark.parametrize("address", ["create/", "edit/{pk}/", "delete/{pk}/"])
def test_nobody_writes_into_the_outbox_by_hand(operator, sign_in, address):
    message = waiting()
    client = sign_in(operator)
    client.post("/admin/core/outboxmessage/" + address.format(pk=message.pk), {})
    assert OutboxMessage.objects.get().state == "pending"


def test_author_sees_nothing_of_the_outbox(author, sign_in):
    waiting(summary="Kopie Ihrer Nachricht")
    response = sign_in(author).get("/admin/core/outboxmessage/")
    assert response.status_code in (302, 403)
