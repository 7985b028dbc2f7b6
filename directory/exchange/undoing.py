"""Taking a written import back, as long as nobody has edited since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations

from accounts.models import User
from core.bulk import upsert
from directory.models import Company, EntryReference, ImportRow, ImportRun, Offer

from . import history
from .checking import Progress
from .history import Historian
from .log_actions import UNDONE
from .runs import RefusedImportError, in_chunks, one_at_a_time, quiet

Result = ImportRow.Result
#: What somebody may have added to an entry, with the time of it; deleting the entry would take it along.
ADDED_SINCE = {
    Company: {
        "offers": "created_at",
        "memberships": "created_at",
        "changes": "submitted_at",
        "problem_reports": "created_at",
    },
    Offer: {"changes": "submitted_at", "problem_reports": "created_at"},
}
#: Is computed or kept with every change, and so not put back.
NOT_PUT_BACK = {"latest_revision", "updated_at", "created_at", "locked", "locked_at", "locked_by"}


class Hindrance(NamedTuple):
    """An entry of a run that somebody has edited since, and the line that it came from."""

    line: int
    name: str
    pk: int


def hindrances(run: ImportRun, most: int = 20) -> list[Hindrance]:
    """Return what keeps a written run from being undone, so many entries at most."""
    model: Any = Offer if run.kind == ImportRun.Kind.OFFERS else Company
    name = model._meta.model_name
    edited = Q(**{f"{name}__isnull": True}) | ~Q(**{f"{name}__updated_at": run.written_at})
    rows = run.rows.filter(result__in=[Result.NEW, Result.CHANGED])
    found = list(rows.filter(edited).order_by("line")[:most])
    for relation, moment in ADDED_SINCE[model].items():
        since = {f"{name}__{relation}__{moment}__gt": run.written_at}
        found += rows.filter(**since).order_by("line").distinct()[:most]
    lines = {row.line: Hindrance(row.line, row.name, getattr(row, f"{name}_id") or 0) for row in found}
    return [lines[line] for line in sorted(lines)][:most]


@transaction.atomic
def undo(run: ImportRun, *, user: User | None, progress: Progress = quiet) -> ImportRun:
    """Delete what a run has made and put back what it has changed; all of it, or nothing.

    Raises ``RefusedImportError``: ``state`` for a run that is not written, ``edited`` where ``hindrances`` names some.
    """
    one_at_a_time()
    run = ImportRun.objects.select_for_update().select_related(None).get(pk=run.pk)
    if run.state != ImportRun.State.WRITTEN:
        raise RefusedImportError("state")
    model: Any = Offer if run.kind == ImportRun.Kind.OFFERS else Company
    changed, new = run.rows.filter(result=Result.CHANGED), run.rows.filter(result=Result.NEW)
    if hindrances(run, most=1):
        raise RefusedImportError("edited")
    undoing = _Undoing(run, model, user)
    total, done = changed.count() + new.count(), 0
    for rows, step in ((changed, undoing.put_back), (new, undoing.delete)):
        for some in in_chunks(rows):
            step(some)
            done += len(some)
            progress(done, total)
    run.state, run.undone_at = ImportRun.State.UNDONE, undoing.stamp
    run.save()
    return run


class _Undoing:
    def __init__(self, run: ImportRun, model: type[Company | Offer], user: User | None) -> None:
        self.run, self.model, self.user = run, model, user
        self.name = str(model._meta.model_name)
        self.stamp: dt.datetime = timezone.now()
        self.historian = Historian(model, action=UNDONE, stamp=self.stamp, user=user)

    def put_back(self, rows: Sequence[ImportRow]) -> None:
        before = {self._pk(row): row.before["entry"] for row in rows}
        upsert(*_entries(self.model, before))
        for relation in get_all_child_relations(self.model):
            _put_back_children(relation.related_model, relation.field, relation.get_accessor_name(), before)
        for field in get_all_child_m2m_relations(self.model):
            _put_back_many(field, before)
        self._forget_references(rows)
        now = history.contents(self.model, list(before))
        self.historian.stamp_changed(now)
        self.historian.record(now, self._data(rows))

    def delete(self, rows: Sequence[ImportRow]) -> None:
        self.historian.log([(str(self._pk(row)), row.name, None) for row in rows], self._data(rows))
        self.model._default_manager.filter(pk__in=[self._pk(row) for row in rows]).delete()

    def _pk(self, row: ImportRow) -> int:
        return int(getattr(row, f"{self.name}_id"))

    def _data(self, rows: Sequence[ImportRow]) -> dict[int, dict[str, Any]]:
        run = {"run": self.run.pk, "file": self.run.file_name}
        return {self._pk(row): {**run, "line": row.line} for row in rows}

    def _forget_references(self, rows: Sequence[ImportRow]) -> None:
        given = {self._pk(row): row.values["reference"] for row in rows if "reference" in row.values}
        own = EntryReference.objects.filter(institution=self.run.institution_id, **{f"{self.name}__in": given})
        gone = [row.pk for row in own if row.reference == given[getattr(row, f"{self.name}_id")]]
        EntryReference.objects.filter(pk__in=gone).delete()


def _entries(model: type[Model], before: Mapping[int, dict[str, Any]]) -> tuple[list[Any], list[str]]:
    """Return entries with their former values, and the names of these."""
    entries = model._default_manager.in_bulk(before)
    names = [name for name, _attribute in history.fields_of(model) if name not in NOT_PUT_BACK]
    for pk, entry in entries.items():
        _fill(entry, before[pk], names)
    return list(entries.values()), names


def _fill(row: Any, content: Mapping[str, Any], names: Iterable[str]) -> Any:
    for name in names:
        field = row._meta.get_field(name)
        setattr(row, field.attname, field.to_python(content[name]))
    return row


def _put_back_children(model: Any, key: Any, name: str, before: Mapping[int, dict[str, Any]]) -> None:
    """Nobody has edited since: what is not as it was is the import's doing."""
    former = {row["pk"]: row for content in before.values() for row in content[name]}
    there = model._default_manager.filter(**{f"{key.name}__in": before})
    there.exclude(pk__in=former).delete()
    names = [name for name, _attribute in history.fields_of(model)]
    upsert([_fill(model(pk=pk), row, names) for pk, row in former.items()], names)


def _put_back_many(field: Any, before: Mapping[int, dict[str, Any]]) -> None:
    through, own, other = field.remote_field.through, field.m2m_column_name(), field.m2m_reverse_name()
    wanted = {(pk, related) for pk, content in before.items() for related in content[field.name]}
    rows = list(through._default_manager.filter(**{f"{own}__in": before}))
    there = {(getattr(row, own), getattr(row, other)): row.pk for row in rows}
    through._default_manager.filter(pk__in=[pk for pair, pk in there.items() if pair not in wanted]).delete()
    through._default_manager.bulk_create(
        through(**{own: pk, other: related}) for pk, related in sorted(wanted - there.keys())
    )
