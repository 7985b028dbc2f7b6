"""Companies that may be the same as one that is stored, typed or sent in: a few queries, however many there are."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from directory.models import Company, Country, DifferentCompanies, Location
from directory.querysets import CompanyQuerySet

from .blocks import parts_of_name
from .comparing import Suspicion, compare
from .facts import AREA, Facts, with_facts

#: More companies than this do not share one web domain as one firm does; it is a host's.
DOMAIN_OF_MANY = 20
CANDIDATES = 2_000


def likely_duplicates(entry: Company | Mapping[str, Any]) -> list[Suspicion]:
    """Return the companies that may be the same as ``entry``, the likeliest first, each with its seat.

    ``entry`` is a company, saved or not, or values as for ``Facts.of_values``. Entries that were merged, and those that
    somebody has said are not the same, are left out.
    """
    facts = Facts.of(entry) if isinstance(entry, Company) else Facts.of_values(entry)
    if _is_of_many(facts.web_domain):
        facts = replace(facts, web_domain="")
    found: dict[Any, Any] = {}
    for other in _candidates(facts):
        reasons, score = compare(facts, other)
        if reasons:
            found[other.pk] = (reasons, score)
    companies = Company.objects.filter(pk__in=found).with_seat() if found else ()
    suspicions = [Suspicion(company, *found[company.pk]) for company in companies]
    return sorted(suspicions, key=lambda suspicion: (-suspicion.score, suspicion.company.pk))


def known_as_different(pk: int) -> set[int]:
    """Return the companies that somebody has said are not the same as one."""
    pairs = DifferentCompanies.objects.filter(Q(first=pk) | Q(second=pk)).values_list("first", "second")
    return {number for pair in pairs for number in pair} - {pk}


def _candidates(facts: Facts) -> Iterator[Facts]:
    others = Company.objects.unmerged()
    if facts.pk:
        others = others.exclude(pk__in={facts.pk, *known_as_different(facts.pk)})
    for some in (others.filter(_same_value(facts)), _with_like_name(others, facts)):
        yield from (Facts(*row) for row in with_facts(some)[:CANDIDATES])


def _is_of_many(domain: str) -> bool:
    return bool(domain) and Company.objects.filter(web_domain=domain)[: DOMAIN_OF_MANY + 1].count() > DOMAIN_OF_MANY


def _same_value(facts: Facts) -> Q:
    """Each of these has an index of its own."""
    same = Q(pk__in=[])
    if facts.numbers:
        same |= Q(country=facts.country, register_number__in=facts.numbers)
        if facts.country == Country.CZECHIA:
            same |= Q(vat_number__in=[f"CZ{number}" for number in facts.numbers])
    if facts.vat_number:
        same |= Q(vat_number=facts.vat_number)
    if facts.web_domain:
        same |= Q(web_domain=facts.web_domain)
    if facts.name_key:
        same |= Q(name_key=facts.name_key)
    return same


def _with_like_name(others: CompanyQuerySet, facts: Facts) -> CompanyQuerySet:
    """Those in the neighbourhood with a part of the name that survives a slip."""
    parts = [Q(name_key__contains=part) for part in parts_of_name(facts.name_key)]
    if not parts or not facts.has_place:
        return others.none()
    near = Q(place=None, other_town__iexact=facts.other_town) if facts.other_town else Q(place=facts.place)
    if facts.area:
        digits = facts.area[-AREA:]
        near |= Q(postal_code__gte=digits, postal_code__lt=_next(digits))
    seats = Location.objects.filter(near, is_seat=True)
    return others.filter(reduce(or_, parts), pk__in=seats.values("company"))


def _next(digits: str) -> str:
    """Return the first postal code after all that begin with ``digits``: 086 after 085, a colon after 999."""
    return f"{int(digits) + 1:0{AREA}}" if digits != "9" * AREA else ":"
