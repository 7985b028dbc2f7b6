"""Which institution answers for an entry."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Case, FilteredRelation, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from core.models import Institution, Region

from .models import Company, Country, Location, Offer
from .querysets import CompanyQuerySet

#: Who answers for what lies outside the regions that an institution moderates, by the country of the company.
FALLBACK = {Country.GERMANY: "wfs", Country.CZECHIA: "ahk-services"}


@dataclass(frozen=True)
class Area:
    """What some institutions answer for: regions by number, and the rest of some countries."""

    regions: frozenset[int]
    countries: frozenset[str]
    #: Regions that no institution moderates; like a seat outside all regions, they belong to the rest of the country.
    unmoderated: frozenset[int]

    def holds(self, region: int | None, country: str) -> bool:
        """Whether a company with its seat in a region, or in none, belongs to it."""
        return region in self.regions or (country in self.countries and (region is None or region in self.unmoderated))

    @property
    def companies(self) -> CompanyQuerySet:
        all_companies: Any = Company.objects.all()
        seat = FilteredRelation("locations", condition=Q(locations__is_seat=True))
        rest = Q(own_seat__region__isnull=True) | Q(own_seat__region__in=self.unmoderated)
        inside = Q(own_seat__region__in=self.regions) | Q(country__in=self.countries) & rest
        return all_companies.alias(own_seat=seat).filter(inside)


def area_of(institutions: Iterable[Institution]) -> Area:
    """Return what institutions answer for together; two queries at most, however many companies there are."""
    numbers, keys = set(), set()
    for institution in institutions:
        numbers.add(institution.pk)
        keys.add(institution.key)
    moderators = _moderators_of_regions()
    return Area(
        regions=frozenset(region for region, moderator in moderators.items() if moderator in numbers),
        countries=frozenset(country.value for country, key in FALLBACK.items() if key in keys),
        unmoderated=frozenset(region for region, moderator in moderators.items() if moderator is None),
    )


def _moderators_of_regions() -> dict[int, int | None]:
    """Return the number of the institution of each region: its own, else that of its kraj."""
    rows = Region.objects.values_list("pk", "moderated_by", "parent__moderated_by")
    return {region: own if own is not None else of_parent for region, own, of_parent in rows}


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


def companies_of(institution: Institution) -> CompanyQuerySet:
    """Return all companies that an institution answers for."""
    return area_of([institution]).companies.unmerged()


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
