"""Demo companies with their offers and requests: read from ``home/demo/companies``, dated relative to today."""

import datetime as dt
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.models import Institution, Place, Region
from core.setup import demo_steps
from directory.duplicates.pairs import rebuild_pairs
from directory.models import (
    Capability,
    Certificate,
    Company,
    CompanyCertificate,
    Concept,
    Contact,
    Language,
    Location,
    Offer,
    OfferCapability,
    Sector,
    State,
    Verification,
)
from directory.responsibility import responsible_institution

from .logos import logo_of
from .register_checks import write_checks

FOLDER = Path(__file__).parent / "companies"
COMPANY_FIELDS = (
    *("legal_name", "kind", "country", "register_number", "register_court", "vat_number", "website", "employees"),
    *("founded", "delivery_range", "summary_de", "summary_cs", "description_de", "description_cs"),
    *("state", "state_reason"),
)
OFFER_FIELDS = (
    *("direction", "type", "title_de", "title_cs", "text_de", "text_cs", "quantity_de", "quantity_cs"),
    *("is_anonymous", "state", "state_reason"),
)
CAPABILITY_FIELDS = ("size", "lot_from", "lot_to", "free_hours_per_week")


@demo_steps.register("companies, offers and requests", order=50)
def load_companies(progress: Callable[[str], None]) -> None:
    with transaction.atomic():
        Loader().load()
        rebuild_pairs()  # which a job does each night
    progress(f"{Company.objects.count()} companies, {Offer.objects.count()} offers and requests")


def rows() -> Iterator[dict[str, Any]]:
    """The companies of all files, each with its key."""
    for path in sorted(FOLDER.glob("*.toml")):
        for key, row in tomllib.loads(path.read_text(encoding="utf-8")).items():
            yield {"key": key, **row}


class Loader:
    """Writes the companies that are missing; reads what they refer to once."""

    def __init__(self) -> None:
        self.today = timezone.localdate()
        self.concepts = {concept.key: concept for concept in Concept.objects.curated()}
        self.certificates = {each.key: each for each in Certificate.objects.select_related("concept")}
        self.sectors = {sector.code: sector for sector in Sector.objects.in_scheme(Sector.Scheme.NACE_2)}
        self.languages = {language.code: language for language in Language.objects.all()}
        self.places = {place.slug: place for place in Place.objects.select_related("region__parent")}
        self.regions = {region.code: region for region in Region.objects.all()}
        self.there = set(Company.objects.values_list("legal_name", flat=True))

    def load(self) -> None:
        for row in rows():
            if row["legal_name"] not in self.there:
                self._write(row)

    def _write(self, row: dict[str, Any]) -> None:
        parts: dict[str, list[Any]] = {
            "languages": [self.languages[code] for code in row.get("languages", [])],
            "sectors": [self.sectors[code] for code in row.get("sectors", [])],
            "locations": [self._location(place, seat=not number) for number, place in enumerate(row["locations"])],
            "contacts": [_contact(contact) for contact in row.get("contacts", [])],
            "capabilities": [self._capability(Capability, each) for each in row.get("capabilities", [])],
            "certificates": [self._certificate(each) for each in row.get("certificates", [])],
        }
        company = Company(
            **{"state": State.PUBLISHED, **_picked(row, COMPANY_FIELDS)},
            last_confirmed_on=self._day(-row["confirmed_days_ago"]) if "confirmed_days_ago" in row else None,
            logo=logo_of(row["key"], row["legal_name"]),
            **parts,
        )
        company.save()
        Verification.objects.bulk_create(self._verification(company, kind) for kind in row.get("verified", []))
        write_checks(company, row.get("checks", []))
        for offer in row.get("offers", []):
            self._write_offer(company, offer)

    def _location(self, row: dict[str, Any], *, seat: bool) -> Location:
        place = self.places.get(row.get("place", ""))
        region = place.region if place else self.regions.get(row.get("region", ""))
        country = place.country if place else region.country if region else ""
        names = ("name_de", "name_cs", "street", "postal_code", "other_town")
        return Location(is_seat=seat, place=place, region=region, country=country, **_picked(row, names))

    def _capability(self, model: type[Any], row: dict[str, Any]) -> Any:
        capability = model(concept=self.concepts[row["concept"]], **_picked(row, CAPABILITY_FIELDS))
        capability.material = self.concepts[row["material"]] if "material" in row else None
        if "free_in_days" in row:
            capability.free_from = self._day(row["free_in_days"])
        return capability

    def _certificate(self, row: dict[str, Any]) -> CompanyCertificate:
        until = self._day(row["valid_days"]) if "valid_days" in row else None
        return CompanyCertificate(
            certificate=self.certificates[row["key"]],
            valid_from=until - dt.timedelta(days=3 * 365) if until else None,
            valid_until=until,
            **_picked(row, ("number", "issuer")),
        )

    def _verification(self, company: Company, kind: str) -> Verification:
        by_institution = kind == Verification.Kind.INSTITUTION
        institution: Institution | None = responsible_institution(company) if by_institution else None
        day = company.last_confirmed_on or self.today
        return Verification(company=company, kind=kind, verified_on=day, institution=institution)

    def _write_offer(self, company: Company, row: dict[str, Any]) -> None:
        parts: dict[str, list[Any]] = {
            "regions": [self.regions[code] for code in row.get("regions", [])],
            "languages": [self.languages[code] for code in row.get("languages", [])],
            "capabilities": [self._capability(OfferCapability, each) for each in row.get("capabilities", [])],
        }
        Offer(
            company=company,
            **{"state": State.PUBLISHED, **_picked(row, OFFER_FIELDS)},
            valid_from=self._day(-row["published_days_ago"]),
            valid_until=self._day(row["valid_days"]),
            **parts,
        ).save()

    def _day(self, days: int) -> dt.date:
        return self.today + dt.timedelta(days=days)


def _picked(row: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: row[name].strip() if isinstance(row[name], str) else row[name] for name in names if name in row}


def _contact(row: dict[str, Any]) -> Contact:
    public = {f"is_{part}_public": True for part in row.get("public", [])}
    return Contact(**_picked(row, ("name", "role_de", "role_cs", "email", "phone")), **public)
