"""The timed work of imports: dead processes, old files, old runs."""

from datetime import timedelta

from django.utils import timezone

from core.periodic import job
from directory.models import ImportRow, ImportRun

from .remarks import Remark
from .runs import forget_file, release_dead

KEEP_FILES = timedelta(days=30)
KEEP_RUNS = timedelta(days=365)
#: A check commits every few hundred rows; when none has come for so long, its process is dead.
CHECK_LOST = timedelta(minutes=30)


@job("imports", every=timedelta(minutes=1))
def give_back_lost_runs() -> str:
    """Give back what a dead process was writing, and say so where one was reading."""
    released = release_dead()
    lost = ImportRun.objects.filter(state=ImportRun.State.READING, touched_at__lt=timezone.now() - CHECK_LOST)
    failed = lost.update(state=ImportRun.State.FAILED, remarks=[Remark("interrupted").as_json()])
    return f"{released} given back, {failed} failed"


@job("forget-import-files", every=timedelta(days=1))
def forget_old_files() -> str:
    """Delete the files of imports that are over, and of those that nobody has written for a month."""
    over = [ImportRun.State.WRITTEN, ImportRun.State.UNDONE]
    kept = ImportRun.objects.exclude(stored_as="").exclude(state=ImportRun.State.WRITING)
    old = kept.filter(state__in=over) | kept.filter(started_at__lt=timezone.now() - KEEP_FILES)
    runs = list(old)
    for run in runs:
        forget_file(run)
    return f"{len(runs)} forgotten"


@job("forget-imports", every=timedelta(days=1))
def forget_old_runs() -> str:
    """Delete imports with all their rows after a year."""
    old = list(ImportRun.objects.filter(started_at__lt=timezone.now() - KEEP_RUNS))
    for run in old:
        forget(run)
    return f"{len(old)} forgotten"


def forget(run: ImportRun) -> None:
    """Delete a run with its rows and its file; what it has written stays."""
    forget_file(run)
    rows = ImportRow.objects.filter(run=run)
    rows._raw_delete(rows.db)
    run.delete()
