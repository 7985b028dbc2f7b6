"""Checking, writing and undoing by the worker, when somebody has begun an import in the admin."""

import logging
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from accounts.models import User
from directory.models import ImportRun

from .runs import RefusedImportError, check, write
from .undoing import undo

logger = logging.getLogger(__name__)


@task()
def check_run(run_id: int) -> None:
    _step(check, run_id)


@task()
def write_run(run_id: int) -> None:
    _step(write, run_id)


@task()
def undo_run(run_id: int, user_id: int) -> None:
    user = User.objects.filter(pk=user_id).first()
    _step(lambda run: undo(run, user=user), run_id)


def _step(step: Callable[[ImportRun], object], run_id: int) -> None:
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None:
        return
    try:
        step(run)
    except RefusedImportError as error:  # another process was quicker, or somebody clicked twice
        logger.info("Import %s left alone: %s", run_id, error.code)
        # Who waits for it sees by the time that there is an answer.
        waiting = ImportRun.objects.filter(pk=run_id, state__in=[ImportRun.State.CHECKED, ImportRun.State.WRITTEN])
        waiting.update(touched_at=timezone.now())


def check_later(run: ImportRun) -> None:
    """Have the worker check a run after the transaction."""
    transaction.on_commit(lambda: check_run.enqueue(run.pk))


def write_later(run: ImportRun) -> None:
    """Have the worker write a run after the transaction; a second click finds it taken."""
    transaction.on_commit(lambda: write_run.enqueue(run.pk))


def undo_later(run: ImportRun, user: User) -> None:
    """Have the worker undo a run after the transaction."""
    transaction.on_commit(lambda: undo_run.enqueue(run.pk, user.pk))
