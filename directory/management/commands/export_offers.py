"""Export offers and requests into a file."""

from django.db.models import QuerySet

from core.models import Institution
from directory.exchange.commands import ExportCommand
from directory.models import ImportRun, Offer
from directory.responsibility import companies_of


class Command(ExportCommand):
    help = "Writes offers and requests into an XLSX or CSV file that can be imported again."
    kind = ImportRun.Kind.OFFERS

    def chosen(self, institution: Institution | None) -> QuerySet[Offer]:
        return Offer.objects.filter(company__in=companies_of(institution)) if institution else Offer.objects.all()
