"""The rows of an import as its reader sees them, on the page and as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from core.models import Place
from directory.models import ImportRow, ImportRun

from .cells import cell_of, guarded
from .exporting import stream_table
from .remarks import describe, is_error
from .runs import in_chunks


class Change(NamedTuple):
    column: str
    old: str
    new: str


class ShownRow(NamedTuple):
    """A row with its remarks in the reader's language, what it changes, and the address of its entry, if it has one."""

    row: ImportRow
    errors: list[str]
    notes: list[str]
    changes: list[Change]
    url: str


def show_rows(rows: Sequence[ImportRow]) -> list[ShownRow]:
    """Return rows ready to be shown; one query, however many there are."""
    towns = [row.values["town"]["place"] for row in rows if isinstance(row.values.get("town"), dict)]
    places = Place.objects.in_bulk({slug for slug in towns if slug}, field_name="slug") if towns else {}
    return [_show(row, places) for row in rows]


def _show(row: ImportRow, places: dict[str, Place]) -> ShownRow:
    changes = []
    if row.result == ImportRow.Result.CHANGED:
        before = row.before.get("cells", {})
        changes = [
            Change(column, before.get(column, ""), _cell(column, value, places)) for column, value in row.values.items()
        ]
    errors = [describe(remark) for remark in row.remarks if is_error(remark)]
    notes = [describe(remark) for remark in row.remarks if not is_error(remark)]
    return ShownRow(row, errors, notes, changes, _address(row))


def _cell(column: str, value: Any, places: dict[str, Place]) -> str:
    if isinstance(value, dict):  # a town, of the list or not
        place = places.get(value["place"])
        return str(place.name) if place else value["other_town"]
    return cell_of(column, value)


def _address(row: ImportRow) -> str:
    for kind, pk in (("company", row.company_id), ("offer", row.offer_id)):
        if pk and row.result != ImportRow.Result.ERROR:  # which may be another institution's
            return reverse(f"wagtailsnippets_directory_{kind}:edit", args=[pk])
    return ""


def stream_results(run: ImportRun, file_format: str, language: str) -> Iterator[bytes]:
    """Yield all results of a run as a file in a language; the rows are read while it goes out."""
    with override(language):
        headings = [_("Line"), _("Reference"), _("Name"), _("Result"), _("Remarks"), _("Changes")]
        return stream_table([str(each) for each in headings], _cells(run.rows.all(), language), file_format)


def _cells(rows: QuerySet[ImportRow], language: str) -> Iterator[list[str]]:
    for some in in_chunks(rows):
        with override(language):
            lines = [_line(shown) for shown in show_rows(some)]
        yield from lines


def _line(shown: ShownRow) -> list[str]:
    row = shown.row
    arrow = gettext("%(column)s: %(old)s → %(new)s")
    changes = [
        arrow % {"column": each.column, "old": each.old or "–", "new": each.new or "–"} for each in shown.changes
    ]
    texts = (row.reference, row.name, ImportRow.Result(row.result).label)
    cells = [str(row.line), *texts, "\n".join(shown.errors + shown.notes), "\n".join(changes)]
    return [guarded(str(cell)) for cell in cells]
