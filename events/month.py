"""A month as a sheet of weeks."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

# Calendars reach from the first year of the project's programme to as far ahead as anybody plans.
FIRST_YEAR, LAST_YEAR = 2021, 2050


@dataclass(frozen=True)
class Day:
    date: dt.date
    is_in_month: bool
    is_today: bool
    events: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """One month; ``first_day`` is its first of the month."""

    first_day: dt.date

    @classmethod
    def from_text(cls, year: str, month: str) -> Month | None:
        """Return the month, or ``None`` where there is no such month or it lies beyond the calendar."""
        if not (FIRST_YEAR <= int(year) <= LAST_YEAR and 1 <= int(month) <= 12):
            return None
        return cls(dt.date(int(year), int(month), 1))

    @classmethod
    def containing(cls, day: dt.date) -> Month:
        return cls(day.replace(day=1))

    def __str__(self) -> str:
        return self.first_day.strftime("%Y-%m")

    @property
    def previous(self) -> Month | None:
        return self._near(self.first_day - dt.timedelta(days=1))

    @property
    def next(self) -> Month | None:
        return self._near(self.first_day + dt.timedelta(days=31))

    def weeks(self, events: Iterable[Any]) -> list[list[Day]]:
        """Return the weeks, Monday first, with the events on each of their days."""
        events = list(events)
        today = timezone.localdate()
        weeks = calendar.Calendar(calendar.MONDAY).monthdatescalendar(self.first_day.year, self.first_day.month)
        return [[self._day(date, today, events) for date in week] for week in weeks]

    def _day(self, date: dt.date, today: dt.date, events: list[Any]) -> Day:
        on_day = [event for event in events if event.start_date <= date <= event.end_date]
        return Day(date, date.month == self.first_day.month, date == today, on_day)

    def _near(self, day: dt.date) -> Month | None:
        return Month.from_text(str(day.year), str(day.month))
