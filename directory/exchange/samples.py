"""Files to begin with: the headings in German or Czech, and a row that passes where the person may import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone

from core.models import Place
from directory.models import Company, Country, ImportRun
from directory.rights import Person, acting_for, area, companies_within, is_operator

from .cells import guarded
from .columns import COLUMNS
from .exporting import stream_table
from .headings import heading
from .records import references

OWN_NUMBER = "M-1001"
#: A company that there is not; its numbers have right check digits.
GERMAN = {"name": "Muster Metallbau GmbH", "country": "DE", "register_number": "HRB 99999, Musterstadt"}
GERMAN |= {"vat_id": "DE136695976", "street": "Musterstraße 1", "website": "https://www.example.de"}
CZECH = {"name": "Vzorová kovovýroba s.r.o.", "country": "CZ", "register_number": "12345679"}
CZECH |= {"vat_id": "CZ12345679", "street": "Vzorová 1", "website": "https://www.example.cz"}
COMPANY = {
    "reference": OWN_NUMBER,
    "kind": "company",
    "email": "info@example.com",
    "founded": "1994",
    "employees": "10-49",
    "languages": "de|cs",
    "sectors": "25.62",
    "certificates": "iso-9001",
    "summary_de": "Dreh- und Frästeile aus Edelstahl in kleinen Serien.",
    "summary_cs": "Soustružené a frézované díly z nerezové oceli v malých sériích.",
    "description_de": "Wir fertigen Teile bis 400 mm Durchmesser und liefern in beide Länder.",
    "description_cs": "Vyrábíme díly do průměru 400 mm a dodáváme do obou zemí.",
}
OFFER = {
    "reference": "A-2001",
    "direction": "offer",
    "type": "capacity",
    "title_de": "Freie Kapazität auf 5-Achs-Fräsmaschine",
    "title_cs": "Volná kapacita na pětiosé frézce",
    "description_de": "Ab sofort 60 Stunden im Monat.",
    "description_cs": "Ihned k dispozici 60 hodin měsíčně.",
}
VALID_FOR = dt.timedelta(days=90)


def stream_sample(user: Person, kind: str, language: str, file_format: str) -> Iterator[bytes]:
    """Yield a file with one row, in blocks."""
    row = _offer(user) if kind == ImportRun.Kind.OFFERS else _company(user, language)
    headings = [heading(kind, column, language) for column in COLUMNS[kind]]
    return stream_table(headings, [[guarded(row.get(column, "")) for column in COLUMNS[kind]]], file_format)


def _company(user: Person, language: str) -> dict[str, str]:
    """Return a company in a town for which the person answers."""
    country = Country.CZECHIA if language == "cs" else Country.GERMANY
    towns = Place.objects.order_by("-population", "pk")
    if not is_operator(user):
        own = area(user)
        rest = Q(country__in=own.countries) & (Q(region=None) | Q(region__in=own.unmoderated))
        towns = towns.filter(Q(region__in=own.regions) | rest)
    town = towns.filter(country=country).first() or towns.first()
    if town is None:
        return {**COMPANY, **(CZECH if country == Country.CZECHIA else GERMAN)}
    values = CZECH if town.country == Country.CZECHIA else GERMAN
    return {**COMPANY, **values, "town": getattr(town, f"name_{language}"), "postal_code": town.postal_code}


def _offer(user: Person) -> dict[str, str]:
    """Return an offer of the first public company of the person's area."""
    institution = acting_for(user)
    company = companies_within(user).published().order_by("pk").first()
    reference = OWN_NUMBER
    if company is not None:
        reference = references(Company, [company.pk], institution.pk if institution else None)[company.pk]
    day = timezone.localdate() + VALID_FOR
    return {**OFFER, "company_reference": reference, "valid_until": day.isoformat()}
