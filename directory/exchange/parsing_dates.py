"""Dates, and size classes, of which Excel makes dates."""

import datetime as dt
import re

from directory.models import Company

from .lookups import Lookups
from .remarks import CellError, Remark

#: Days that Excel makes of the two lowest size classes: 1-9 is the first of September, 10-49 October 1949.
EMPLOYEES_AS_DATE = {(1, 9): "1-9", (9, 1): "1-9"}
EMPLOYEES_AS_WORDS = re.compile(r"(?:0?1\.?\s?-?(?:sep|ix|září|zář|9)\.?|0?9\.?\s?-?(?:jan|led|i|1)\.?)", re.IGNORECASE)
OCTOBER_49 = re.compile(r"(?:okt|oct|říj|x|10)[\s.-]*(?:19|20)?49", re.IGNORECASE)
DATE = re.compile(r"(\d{1,2})[./-]\s*(\d{1,2})[./-]\s*(\d{4}|\d{2})")
ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+Z?)?")
SERIAL_DATE = re.compile(r"[3-6]\d{4}")
EXCEL_EPOCH = dt.date(1899, 12, 30)
Notes = list[Remark]


def date_of(text: str) -> dt.date:
    """Return the day of „2026-12-31“, „31.12.2026“, „31. 12. 26“ or of Excel's count of days."""
    try:
        if found := ISO_DATE.fullmatch(text):
            year, month, day = (int(part) for part in found.groups())
            return dt.date(year, month, day)
        if found := DATE.fullmatch(text):
            day, month, year = (int(part) for part in found.groups())
            return dt.date(year + 2000 if year < 100 else year, month, day)
    except ValueError as error:
        raise CellError("date", text=text[:60]) from error
    if SERIAL_DATE.fullmatch(text):
        return EXCEL_EPOCH + dt.timedelta(days=int(text))
    raise CellError("date", text=text[:60])


def employees(text: str, lookups: Lookups, country: str, notes: Notes) -> str:
    if not text:
        return ""
    plain = re.sub(r"[\s.]|(?<=\d)(?:mitarbeiter|ma|zaměstnanců)$", "", text.replace("–", "-").replace("—", "-"))
    if plain in Company.Employees.values:
        return plain
    if plain.isdigit() and len(plain) < 5:
        return _size_class(int(plain))
    if plain in ("250-", ">250", ">249", "≥250", "250undmehr", "250avíce", "ab250", "od250"):
        return Company.Employees.LARGE.value
    if mended := _employees_from_date(text):
        notes.append(Remark("employees_mended", "employees", {"text": mended}))
        return mended
    raise CellError("employees", text=text[:60])


def _size_class(number: int) -> str:
    if number < 1:
        raise CellError("employees", text=str(number))
    sizes = Company.Employees
    upper = {10: sizes.MICRO, 50: sizes.SMALL, 250: sizes.MEDIUM}
    return next((size for most, size in upper.items() if number < most), sizes.LARGE).value


def _employees_from_date(text: str) -> str:
    if EMPLOYEES_AS_WORDS.fullmatch(text):
        return "1-9"
    if OCTOBER_49.fullmatch(text):
        return "10-49"
    try:
        day = date_of(text)
    except CellError:
        return ""
    if (day.month, day.year % 100, day.day) == (10, 49, 1):
        return "10-49"
    return EMPLOYEES_AS_DATE.get((day.day, day.month), "")
