"""XLSX files, through openpyxl's read-only mode, after a look at what is really in the archive."""

import datetime as dt
import re
import warnings
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from .opening import Doubt, Row
from .problems import TableError

MOST_PARTS = 2_000
MOST_UNPACKED = 3 << 30
#: Everything but the sheets and their texts is read into memory as a whole.
MOST_OF_A_PART = 64 << 20
MOST_ROWS = 1 << 20
MOST_COLUMNS = 200
#: Twice as many bytes as Excel writes for the 32,767 signs that a cell may have.
LONGEST_TEXT = 1 << 18
BLOCK = 1 << 20
ROWS_AT_ONCE = 500
STREAMED = ("xl/worksheets/", "xl/sharedStrings")
#: A formula whose cell holds no value: openpyxl and other programs write it, Excel computes when it opens the file.
FORMULA_ALONE = re.compile(
    rb"<c(\s[^>]*)?>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>", re.DOTALL
)
LONGEST_FORMULA = 10_000
ESCAPED = re.compile(r"_x00(0[9AaDd])_")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError, TypeError, AttributeError)
BROKEN_XML = (ParseError, DefusedXmlException, NotImplementedError, IndexError, AssertionError)


class WorkbookTable:
    """Rows of the first sheet that is shown, as text."""

    encoding = separator = ""
    doubts: list[Doubt] = []
    pads_rows = True

    def __init__(self, workbook: Any) -> None:
        if not workbook.worksheets:
            raise TableError("damaged")
        sheets = sorted(workbook.worksheets, key=lambda sheet: sheet.sheet_state != "visible")
        self.sheet: Any = sheets[0]
        self.sheets = [sheet.title for sheet in sheets]
        self._rows = min(self.sheet.max_row or 0, MOST_ROWS)
        self.sheet.reset_dimensions()  # programs write them wrong

    @property
    def expected(self) -> int:
        return self._rows

    def __iter__(self) -> Iterator[Row]:
        rows = self.sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
        numbered = enumerate(rows, start=1)
        while block := _block(numbered):
            for line, values in block:
                cells = [as_text(value) for value in values]
                while cells and not cells[-1]:
                    cells.pop()
                if cells:
                    yield Row(line, cells)


def _block(rows: Iterator[tuple[int, Any]]) -> list[tuple[int, Any]]:
    with _damage_told(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of parts that it does not read
        return list(islice(rows, ROWS_AT_ONCE))


def as_text(value: Any) -> str:
    """Return a cell as a person would type it: ISO dates, numbers without a needless fraction."""
    if value is None:
        return ""
    if isinstance(value, str):
        return ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(round(value, 10))
    if isinstance(value, dt.datetime):
        return str(value.date()) if value.time() == dt.time() else value.isoformat(sep=" ", timespec="minutes")
    return str(value)


@contextmanager
def open_workbook(file: IO[bytes]) -> Iterator[WorkbookTable]:
    with _damage_told():
        check_archive(file)
        file.seek(0)
        reader = _Reader(file, read_only=True, data_only=True, keep_links=False)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader.read()
        table = WorkbookTable(reader.wb)
    try:
        yield table
    finally:
        if isinstance(reader.shared_strings, _TextsOnDisk):
            reader.shared_strings.close()


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except (*BROKEN, *BROKEN_XML) as error:
        raise TableError("damaged") from error


def check_archive(file: IO[bytes]) -> None:
    """Raise ``TableError`` unless the archive holds a workbook that unpacks to no more than can be read.

    Its parts are unpacked to count what is really in them: what an archive says of itself may be wrong.
    """
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
        if len(parts) > MOST_PARTS:
            raise TableError("too_many_parts")
        if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
            raise TableError("open_document" if "mimetype" in names else "other_archive")
        if any(part.flag_bits & 1 for part in parts):
            raise TableError("encrypted")
        total = 0
        for part in parts:
            total += _unpacked(archive, part, MOST_UNPACKED - total)


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    size, rest = 0, b""
    is_sheet = part.filename.startswith("xl/worksheets/")
    is_streamed = part.filename.startswith(STREAMED)
    most = left if is_streamed else min(left, MOST_OF_A_PART)
    with archive.open(part) as opened:
        while block := opened.read(BLOCK):
            size += len(block)
            if size > most or (is_streamed and _is_one_text(block)):
                raise TableError("too_large_unpacked")
            if is_sheet:
                rest = _refuse_formula_alone(rest + block)
    return size


def _is_one_text(block: bytes) -> bool:
    """Whether a cell goes on and on: hundreds like it would be held in memory at once."""
    starts = range(0, len(block) - LONGEST_TEXT + 1, LONGEST_TEXT)
    return any(block.find(b"<", start, start + LONGEST_TEXT) < 0 for start in starts)


def _refuse_formula_alone(block: bytes) -> bytes:
    if b"<f" in block:
        for found in FORMULA_ALONE.finditer(block):
            attributes = found[1] or b""
            if b't="str"' not in attributes:  # else the value is an empty text
                cell = re.search(rb'\br="([A-Z]+\d+)"', attributes)
                raise TableError("formulas_without_values", cell=cell[1].decode() if cell else "?")
    return block[-LONGEST_FORMULA:]


class _Reader(ExcelReader):
    """Keeps the texts of the cells on the disk: a million of them do not fit into memory."""

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings: Any = _TextsOnDisk(source)

    def read_properties(self) -> None:
        """Nobody asks who made the file; broken properties need not keep it from being read."""

    def read_custom(self) -> None:
        pass

    def read_theme(self) -> None:
        pass


class _TextsOnDisk:
    """A list of texts in a temporary file, with their positions in memory."""

    KEPT = 20_000

    def __init__(self, source: Any) -> None:
        self.file = TemporaryFile()  # noqa: SIM115 - closed with the table
        self.ends = array("Q")
        self.kept: dict[int, str] = {}
        tag = f"{{{SHEET_MAIN_NS}}}si"
        root = None
        for event, node in iterparse(source, events=("start", "end")):
            if root is None:
                root = node
            elif event == "end" and node.tag == tag:
                text: Any = Text.from_tree(node)
                self.file.write(text.content.encode("utf-8", errors="replace"))
                self.ends.append(self.file.tell())
                root.clear()

    def __getitem__(self, index: int) -> str:
        if (text := self.kept.get(index)) is None:
            start = self.ends[index - 1] if index else 0
            self.file.seek(start)
            text = self.file.read(self.ends[index] - start).decode("utf-8")
            if len(self.kept) >= self.KEPT:
                self.kept.clear()
            self.kept[index] = text
        return text

    def close(self) -> None:
        self.file.close()
