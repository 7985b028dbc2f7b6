"""Register numbers, VAT numbers and postal codes, as people write them and as Excel leaves them."""

import re
from collections.abc import Callable

from django.core.exceptions import ValidationError

from directory.models import Company
from directory.validators import clean_german_register_number, clean_ico, clean_vat_number

from .lookups import Lookups, digits
from .remarks import CellError, Remark
from .words import court_name

GERMAN_NUMBER = re.compile(
    r"\b(HRA|HRB|GNR|VR|PR|GSR)[\s.:]*(?:NR\.?\s*)?(\d{1,7})(?:\s?([A-Z]{1,4})\b)?", re.IGNORECASE
)
LONGEST_COURT = Company._meta.get_field("register_court").max_length or 0
Notes = list[Remark]


def register_number(text: str, lookups: Lookups, country: str, notes: Notes) -> list[str]:
    if not text:
        return ["", ""]
    if not country:
        raise CellError("number_without_country")
    return czech_number(text, notes) if country == "CZ" else german_number(text)


def czech_number(text: str, notes: Notes) -> list[str]:
    plain = re.sub(r"^\s*IČO?\b[\s:.]*", "", text, flags=re.IGNORECASE)
    number = _cleaned(clean_ico, plain)
    if len(digits(plain)) < len(number):
        notes.append(Remark("ico_mended", "register_number", {"text": number}))
    return [number, ""]


def german_number(text: str) -> list[str]:
    """Return number and court of „HRB 22069“, „HRB 22069, Chemnitz“ or „Amtsgericht Chemnitz HRB 22069“."""
    found = GERMAN_NUMBER.search(text)
    if found is None:
        raise CellError("register_format")
    register, number, suffix = found.groups()
    end = found.end()
    if suffix and not suffix.isupper():  # the first letters of a court
        suffix, end = "", found.start(3)
    rest = f"{text[: found.start()]} {text[end:]}"
    court = court_name(re.sub(r"[,;:()|/]", " ", rest))
    if len(court) > LONGEST_COURT or digits(court):
        raise CellError("register_format")
    return [_cleaned(clean_german_register_number, f"{register} {number} {suffix or ''}".strip()), court]


def vat_id(text: str, lookups: Lookups, country: str, notes: Notes) -> str:
    plain = re.sub(r"[\s.\-/]", "", text)
    if plain.isdigit() and country:
        plain = country + plain
        notes.append(Remark("vat_mended", "vat_id", {"text": plain}))
    return _cleaned(clean_vat_number, plain)


def _cleaned(clean: Callable[[str], str], text: str) -> str:
    try:
        return clean(text)
    except ValidationError as error:
        raise CellError(str(error.code)) from error


def postal_code(text: str, lookups: Lookups, country: str, notes: Notes) -> str:
    if not text:
        return ""
    number = digits(re.sub(r"^(D|DE|CZ|SK)[\s-]*", "", text.strip(), flags=re.IGNORECASE))
    if country == "DE" and len(number) == 4:
        number = f"0{number}"
        notes.append(Remark("postal_code_mended", "postal_code", {"text": number}))
    if len(number) != 5:
        raise CellError("postal_code")
    return f"{number[:3]} {number[3:]}" if country == "CZ" else number
