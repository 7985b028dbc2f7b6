"""Local clock times of the region as moments."""

import datetime as dt

from django.utils import timezone


class NonexistentTimeError(ValueError):
    """The clocks skip this time: it lies in the hour that goes missing when summer time begins."""


def local_moment(day: dt.date, time: dt.time) -> dt.datetime:
    """Return the moment of a clock time in Europe/Berlin = Europe/Prague.

    A time that comes twice (the end of summer time) is the first of the two. Raises ``NonexistentTimeError`` for one
    that never comes.
    """
    moment = nearest_moment(day, time)
    if moment.astimezone(dt.UTC).astimezone(moment.tzinfo).replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise NonexistentTimeError(f"{day} {time} does not exist in {moment.tzinfo}.")
    return moment


def nearest_moment(day: dt.date, time: dt.time) -> dt.datetime:
    """Return the moment of a clock time; one that the clocks skip as if they had not yet gone forward."""
    return dt.datetime.combine(day, time, tzinfo=timezone.get_default_timezone())
