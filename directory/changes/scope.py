"""What of an entry a company may write, and what of it may go live without review.

Whatever stands in neither table is the institution's or the portal's own: states, verifications, merges, sort keys.
"""

from directory.models import Company, Entry, Offer

FIELDS: dict[type[Entry], tuple[str, ...]] = {
    Company: (
        *("kind", "legal_name", "country", "register_number", "register_court", "vat_number", "website"),
        *("employees", "founded", "delivery_range", "summary_de", "summary_cs", "description_de", "description_cs"),
        *("logo", "sectors", "languages"),
    ),
    Offer: (
        *("direction", "type", "title_de", "title_cs", "text_de", "text_cs", "quantity_de", "quantity_cs"),
        *("regions", "languages", "valid_until", "is_anonymous"),
    ),
}
CAPABILITY = ("concept", "material", "size", "lot_from", "lot_to")
FREE_CAPACITY = ("free_hours_per_week", "free_from")
#: Relations with the columns of their rows.
ROWS: dict[type[Entry], dict[str, tuple[str, ...]]] = {
    Company: {
        "locations": (
            *("is_seat", "name_de", "name_cs", "place", "other_town", "street", "postal_code", "region", "country"),
            *("latitude", "longitude"),
        ),
        "contacts": (
            *("name", "role_de", "role_cs", "email", "phone"),
            *("is_name_public", "is_email_public", "is_phone_public", "released_at"),
        ),
        "capabilities": (*CAPABILITY, *FREE_CAPACITY),
        "certificates": ("certificate", "number", "issuer", "valid_from", "valid_until", "proof"),
        "pictures": ("image", "alt_de", "alt_cs", "sort_order"),
    },
    Offer: {"capabilities": CAPABILITY},
}
#: Extending or withdrawing an offer needs no review at all. ``state`` takes one value, ``hidden``, by which its company
#: withdraws a published offer.
OFFER_ALONE = ("valid_until", "state")
#: Columns of rows that are there already, which a verified company changes without review.
WHEN_VERIFIED = {"contacts": ("phone",), "capabilities": FREE_CAPACITY}


def rows_of(entry: Entry | type[Entry], name: str) -> tuple[str, ...] | None:
    """Return the columns of a relation that a company may write; ``None`` for what is no such relation."""
    return ROWS[_model(entry)].get(name)


def names_of(entry: Entry | type[Entry]) -> tuple[str, ...]:
    """Return everything that a company may write, relations last, in the order that reviewers read it."""
    return (*FIELDS[_model(entry)], *ROWS[_model(entry)])


def _model(entry: Entry | type[Entry]) -> type[Entry]:
    return entry if isinstance(entry, type) else type(entry)  # type: ignore[return-value]
