"""What can be wrong with a file, in the reader's words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

#: Why a file cannot be read at all, by code.
TABLE_PROBLEMS: dict[str, Any] = {
    "empty": _("The file is empty."),
    "old_excel": _("This is an old Excel file (.xls). Open it and save it as an Excel workbook (.xlsx) or as CSV."),
    "encrypted": _("The file is protected with a password. Save it without one."),
    "open_document": _("This is an OpenDocument file (.ods). Save it as an Excel workbook (.xlsx) or as CSV."),
    "pdf": _("This is a PDF, not a table. Use the Excel or CSV file that it was made from."),
    "web_page": _("This is a web page, even if its name ends in .xls. Open it in Excel and save it as .xlsx."),
    "other_archive": _("This archive holds no Excel workbook. Unpack it and send the table itself."),
    "no_table": _("This file holds no text and no table. Send an Excel workbook (.xlsx) or a CSV file."),
    "damaged": _("The file is damaged and cannot be read. Open it in Excel, save it again and send that file."),
    "too_large_unpacked": _("The workbook is too large when unpacked. Send it in several parts or as CSV."),
    "too_many_parts": _("The workbook consists of too many parts. Copy the table into a new, empty workbook."),
    "formulas_without_values": _(
        "The workbook has formulas without computed values (%(cell)s). Open it in Excel and save it once."
    ),
    "unknown_encoding": _("The encoding “%(encoding)s” is not known."),
}

#: Why one row cannot be read, by code.
ROW_PROBLEMS: dict[str, Any] = {
    "quotation_marks": _("The quotation marks do not match: lines %(first)s to %(last)s cannot be told apart."),
    "damaged_characters": _("Characters of this row are damaged: “%(text)s”."),
}


class TableError(Exception):
    """A file that cannot be read as a table; ``code`` is one of ``TABLE_PROBLEMS``."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return str(TABLE_PROBLEMS[self.code] % self.params)
