"""Writing rows of companies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.db.models import Model
from modelcluster.models import get_all_child_m2m_relations

from core.bulk import allocate, copy_of, insert, insert_links, upsert
from core.collation import sort_key
from core.i18n import LANGUAGE_CODES
from directory.models import Company, CompanyCertificate, Contact, ImportRow, ImportRun, Location

from . import history
from .matching import Key
from .records import COMPANY_FIELDS
from .writing import StaleError, Writer

SEAT_COLUMNS = ("street", "postal_code", "town")
KEY_FIELDS = ("sort_key_de", "sort_key_cs", "name_key", "web_domain")


class CompanyWriter(Writer):
    model = Company

    def __init__(self, run: ImportRun, stamp: dt.datetime) -> None:
        super().__init__(run, stamp)
        fields = get_all_child_m2m_relations(Company)
        ids = {"languages": self.lookups.language_ids, "sectors": self.lookups.sector_ids}
        self.many = {field: ids[field.name] for field in fields}

    def links(self, rows: Sequence[ImportRow]) -> history.Links:
        return {
            field.name: {self._pk(row): [ids[code] for code in row.values.get(field.name, ())] for row in rows}
            for field, ids in self.many.items()
        }

    def key(self, row: ImportRow) -> Key:
        number, court = row.values.get("register_number") or ("", "")
        return Key(row.reference, row.values["country"], number, court)

    def create(self, rows: Sequence[ImportRow]) -> list[Any]:
        new = Company(source=Company.Source.IMPORT)
        companies = [copy_of(new) for _row in rows]
        for row, company in zip(rows, companies, strict=True):
            set_fields(company, row.values)
            number, court = company.register_number, company.register_court
            if self.lookups.has_objected(company.country, number, court, company.legal_name):
                raise StaleError
        return companies

    def create_parts(self, rows: Sequence[ImportRow]) -> list[Model]:
        return self._write_parts(rows, {})

    def change(self, rows: Sequence[ImportRow], entries: Sequence[Any]) -> None:
        for row, company in zip(rows, entries, strict=True):
            set_fields(company, row.values)
        fields = [*COMPANY_FIELDS.values(), "register_number", "register_court", *KEY_FIELDS]
        upsert(entries, fields)
        self._write_parts(rows, {company.pk: company for company in entries})

    def _write_parts(self, rows: Sequence[ImportRow], entries: dict[int, Company]) -> list[Model]:
        """Write what belongs to companies and return what is new of it; new companies have nothing yet."""
        new = [*self._seats(rows, entries), *self._contacts(rows, entries), *self._certificates(rows, entries)]
        for model, some in groupby(new, key=type):
            parts = list(some)
            for part, number in zip(parts, allocate(model, len(parts)), strict=True):
                part.pk = number
            insert(parts)
        for field, ids in self.many.items():
            insert_links(field, self._links(rows, entries, field, ids))
        return new

    def _seats(self, rows: Sequence[ImportRow], entries: dict[int, Company]) -> list[Model]:
        touched = [row for row in rows if any(column in row.values for column in SEAT_COLUMNS)]
        known = Location.objects.filter(company__in=entries, is_seat=True) if entries else ()
        there = {seat.company_id: seat for seat in known}
        new, seats = Location(is_seat=True), []
        for row in touched:
            seat = there.get(self._pk(row)) or copy_of(new, company_id=self._pk(row))
            country = entries[seat.company_id].country if seat.company_id in entries else row.values["country"]
            self._set_seat(seat, row.values, country)
            seats.append(seat)
        fields = ("street", "postal_code", "place", "other_town", "country", "region", "latitude", "longitude")
        upsert([seat for seat in seats if seat.company_id in there], fields)
        return [seat for seat in seats if seat.pk is None]

    def _set_seat(self, seat: Location, values: dict[str, Any], country: str) -> None:
        seat.street = values.get("street", seat.street)
        seat.postal_code = values.get("postal_code", seat.postal_code)
        if {"street", "town"} & values.keys():
            seat.latitude = seat.longitude = None  # of the former address
        if town := values.get("town"):
            place = self.lookups.towns.by_slug.get(town["place"])
            seat.place_id, seat.other_town = place.pk if place else None, town["other_town"]
            seat.country = place.country if place else country
            seat.region_id = place.region_id if place else town["region"]

    def _contacts(self, rows: Sequence[ImportRow], entries: dict[int, Company]) -> list[Model]:
        wanted = {self._pk(row): row.values["email"] for row in rows if "email" in row.values}
        there: dict[int, Contact] = {}
        if entries:
            for contact in Contact.objects.filter(company__in=wanted, is_imported=True).order_by("-pk"):
                there[contact.company_id] = contact
        for contact in there.values():  # a new address has not been released by anybody
            contact.email, contact.is_email_public, contact.released_at = wanted[contact.company_id], False, None
        empty = {each.pk for each in there.values() if not (each.email or each.name or each.phone)}
        Contact.objects.filter(pk__in=empty).delete()
        kept = [each for each in there.values() if each.pk not in empty]
        upsert(kept, ("email", "is_email_public", "released_at"))
        new = Contact(is_imported=True)
        return [copy_of(new, company_id=pk, email=email) for pk, email in wanted.items() if email and pk not in there]

    def _certificates(self, rows: Sequence[ImportRow], entries: dict[int, Company]) -> list[Model]:
        pairs = self._missing(rows, entries, "certificates", CompanyCertificate, self.lookups.certificate_ids)
        new = CompanyCertificate()
        return [copy_of(new, company_id=company, certificate_id=code) for company, code in pairs]

    def _links(
        self, rows: Sequence[ImportRow], entries: dict[int, Company], field: Any, ids: dict[str, int]
    ) -> list[tuple[int, int]]:
        return self._missing(rows, entries, field.name, field.remote_field.through, ids)

    def _missing(
        self, rows: Sequence[ImportRow], entries: dict[int, Company], column: str, model: Any, ids: dict[str, int]
    ) -> list[tuple[int, int]]:
        """Take away what the cell no longer has and return what is to be added; the rest keeps its own facts."""
        wanted = {self._pk(row): [ids[code] for code in row.values[column]] for row in rows if column in row.values}
        known: set[tuple[int, int]] = set()
        if entries:
            there = model._default_manager.filter(company__in=wanted).order_by()
            pairs = list(there.values_list("pk", "company", f"{column.removesuffix('s')}_id"))
            gone = [pk for pk, company, code in pairs if code not in wanted[company]]
            model._default_manager.filter(pk__in=gone).delete()
            known = {(company, code) for _pk, company, code in pairs}
        return [(pk, code) for pk, codes in wanted.items() for code in codes if (pk, code) not in known]


def set_fields(company: Company, values: dict[str, Any]) -> None:
    for column, name in COMPANY_FIELDS.items():
        if column in values:
            setattr(company, name, values[column])
    if "register_number" in values:
        company.register_number, company.register_court = values["register_number"]
    write_keys(company)


def write_keys(company: Company) -> None:
    for code in LANGUAGE_CODES:
        setattr(company, f"sort_key_{code}", sort_key(company.legal_name, code))
    company.write_keys()
