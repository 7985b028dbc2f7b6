"""Working time on either side of the border: weekends and public holidays do not count.

Holidays are those of Saxony and of Czechia, as the package ``holidays`` knows them.
"""

import datetime as dt
from functools import cache

import holidays
from django.utils import timezone

from .models import Side

DAY = dt.timedelta(days=1)


def is_working_day(day: dt.date, side: str) -> bool:
    return day.weekday() < 5 and day not in _holidays(side)


def working_time(start: dt.datetime, end: dt.datetime, side: str) -> dt.timedelta:
    """Return how long the clock ran between two moments; it stands still on days that are not worked."""
    start, end = (timezone.localtime(moment).replace(tzinfo=None) for moment in (start, end))
    total, day = dt.timedelta(), start.date()
    while day <= end.date():
        if is_working_day(day, side):
            midnight = dt.datetime.combine(day, dt.time())
            total += max(min(end, midnight + DAY) - max(start, midnight), dt.timedelta())
        day += DAY
    return total


def working_days(start: dt.datetime, end: dt.datetime, side: str) -> int:
    """Return the whole working days between two moments."""
    return working_time(start, end, side) // DAY


@cache
def _holidays(side: str) -> holidays.HolidayBase:
    return holidays.country_holidays(side, subdiv="SN" if side == Side.GERMANY else None)
