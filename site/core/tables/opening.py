"""Opening a file as a table, whatever it claims to be by its name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, NamedTuple, Protocol

from .problems import TableError

HEAD = 4096
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Beginnings of files that are no tables.
MAGIC = {
    b"%PDF": "pdf",
    b"{\\rtf": "no_table",
    b"\x89PNG": "no_table",
    b"\xff\xd8\xff": "no_table",
    b"GIF8": "no_table",
    b"Rar!": "other_archive",
    b"7z\xbc\xaf": "other_archive",
    b"\x1f\x8b": "other_archive",
}


class Row(NamedTuple):
    """One row: its line in the file, its cells as text, and what is wrong with it: ``(code, params)`` or nothing."""

    line: int
    cells: list[str]
    problem: tuple[str, dict[str, Any]] | None = None


class Doubt(NamedTuple):
    """A word as it was read, and as it would read in the next likely encoding."""

    text: str
    otherwise: str
    encoding: str


class Table(Protocol):
    """What both kinds of files offer; iterating yields rows, empty ones left out."""

    encoding: str
    separator: str
    #: Words that a person should look at, a few of them.
    doubts: list[Doubt]
    #: The names of all sheets, hidden ones last; the first one is read.
    sheets: list[str]
    #: Whether a short row is one whose last cells are empty, as in a workbook.
    pads_rows: bool

    @property
    def expected(self) -> int:
        """How many rows there will be, as far as one can tell by now."""

    def __iter__(self) -> Iterator[Row]: ...


@contextmanager
def open_table(file: IO[bytes], *, encoding: str = "", separator: str = "") -> Iterator[Table]:
    """Open a seekable binary file as a table; ``encoding`` and ``separator`` are detected unless they are given.

    Raises ``TableError`` for what is no table, here or while it is read.
    """
    from .delimited import open_delimited
    from .workbooks import open_workbook

    file.seek(0)
    head = file.read(HEAD)
    if code := _is_no_table(head, file):
        raise TableError(code)
    opening = open_workbook(file) if head.startswith(ZIP) else open_delimited(file, encoding, separator)
    with opening as table:
        yield table


def _is_no_table(head: bytes, file: IO[bytes]) -> str:
    if not head.strip(b"\x00\r\n\t ;,\xef\xbb\xbf\xff\xfe"):
        return "empty"
    if head.startswith(OLE):
        return _kind_of_ole(file)
    for magic, code in MAGIC.items():
        if head.startswith(magic):
            return code
    if head.lstrip()[:200].lower().startswith((b"<!doctype html", b"<html", b"<table", b"<?xml")):
        return "web_page"
    return ""


def _kind_of_ole(file: IO[bytes]) -> str:
    """An encrypted workbook is wrapped in the container of the old formats, which has its name in its directory."""
    wanted = "EncryptedPackage".encode("utf-16-le")
    file.seek(0)
    rest = b""
    while block := file.read(1 << 20):
        if wanted in rest + block:
            return "encrypted"
        rest = block[-len(wanted) :]
    return "old_excel"
