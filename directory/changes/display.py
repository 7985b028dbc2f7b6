"""Values of a change as people read them, with as many queries as there are kinds of records in them."""

import datetime as dt
import decimal
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import BooleanField, Model
from django.utils.formats import date_format, number_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _

from directory.models import Entry

from .differences import Differences, is_rows
from .snapshot import Values, column

#: Numbers that are no quantities.
NO_QUANTITIES = {"founded", "sort_order"}


class Display:
    """Knows what the records that a change names are called."""

    def __init__(self, entry: Entry, fields: Differences, more: Iterable[tuple[str, Values]] = ()) -> None:
        """``more`` are further values to be shown, by relation, or ``""`` for those of the entry itself."""
        self.model = type(entry)
        wanted: dict[type[Model], set[int]] = defaultdict(set)
        for relation, values in (*_all_values(fields), *more):
            self._collect(self.model_of(relation), values, wanted)
        self.records = {model: model._default_manager.in_bulk(numbers) for model, numbers in wanted.items()}

    def model_of(self, relation: str) -> type[Model]:
        return column(self.model, relation).related_model if relation else self.model

    def show(self, model: type[Model], name: str, value: Any) -> str:
        """Return a value as text; nothing for what is empty."""
        field = column(model, name)
        if field.many_to_many:
            return ", ".join(self._names(field, value or []))
        if value in (None, ""):
            return ""
        if field.many_to_one:
            return next(self._names(field, [value]))
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(field, BooleanField):
            return _("yes") if value else _("no")
        return _as_text(name, field.to_python(value))

    def _names(self, field: Any, numbers: Iterable[int]) -> Iterator[str]:
        there = self.records.get(field.related_model, {})
        for number in numbers:
            yield str(there[number]) if number in there else _("(not there any more)")

    @staticmethod
    def _collect(model: type[Model], values: Values, wanted: dict[type[Model], set[int]]) -> None:
        for name, value in values.items():
            field = column(model, name)
            if field.is_relation and value:
                wanted[field.related_model].update(value if isinstance(value, list) else [value])


def _all_values(fields: Differences) -> Iterator[tuple[str, Values]]:
    for name, difference in fields.items():
        if is_rows(difference):
            for row in difference:
                yield from ((name, row[side]) for side in ("old", "new") if row[side])
        else:
            yield from (("", {name: difference[side]}) for side in ("old", "new"))


def _as_text(name: str, value: Any) -> str:
    if isinstance(value, dt.datetime):
        return date_format(localtime(value) if is_aware(value) else value, "SHORT_DATETIME_FORMAT")
    if isinstance(value, dt.date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, int | decimal.Decimal) and name not in NO_QUANTITIES:
        return number_format(value, force_grouping=True)
    return str(value)
