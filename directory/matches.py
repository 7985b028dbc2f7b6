"""Who fits whom across the border: similar companies, and offers that answer requests.

Who has the most concepts in common comes first, then who is near: with a broader or narrower concept, or in the same
group of the classification; of equals, the one that was confirmed or published last. The keys of the best are asked for
first, and what is shown of them afterwards: in one query a database would put together the rows of thousands.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from .models import Capability, Company, Concept, Country, Offer, OfferCapability, Sector
from .one_query import Relations, fill_relations, with_rows

AT_MOST = 4
# 25.62 and 25.61 are in the group 25.6.
GROUP_LENGTH = 4

WHERE = ("place", "region__parent")
COMPANY_ROWS: Relations = {"locations": WHERE, "capabilities": ("concept",)}
OFFER_ROWS: Relations = {"company__locations": WHERE, "capabilities": ("concept",)}


def similar_companies(company: Company) -> list[Company]:
    """Return published companies of the other side that do the same; each with ``shared``, the concepts in common."""
    concepts = _curated(company.capabilities.all())
    across = Company.objects.published().on_side(_other_side(company))
    able = Capability.objects.filter(concept__in=concepts, company__in=across)
    near = across.filter(pk__in=_listed_with(company.sectors.all()))
    keys = [
        *_most_in_common(able, concepts, "company", "last_confirmed_on"),
        *near.order_by(F("last_confirmed_on").desc(nulls_last=True), "-pk").values_list("pk", flat=True)[:AT_MOST],
    ]
    return _best(Company.objects.all(), keys, COMPANY_ROWS, concepts)


def fitting_offers(offer: Offer) -> list[Offer]:
    """Return public requests of the other side for an offer, and offers for a request; each with ``shared``.

    What its company is listed under counts only where an offer says no capability and is not anonymous: it would tell.
    """
    concepts = _curated(offer.capabilities.all())
    sectors = [] if concepts or offer.is_anonymous else offer.company.sectors.all()
    direction = Offer.Direction.OFFER if offer.is_request else Offer.Direction.REQUEST
    across = Offer.objects.published().filter(direction=direction, company__country=_other_side(offer.company))
    able = OfferCapability.objects.filter(concept__in=_same_or_next(concepts), offer__in=across)
    near = across.named().filter(company__in=_listed_with(sectors))
    keys = [
        *_most_in_common(able, concepts, "offer", "valid_from"),
        *near.order_by("-valid_from", "-pk").values_list("pk", flat=True)[:AT_MOST],
    ]
    return _best(Offer.objects.select_related("company"), keys, OFFER_ROWS, concepts)


def _same_or_next(concepts: set[Concept]) -> QuerySet[Concept]:
    """Return the concepts with what is just above them and just below."""
    above = [concept.broader_id for concept in concepts if concept.broader_id]
    return Concept.objects.filter(Q(pk__in=[concept.pk for concept in concepts] + above) | Q(broader__in=concepts))


def _most_in_common(able: QuerySet, concepts: set[Concept], entry: str, latest: str) -> QuerySet:
    """Return the keys of the entries of some capabilities, those with the most of the concepts first."""
    common = Count("concept", distinct=True, filter=Q(concept__in=concepts))
    counted = able.order_by().values(entry).annotate(common=common)
    ranked = counted.order_by("-common", F(f"{entry}__{latest}").desc(nulls_last=True), f"-{entry}")
    return ranked.values_list(entry, flat=True)[:AT_MOST]


def _listed_with(sectors: Iterable[Sector]) -> QuerySet:
    """Return the keys of the companies in the same groups of the classification."""
    groups = (
        Q(sector__scheme=sector.scheme, sector__code__startswith=sector.code[:GROUP_LENGTH]) for sector in sectors
    )
    pairs = Company.sectors.through._default_manager.filter(reduce(or_, groups, Q(pk__in=[])))
    return pairs.values("company")


def _best(entries: QuerySet, keys: list[int], relations: Relations, concepts: set[Concept]) -> list[Any]:
    """Return the entries of the first few keys in their order, with their rows and what they have in common."""
    best = list(dict.fromkeys(keys))[:AT_MOST]
    matches = sorted(with_rows(entries.filter(pk__in=best), relations), key=lambda match: best.index(match.pk))
    for match in matches:
        fill_relations(match, relations)
        match.shared = list(dict.fromkeys(row.concept for row in match.capabilities.all() if row.concept in concepts))
    return matches


def _other_side(company: Company) -> Country:
    return Country.CZECHIA if company.country == Country.GERMANY else Country.GERMANY


def _curated(capabilities: Iterable[Capability | OfferCapability]) -> set[Concept]:
    return {row.concept for row in capabilities if row.concept.source == Concept.Source.CURATED}
