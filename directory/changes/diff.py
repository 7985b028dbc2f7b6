"""A change for somebody to read: what was there, what is to be there, and where the entry has moved on since."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Model, TextField, URLField
from django.utils.translation import gettext_lazy as _

from core.i18n import LANGUAGE_CODES
from directory.models import Entry

from .conflicts import Place
from .differences import Differences, is_rows
from .display import Display
from .labels import in_language, plain_label
from .scope import names_of
from .snapshot import Values, column
from .words import Piece, pieces

KINDS = {"added": _("added"), "changed": _("changed"), "removed": _("removed")}
#: Shorter texts are quicker read whole.
SHORTEST_COMPARED = 40


@dataclass(frozen=True)
class Line:
    """One field: ``pieces`` for long texts, else ``old`` and ``new``; ``now`` where it has changed meanwhile."""

    name: str
    label: str
    language: str
    old: str
    new: str
    pieces: list[Piece] = field(default_factory=list)
    now: str | None = None


@dataclass(frozen=True)
class Row:
    """One row of a relation: added, changed or removed."""

    kind: str
    title: str
    lines: list[Line]
    number: int | None
    has_moved_on: bool = False

    @property
    def is_whole(self) -> bool:
        return self.kind != "changed"

    @property
    def kind_label(self) -> str:
        return str(KINDS[self.kind])


@dataclass(frozen=True)
class Section:
    """A field, the two languages of a text (``pair``, either may be missing), or the ``rows`` of a relation."""

    name: str
    label: str
    line: Line | None = None
    pair: dict[str, Line | None] | None = None
    rows: list[Row] = field(default_factory=list)


def sections(entry: Entry, fields: Differences, moved_on: dict[Place, Any]) -> list[Section]:
    """Return a change in the order in which entries are read, with the conflicts marked."""
    more = [(name if number else "", now if number else {name: now}) for (name, number), now in moved_on.items() if now]
    return list(_Reader(entry, fields, moved_on, Display(entry, fields, more)).sections())


@dataclass(frozen=True)
class _Reader:
    entry: Entry
    fields: Differences
    moved_on: dict[Place, Any]
    display: Display

    def sections(self) -> Iterator[Section]:
        paired = set()
        for name in (*(name for name in ("state",) if name in self.fields), *names_of(self.entry)):
            base, language = in_language(name)
            label = plain_label(self.entry, name)
            if name not in self.fields or base in paired:
                continue
            if is_rows(self.fields[name]):
                yield Section(name, label, rows=self._rows(name))
            elif language:
                paired.add(base)
                yield Section(base, label, pair={code: self._field(f"{base}_{code}") for code in LANGUAGE_CODES})
            else:
                yield Section(name, label, line=self._field(name))

    def _field(self, name: str) -> Line | None:
        if name not in self.fields:
            return None
        model = type(self.entry)
        now = self.display.show(model, name, self.moved_on[name, None]) if (name, None) in self.moved_on else None
        return self._line(model, name, self.fields[name], now)

    def _line(self, model: type[Model], name: str, difference: Values, now: str | None) -> Line:
        old, new = (self.display.show(model, name, difference[side]) for side in ("old", "new"))
        return Line(
            name=name,
            label=plain_label(model, name),
            language=in_language(name)[1],
            old=old,
            new=new,
            pieces=pieces(old, new) if _is_compared(column(model, name), old, new) else [],
            now=now,
        )

    def _rows(self, name: str) -> list[Row]:
        model = self.display.model_of(name)
        titles = _titles(model, [row["pk"] for row in self.fields[name] if row["pk"]])
        return [self._row(model, name, row, titles) for row in self.fields[name]]

    def _row(self, model: type[Model], name: str, row: Values, titles: dict[int, str]) -> Row:
        has_moved_on = bool(row["pk"]) and (name, row["pk"]) in self.moved_on
        now = self.moved_on[name, row["pk"]] if has_moved_on else None
        old, new = row["old"] or {}, row["new"] or {}
        lines = []
        for field_name in new or old:
            shown = self.display.show(model, field_name, now[field_name]) if now else None
            values = {"old": old.get(field_name), "new": new.get(field_name)}
            is_other = now is not None and now[field_name] not in values.values()
            if any(value not in (None, "", False) for value in values.values()):  # else not worth a word
                lines.append(self._line(model, field_name, values, shown if is_other else None))
        kind = "added" if not old else "changed" if new else "removed"
        return Row(kind, titles.get(row["pk"], ""), lines, row["pk"], has_moved_on)


def _is_compared(column: Any, old: str, new: str) -> bool:
    is_text = isinstance(column, CharField | TextField) and not isinstance(column, URLField) and not column.choices
    return is_text and bool(old and new) and max(len(old), len(new)) >= SHORTEST_COMPARED


def _titles(model: type[Model], numbers: list[int]) -> dict[int, str]:
    """What rows that are there are called, in one query."""
    joined = [field.name for field in model._meta.fields if field.many_to_one]
    rows = model._default_manager.filter(pk__in=numbers).select_related(*joined) if numbers else []
    return {row.pk: str(row) for row in rows}
