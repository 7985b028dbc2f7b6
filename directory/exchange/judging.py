"""What one row would do: which values it brings, what keeps it from being written, what its reader should know."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from directory.models import ImportRow, State
from directory.responsibility import Area

from .lookups import Lookups
from .parsing import REPEATED, Parser
from .records import Record
from .remarks import CellError, Remark
from .rows import FileRow

MOST_KEPT = 20_000
FORMULA_ERRORS = (
    *("#N/A", "#NV", "#REF!", "#BEZUG!", "#ODKAZ!", "#VALUE!", "#WERT!", "#HODNOTA!", "#NAME?", "#NÁZEV?"),
    *("#DIV/0!", "#NUM!", "#ZAHL!", "#NULL!"),
)


@dataclass
class Verdict:
    """The outcome for one row; ``values`` and ``before`` by column, ``before`` as cells."""

    row: FileRow
    record: Record | None = None
    remarks: list[Remark] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)

    def error(self, code: str, column: str = "", **params: Any) -> None:
        self.remarks.append(Remark(code, column, params))

    note = error

    @property
    def has_error(self) -> bool:
        return any(remark.is_error for remark in self.remarks)

    @property
    def lies_within(self) -> bool:
        """Whether who imports may know of the entry."""
        return all(remark.code != "outside_area" for remark in self.remarks)

    @property
    def told(self) -> list[Remark]:
        """What may be said of the row: nothing of an entry that is none of the reader's business."""
        return self.remarks if self.lies_within else [Remark("outside_area")]

    @property
    def is_new(self) -> bool:
        return self.record is None

    @property
    def result(self) -> str:
        if self.has_error:
            return ImportRow.Result.ERROR
        if self.is_new:
            return ImportRow.Result.NEW
        return ImportRow.Result.CHANGED if self.values else ImportRow.Result.UNCHANGED

    def value(self, column: str) -> Any:
        """What the entry would have after the row: the row's value, else the present one."""
        if column in self.values:
            return self.values[column]
        return self.record.values.get(column) if self.record else None


class Judge:
    """Reads the cells of rows against what is there; subclasses know what companies and offers need."""

    parsers: Mapping[str, Parser]

    def __init__(self, lookups: Lookups, area: Area | None) -> None:
        self.lookups = lookups
        #: Where who imports may write; ``None``: everywhere.
        self.area = area
        self._parsed_before: dict[tuple[str, str], tuple[Any, list[Remark]]] = {}

    def read_cells(self, verdict: Verdict, country: str, kept: Collection[str]) -> None:
        for column, text in verdict.row.cells.items():
            if column in self.parsers:
                self._read_cell(verdict, column, text, country, kept)

    def _read_cell(self, verdict: Verdict, column: str, text: str, country: str, kept: Collection[str]) -> None:
        record = verdict.record
        if record and text == record.cell(column):
            return
        notes: list[Remark] = []
        try:
            value = self._parsed(column, text, country, notes)
        except CellError as error:
            verdict.error(error.code, column, **error.params)
            return
        verdict.remarks += notes
        if record and self.is_same(column, value, record):
            return
        if record and column in kept:
            verdict.note("kept", column, text=record.cell(column)[:60] or "–")
            return
        self.take(verdict, column, value)

    def _parsed(self, column: str, text: str, country: str, notes: list[Remark]) -> Any:
        if text in FORMULA_ERRORS:
            raise CellError("formula_error", text=text)
        if column not in REPEATED:
            return self.parsers[column](text, self.lookups, country, notes)
        if (known := self._parsed_before.get((column, text))) is None:
            own: list[Remark] = []
            known = self.parsers[column](text, self.lookups, country, own), own
            if len(self._parsed_before) < MOST_KEPT:
                self._parsed_before[column, text] = known
        notes += known[1]
        return known[0]

    def take(self, verdict: Verdict, column: str, value: Any) -> None:
        verdict.values[column] = value
        if verdict.record:
            verdict.before[column] = verdict.record.cell(column)

    def is_same(self, column: str, value: Any, record: Record) -> bool:
        return value == record.values[column]

    def check_may_change(self, verdict: Verdict, *regions: tuple[int | None, str]) -> None:
        """Where the entry is and where it would be must both lie in the area of who imports."""
        if self.area is not None and not all(self.area.holds(region, country) for region, country in regions):
            verdict.error("outside_area")
        if verdict.record and verdict.record.locked:
            verdict.error("locked")
        if verdict.record and verdict.record.state != State.PUBLISHED and verdict.values:
            verdict.note("not_public", state=verdict.record.state)
