"""Export companies into a file."""

from django.db.models import QuerySet

from core.models import Institution
from directory.exchange.commands import ExportCommand
from directory.models import Company, ImportRun
from directory.responsibility import companies_of


class Command(ExportCommand):
    help = "Writes companies into an XLSX or CSV file that can be imported again."
    kind = ImportRun.Kind.COMPANIES

    def chosen(self, institution: Institution | None) -> QuerySet[Company]:
        companies = companies_of(institution) if institution else Company.objects.all()
        return companies.unmerged()
