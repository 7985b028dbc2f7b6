"""CSV files: separator, quoted line breaks, zero bytes, quotation marks that do not match."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any

from .encodings import detect
from .opening import Doubt, Row
from .problems import TableError

SEPARATORS = (";", ",", "\t")
#: Excel writes such a first line, and reads it too.
SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
SNIFFED_LINES = 60
DAMAGED = "\ufffd"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class DelimitedTable:
    """Rows of a text file, read line by line."""

    pads_rows = False
    sheets: list[str] = []

    def __init__(self, text: Any, encoding: str, separator: str, doubts: list[Doubt], size: int) -> None:
        self.text, self.encoding, self.doubts, self.size = text, encoding, doubts, size
        self.read = 0
        first = [line for line, _number in zip(text, range(SNIFFED_LINES), strict=False)]
        if any(CONTROL.search(line.replace("\0", "")) for line in first):
            raise TableError("no_table")
        given = SEPARATOR_LINE.fullmatch(first[0]) if first else None
        self.skipped = 1 if given else 0
        self.separator = separator or (given[1] if given else find_separator(first))

    def __iter__(self) -> Iterator[Row]:
        self.text.seek(0)
        lines = (line.replace("\0", "") for line in self.text)
        for _line in range(self.skipped):
            next(lines, None)
        reader = csv.reader(lines, delimiter=self.separator, strict=True)
        first = self.skipped + 1
        while (row := _next_row(reader, first, self.skipped)) is not None:
            first = reader.line_num + self.skipped + 1
            if row.problem or any(cell.strip() for cell in row.cells):
                self.read += 1
                yield row

    @property
    def expected(self) -> int:
        """As long as the rows to come are about as long as those that were read."""
        return self.read * self.size // max(self.text.buffer.tell(), 1)


def _next_row(reader: Any, first: int, skipped: int) -> Row | None:
    try:
        cells = next(reader)
    except StopIteration:
        return None
    except csv.Error:
        return Row(first, [], ("quotation_marks", {"first": first, "last": reader.line_num + skipped}))
    damaged = next((cell for cell in cells if DAMAGED in cell), "")
    return Row(first, cells, ("damaged_characters", {"text": damaged[:60]}) if damaged else None)


def find_separator(lines: list[str]) -> str:
    """Return the separator that gives most columns in the first rows, and as many in each."""
    return max(SEPARATORS, key=lambda separator: _agreement(lines, separator))


def _agreement(lines: list[str], separator: str) -> tuple[int, float]:
    widths: list[int] = []
    with suppress(csv.Error):  # a cell of endless length: the rows before it tell enough
        widths.extend(len(row) for row in csv.reader(lines, delimiter=separator) if any(row))
    if not widths:
        return 0, 0
    usual = max(set(widths), key=widths.count)
    return (usual if usual > 1 else 0), widths.count(usual) / len(widths)


@contextmanager
def open_delimited(file: IO[bytes], wanted: str, separator: str = "") -> Iterator[DelimitedTable]:
    encoding, doubts = detect(file, wanted)
    file.seek(0, io.SEEK_END)
    size = file.tell()
    file.seek(0)
    text: Any = io.TextIOWrapper(_Kept(file), encoding=encoding, errors="replace", newline="")
    try:
        yield DelimitedTable(text, encoding, separator, doubts, size)
    finally:
        text.detach()


class _Kept(io.BufferedIOBase):
    """A file of Django's, which lacks parts of what a text wrapper asks for."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        return self.file.read(-1 if size is None else size)

    def read1(self, size: int = -1) -> bytes:
        return self.file.read(size if size > 0 else io.DEFAULT_BUFFER_SIZE)

    def seek(self, offset: int, whence: int = 0) -> int:
        self.file.seek(offset, whence)
        return self.file.tell()

    def tell(self) -> int:
        return self.file.tell()
