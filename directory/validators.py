"""Numbers that identify a company: brought into one spelling, and checked as far as arithmetic can."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.cz import dic
from stdnum.eu import vat
from stdnum.exceptions import ValidationError as NumberError

GERMAN_REGISTER = re.compile(r"(HRA|HRB|GNR|VR|PR|GSR)\s*(\d{1,7})\s*([A-Z]{0,4})")
SPELLINGS = {"GNR": "GnR", "GSR": "GsR"}


def clean_ico(value: str) -> str:
    """Return a Czech IČO as eight digits; leading zeros that a spreadsheet took are put back.

    Raises ``ValidationError`` where the check digit does not fit (modulo 11 over the first seven digits).
    """
    digits = re.sub(r"[\s.]", "", value).zfill(8)
    if not re.fullmatch(r"[0-9]{8}", digits):
        raise ValidationError(_("An IČO has eight digits, such as 25596641."), code="ico_format")
    if dic.calc_check_digit_legal(digits[:-1]) != digits[-1]:
        raise ValidationError(_("The check digit of this IČO is wrong. Is there a typing error?"), code="ico_checksum")
    return digits


def clean_german_register_number(value: str) -> str:
    """Return a number of the German commercial register as “HRB 12345”; raises ``ValidationError``."""
    found = GERMAN_REGISTER.fullmatch(value.strip().upper())
    if found is None:
        raise ValidationError(_("A register number looks like HRB 12345 or HRA 678."), code="register_format")
    register, number, suffix = found.groups()
    return " ".join(filter(None, [SPELLINGS.get(register, register), number, suffix]))


def as_register_number(text: str) -> str:
    """Return a search for a German register number in the spelling that is stored, anything else as it is."""
    try:
        return clean_german_register_number(text)
    except ValidationError:
        return text


def clean_register_number(value: str, country: str) -> str:
    """Return the register number in its country's spelling (``"DE"`` or ``"CZ"``); raises ``ValidationError``."""
    if not value.strip():
        return ""
    return clean_ico(value) if country == "CZ" else clean_german_register_number(value)


def clean_vat_number(value: str) -> str:
    """Return a VAT number of an EU country without spaces, such as DE136695976; raises ``ValidationError``."""
    if not value.strip():
        return ""
    try:
        return vat.validate(value)
    except NumberError as error:
        message = _("This VAT number cannot be right. It begins with the country, such as DE136695976 or CZ25123891.")
        raise ValidationError(message, code="vat_checksum") from error
