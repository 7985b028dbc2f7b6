"""Writing checked rows into the directory: many at once, in the transaction of whoever calls.

``bulk_create`` passes ``save()`` by, so what that does is done here: sort keys, the region of the seat, the time of
change, a revision and a history entry for each entry.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from wagtail.models import Revision

from core.bulk import allocate, copy_of, insert, set_column, upsert
from directory.models import (
    Company,
    EntryReference,
    ImportRow,
    ImportRun,
    Offer,
    State,
)

from . import history
from .history import Historian
from .log_actions import IMPORTED
from .lookups import Lookups
from .matching import Key, Matcher


class StaleError(Exception):
    """The directory is no longer as it was when the file was checked."""


class Writer:
    """Writes the rows of one run; subclasses know companies and offers."""

    model: type[Company | Offer]

    def __init__(self, run: ImportRun, stamp: dt.datetime) -> None:
        self.run = run
        self.stamp = stamp
        self.lookups = Lookups()
        self.name = str(self.model._meta.model_name)
        self.matcher = Matcher(self.model, run.institution_id)
        self.historian = Historian(self.model, action=IMPORTED, stamp=stamp, user=run.user)

    def write(self, rows: Sequence[ImportRow]) -> None:
        """Write new and changed rows; raises ``StaleError`` where an entry is no longer what the check saw."""
        self._write_new([row for row in rows if row.result == ImportRow.Result.NEW])
        self._write_changed([row for row in rows if row.result == ImportRow.Result.CHANGED])
        self._write_references(rows)

    def _write_new(self, rows: Sequence[ImportRow]) -> None:
        if not rows:
            return
        self._refuse_known(rows)
        entries = self.create(rows)
        numbers = zip(rows, entries, allocate(self.model, len(rows)), allocate(Revision, len(rows)), strict=True)
        for row, entry, number, revision in numbers:
            entry.pk, entry.latest_revision_id = number, revision
            entry.state, entry.state_changed_at = State.PUBLISHED, self.stamp
            entry.created_at = entry.updated_at = self.stamp
            setattr(row, f"{self.name}_id", number)
        insert(entries)
        parts = self.create_parts(rows)
        self.historian.record(history.contents_of_new(entries, parts, self.links(rows)), self._data(rows))
        set_column(ImportRow, self.name, {row.pk: self._pk(row) for row in rows})

    def _write_changed(self, rows: Sequence[ImportRow]) -> None:
        if not rows:
            return
        if any(getattr(row, f"{self.name}_id") is None for row in rows):
            raise StaleError  # deleted since
        pks = [self._pk(row) for row in rows]
        entries = self._locked(rows, pks)
        before = history.contents(self.model, pks)
        self.historian.keep_earlier(before)
        for row in rows:
            row.before["entry"] = history.as_json(before[self._pk(row)])
        self.change(rows, [entries[pk] for pk in pks])
        after = history.contents(self.model, pks)
        self.historian.stamp_changed(after)
        self.historian.record(after, self._data(rows))
        upsert(rows, ["before"])

    def create(self, rows: Sequence[ImportRow]) -> list[Any]:
        """Return new entries, not yet written."""
        raise NotImplementedError

    def create_parts(self, rows: Sequence[ImportRow]) -> list[Model]:
        """Write what belongs to new entries, and return it."""
        return []

    def links(self, rows: Sequence[ImportRow]) -> history.Links:
        """Return what new entries are joined to."""
        return {}

    def change(self, rows: Sequence[ImportRow], entries: Sequence[Any]) -> None:
        raise NotImplementedError

    def key(self, row: ImportRow) -> Key:
        return Key(row.reference)

    def _pk(self, row: ImportRow) -> int:
        return int(getattr(row, f"{self.name}_id"))

    def _refuse_known(self, rows: Sequence[ImportRow]) -> None:
        matches = self.matcher.match([self.key(row) for row in rows])
        if any(match.pk or match.problem for match in matches):
            raise StaleError

    def _locked(self, rows: Sequence[ImportRow], pks: Sequence[int]) -> dict[int, Any]:
        entries = {entry.pk: entry for entry in self.model._default_manager.select_for_update().filter(pk__in=pks)}
        for row, pk in zip(rows, pks, strict=True):
            if pk not in entries or entries[pk].updated_at.isoformat() != row.before["updated_at"]:
                raise StaleError
        return entries

    def _write_references(self, rows: Sequence[ImportRow]) -> None:
        new, own = EntryReference(institution_id=self.run.institution_id), f"{self.name}_id"
        named = [row for row in rows if "reference" in row.values]
        insert([copy_of(new, reference=row.values["reference"], **{own: self._pk(row)}) for row in named])

    def _data(self, rows: Sequence[ImportRow]) -> dict[int, dict[str, Any]]:
        run = {"run": self.run.pk, "file": self.run.file_name}
        return {self._pk(row): {**run, "line": row.line} for row in rows}
