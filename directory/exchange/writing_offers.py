"""Writing rows of offers and requests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from core.bulk import upsert
from directory.models import ImportRow, Offer
from directory.models.offers import after_twelve_months

from .records import OFFER_FIELDS
from .writing import StaleError, Writer


class OfferWriter(Writer):
    model = Offer

    def create(self, rows: Sequence[ImportRow]) -> list[Any]:
        offers = []
        for row in rows:
            values = {name: row.values[column] for column, name in OFFER_FIELDS.items() if column in row.values}
            until = dt.date.fromisoformat(values.pop("valid_until"))
            owner = row.values["company_reference"]
            begins = min(timezone.localdate(), until)
            offers.append(Offer(company_id=owner, valid_from=begins, valid_until=until, **values))
            _refuse_too_late(offers[-1])
        return offers

    def change(self, rows: Sequence[ImportRow], entries: Sequence[Any]) -> None:
        for row, offer in zip(rows, entries, strict=True):
            for column, name in OFFER_FIELDS.items():
                if column in row.values and column != "valid_until":
                    setattr(offer, name, row.values[column])
            if "valid_until" in row.values:
                set_validity(offer, dt.date.fromisoformat(row.values["valid_until"]))
        upsert(entries, [*OFFER_FIELDS.values(), "valid_from"])


def set_validity(offer: Offer, until: dt.date) -> None:
    """An extension counts from today, an offer that is over begins on its last day, a shortened one keeps its first."""
    today = timezone.localdate()
    if until < today:
        offer.valid_from = until
    elif until > offer.valid_until:
        offer.valid_from = today
    offer.valid_until = until
    _refuse_too_late(offer)


def _refuse_too_late(offer: Offer) -> None:
    if offer.valid_until > after_twelve_months(offer.valid_from):
        raise StaleError  # checked on another day
