"""What is said of a file, a row or a cell: kept as codes, told in the language of whoever reads it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.tables import ROW_PROBLEMS, TABLE_PROBLEMS
from directory.models import State


class Remark(NamedTuple):
    """A code of ``ERRORS`` or ``NOTES``, the column that it is about, and what its words need."""

    code: str
    column: str = ""
    params: Mapping[str, Any] = {}

    @property
    def is_error(self) -> bool:
        return self.code not in NOTES

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "column": self.column, "params": dict(self.params)}


class CellError(Exception):
    """A cell that cannot be what its column wants."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


#: What keeps a file from being read, or a row from being written.
ERRORS: dict[str, Any] = {
    **TABLE_PROBLEMS,
    **ROW_PROBLEMS,
    # the file
    "no_header": _("None of the first rows has the headings of the columns, such as %(columns)s."),
    "no_rows": _("The file has headings only and no rows."),
    "column_twice": _("Two columns mean “%(column)s”: %(headings)s. Take one of them out."),
    "column_missing": _("The column %(columns)s is missing: without it nobody can tell which entry a row means."),
    "interrupted": _("Reading was interrupted. Start the import again."),
    # the row
    "too_few_cells": _("The row has %(found)s cells, the heading %(wanted)s. Is there a line break without quotes?"),
    "too_many_cells": _(
        "The row has more cells than the heading: “%(text)s”. Is a separator without quotes in a text?"
    ),
    "no_identity": _("The row has neither a reference nor a register number."),
    "reference_needed": _("The row has no reference."),
    "column_needed": _("The entry is new, and the file has no column “%(needed)s”."),
    "ambiguous_reference": _("Several entries have this reference. Use “glokal-” and the number of the one meant."),
    "ambiguous_number": _("Several companies have this register number. Add the court, such as HRB 22069, Chemnitz."),
    "twice_in_file": _("The row means the same entry as line %(line)s."),
    "number_taken": _("This register number belongs to another company: %(name)s."),
    "objected": _("This company has objected to being listed."),
    "locked": _("The entry is locked by somebody who works on it."),
    "outside_area": _("The entry lies outside the regions of the institution that imports."),
    "incomplete": _("The row is complete in neither language: write a summary or a description, in German or Czech."),
    "incomplete_offer": _("The row is complete in neither language: write a title, in German or Czech."),
    "no_town": _("A published company needs the town of its seat."),
    "other_company": _("The entry belongs to another company: %(name)s."),
    "company_unknown": _("No company has the reference “%(text)s”."),
    "company_ambiguous": _("Several companies have the reference “%(text)s”."),
    # the cell
    "required": _("This cell must not be empty."),
    "too_long": _("%(found)s characters; at most %(most)s."),
    "formula_error": _("The formula of this cell has failed: %(text)s."),
    "unknown_choice": _("“%(text)s” is not known. Possible: %(choices)s."),
    "unknown_language": _("The language “%(text)s” is not known."),
    "unknown_sector": _("NACE Rev. 2 has no code “%(text)s”."),
    "unknown_certificate": _("The certificate “%(text)s” is not known."),
    "ico_format": _("An IČO has eight digits, such as 25596641."),
    "ico_checksum": _("The check digit of this IČO is wrong. Is there a typing error?"),
    "register_format": _("A register number looks like HRB 12345 or HRA 678."),
    "number_without_country": _("A register number needs its country."),
    "vat_checksum": _(
        "This VAT number cannot be right. It begins with the country, such as DE136695976 or CZ25123891."
    ),
    "postal_code": _("A postal code has five digits."),
    "website": _("“%(text)s” is no address of a website."),
    "email": _("“%(text)s” is no e-mail address."),
    "year": _("“%(text)s” is no year between 1100 and today."),
    "employees": _("“%(text)s” is no size class. Possible: 1-9, 10-49, 50-249, 250+."),
    "date": _("“%(text)s” is no date. Write 2026-12-31 or 31.12.2026."),
    "too_late": _("More than twelve months ahead. The last possible day is %(last)s."),
}
#: What a reader should know, though it keeps nothing from being written.
NOTES: dict[str, Any] = {
    # the file
    "unknown_columns": _("These columns are not known and are left out: %(headings)s."),
    "more_sheets": _("The workbook has several sheets; the first one, “%(first)s”, was read. Left out: %(others)s."),
    "lines_before": _("Lines before the headings were left out: %(count)s."),
    "doubtful": _("Read as %(encoding)s. Please look whether these words are right: %(words)s."),
    "twice_encoded": _("Some words look as if they had been damaged before: %(words)s."),
    "new_need_column": _("New entries need the column “%(needed)s”, which the file lacks."),
    "changed_meanwhile": _("Entries were changed after the check. The file was checked again; please look once more."),
    "stopped": _("Writing was interrupted. Nothing was written."),
    # the row
    "kept": _("The company has changed this itself; its own value stays: %(text)s"),
    "town_unknown": _("The town “%(text)s” is not in the list of towns. It is kept as written, without a region."),
    "town_by_code": _(
        "The town “%(text)s” is not in the list of towns. The region follows from the postal code: %(town)s."
    ),
    "town_of_several": _("Several towns have this name; %(town)s (%(code)s) was taken."),
    "ico_mended": _("The IČO had lost its leading zeros: %(text)s."),
    "postal_code_mended": _("The postal code had lost its leading zero: %(text)s."),
    "vat_mended": _("The VAT number got its country: %(text)s."),
    "employees_mended": _("Excel had made a date of the size class: %(text)s."),
    "sector_mended": _("“%(found)s” was read as %(text)s."),
    "expired": _("The last day is past. The offer is kept as expired and is not shown."),
    "not_public": _("The entry is not public and stays so: %(state)s."),
    "company_not_public": _("The company is not public, so nobody sees the offer yet."),
    "looks_like": _("May be the same company as: %(names)s."),
}


def is_error(remark: Mapping[str, Any]) -> bool:
    """Whether a kept remark keeps its file or row from being written."""
    return remark["code"] not in NOTES


def describe(remark: Mapping[str, Any]) -> str:
    """Return a kept remark in the active language, with the name of its column in front."""
    code = remark["code"]
    params = dict(remark["params"])
    if code == "not_public":
        params["state"] = State(params["state"]).label
    if code == "too_late":
        params["last"] = date_format(dt.date.fromisoformat(params["last"]), "SHORT_DATE_FORMAT")
    text = str(NOTES.get(code) or ERRORS[code]) % params
    return f"{remark['column']}: {text}" if remark["column"] else text
