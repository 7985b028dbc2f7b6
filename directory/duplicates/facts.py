"""What of a company is compared with others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, FilteredRelation, Q, QuerySet

from core.domains import registered_domain
from core.models import Place
from core.names import fold_name
from directory.models import Company, Country
from directory.validators import clean_register_number, clean_vat_number

#: As many characters of a postal code as neighbours share.
AREA = 3
SEAT = ("place_id", "postal_code", "other_town", "place__name_de", "place__name_cs")
OWN = ("pk", "country", "register_number", "register_court", "vat_number", "web_domain", "name_key")


@dataclass(frozen=True)
class Facts:
    """A company as far as it tells itself from others, whether stored, typed or imported."""

    pk: int | None
    country: str
    register_number: str
    register_court: str
    vat_number: str
    web_domain: str
    name_key: str
    place: int | None = None
    postal_code: str | None = ""  # like what follows nothing where there is no seat
    other_town: str | None = ""
    name_de: str | None = ""
    name_cs: str | None = ""

    @classmethod
    def of(cls, company: Company) -> Facts:
        """Of a company, saved or not, with the seat that it has in memory."""
        seat: Any = company.seat
        company.write_keys()
        own = {column: getattr(company, column) for column in OWN}
        if seat is None:
            return cls(**own)
        where = {"place": seat.place_id, "postal_code": seat.postal_code, "other_town": seat.other_town}
        names = {"name_de": seat.place.name_de, "name_cs": seat.place.name_cs} if seat.place else {}
        return cls(**own, **where, **names)

    @classmethod
    def of_values(cls, values: Mapping[str, Any], *, places: Mapping[str, Place] | None = None) -> Facts:
        """Of what somebody typed or a file says, under the names of the columns; what is missing is empty.

        The name is ``legal_name`` or ``name``, the VAT number ``vat_number`` or ``vat_id``, where it is ``place`` (a
        number), ``town`` (a name) or the seat among ``locations``. ``places`` are towns by folded name, else looked up.
        """
        text = {name: f"{value or ''}".strip() for name, value in values.items() if not isinstance(value, (list, dict))}
        seat = next((row for row in values.get("locations") or () if row.get("is_seat")), values)
        country = text.get("country", "")
        place = _place(seat, country, places)
        return cls(
            pk=int(text["pk"]) if text.get("pk") else None,
            country=country,
            register_number=_cleaned(clean_register_number, text.get("register_number", ""), country),
            register_court=text.get("register_court", ""),
            vat_number=_cleaned(clean_vat_number, text.get("vat_number") or text.get("vat_id", "")),
            web_domain=registered_domain(text.get("website", "")),
            name_key=fold_name(text.get("legal_name") or text.get("name", "")),
            place=place.pk if place else None,
            postal_code=seat.get("postal_code") or "",
            other_town="" if place else (seat.get("town") or seat.get("other_town") or ""),
            name_de=place.name_de if place else "",
            name_cs=place.name_cs if place else "",
        )

    @cached_property
    def numbers(self) -> set[str]:
        """Its register number, for a Czech company also the IČO that its VAT number holds."""
        found = {self.register_number}
        if self.country == Country.CZECHIA and re.fullmatch(r"CZ\d{8}", self.vat_number):
            found.add(self.vat_number[2:])
        return found - {""}

    @cached_property
    def court(self) -> str:
        return fold_name(self.register_court).removeprefix("amtsgericht ").removeprefix("ag ")

    @cached_property
    def towns(self) -> set[str]:
        """The folded names of its town."""
        return {fold_name(name) for name in (self.other_town, self.name_de, self.name_cs) if name}

    @cached_property
    def town_words(self) -> set[str]:
        return {word for town in self.towns for word in town.split()}

    @cached_property
    def area(self) -> str:
        """The neighbourhood: country and the beginning of the postal code, nothing where it is not known."""
        digits = re.sub(r"\D", "", self.postal_code or "")[:AREA]
        return f"{self.country}{digits}" if len(digits) == AREA else ""

    @property
    def has_place(self) -> bool:
        return bool(self.place or self.towns)


def with_facts(companies: Any, *more: str) -> QuerySet:
    """Return the companies' query as rows for ``Facts(*row)``, with more columns at the end."""
    seat = FilteredRelation("locations", condition=Q(locations__is_seat=True))
    at = (F(f"at__{column}") for column in SEAT)
    return companies.order_by().annotate(at=seat).values_list(*OWN, *at, *more)


def _cleaned(clean: Any, text: str, *more: str) -> str:
    """Return a number in its one spelling; one that cannot be right as it is, for forms say so themselves."""
    try:
        return clean(text, *more)
    except ValidationError:
        return text


def _place(seat: Mapping[str, Any], country: str, places: Mapping[str, Place] | None) -> Place | None:
    number, town = seat.get("place"), seat.get("town") or seat.get("other_town") or ""
    if f"{number or ''}".isdecimal():
        return Place.objects.filter(pk=int(f"{number}")).first()
    if not town:
        return None
    if places is not None:
        return places.get(fold_name(town))
    named = Q(name_de__iexact=town) | Q(name_cs__iexact=town) | Q(aliases__name__iexact=town)
    return Place.objects.filter(named, **({"country": country} if country else {})).order_by("pk").first()
