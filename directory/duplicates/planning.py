"""What making two entries one would do: field by field and row by row, before anything is written."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from directory.models import Company, Location

from .relations import LOCATIONS, RELATIONS, Relation, replaced_changes

KEPT, MERGED, BOTH = "kept", "merged", "both"
#: What is chosen between, each with the columns that go together; the first names it.
CHOICES = (
    ("legal_name",),
    ("kind",),
    ("register_number", "register_court", "country"),
    ("vat_number",),
    ("website",),
    ("employees",),
    ("founded",),
    ("summary_de",),
    ("summary_cs",),
    ("description_de",),
    ("description_cs",),
    ("delivery_range",),
    ("logo_id",),
    ("source",),
    ("last_confirmed_on",),
)
SETS = ("sectors", "languages")
SEAT = "seat"


@dataclass(frozen=True)
class Step:
    """What becomes of the rows of one relation: moved as they are, or joined with one that is there."""

    relation: Relation
    moved: list[Any]
    joined: list[tuple[Any, Any]]

    @classmethod
    def of(cls, relation: Relation, kept: Company, merged: Company) -> "Step":
        free, moved, joined = relation.rows(kept), [], []
        for row in relation.rows(merged):
            partner = next((other for other in free if relation.are_same(other, row)), None)
            if partner is None:
                moved.append(row)
            else:
                free.remove(partner)
                joined.append((partner, row))
        return cls(relation, moved, joined)


class Plan:
    """The merge of one entry into another, as it would be done now with some choices (by the first column's name)."""

    def __init__(self, kept: Company, merged: Company, choices: Mapping[str, str] | None = None) -> None:
        self.kept, self.merged = kept, merged
        self.choices = self.defaults | {name: choice for name, choice in (choices or {}).items() if choice}

    @cached_property
    def defaults(self) -> dict[str, str]:
        """The kept entry's own where it has something, the later confirmation, sectors and languages of both."""
        chosen = {columns[0]: KEPT if getattr(self.kept, columns[0]) else MERGED for columns in CHOICES}
        days = [company.last_confirmed_on for company in (self.kept, self.merged)]
        if all(days):
            chosen["last_confirmed_on"] = MERGED if days[1] > days[0] else KEPT  # type: ignore[operator]
        chosen[SEAT] = KEPT if self.kept.seat else MERGED
        return chosen | dict.fromkeys(SETS, BOTH)

    @cached_property
    def open_choices(self) -> list[str]:
        """What the two entries say differently."""
        fields = [
            columns[0]
            for columns in CHOICES
            if any(getattr(self.kept, column) != getattr(self.merged, column) for column in columns)
        ]
        seats = [company.seat for company in (self.kept, self.merged)]
        if all(seats) and not LOCATIONS.are_same(*seats):
            fields.append(SEAT)
        return fields + [
            name for name in SETS if self.numbers_in(self.kept, name) != self.numbers_in(self.merged, name)
        ]

    @cached_property
    def steps(self) -> list[Step]:
        return [Step.of(relation, self.kept, self.merged) for relation in RELATIONS]

    @cached_property
    def replaced(self) -> list[Any]:
        return replaced_changes(self.kept, self.merged)

    def values(self) -> dict[str, Any]:
        """Return the columns of the kept entry that get the other's value."""
        taken = (columns for columns in CHOICES if self.choices[columns[0]] == MERGED)
        return {column: getattr(self.merged, column) for columns in taken for column in columns}

    def sets(self) -> Iterator[tuple[str, set[int]]]:
        """Yield sectors and languages as the kept entry will have them, by their numbers."""
        for name in SETS:
            mine, others = self.numbers_in(self.kept, name), self.numbers_in(self.merged, name)
            yield name, {KEPT: mine, MERGED: others, BOTH: mine | others}[self.choices[name]]

    def seat(self) -> Location | None:
        """Return the location that will be the seat; a joined one is the kept entry's own."""
        step = next(step for step in self.steps if step.relation is LOCATIONS)
        if self.choices[SEAT] == KEPT or self.merged.seat is None:
            return self.kept.seat
        partners = {row.pk: partner for partner, row in step.joined}
        return partners.get(self.merged.seat.pk, self.merged.seat)

    @cached_property
    def digest(self) -> str:
        """What identifies all that a preview shows: with another one, somebody has changed something since."""
        shown: list[Any] = [_columns(company) for company in (self.kept, self.merged)]
        shown += [
            _columns(row)
            for step in self.steps
            for company in (self.kept, self.merged)
            for row in step.relation.rows(company)
        ]
        shown += [sorted(self.numbers_in(company, name)) for company in (self.kept, self.merged) for name in SETS]
        return hashlib.sha256(json.dumps(shown, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()

    @staticmethod
    def numbers_in(company: Company, name: str) -> set[int]:
        return {row.pk for row in getattr(company, name).all()}


def _columns(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
