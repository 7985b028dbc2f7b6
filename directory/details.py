"""What the page of a company or an offer shows: to visitors, and in the preview of what is not saved yet."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.border_map import BorderMap, Town, border_map
from core.frame import Link, Stop
from core.i18n import LANGUAGE_CODES
from core.models import PortalImage

from .matches import fitting_offers, similar_companies
from .models import Capability, Company, Location, Offer, OfferCapability
from .one_query import Relations, fill_relations, with_rows
from .patterns import pattern_of
from .registers.public import proofs_of
from .responsibility import responsible_institution

WHERE = ("place", "region__moderated_by", "region__parent__moderated_by")
COMPANY_ROWS: Relations = {
    "locations": WHERE,
    "capabilities": ("concept", "material"),
    "certificates": ("certificate__concept",),
    "contacts": (),
    "verifications": ("institution",),
    "register_checks": (),
    "pictures": ("image",),
    "languages": (),
    "sectors": (),
}
OFFER_ROWS: Relations = {
    "capabilities": ("concept", "material"),
    "regions": (),
    "languages": (),
    "company__locations": WHERE,
    "company__sectors": (),
}
ROW_PLACES: Relations = {"company__locations": ("place", "region__parent")}
TEASER_LENGTH = 250
# A name east of this part of the map stands on the left of its point, so that it does not run over the edge.
EASTERN_PART = 0.7


def find_company(pk: int) -> Company:
    """Return a published company with all that its page shows; of a merged entry the one that it leads to.

    Raises ``Http404``.
    """
    companies = with_rows(Company.objects.published().select_related("logo"), COMPANY_ROWS)
    company = companies.filter(pk=pk).first() or get_object_or_404(companies, pk=Company.objects.end_of(pk))
    fill_relations(company, COMPANY_ROWS)
    return company


def find_offer(pk: int) -> Offer:
    """Return an offer or request that is public today with all that its page shows; raises ``Http404``."""
    offers = with_rows(Offer.objects.published().select_related("company__logo"), OFFER_ROWS)
    offer = get_object_or_404(offers, pk=pk)
    fill_relations(offer, OFFER_ROWS)
    return offer


def latest_offers(count: int) -> list[Offer]:
    """Return the newest offers and requests that name their company, with what their rows show; one query."""
    offers = Offer.objects.published().named().newest_first().select_related("company")
    found = list(with_rows(offers, ROW_PLACES)[:count])
    for offer in found:
        fill_relations(offer, ROW_PLACES)
    return found


def company_context(company: Company) -> dict[str, Any]:
    """Everything public about a company; of contacts and certificates only those that may be shown."""
    locations = sorted(company.locations.all(), key=lambda location: not location.is_seat)
    pictures = list(company.pictures.all())
    with_renditions([company.logo, *(picture.image for picture in pictures)])
    drawn = map_of(locations)
    return {
        "company": company,
        "locations": locations,
        "map": drawn,
        "towns": ", ".join(point.name for point in drawn.points) if drawn else "",
        "capabilities": CapabilityTable.of(company.capabilities.all()),
        "certificates": [certificate for certificate in company.certificates.all() if certificate.is_valid],
        "contacts": [contact for contact in company.contacts.all() if contact.is_public],
        "pictures": pictures,
        "offers": _offers_of(company.pk),
        "similar": similar_companies(company),
        "institution": responsible_institution(company),
        "proofs": proofs_of(company),
        "pattern": pattern_of(company.legal_name),
        "website": web_address(company.website),
    }


def offer_context(offer: Offer) -> dict[str, Any]:
    """Everything public about an offer or request; of an anonymous one nothing that would tell its company."""
    company = None if offer.is_anonymous else offer.company
    seat = offer.company.seat
    with_renditions([company.logo] if company else [])
    return {
        "offer": offer,
        "company": company,
        "pattern": pattern_of(company.legal_name) if company else None,
        "seat": seat if company else None,
        "region": seat.region.kraj_or_district if seat and seat.region else None,
        "capabilities": CapabilityTable.of(offer.capabilities.all()),
        "days_left": (offer.valid_until - timezone.localdate()).days,
        "others": _other_offers(offer),
        "fitting": fitting_offers(offer),
        "institution": responsible_institution(offer),
    }


def stop_at(entry: Company | Offer, *, teaser: str, share_picture: PortalImage | None = None) -> Stop:
    """Return the place of an entry's page in the portal."""
    return Stop(
        title=title_of(entry),
        addresses=addresses_of(entry),
        way=(list_link(entry),),
        teaser=Truncator(teaser).chars(TEASER_LENGTH),
        share_picture=share_picture,
    )


def title_of(entry: Company | Offer) -> str:
    return entry.legal_name if isinstance(entry, Company) else f"{entry.title}"


def list_link(entry: Company | Offer) -> Link:
    """Return the way to the list that an entry is in."""
    if isinstance(entry, Company):
        return Link(_("Companies"), reverse("companies"))
    return Link(_("Offers and requests"), reverse("offers"))


def addresses_of(entry: Company | Offer, method: str = "get_absolute_url") -> dict[str, str]:
    """Return the entry's path by language, each with the words of its own language."""
    addresses = {}
    for code in LANGUAGE_CODES:
        with override(code):
            addresses[code] = getattr(entry, method)()
    return addresses


def with_renditions(images: Iterable[PortalImage | None]) -> None:
    """Bring the sizes that were cut already, so that pictures need no query each."""
    prefetch_related_objects([image for image in images if image is not None], "renditions")


def map_of(locations: Iterable[Location]) -> BorderMap | None:
    """Return the drawn map with the towns that lie on it; ``None`` where none does."""
    towns = {str(location.town): point for location in locations if (point := location.point)}
    drawn = border_map(Town("", name, latitude, longitude, "right") for name, (latitude, longitude) in towns.items())
    points = tuple(
        replace(point, label="left") if point.x > EASTERN_PART * drawn.width else point
        for point in drawn.points
        if 0 <= point.x <= drawn.width and 0 <= point.y <= drawn.height
    )
    return replace(drawn, points=points) if points else None


@dataclass(frozen=True)
class WebAddress:
    url: str
    label: str


def web_address(url: str) -> WebAddress | None:
    """Return a website as link and as people write it; ``None`` for anything that is no address on the web."""
    found = re.fullmatch(r"https?://(.+?)/*", url)
    return WebAddress(url, found[1]) if found else None


@dataclass(frozen=True)
class CapabilityTable:
    """Capabilities, and which of the columns have something in them."""

    rows: list[Any]
    has_material: bool
    has_size: bool
    has_lot: bool
    has_capacity: bool

    @property
    def has_columns(self) -> bool:
        return self.has_material or self.has_size or self.has_lot or self.has_capacity

    @classmethod
    def of(cls, capabilities: Iterable[Capability | OfferCapability]) -> "CapabilityTable":
        rows: list[Any] = list(capabilities)
        return cls(
            rows=rows,
            has_material=any(row.material for row in rows),
            has_size=any(row.size for row in rows),
            has_lot=any(row.lot_from or row.lot_to for row in rows),
            has_capacity=any(getattr(row, "free_hours_per_week", None) for row in rows),
        )


def _other_offers(offer: Offer) -> Any:
    if offer.is_anonymous:
        return []
    return _offers_of(offer.company_id).exclude(pk=offer.pk)


def _offers_of(company_id: int | None) -> QuerySet[Offer]:
    """Offers before requests, the newest first."""
    return Offer.objects.published().named().filter(company=company_id).order_by("direction", "-valid_from", "-pk")
