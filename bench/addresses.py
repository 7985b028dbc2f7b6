"""The addresses that are measured: lists narrowed down by what most and by what fewest have, and single entries."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page

from core.i18n import LANGUAGE_CODES
from directory.models import Capability, Company, CompanyCertificate, Concept, Location, Offer, OfferCapability
from directory.querysets import valid_today
from directory.views.lists import PER_PAGE

Query = dict[str, Any]

#: The unit that visitors choose from: the kraj of an okres, else the region itself.
REGION = Coalesce("region__parent__code", "region__code")


def plain_pages() -> list[str]:
    """A page of text, the German imprint, and an answer that asks nothing of the database."""
    return [Page.objects.live().get(slug="impressum").url, reverse("live")]


def lists() -> list[str]:
    """The lists as they are, in both languages, and narrowed down, in German."""
    paths = []
    for language in LANGUAGE_CODES:
        with override(language):
            paths += [reverse(name) + query for name in ("companies", "offers") for query in ("", "?view=map")]
    with override("de"):
        paths += [reverse("companies") + as_text(query) for query in company_queries()]
        return paths + [reverse("offers") + as_text(query) for query in offer_queries()]


def entries() -> list[str]:
    """The company with the most offers, its newest offer, and the first of both."""
    companies, offers = Company.objects.published(), Offer.objects.published().named()
    busiest = companies.annotate(count=Count("offers")).order_by("-count", "pk")[0]
    chosen = [busiest, offers.filter(company=busiest).latest("pk"), companies.earliest("pk"), offers.earliest("pk")]
    with override("de"):
        return [entry.get_absolute_url() for entry in chosen]


def company_queries() -> list[Query]:
    companies = Company.objects.published()
    pages = companies.count() // PER_PAGE
    seats = Location.objects.filter(is_seat=True, company__in=companies)
    sectors = Company.sectors.through._default_manager.filter(company__in=companies)
    held = CompanyCertificate.objects.filter(valid_today(), company__in=companies)
    region, rare_region = frequent_and_rare(seats, REGION)
    place, rare_place = frequent_and_rare(seats, "place__slug")
    sector, rare_sector = frequent_and_rare(sectors, "sector__code")
    certificate, rare_certificate = frequent_and_rare(held, "certificate__concept__key")
    able = Capability.objects.filter(company__in=companies)
    capability, rare_capability = frequent_and_rare(able, "concept__key")
    field = field_of(capability)
    return [
        {"page": pages // 2},
        {"page": pages},
        {"sort": "newest"},
        {"sort": "confirmed"},
        {"side": "cz"},
        {"region": region},
        {"region": rare_region},
        {"place": place},
        {"place": rare_place},
        {"place": "elsewhere"},
        {"sector": sector[:2]},
        {"sector": rare_sector},
        {"capability": field},
        {"capability": capability},
        {"capability": rare_capability},
        {"certificate": certificate},
        {"certificate": rare_certificate},
        {"language": ["cs", "de"], "employees": "250+"},
        {"side": "de", "sector": sector[:2], "capability": field, "certificate": certificate},
        {"region": region, "sector": sector[:2], "language": "en"},
        {"view": "map", "capability": field},
    ]


def offer_queries() -> list[Query]:
    offers = Offer.objects.published()
    pages = offers.count() // PER_PAGE
    able = OfferCapability.objects.filter(offer__in=offers)
    seats = Location.objects.filter(is_seat=True, company__offers__in=offers)
    sectors = Company.sectors.through._default_manager.filter(company__offers__in=offers)
    capability, rare_capability = frequent_and_rare(able, "concept__key")
    region, rare_region = frequent_and_rare(seats, REGION)
    sector, _rare = frequent_and_rare(sectors, "sector__code")
    return [
        {"page": pages // 2},
        {"page": pages},
        {"sort": "ending"},
        {"side": "cz"},
        {"direction": "request", "type": "service"},
        {"region": region},
        {"region": rare_region},
        {"capability": field_of(capability)},
        {"capability": rare_capability},
        {"sector": sector[:2], "language": "de"},
        {"view": "map", "direction": "request"},
    ]


def frequent_and_rare(rows: QuerySet, what: str | Coalesce) -> tuple[str, str]:
    """Return what most and what fewest of the rows have."""
    values = rows.annotate(value=F(what) if isinstance(what, str) else what).exclude(value=None)
    counted = values.order_by().values_list("value").annotate(count=Count("pk")).order_by("count", "value")
    return counted.last()[0], counted.first()[0]


def field_of(key: str) -> str:
    """Return the broadest concept above one."""
    concept = Concept.objects.get(key=key)
    while concept.broader:
        concept = concept.broader
    return concept.key


def as_text(query: Query) -> str:
    return f"?{urlencode(query, doseq=True)}"
