"""Tables that people send: CSV in any of the region's encodings and XLSX, read as a stream of rows of text."""

from .opening import Doubt, Row, Table, open_table
from .problems import ROW_PROBLEMS, TABLE_PROBLEMS, TableError

__all__ = ["ROW_PROBLEMS", "TABLE_PROBLEMS", "Doubt", "Row", "Table", "TableError", "open_table"]
