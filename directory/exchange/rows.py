"""A file's rows as cells by column: the headings found and understood, guards of an export taken off."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import IO, NamedTuple

from core.tables import Row, Table, open_table

from .cells import tidy, without_guard
from .columns import COLUMNS, IDENTIFYING, recognise
from .remarks import Remark

#: In how many of the first rows the headings are looked for; people put a title above them.
HEADING_ROWS = 10
MOST_NAMED = 12


class UnfitFileError(Exception):
    """A file that cannot be imported at all, for a reason to be told."""

    def __init__(self, remark: Remark) -> None:
        super().__init__(remark.code)
        self.remark = remark


class FileRow(NamedTuple):
    """One row: its line, its cells by column, and what is wrong with it as a whole."""

    line: int
    cells: dict[str, str]
    problem: Remark | None = None


class RowReader:
    """The rows below the headings; ``remarks`` are about the file, ``columns`` those that it has."""

    def __init__(self, table: Table, kind: str) -> None:
        self.table = table
        self.kind = kind
        self.remarks: list[Remark] = []
        first = list(islice(iter(table), HEADING_ROWS))
        headings = self._find_headings(first)
        self.heading_line = headings.line
        self.width = len(headings.cells)
        self.places = self._place(headings.cells)
        self.columns = tuple(column for column in COLUMNS[kind] if column in self.places)
        if not set(self.columns) & set(IDENTIFYING[kind]):
            needed = " / ".join(IDENTIFYING[kind])
            raise UnfitFileError(Remark("column_missing", params={"columns": needed}))
        self._remark_on_table(first)

    def __iter__(self) -> Iterator[FileRow]:
        for row in self.table:
            if row.line > self.heading_line:
                yield self._understood(row)

    def _find_headings(self, first: list[Row]) -> Row:
        best = max(first, key=lambda row: sum(bool(recognise(cell, self.kind)) for cell in row.cells), default=None)
        if best is None or not any(recognise(cell, self.kind) for cell in best.cells):
            examples = ", ".join(COLUMNS[self.kind][:4])
            raise UnfitFileError(Remark("no_header", params={"columns": examples}))
        cells = [one.strip().lstrip("\ufeff") for one in best.cells]
        while cells and not cells[-1]:
            cells.pop()
        return best._replace(cells=cells)

    def _place(self, headings: list[str]) -> dict[str, int]:
        places: dict[str, int] = {}
        unknown = []
        for index, heading in enumerate(headings):
            column = recognise(heading, self.kind)
            if column in places:
                both = f"„{headings[places[column]]}“, „{heading}“"
                raise UnfitFileError(Remark("column_twice", params={"column": column, "headings": both}))
            if column:
                places[column] = index
            else:
                unknown.append(heading or f"({index + 1})")
        if unknown:
            self.remarks.append(Remark("unknown_columns", params={"headings": ", ".join(unknown[:MOST_NAMED])}))
        return places

    def _remark_on_table(self, first: list[Row]) -> None:
        table = self.table
        if before := sum(row.line < self.heading_line for row in first):
            self.remarks.append(Remark("lines_before", params={"count": before}))
        if len(table.sheets) > 1:
            others = ", ".join(table.sheets[1:MOST_NAMED])
            self.remarks.append(Remark("more_sheets", params={"first": table.sheets[0], "others": others}))
        if table.doubts:
            code = "twice_encoded" if table.doubts[0].encoding == table.encoding else "doubtful"
            words = ", ".join(f"{doubt.text} ({doubt.encoding}: {doubt.otherwise})" for doubt in table.doubts)
            doubts = [list(doubt) for doubt in table.doubts]
            self.remarks.append(Remark(code, params={"encoding": table.encoding, "words": words, "doubts": doubts}))

    def _understood(self, row: Row) -> FileRow:
        cells = {
            column: tidy(without_guard(row.cells[index])) if index < len(row.cells) else ""
            for column, index in self.places.items()
        }
        return FileRow(row.line, cells, self._problem(row))

    def _problem(self, row: Row) -> Remark | None:
        if row.problem:
            return Remark(row.problem[0], params=row.problem[1])
        if self.table.pads_rows:
            return None
        if len(row.cells) < self.width:
            return Remark("too_few_cells", params={"found": len(row.cells), "wanted": self.width})
        if beyond := next((cell for cell in row.cells[self.width :] if cell.strip()), ""):
            return Remark("too_many_cells", params={"text": beyond[:60]})
        return None


@contextmanager
def read_rows(file: IO[bytes], kind: str, *, encoding: str = "", separator: str = "") -> Iterator[RowReader]:
    """Open a file of companies or offers (``ImportRun.Kind``) row by row.

    Raises ``core.tables.TableError`` for what is no table and ``UnfitFileError`` for a table that cannot be imported.
    """
    with open_table(file, encoding=encoding, separator=separator) as table:
        yield RowReader(table, kind)
