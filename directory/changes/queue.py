"""Which changes wait for whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from core.models import Institution
from core.working_days import working_days
from directory.models import EntryChange
from directory.responsibility import answering
from directory.rights import companies_within, institutions_of, is_operator

JOINED = ("company", "offer__company", "author", "assigned_to", "decided_by", "institution")


def may_review(user: Any) -> bool:
    """Whether somebody decides about changes at all: operators, and the moderators of an institution."""
    return is_operator(user) or bool(institutions_of(user))


def changes_within(user: Any) -> QuerySet[EntryChange]:
    """Return all changes of entries that somebody answers for now, wherever the seat was before.

    ``answers`` is the id of the institution that answers for the entry today.
    """
    within = EntryChange.objects.annotate(answers=answering("company__"))
    if not is_operator(user):
        within = within.filter(company__in=companies_within(user))
    return within.select_related(*JOINED)


def queue(user: Any) -> QuerySet[EntryChange]:
    """Return what waits for somebody's decision, the oldest first."""
    return changes_within(user).waiting().order_by("submitted_at", "pk")  # type: ignore[attr-defined]


def following(user: Any, change: EntryChange) -> EntryChange | None:
    """Return what is to be looked at after a change: the next that no colleague has taken over, then from the start."""
    mine = queue(user).filter(Q(assigned_to=None) | Q(assigned_to=user)).exclude(pk=change.pk)
    later = Q(submitted_at__gt=change.submitted_at) | Q(submitted_at=change.submitted_at, pk__gt=change.pk)
    return mine.filter(later).first() or mine.first()


def preceding(user: Any, change: EntryChange) -> EntryChange | None:
    earlier = Q(submitted_at__lt=change.submitted_at) | Q(submitted_at=change.submitted_at, pk__lt=change.pk)
    return queue(user).filter(earlier).last()


@dataclass(frozen=True)
class Waiting:
    """How much waits, and for how many working days the oldest of it; ``None`` where nothing does."""

    count: int
    oldest: EntryChange | None
    age: int


def waiting_for(user: Any) -> Waiting:
    changes = queue(user)
    oldest = changes.first()
    return Waiting(changes.count() if oldest else 0, oldest, age_of(oldest) if oldest else 0)


def age_of(change: EntryChange, sides: dict[int, str] | None = None) -> int:
    """Return the working days since a change was submitted, or until it was decided, on its institution's side."""
    side = (sides or {}).get(getattr(change, "answers", 0)) or change.institution.side
    end: dt.datetime = change.decided_at or timezone.now()
    return working_days(change.submitted_at, end, side)


def sides() -> dict[int, str]:
    return dict(Institution.objects.values_list("pk", "side"))
