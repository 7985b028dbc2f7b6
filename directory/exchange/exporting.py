"""The directory as files that can be imported again without change."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import Any

from django.db.models import QuerySet

from core.models import Institution
from directory.models import Company, Offer

from . import records
from .cells import guarded
from .columns import COMPANY_COLUMNS, OFFER_COLUMNS

CHUNK = 500
BLOCK = 1 << 16
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Rows = Iterator[list[str]]


def stream_entries(
    queryset: QuerySet[Any],
    columns: Sequence[str],
    file_format: str,
    *,
    institution: Institution | None = None,
) -> Iterator[bytes]:
    """Yield a file of companies or offers in blocks, for a response that begins before the last row is read.

    A workbook is complete only with its last row, so it is written to the disk first. Raises ``ValueError`` for an
    unknown column or format.
    """
    is_offers = queryset.model is Offer
    possible = OFFER_COLUMNS if is_offers else COMPANY_COLUMNS
    wanted = [column for column in possible if column in columns] if columns else list(possible)
    if unknown := [column for column in columns if column not in possible]:
        raise ValueError(f"Unknown columns: {', '.join(unknown)}.")
    if file_format not in FORMATS:
        raise ValueError(f"Unknown format: {file_format}.")
    rows = _rows(queryset, wanted, institution.pk if institution else None)
    return stream_table(wanted, rows, file_format)


def stream_table(headings: Sequence[str], rows: Iterable[list[str]], file_format: str) -> Iterator[bytes]:
    """Yield a file of any rows in blocks; their cells have to be ``guarded``."""
    return (_as_csv if file_format == "csv" else _as_workbook)(headings, rows)


def _rows(queryset: QuerySet[Any], columns: Sequence[str], institution: int | None) -> Rows:
    for pks in _in_chunks(queryset):
        yield from (_of_offers if queryset.model is Offer else _of_companies)(pks, columns, institution)


def _in_chunks(queryset: QuerySet[Any]) -> Iterator[list[int]]:
    """Yield numbers, each time those behind the last, so that no cursor has to stay open."""
    last = 0
    ordered = queryset.order_by("pk").values_list("pk", flat=True)
    while pks := list(ordered.filter(pk__gt=last)[:CHUNK]):
        yield pks
        last = pks[-1]


def _of_companies(pks: Sequence[int], columns: Sequence[str], institution: int | None) -> Rows:
    names = records.references(Company, pks, institution)
    for pk, record in records.companies(pks).items():
        record.values["reference"] = names[pk]
        yield [guarded(record.cell(column)) for column in columns]


def _of_offers(pks: Sequence[int], columns: Sequence[str], institution: int | None) -> Rows:
    offers = records.offers(pks)
    names = records.references(Offer, pks, institution)
    companies = [offer.company.pk for offer in offers.values() if offer.company]
    of_companies = records.references(Company, sorted(set(companies)), institution)
    for pk, record in offers.items():
        owner = of_companies[record.company.pk] if record.company else ""
        record.values |= {"reference": names[pk], "company_reference": owner}
        yield [guarded(record.cell(column)) for column in columns]


def _as_csv(columns: Sequence[str], rows: Iterable[list[str]]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark and semicolons: what Excel opens by a double click in both countries."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    yield b"\xef\xbb\xbf"
    for row in rows:
        writer.writerow(row)
        if buffer.tell() > BLOCK:
            yield _emptied(buffer)
    yield _emptied(buffer)


def _emptied(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8")


def _as_workbook(columns: Sequence[str], rows: Iterable[list[str]]) -> Iterator[bytes]:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Glokal")
    sheet.append(list(columns))
    for row in rows:
        cells = [WriteOnlyCell(sheet, value) for value in row]
        for cell in cells:
            cell.number_format = "@"  # so that nobody's Excel makes a number or a date of it
        sheet.append(cells)
    with TemporaryFile() as file:
        workbook.save(file)
        file.seek(0)
        while block := file.read(BLOCK):
            yield block
