"""Lists of the admin as files."""

from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

# What makes a spreadsheet program compute a cell instead of showing it.
STARTS_OF_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


class SafeSpreadsheet(SpreadsheetExportMixin):
    """No cell of a CSV file starts a formula; in XLSX files all of them are marked as text already."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        cell = super().preprocess_field_value(field, value, export_format)
        is_formula = isinstance(cell, str) and cell.startswith(STARTS_OF_FORMULAS)
        return f"'{cell}" if is_formula and export_format == self.FORMAT_CSV else cell
