"""Cells as values: each column's own way to read what people write.

Values are what JSON can hold: texts; lists of codes in order; ``[number, court]`` for a register number. A parser gets
the text, the lookups, the country of the row and a list for its notes; it raises ``CellError``.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils import timezone

from directory.models import Company, Offer
from directory.models.companies import this_year
from directory.models.offers import after_twelve_months

from .lookups import Lookups, digits
from .parsing_dates import date_of, employees
from .parsing_numbers import postal_code, register_number, vat_id
from .remarks import CellError, Remark
from .words import fold

Notes = list[Remark]
Parser = Callable[[str, Lookups, str, Notes], Any]

NACE = re.compile(r"(?:[A-U][\s.-]*)?(\d{1,2})(?:[.,]?(\d)(?:[.,]?(\d)(?:[.,]?\d{1,2})?)?)?", re.IGNORECASE)
SEVERAL = re.compile(r"[|\n;,]")

#: What needs no closer look: most of all addresses, and a look takes long.
PLAIN_ADDRESS = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?\.){1,5}[a-z]{2,20}(?:/[\w./-]*)?", re.ASCII
)
#: Columns whose cells are the same in many rows.
REPEATED = ("kind", "country", "employees", "languages", "sectors", "certificates", "direction", "type")

_is_url = URLValidator(schemes=["http", "https"])
_is_email = EmailValidator()


def limit(model: Any, field: str) -> int:
    return model._meta.get_field(field).max_length


def one_line(text: str) -> str:
    return " ".join(text.split())


def text_of(most: int, *, lines: bool = False, required: bool = False) -> Parser:
    """Return a parser of texts up to so many characters, in one line or several."""

    def parse(text: str, lookups: Lookups, country: str, notes: Notes) -> str:
        value = text if lines else one_line(text)
        if required and not value:
            raise CellError("required")
        if len(value) > most:
            raise CellError("too_long", found=len(value), most=most)
        return value

    return parse


def choice(table: str, possible: Iterable[str], default: str = "") -> Parser:
    """Return a parser of words for a few values; an empty cell is the ``default``, or an error without one."""
    choices = ", ".join(possible)

    def parse(text: str, lookups: Lookups, country: str, notes: Notes) -> str:
        if not text:
            if not default:
                raise CellError("required")
            return default
        value = getattr(lookups, table).get(fold(text))
        if value is None:
            raise CellError("unknown_choice", text=text[:60], choices=choices)
        return value

    return parse


def website(text: str, lookups: Lookups, country: str, notes: Notes) -> str:
    if not text:
        return ""
    address = text if re.match(r"https?://", text, re.IGNORECASE) else f"https://{text}"
    try:
        if not PLAIN_ADDRESS.fullmatch(address):
            _is_url(address)
    except ValidationError as error:
        raise CellError("website", text=text[:60]) from error
    if len(address) > limit(Company, "website"):
        raise CellError("too_long", found=len(address), most=limit(Company, "website"))
    return address


def email(text: str, lookups: Lookups, country: str, notes: Notes) -> str:
    address = text.removeprefix("mailto:")
    if address:
        try:
            _is_email(address)
        except ValidationError as error:
            raise CellError("email", text=text[:60]) from error
    return address


def founded(text: str, lookups: Lookups, country: str, notes: Notes) -> int | None:
    if not text:
        return None
    year = text if re.fullmatch(r"\d{4}", text) else _year_of_date(text)
    if not year or not 1100 <= int(year) <= this_year():
        raise CellError("year", text=text[:60])
    return int(year)


def _year_of_date(text: str) -> str:
    try:
        return str(date_of(text).year)
    except CellError:
        return ""


def several(parts: re.Pattern[str], read: Callable[[str, Lookups, Notes], str]) -> Parser:
    """Return a parser of several values in one cell, kept once each and in order."""

    def parse(text: str, lookups: Lookups, country: str, notes: Notes) -> list[str]:
        words = (one_line(part) for part in parts.split(text))
        return sorted({read(word, lookups, notes) for word in words if word})

    return parse


def _language(text: str, lookups: Lookups, notes: Notes) -> str:
    code = lookups.languages.get(fold(text))
    if code is None:
        raise CellError("unknown_language", text=text[:60])
    return code


def _sector(text: str, lookups: Lookups, notes: Notes) -> str:
    """Return a code of NACE Rev. 2; national codes are one or two digits longer."""
    code = text.upper() if len(text) == 1 else ""
    if found := NACE.fullmatch(text):
        division, group, class_ = found.groups()
        code = division.zfill(2) + (f".{group}{class_ or ''}" if group else "")
    if code not in lookups.sector_ids:
        raise CellError("unknown_sector", text=text[:60])
    if digits(code) != digits(text):
        notes.append(Remark("sector_mended", "sectors", {"found": text, "text": code}))
    return code


def _certificate(text: str, lookups: Lookups, notes: Notes) -> str:
    key = lookups.certificate(text)
    if not key:
        raise CellError("unknown_certificate", text=text[:60])
    return key


def valid_until(text: str, lookups: Lookups, country: str, notes: Notes) -> str:
    if not text:
        raise CellError("required")
    return str(date_of(text))


COMPANY_PARSERS: dict[str, Parser] = {
    "name": text_of(limit(Company, "legal_name"), required=True),
    "kind": choice("kinds", Company.Kind.values, default=Company.Kind.COMPANY.value),
    "country": choice("countries", ("DE", "CZ")),
    "register_number": register_number,
    "vat_id": vat_id,
    "street": text_of(120),
    "postal_code": postal_code,
    "town": text_of(80),
    "website": website,
    "email": email,
    "founded": founded,
    "employees": employees,
    "languages": several(SEVERAL, _language),
    "sectors": several(SEVERAL, _sector),
    "certificates": several(SEVERAL, _certificate),
    "summary_de": text_of(limit(Company, "summary_de")),
    "summary_cs": text_of(limit(Company, "summary_cs")),
    "description_de": text_of(limit(Company, "description_de"), lines=True),
    "description_cs": text_of(limit(Company, "description_cs"), lines=True),
}
OFFER_PARSERS: dict[str, Parser] = {
    "direction": choice("directions", Offer.Direction.values),
    "type": choice("types", Offer.Type.values),
    "title_de": text_of(limit(Offer, "title_de")),
    "title_cs": text_of(limit(Offer, "title_cs")),
    "description_de": text_of(limit(Offer, "text_de"), lines=True),
    "description_cs": text_of(limit(Offer, "text_cs"), lines=True),
    "valid_until": valid_until,
}


def last_possible_day() -> dt.date:
    return after_twelve_months(timezone.localdate())
