"""What the directory has: companies and offers as values by column, many at once and with few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from core.bulk import among
from core.models import Place
from directory.models import Company, CompanyCertificate, Contact, EntryReference, Location, Offer

from .cells import cell_of

COMPANY_FIELDS = {
    "name": "legal_name",
    "kind": "kind",
    "country": "country",
    "vat_id": "vat_number",
    "website": "website",
    "founded": "founded",
    "employees": "employees",
    "summary_de": "summary_de",
    "summary_cs": "summary_cs",
    "description_de": "description_de",
    "description_cs": "description_cs",
}
OFFER_FIELDS = {
    "direction": "direction",
    "type": "type",
    "title_de": "title_de",
    "title_cs": "title_cs",
    "description_de": "text_de",
    "description_cs": "text_cs",
    "valid_until": "valid_until",
}


@dataclass(slots=True)
class Record:
    """An entry as an import sees it: ``values`` by column as cells are parsed, and what decides on changing it."""

    pk: int
    name: str
    values: dict[str, Any]
    country: str
    region: int | None
    state: str
    locked: bool
    updated_at: Any
    #: The slug of the seat's town, if that is in the list.
    place: str = ""
    has_seat: bool = True
    emails: set[str] = field(default_factory=set)
    imported_email: str = ""
    company: Record | None = None

    def cell(self, column: str) -> str:
        return cell_of(column, self.values.get(column))


def companies(pks: Collection[int]) -> dict[int, Record]:
    """Return companies by number; seven queries, however many there are."""
    names = ["pk", "register_number", "register_court", "state", "locked", "updated_at", *COMPANY_FIELDS.values()]
    records = {}
    for row in Company.objects.filter(pk__in=among(pks)).order_by("pk").values(*names):
        values: dict[str, Any] = {column: row[name] for column, name in COMPANY_FIELDS.items()}
        values["register_number"] = [row["register_number"], row["register_court"]]
        values |= {"street": "", "postal_code": "", "town": "", "email": ""}
        facts = (row["legal_name"], values, row["country"], None, row["state"], row["locked"], row["updated_at"])
        records[row["pk"]] = Record(row["pk"], *facts, has_seat=False)
    _add_seats(records)
    _add_emails(records)
    _add_codes(records, "languages", Company.languages.through, "language__code")
    _add_codes(records, "sectors", Company.sectors.through, "sector__code")
    _add_codes(records, "certificates", CompanyCertificate, "certificate__concept__key")
    return records


def _add_seats(records: dict[int, Record]) -> None:
    names = ("company_id", "street", "postal_code", "place_id", "other_town", "region_id")
    rows = list(Location.objects.filter(company__in=among(records), is_seat=True).values(*names))
    places = Place.objects.in_bulk({row["place_id"] for row in rows if row["place_id"]})
    for row in rows:
        record = records[row["company_id"]]
        place = places.get(row["place_id"])
        town = name_in(place, record.country) if place else row["other_town"]
        record.values |= {"street": row["street"], "postal_code": row["postal_code"], "town": town}
        record.place, record.region, record.has_seat = place.slug if place else "", row["region_id"], True


def name_in(place: Place, country: str) -> str:
    """Return the name of a town in the language of a company's country."""
    return place.name_cs if country == "CZ" else place.name_de


def _add_emails(records: dict[int, Record]) -> None:
    """The imported address counts; for the others it is enough that they are there."""
    contacts = Contact.objects.filter(company__in=among(records)).exclude(email="").order_by("-is_imported", "pk")
    for company, email, is_imported in contacts.values_list("company", "email", "is_imported"):
        record = records[company]
        record.imported_email = record.imported_email or (email if is_imported else "")
        record.emails.add(email.casefold())
        record.values["email"] = record.values["email"] or email


def _add_codes(records: dict[int, Record], column: str, model: Any, code: str) -> None:
    found: dict[int, set[str]] = defaultdict(set)
    rows = model._default_manager.filter(company__in=among(records)).order_by()
    for company, value in rows.values_list("company", code):
        found[company].add(value)
    for record in records.values():
        record.values[column] = sorted(found.get(record.pk, ()))


def offers(pks: Collection[int]) -> dict[int, Record]:
    """Return offers by number, with their companies."""
    names = ["pk", "company_id", "state", "locked", "updated_at", *OFFER_FIELDS.values()]
    rows = list(Offer.objects.filter(pk__in=among(pks)).order_by("pk").values(*names))
    owners = owners_of({row["company_id"] for row in rows})
    records = {}
    for row in rows:
        values = {column: row[name] for column, name in OFFER_FIELDS.items()}
        values["valid_until"] = str(row["valid_until"])
        owner = owners[row["company_id"]]
        facts = (row["title_de"] or row["title_cs"], values, owner.country, owner.region)
        records[row["pk"]] = Record(row["pk"], *facts, row["state"], row["locked"], row["updated_at"], company=owner)
    return records


def owners_of(pks: Collection[int]) -> dict[int, Record]:
    """Return companies with as much as an offer needs to know of its own."""
    regions = dict(Location.objects.filter(company__in=among(pks), is_seat=True).values_list("company", "region"))
    names = ("pk", "legal_name", "country", "register_number", "register_court", "state", "locked", "updated_at")
    owners = {}
    rows = Company.objects.filter(pk__in=among(pks)).order_by("pk")
    for pk, name, country, number, court, *rest in rows.values_list(*names):
        owners[pk] = Record(pk, name, {"register_number": [number, court]}, country, regions.get(pk), *rest)
    return owners


def references(model: type[Company | Offer], pks: Iterable[int], institution: int | None) -> dict[int, str]:
    """Return by what an institution, or for ``None`` an operator, finds each entry again when importing an export.

    That is its own reference, for operators one that no other institution uses for something else; without one it is
    ``glokal-`` and the number of the entry.
    """
    name = str(model._meta.model_name)
    own = EntryReference.objects.filter(**{f"{name}__isnull": False})
    if institution is not None:
        own = own.filter(institution=institution)
    wanted = list(pks)
    rows = list(own.filter(**{f"{name}__in": among(wanted)}).order_by("-pk").values_list("reference", name))
    plain = {f"glokal-{pk}": pk for pk in wanted}
    texts = {reference for reference, _pk in rows} | plain.keys()
    users: dict[str, set[int]] = defaultdict(set)
    for reference, pk in own.filter(reference__in=among(texts)).values_list("reference", name):
        users[reference].add(pk)
    found = {pk: _free_number(pk, users) for pk in wanted}
    return found | {pk: reference for reference, pk in rows if users[reference] == {pk}}


def _free_number(pk: int, users: dict[str, set[int]]) -> str:
    """An entry that came from another portal may be called like one of ours; a zero in front tells them apart."""
    return f"glokal-{pk}" if users.get(f"glokal-{pk}", {pk}) == {pk} else f"glokal-0{pk}"
