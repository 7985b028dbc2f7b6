"""Import companies from a file."""

from directory.exchange.commands import ImportCommand
from directory.models import ImportRun


class Command(ImportCommand):
    help = "Imports companies from an XLSX or CSV file, all rows or none; prints what becomes of each row."
    kind = ImportRun.Kind.COMPANIES
