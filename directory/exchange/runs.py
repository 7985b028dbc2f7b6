"""The life of an import: begun with a file, checked, written, undone; each step by one process at a time.

The state is the truth. Checking commits as it goes and may be begun anew at any time. Writing is one transaction that
holds the row of its run: nothing of it is there before the end, and whoever can lock the row of a run that is
“being written” knows that its process is dead.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import IO, Any

from django.contrib.contenttypes.models import ContentType
from django.core.files import File
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts.models import User
from core.bulk import insert, many_objects
from core.models import Institution
from core.tables import TableError
from directory.models import ImportRow, ImportRun

from .checking import CHECKERS, CHUNK, Checker, Progress, chunks
from .lookups import Lookups
from .remarks import Remark, is_error
from .rows import RowReader, UnfitFileError, read_rows
from .writing import StaleError, Writer
from .writing_companies import CompanyWriter
from .writing_offers import OfferWriter

#: Between taking a run and locking its row only moments pass; then a lock that nobody holds tells of a dead process.
GRACE = dt.timedelta(minutes=2)
FOLDER = "imports"
WRITERS: dict[str, type[Writer]] = {ImportRun.Kind.COMPANIES: CompanyWriter, ImportRun.Kind.OFFERS: OfferWriter}
Result = ImportRow.Result


class RefusedImportError(Exception):
    """A step that a run does not allow; ``code`` says why: ``state``, ``errors``, ``nothing`` or ``edited``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def quiet(done: int, total: int) -> None:
    """Progress that nobody watches."""


def begin(
    *,
    kind: str,
    file: IO[bytes],
    name: str,
    user: User | None,
    institution: Institution | None,
    only_good_rows: bool = False,
    encoding: str = "",
) -> ImportRun:
    """Keep a file and return its run, ready to be checked; ``encoding`` overrules what would be detected."""
    stored = storages["private"].save(f"{FOLDER}/{get_random_string(32)}", File(file))
    return ImportRun.objects.create(
        kind=kind, file_name=name[-200:], stored_as=stored, user=user, institution=institution,
        only_good_rows=only_good_rows, encoding=encoding,
    )  # fmt: skip


def check(run: ImportRun, progress: Progress = quiet, *, first_remarks: Sequence[Remark] = ()) -> ImportRun:
    """Read the file of a run anew and give every row its result; the directory is not changed.

    Raises ``RefusedImportError`` for a run that is being written, or is over.
    """
    states = [ImportRun.State.READING, ImportRun.State.CHECKED, ImportRun.State.FAILED]
    taken = ImportRun.objects.filter(pk=run.pk, state__in=states).exclude(stored_as="")
    if not taken.update(state=ImportRun.State.READING, rows_done=0, rows_total=0, touched_at=timezone.now()):
        raise RefusedImportError("state")
    run.refresh_from_db()
    run.rows.all()._raw_delete(run.rows.db)
    try:
        remarks = [*first_remarks, *_check_rows(run, progress)]
        state = ImportRun.State.CHECKED
    except (TableError, UnfitFileError) as error:
        run.rows.all()._raw_delete(run.rows.db)
        remarks, state = [told(error)], ImportRun.State.FAILED
    run.remarks, run.state = [remark.as_json() for remark in remarks], state
    run.rows_total = run.rows_done
    run.save()
    return run


def read_again(run: ImportRun, *, encoding: str, separator: str) -> None:
    """Have the file of a run read anew, with an encoding and a separator; empty ones are detected."""
    states = [ImportRun.State.CHECKED, ImportRun.State.FAILED]
    taken = ImportRun.objects.filter(pk=run.pk, state__in=states).exclude(stored_as="")
    chosen = {"encoding": encoding, "separator": separator, "rows_done": 0, "rows_total": 0}
    if not taken.update(state=ImportRun.State.READING, touched_at=timezone.now(), **chosen):
        raise RefusedImportError("state")


def told(error: TableError | UnfitFileError) -> Remark:
    return error.remark if isinstance(error, UnfitFileError) else Remark(error.code, params=error.params)


@many_objects()
def _check_rows(run: ImportRun, progress: Progress) -> list[Remark]:
    chosen = {"encoding": run.encoding, "separator": run.separator}
    with storages["private"].open(run.stored_as) as file, read_rows(file, run.kind, **chosen) as reader:
        _tell_of_file(run, reader)
        checker = CHECKERS[run.kind](run, Lookups())
        for rows in chunks(reader):
            _keep_results(run, checker.check(rows), reader.table.expected - reader.heading_line)
            progress(run.rows_done, run.rows_total)
        if not run.rows_done:
            raise UnfitFileError(Remark("no_rows"))
        return [*reader.remarks, *_needs(checker)]


def _tell_of_file(run: ImportRun, reader: RowReader) -> None:
    table = reader.table
    run.encoding, run.separator, run.columns = table.encoding, table.separator, list(reader.columns)
    run.save()


def _needs(checker: Checker) -> list[Remark]:
    return [Remark("new_need_column", params={"needed": column}) for column in sorted(checker.lacking)]


@transaction.atomic
def _keep_results(run: ImportRun, rows: list[ImportRow], expected: int) -> None:
    insert(rows)
    run.rows_done += len(rows)
    run.rows_total = max(expected, run.rows_done)
    facts = {"rows_done": run.rows_done, "rows_total": run.rows_total, "touched_at": timezone.now()}
    ImportRun.objects.filter(pk=run.pk).update(**facts)


def counts(run: ImportRun) -> dict[str, int]:
    """Return how many rows have each result."""
    from django.db.models import Count

    found = dict(run.rows.order_by().values_list("result").annotate(count=Count("pk")))
    return {result: found.get(result, 0) for result in Result.values}


def may_write(run: ImportRun) -> str:
    """Return why a run cannot be written: ``state``, ``errors`` or ``nothing``; an empty text if it can."""
    if run.state != ImportRun.State.CHECKED:
        return "state"
    found = counts(run)
    if found[Result.ERROR] and not run.only_good_rows:
        return "errors"
    return "" if found[Result.NEW] or found[Result.CHANGED] or found[Result.UNCHANGED] else "nothing"


def write(run: ImportRun, progress: Progress = quiet) -> ImportRun:
    """Write a checked run, all of it or nothing; one that is out of date is checked anew and left to be looked at.

    Raises ``RefusedImportError`` where ``may_write`` says why.
    """
    if reason := may_write(run):
        raise RefusedImportError(reason)
    if not _take(run, ImportRun.State.CHECKED):
        raise RefusedImportError("state")
    try:
        _write_rows(run, progress)
    except (StaleError, IntegrityError):
        _give_back(run)
        return check(run, first_remarks=[Remark("changed_meanwhile")])
    except BaseException:
        _give_back(run)
        raise
    run.refresh_from_db()
    forget_file(run)
    return run


def _take(run: ImportRun, state: str) -> bool:
    """Take a run for this process alone."""
    taken = ImportRun.objects.filter(pk=run.pk, state=state)
    return bool(taken.update(state=ImportRun.State.WRITING, rows_done=0, touched_at=timezone.now()))


def _give_back(run: ImportRun) -> None:
    ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.WRITING).update(state=ImportRun.State.CHECKED)


@many_objects()
@transaction.atomic
def _write_rows(run: ImportRun, progress: Progress) -> None:
    one_at_a_time()
    run = ImportRun.objects.select_for_update().select_related(None).get(pk=run.pk)
    if run.state != ImportRun.State.WRITING:
        raise RefusedImportError("state")
    stamp = timezone.now()
    writer = WRITERS[run.kind](run, stamp)
    rows = run.rows.filter(result__in=[Result.NEW, Result.CHANGED])
    total, done = rows.count(), 0
    for some in in_chunks(rows):
        writer.write(some)
        done += len(some)
        progress(done, total)
    run.state, run.written_at, run.rows_done = ImportRun.State.WRITTEN, stamp, run.rows_total
    run.save()


def one_at_a_time() -> None:
    """Wait until no other import writes; the lock ends with the transaction."""
    ContentType.objects.select_for_update(no_key=True).get_or_create(app_label="directory", model="importrun")


def in_chunks(rows: Any, size: int = CHUNK) -> Iterator[list[ImportRow]]:
    """Yield rows in the order of their lines, each time those behind the last."""
    last = 0
    while some := list(rows.filter(line__gt=last).order_by("line")[:size]):
        yield some
        last = some[-1].line


def forget_file(run: ImportRun) -> None:
    if run.stored_as:
        storages["private"].delete(run.stored_as)
        run.stored_as = ""
        run.save(update_fields=["stored_as"])


def release_dead() -> int:
    """Give back the runs whose writing process has died; returns how many."""
    from django.db import connection

    old = ImportRun.objects.filter(state=ImportRun.State.WRITING, touched_at__lt=timezone.now() - GRACE)
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        dead = [run.pk for run in old.select_for_update(skip_locked=skip)]
        stopped = [Remark("stopped").as_json()]
        for run in ImportRun.objects.filter(pk__in=dead, state=ImportRun.State.WRITING):
            remarks = [remark for remark in run.remarks if remark["code"] != "stopped"]
            run.state, run.remarks = ImportRun.State.CHECKED, stopped + remarks
            run.save()
    return len(dead)


def errors_of_file(run: ImportRun) -> list[dict[str, Any]]:
    return [remark for remark in run.remarks if is_error(remark)]
