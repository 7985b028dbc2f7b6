"""Import and export of companies, offers and requests as XLSX and CSV."""

from .columns import COLUMNS, COMPANY_COLUMNS, OFFER_COLUMNS
from .exporting import FORMATS, stream_entries
from .remarks import describe, is_error
from .rows import read_rows
from .runs import RefusedImportError, begin, check, counts, may_write, read_again, write
from .tasks import check_later, undo_later, write_later
from .undoing import Hindrance, hindrances, undo

__all__ = [
    "COLUMNS",
    "COMPANY_COLUMNS",
    "FORMATS",
    "OFFER_COLUMNS",
    "Hindrance",
    "RefusedImportError",
    "begin",
    "check",
    "check_later",
    "counts",
    "describe",
    "hindrances",
    "is_error",
    "may_write",
    "read_again",
    "read_rows",
    "stream_entries",
    "undo",
    "undo_later",
    "write",
    "write_later",
]
