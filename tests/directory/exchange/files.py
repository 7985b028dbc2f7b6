"""Files as people send them, made by the tests."""

import csv
import io
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from openpyxl import Workbook

from core.models import Institution
from directory.exchange import begin, check, counts, describe, write
from directory.models import ImportRow, ImportRun

COMPANY = {
    "reference": "A-1",
    "name": "Dreherei Muster GmbH",
    "country": "DE",
    "register_number": "HRB 22069",
    "town": "Zwickau",
    "summary_de": "Wir drehen.",
}
OFFER = {"reference": "O-1", "company_reference": "A-1", "direction": "offer", "type": "service", "title_de": "Drehen"}


def company(**cells: Any) -> dict[str, Any]:
    return {**COMPANY, **cells}


def numbered(number: int, **cells: Any) -> dict[str, Any]:
    """A company that no other row means."""
    facts = {"reference": f"N-{number}", "name": f"Firma {number} GmbH", "register_number": f"HRB {500_000 + number}"}
    return {**COMPANY, **facts, **cells}


def csv_file(*rows: dict[str, Any], separator: str = ";", encoding: str = "utf-8") -> bytes:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, delimiter=separator, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_file(*rows: list[Any], more_sheets: tuple[str, ...] = ()) -> bytes:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    for title in more_sheets:
        workbook.create_sheet(title)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def checked(
    content: bytes | dict[str, Any] | list[dict[str, Any]],
    *,
    kind: str = "companies",
    institution: str = "",
    **more: Any,
) -> ImportRun:
    """A run of a file, or of rows that become one, read and checked."""
    if not isinstance(content, bytes):
        content = csv_file(*([content] if isinstance(content, dict) else content))
    run = begin(
        kind=kind,
        file=ContentFile(content),
        name="firmen.csv",
        user=None,
        institution=Institution.objects.get(key=institution) if institution else None,
        **more,
    )
    return check(run)


def written(content: Any, **more: Any) -> ImportRun:
    run = write(checked(content, **more))
    assert run.state == "written"
    return run


def results(run: ImportRun) -> list[str]:
    return list(run.rows.order_by("line").values_list("result", flat=True))


def codes(run: ImportRun) -> list[str]:
    """What is said of the rows, in order; for a run that failed, of the file."""
    if run.state == "failed":
        return [remark["code"] for remark in run.remarks]
    return [remark["code"] for row in run.rows.order_by("line") for remark in row.remarks]


def only(run: ImportRun) -> ImportRow:
    row = run.rows.get()
    for remark in row.remarks:
        assert describe(remark)  # every code has its words, and they find what they need
    return row


def tally(run: ImportRun) -> tuple[int, int, int, int]:
    """New, changed, unchanged, errors."""
    found = counts(run)
    return found["new"], found["changed"], found["unchanged"], found["error"]


def save(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
