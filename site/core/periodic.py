"""Timed work: what is due runs once, one job's failure stops no other, and what came of it is kept."""

import logging
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from .models import JobRun
from .registry import Registry

logger = logging.getLogger(__name__)

# How long a run that has not ended keeps others from starting: after that it counts as lost with its process.
LOST_AFTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Job:
    """A piece of timed work: how often it is due and what runs; ``run`` returns a line about what it did."""

    every: timedelta
    run: Callable[[], str]

    def __call__(self) -> str:
        return self.run()


#: Jobs by name, filled with :func:`job`.
jobs: Registry[Job] = Registry()


def job(name: str, *, every: timedelta, order: int = 100) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Register a function as timed work, due ``every`` so often."""

    def add(run: Callable[[], str]) -> Callable[[], str]:
        jobs.register(name, order=order)(Job(every, run))
        return run

    return add


def due_jobs(now: datetime | None = None) -> Iterator[tuple[str, Job]]:
    """Yield the jobs whose last start lies ``every`` or longer ago."""
    now = now or timezone.now()
    last_starts = dict(JobRun.objects.values_list("name", "started_at"))
    for entry in jobs:
        if _is_due(last_starts.get(entry.name), entry.call, now):
            yield entry.name, entry.call


def run_due(*, force: bool = False) -> list[tuple[str, str, bool]]:
    """Run what is due (or all, with ``force``); returns name, outcome or error, and whether it went well."""
    names = [entry.name for entry in jobs] if force else [name for name, _job in due_jobs()]
    return [result for name in names if (result := _run(name, force=force))]


def _run(name: str, *, force: bool) -> tuple[str, str, bool] | None:
    started_at = _take(name, force=force)
    if started_at is None:
        return None
    try:
        outcome, error = jobs[name](), ""
    except Exception as exception:
        logger.exception("Timed job %s failed", name)
        outcome, error = f"{type(exception).__name__}: {exception}"[:200], traceback.format_exc()
    JobRun.objects.filter(name=name).update(finished_at=timezone.now(), outcome=outcome[:200], error=error)
    return name, outcome, not error


def _is_due(last_start: datetime | None, job: Job, now: datetime) -> bool:
    return last_start is None or last_start + job.every <= now


def _is_running(run: JobRun, now: datetime) -> bool:
    return run.started_at is not None and run.finished_at is None and run.started_at + LOST_AFTER > now


def _take(name: str, *, force: bool) -> datetime | None:
    """Note that the job starts now; ``None`` if it is not due or another process runs it."""
    JobRun.objects.get_or_create(name=name)
    now = timezone.now()
    with transaction.atomic():
        skip_locked = connection.features.has_select_for_update_skip_locked
        run = JobRun.objects.select_for_update(skip_locked=skip_locked).filter(name=name).first()
        if run is None or _is_running(run, now) or not (force or _is_due(run.started_at, jobs[name], now)):
            return None
        run.started_at, run.finished_at, run.outcome, run.error = now, None, "", ""
        run.save()
    return now
