"""What companies have edited themselves: an import leaves it alone."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import F

from core.bulk import among
from directory.models import Company, EntryChange, Offer

from .records import COMPANY_FIELDS, OFFER_FIELDS

COLUMN_OF_FIELD = {
    Company: {
        **{field: column for column, field in COMPANY_FIELDS.items()},
        "register_number": "register_number",
        "register_court": "register_number",
        "languages": "languages",
        "sectors": "sectors",
        "certificates": "certificates",
    },
    Offer: {field: column for column, field in OFFER_FIELDS.items()},
}


def kept_columns(model: type[Company | Offer], pks: Collection[int]) -> dict[int, set[str]]:
    """Return by entry the columns that members of its company have changed, as far as that is in force.

    An import never writes over such a value, so there is no later import of it after which it would no longer count.
    """
    changes = EntryChange.objects.in_force().filter(company__memberships__user=F("author"))
    entries = {"offer__in": among(pks)} if model is Offer else {"company__in": among(pks), "offer": None}
    name = "offer_id" if model is Offer else "company_id"
    found: dict[int, set[str]] = defaultdict(set)
    for pk, fields in changes.filter(**entries).order_by().values_list(name, "fields"):
        found[pk].update(_columns(model, fields))
    return found


def _columns(model: type[Company | Offer], fields: Mapping[str, Any]) -> Iterable[str]:
    for field, change in fields.items():
        if column := COLUMN_OF_FIELD[model].get(field):
            yield column
        elif field == "locations" and _touches(change, "is_seat"):
            yield from ("street", "postal_code", "town")
        elif field == "contacts" and _touches(change, "is_imported"):
            yield "email"


def _touches(rows: Iterable[Mapping[str, Any]], flag: str) -> bool:
    return any((row.get(version) or {}).get(flag) for row in rows for version in ("old", "new"))
