"""Working time over weekends and the holidays of either side."""

import datetime as dt

import pytest
from django.utils import timezone

from core.working_days import is_working_day, working_days, working_time

HOUR = dt.timedelta(hours=1)


def moment(day: str, hour: int = 10) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(dt.date.fromisoformat(day), dt.time(hour)))


@pytest.mark.parametrize(
    ("day", "in_saxony", "in_czechia"),
    [
        ("2026-11-16", True, True),
        ("2026-11-15", False, False),  # a Sunday
        ("2026-11-17", True, False),  # Den boje za svobodu a demokracii
        ("2026-11-18", False, True),  # Buß- und Bettag
        ("2026-09-28", True, False),  # Den české státnosti, a Monday
        ("2026-04-06", False, False),  # Easter Monday
        ("2026-12-24", True, False),
        ("2026-12-25", False, False),
    ],
)
def test_holidays_are_those_of_the_side(day, in_saxony, in_czechia):
    date = dt.date.fromisoformat(day)
    assert (is_working_day(date, "DE"), is_working_day(date, "CZ")) == (in_saxony, in_czechia)


@pytest.mark.parametrize(
    ("start", "end", "in_saxony", "in_czechia"),
    [
        (moment("2026-11-09"), moment("2026-11-12"), 3, 3),
        (moment("2026-11-09"), moment("2026-11-12", 9), 2, 2),
        (moment("2026-11-13"), moment("2026-11-16"), 1, 1),
        (moment("2026-11-16"), moment("2026-11-19"), 2, 2),
        (moment("2026-11-14"), moment("2026-11-17", 9), 1, 1),  # from Saturday: the clock starts on Monday
        (moment("2026-12-23"), moment("2026-12-28"), 2, 1),
        (moment("2026-11-12"), moment("2026-11-09"), 0, 0),
    ],
)
def test_whole_working_days(start, end, in_saxony, in_czechia):
    assert (working_days(start, end, "DE"), working_days(start, end, "CZ")) == (in_saxony, in_czechia)


def test_clock_stands_still_over_the_weekend():
    assert working_time(moment("2026-11-13", 22), moment("2026-11-16", 1), "DE") == 3 * HOUR


def test_change_of_the_clock_on_a_sunday_does_not_count():
    assert working_time(moment("2026-10-23", 12), moment("2026-10-26", 12), "DE") == 24 * HOUR
    assert working_time(moment("2026-03-27", 12), moment("2026-03-30", 12), "CZ") == 24 * HOUR
