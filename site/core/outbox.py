"""The outbox: work that leaves the database is written in the transaction of the change and done afterwards.

``enqueue`` writes a row and, after the commit, a task that works it off. What fails is tried again after growing pauses
and, after the last attempt, stays as *given up* for an operator to see. A process that dies in between loses nothing:
``work_off_due`` (timed) takes up what is due and was not taken.

Delivery is at least once: a handler has to bear being called twice for the same row.
"""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from .models import OutboxMessage
from .registry import Registry

logger = logging.getLogger(__name__)

# Pauses before the second, third … attempt; together a little over two days.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440)]
MAX_ATTEMPTS = len(PAUSES) + 1
# How long a row that is due waits for its own task before the timed sweep takes it up.
GRACE = timedelta(minutes=2)
# How long a taken row is left alone before it counts as lost with its worker.
LEASE = timedelta(minutes=5)
# How long one timed sweep goes on: a mail server that hangs must not hold up what else is timed.
SWEEP_SECONDS = 30

#: Handlers by kind: a callable that takes the payload.
handlers: Registry[Callable[[dict[str, Any]], None]] = Registry()


def enqueue(kind: str, payload: dict[str, Any], *, summary: str = "", key: str | None = None) -> OutboxMessage:
    """Write one piece of work into the outbox, inside the caller's transaction.

    With ``key`` the same work is accepted once: a second call returns the row of the first. Raises ``KeyError`` for a
    kind without a handler.
    """
    handlers[kind]
    try:
        with transaction.atomic():
            message = OutboxMessage.objects.create(kind=kind, payload=payload, summary=summary[:200], key=key)
    except IntegrityError:
        if key is None:
            raise
        return OutboxMessage.objects.get(key=key)
    # Robust: the change is committed and the sweep finds the row, so a failing queue is no error of the caller's.
    transaction.on_commit(lambda: deliver.enqueue(message.pk), robust=True)
    return message


@task()
def deliver(message_id: int) -> None:
    """Work off one row if it is due; errors are kept on the row and never leave the task.

    The row is taken on a lease and the handler runs outside any transaction, so that a slow mail server holds no lock.
    """
    message = _take(message_id)
    if message is None:
        return
    try:
        handlers[message.kind](message.payload)
    except Exception as error:
        _record_failure(message, error)
    else:
        _record_success(message)


def work_off_due() -> int:
    """Work off what is due and was not taken by its own task; returns how many rows were taken up.

    Ends after ``SWEEP_SECONDS``; what is left is the next sweep's.
    """
    overdue = OutboxMessage.objects.due().filter(Q(attempts__gt=0) | Q(available_at__lte=timezone.now() - GRACE))
    ids = overdue.order_by("available_at").values_list("pk", flat=True)[:500]
    end = time.monotonic() + SWEEP_SECONDS
    taken_up = 0
    for message_id in list(ids):
        if time.monotonic() >= end:
            break
        deliver.call(message_id)
        taken_up += 1
    return taken_up


def retry_given_up() -> int:
    """Make everything that was given up due again, with all its attempts; returns how many rows."""
    return OutboxMessage.objects.dead().update(
        state=OutboxMessage.State.PENDING, attempts=0, available_at=timezone.now() - GRACE, finished_at=None
    )


def _take(message_id: int) -> OutboxMessage | None:
    with transaction.atomic():
        rows = OutboxMessage.objects.due().filter(pk=message_id)
        message = rows.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked).first()
        if message is None:
            return None
        if message.attempts >= MAX_ATTEMPTS:
            _give_up(message, "The worker was lost at the last attempt.")
            return None
        message.attempts += 1
        message.available_at = timezone.now() + LEASE
        message.save(update_fields=["attempts", "available_at"])
        return message


def _record_success(message: OutboxMessage) -> None:
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=OutboxMessage.State.DONE, finished_at=timezone.now(), payload={}, error=""
    )


def _record_failure(message: OutboxMessage, error: Exception) -> None:
    logger.warning("Outbox row %s (%s) failed at attempt %s: %s", message.pk, message.kind, message.attempts, error)
    text = f"{type(error).__name__}: {error}".replace("\x00", "")
    if message.attempts >= MAX_ATTEMPTS:
        _give_up(message, text)
    else:
        _held(message).update(error=text, available_at=timezone.now() + PAUSES[message.attempts - 1])


def _give_up(message: OutboxMessage, error: str) -> None:
    _held(message).update(state=OutboxMessage.State.DEAD, finished_at=timezone.now(), error=error)


def _held(message: OutboxMessage) -> models.QuerySet[OutboxMessage]:
    """The row as long as it is ours: after a lease that ran out, another worker's outcome counts."""
    return OutboxMessage.objects.pending().filter(pk=message.pk, attempts=message.attempts)
