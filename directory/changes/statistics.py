"""How long companies wait for a decision, per institution."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

from core.models import Institution
from core.working_days import DAY, working_time
from directory.models import EntryChange

from .queue import changes_within

DECISIONS = (EntryChange.State.APPROVED, EntryChange.State.CORRECTED, EntryChange.State.REJECTED)


@dataclass(frozen=True)
class Figures:
    """What an institution decided in a period; times in working days, ``None`` where nothing was decided."""

    institution: Institution
    decided: int
    corrected: int
    rejected: int
    median: float | None
    longest: float | None
    waiting: int


def figures(user: Any, first: dt.date, last: dt.date) -> list[Figures]:
    """Return the figures of the days from ``first`` to ``last``, of each institution that somebody answers for."""
    changes = changes_within(user)
    decided = changes.filter(state__in=DECISIONS, decided_at__date__gte=first, decided_at__date__lte=last).values_list(
        "institution", "state", "submitted_at", "decided_at"
    )
    by_institution: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for institution, *facts in decided:
        by_institution[institution].append(tuple(facts))
    waiting = Counter(change.answers for change in changes.filter(state=EntryChange.State.WAITING))  # type: ignore[attr-defined]
    named = {*by_institution, *waiting}
    return [_of(each, by_institution[each.pk], waiting[each.pk]) for each in Institution.objects.filter(pk__in=named)]


def _of(institution: Institution, decided: Iterable[tuple[Any, ...]], waiting: int) -> Figures:
    states = Counter(state for state, _start, _end in decided)
    days = [round(working_time(start, end, institution.side) / DAY, 1) for _state, start, end in decided]
    return Figures(
        institution=institution,
        decided=len(days),
        corrected=states[EntryChange.State.CORRECTED],
        rejected=states[EntryChange.State.REJECTED],
        median=round(median(days), 1) if days else None,
        longest=max(days, default=None),
        waiting=waiting,
    )
