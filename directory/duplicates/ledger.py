"""Writing rows so that it can be taken back exactly: each write is noted with what was there before."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

#: What saving an entry changes besides; put back only where nobody has saved since.
BY_SAVING = ("updated_at", "latest_revision_id")
Columns = dict[str, Any]
#: One write: model, number of the row, columns; none of a row that is not there.
Note = tuple[str, int, Columns | None]


class Ledger:
    """The writes of one merge in their order, as they were before and as they are after."""

    def __init__(self) -> None:
        self.before: list[Note] = []
        self.after: list[Note] = []

    def update(self, row: Model, **columns: Any) -> None:
        """Write columns of a row past its ``save()``, so that nothing else about it changes."""
        before = {column: getattr(row, column) for column in columns}
        if before == columns:
            return
        self._note(row, before, columns)
        _stored(row).update(**columns)
        for column, value in columns.items():
            setattr(row, column, value)

    def delete(self, row: Model) -> None:
        self._note(row, columns_of(row), None)
        _stored(row).delete()

    def save(self, row: Model) -> None:
        """Save a row by its own rules, and note what of its columns that has changed."""
        was = columns_of(_stored(row).get())
        row.save()
        now = columns_of(row)
        changed = [column for column in was if was[column] != now[column] and column not in BY_SAVING]
        self._note(row, {column: was[column] for column in changed}, {column: now[column] for column in changed})

    def write_set(self, row: Model, name: str, numbers: Iterable[int]) -> None:
        """Write the rows of a many-to-many relation, by the numbers of what it leads to."""
        before, after = numbers_in(row, name), sorted(numbers)
        if before != after:
            self._note(row, {name: before}, {name: after})
            write_numbers(row, name, after)

    def _note(self, row: Model, before: Columns, after: Columns | None) -> None:
        self.before.append((row._meta.label, row.pk, plain(before)))
        self.after.append((row._meta.label, row.pk, None if after is None else plain(after)))


def columns_of(row: Model) -> Columns:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def plain(columns: Columns) -> Columns:
    """Return columns as JSON keeps them: moments to the microsecond, everything else that JSON lacks as text."""

    def as_text(value: Any) -> str:
        return value.isoformat() if isinstance(value, dt.date) else str(value)

    return json.loads(json.dumps(columns, default=as_text))


def model_of(label: str) -> Any:
    return apps.get_model(label)


def numbers_in(row: Model, name: str) -> list[int]:
    """Return what a many-to-many relation leads to as it is stored: a company keeps unsaved changes of it in memory."""
    pairs, other = _pairs(row, name)
    return sorted(pairs.values_list(other, flat=True))


def write_numbers(row: Model, name: str, numbers: Iterable[int]) -> None:
    pairs, other = _pairs(row, name)
    pairs.delete()
    own = row._meta.get_field(name).m2m_column_name()  # type: ignore[union-attr]
    pairs.bulk_create(pairs.model(**{own: row.pk, other: number}) for number in numbers)


def _pairs(row: Model, name: str) -> tuple[QuerySet, str]:
    field: Any = row._meta.get_field(name)
    pairs = field.remote_field.through._default_manager.filter(**{field.m2m_column_name(): row.pk})
    return pairs, field.m2m_reverse_name()


def _stored(row: Model) -> QuerySet:
    return type(row)._default_manager.filter(pk=row.pk)
