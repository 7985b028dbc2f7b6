"""The timed work of the ground floor."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from . import outbox
from .models import OutboxMessage
from .periodic import job

KEEP_FINISHED_MESSAGES = timedelta(days=30)
KEEP_TASK_RESULTS = timedelta(days=7)


@job("publish-scheduled", every=timedelta(minutes=1), order=10)
def publish_scheduled() -> str:
    """Publish and unpublish pages whose hour has come."""
    call_command("publish_scheduled")
    return "scheduled pages handled"


@job("outbox", every=timedelta(minutes=1), order=20)
def work_off_outbox() -> str:
    """Take up outgoing work that failed before or whose worker was lost."""
    return f"{outbox.work_off_due()} taken up"


@job("forget-messages", every=timedelta(days=1))
def forget_finished_messages() -> str:
    """Delete what was sent a month ago; what was given up stays until an operator has seen it."""
    old = OutboxMessage.objects.filter(
        state=OutboxMessage.State.DONE, finished_at__lt=timezone.now() - KEEP_FINISHED_MESSAGES
    )
    return f"{old.delete()[0]} forgotten"


@job("forget-task-results", every=timedelta(days=1))
def forget_task_results() -> str:
    """Delete the queue's own records of finished tasks."""
    old = DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEEP_TASK_RESULTS)
    return f"{old.delete()[0]} forgotten"


@job("forget-sessions", every=timedelta(days=1))
def forget_expired_sessions() -> str:
    """Delete sessions that have ended."""
    return f"{Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]} forgotten"
