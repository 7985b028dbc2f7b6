"""Which institution answers for an entry."""

from collections.abc import Iterable

from django.db.models import BigIntegerField, Case, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from core.models import Institution

from .models import Company, Country, Location, Offer

#: Who answers for what lies outside the regions that an institution moderates, by the country of the company.
FALLBACK = {Country.GERMANY: "wfs", Country.CZECHIA: "ahk-services"}


def responsible_institution(entry: Company | Offer) -> Institution:
    """Return the institution of the seat: of its okres, else its kraj or district, else of its country."""
    company = entry.company if isinstance(entry, Offer) else entry
    return _moderator(company) or Institution.objects.get(key=FALLBACK[Country(company.country)])


def answering(prefix: str = "") -> Coalesce:
    """Return the same in SQL: the id of the institution of a company, whose columns begin with ``prefix``."""
    seats = Location.objects.filter(company=OuterRef(f"{prefix}pk"), is_seat=True)
    fallback = (
        When(**{f"{prefix}country": country}, then=Subquery(Institution.objects.filter(key=key).values("pk")))
        for country, key in FALLBACK.items()
    )
    return Coalesce(
        Subquery(seats.values("region__moderated_by")),
        Subquery(seats.values("region__parent__moderated_by")),
        Case(*fallback),
        output_field=BigIntegerField(),
    )


def companies_of(institution: Institution) -> QuerySet[Company]:
    """Return all companies that an institution answers for."""
    return Company.objects.alias(answers=answering()).filter(answers=institution.pk)


def name_institutions(offers: Iterable[Offer]) -> None:
    """Write on each offer, as ``institution``, who answers for it; one query, however many there are."""
    fallback = Institution.objects.in_bulk(FALLBACK.values(), field_name="key")
    for offer in offers:
        institution = _moderator(offer.company) or fallback[FALLBACK[Country(offer.company.country)]]
        setattr(offer, "institution", institution)  # noqa: B010 - an attribute that Offer does not declare


def _moderator(company: Company) -> Institution | None:
    region = company.seat.region if company.seat else None
    while region is not None:
        if region.moderated_by is not None:
            return region.moderated_by
        region = region.parent
    return None
