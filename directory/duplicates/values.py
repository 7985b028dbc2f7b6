"""Values of two entries side by side, in the reader's words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.i18n import LANGUAGE_CODES
from directory.models import Company

from .planning import CHOICES, SEAT, SETS
from .relations import RELATIONS

NOTHING = "–"


@dataclass(frozen=True)
class Row:
    """One line of the comparison."""

    label: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        return self.first != self.second


def rows_of(first: Company, second: Company) -> Iterator[Row]:
    """Yield everything about two companies side by side."""
    yield Row(_("State"), first.get_state_display(), second.get_state_display())
    for name in choosable():
        yield Row(label_of(name), value_of(first, name), value_of(second, name))
    for relation in RELATIONS:
        if relation.name != "locations":
            yield Row(relation.label, *(rows_in_words(relation.rows(each)) for each in (first, second)))


def choosable() -> list[str]:
    """Return all that is chosen between, by name."""
    return [*(columns[0] for columns in CHOICES), SEAT, *SETS]


def label_of(name: str) -> str:
    if name == SEAT:
        return _("Seat")
    field: Any = Company._meta.get_field(name.removesuffix("_id"))
    label = f"{field.verbose_name}"
    language = name.rpartition("_")[2]
    if language in LANGUAGE_CODES:
        label = f"{label} ({language.upper()})" if language.upper() not in label.upper().split() else label
    return label[:1].upper() + label[1:]


def value_of(company: Company, name: str) -> str:
    """Return what goes by a name of ``planning.CHOICES``, ``SEAT`` or ``SETS``, in words."""
    if name == SEAT:
        return _address(company) or NOTHING
    if name in SETS:
        return ", ".join(f"{row}" for row in getattr(company, name).all()) or NOTHING
    if name == "register_number":
        parts = (company.register_number, company.register_court, company.get_country_display())
        return ", ".join(filter(None, parts))
    if name == "last_confirmed_on" and company.last_confirmed_on:
        return date_format(company.last_confirmed_on, "SHORT_DATE_FORMAT")
    display = getattr(company, f"get_{name}_display", None)
    value = display() if display else getattr(company, name.removesuffix("_id"))
    return f"{value}" if value not in ("", None) else NOTHING


def rows_in_words(rows: list[Any]) -> str:
    return "; ".join(f"{row}" for row in rows) or NOTHING


def _address(company: Company) -> str:
    seat = company.seat
    return ", ".join(filter(None, [seat.street, f"{seat.postal_code} {seat.town}".strip()])) if seat else ""
