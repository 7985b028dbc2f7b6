"""What belongs to a company and what becomes of it when two entries are made one: moved, or joined with its like."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from core.names import fold_name
from directory.models import Company, Membership

LONG_AGO = dt.date.min
Columns = dict[str, Any]


def nothing(row: Any) -> Columns:
    return {}


@dataclass(frozen=True)
class Relation:
    """Rows of a company: what they get when they move, which say the same, and what the one that stays takes over."""

    name: str
    moved: Callable[[Any], Columns] = nothing
    are_same: Callable[[Any, Any], bool] = lambda kept, merged: False
    joined: Callable[[Any, Any], Columns] = lambda kept, merged: {}

    def rows(self, company: Company) -> list[Any]:
        return list(getattr(company, self.name).order_by("pk"))

    @property
    def label(self) -> str:
        related: Any = Company._meta.get_field(self.name).related_model
        return str(related._meta.verbose_name_plural)


def filled(*columns: str) -> Callable[[Any, Any], Columns]:
    """Return what fills the empty columns of the row that stays."""

    def fill(kept: Any, merged: Any) -> Columns:
        return {
            column: getattr(merged, column)
            for column in columns
            if getattr(kept, column) in ("", None) and getattr(merged, column) not in ("", None)
        }

    return fill


def of_newer(when: str, *columns: str) -> Callable[[Any, Any], Columns]:
    """Return the columns of the row to be merged where it is the newer one."""

    def take(kept: Any, merged: Any) -> Columns:
        is_newer = getattr(merged, when) is not None and (
            getattr(kept, when) is None or getattr(merged, when) > getattr(kept, when)
        )
        return {column: getattr(merged, column) for column in (when, *columns)} if is_newer else {}

    return take


def _same_address(kept: Any, merged: Any) -> bool:
    def address(row: Any) -> tuple[Any, ...]:
        return row.place_id, row.other_town.casefold(), fold_name(row.street)

    return address(kept) == address(merged)


def _same_contact(kept: Any, merged: Any) -> bool:
    if kept.email or merged.email:
        return kept.email.casefold() == merged.email.casefold()
    digits = [re.sub(r"\D", "", row.phone) for row in (kept, merged)]
    return digits[0] == digits[1] and fold_name(kept.name) == fold_name(merged.name)


def _same_capability(kept: Any, merged: Any) -> bool:
    columns = ("concept_id", "material_id", "size", "lot_from", "lot_to")
    return all(getattr(kept, column) == getattr(merged, column) for column in columns)


def _same_certificate(kept: Any, merged: Any) -> bool:
    """One number, or none on one side, is one certificate."""
    is_one = kept.number == merged.number or not (kept.number and merged.number)
    return kept.certificate_id == merged.certificate_id and is_one


def _joined_certificate(kept: Any, merged: Any) -> Columns:
    """The later validity as a whole, since beginning and end belong together."""

    def end(row: Any) -> dt.date:
        return row.valid_until or LONG_AGO

    validity = ("valid_from", "valid_until")
    later = {column: getattr(merged, column) for column in validity} if end(merged) > end(kept) else {}
    return later | filled("number", "issuer", "proof_id")(kept, merged)


def _joined_membership(kept: Any, merged: Any) -> Columns:
    is_raised = merged.role == Membership.Role.OWNER != kept.role
    return {"role": merged.role} if is_raised else {}


def _moved_change(change: Any) -> Columns:
    """One of the entry itself started from a version of another entry, which it cannot be compared with."""
    return {} if change.offer_id else {"base_revision_id": None}


def _same(column: str) -> Callable[[Any, Any], bool]:
    return lambda kept, merged: getattr(kept, column) == getattr(merged, column)


LOCATIONS = Relation(
    "locations", lambda row: {"is_seat": False}, _same_address, filled("postal_code", "name_de", "name_cs")
)
RELATIONS = (
    Relation("offers"),
    LOCATIONS,
    Relation("contacts", nothing, _same_contact, filled("name", "role_de", "role_cs", "phone", "released_at")),
    Relation("capabilities", nothing, _same_capability, filled("free_hours_per_week", "free_from")),
    Relation("certificates", nothing, _same_certificate, _joined_certificate),
    Relation("verifications", nothing, _same("kind"), of_newer("verified_on", "institution_id")),
    Relation("pictures", nothing, _same("image_id"), filled("alt_de", "alt_cs")),
    Relation("memberships", nothing, _same("user_id"), _joined_membership),
    Relation("references"),
    Relation("changes", _moved_change),
    Relation("problem_reports"),
    Relation(
        "register_checks",
        nothing,
        _same("register"),
        of_newer("checked_at", "number", "result", "answer", "problem", "attempts", "due_at"),
    ),
)


def replaced_changes(kept: Company, merged: Company) -> list[Any]:
    """Return the older of two waiting changes of the entries themselves: only one may wait."""
    waiting = [change for company in (kept, merged) for change in company.changes.waiting().filter(offer=None)]
    return sorted(waiting, key=lambda change: (change.submitted_at, change.pk))[:-1]


def as_replaced(change: Any) -> Columns:
    return {"state": type(change).State.REPLACED, "decided_at": timezone.now()}
