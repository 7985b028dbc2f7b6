"""How events are picked out: by time, place and language, and with what a view shows."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone
from wagtail.models import PageManager, PageQuerySet


class EventQuerySet(PageQuerySet):
    def upcoming(self) -> "EventQuerySet":
        """Not over yet, the next one first."""
        return self.filter(ends_at__gte=timezone.now()).order_by("starts_at", "pk")

    def past(self) -> "EventQuerySet":
        """Over, the latest one first."""
        return self.filter(ends_at__lt=timezone.now()).order_by("-starts_at", "-pk")

    def in_month(self, first_day: dt.date) -> "EventQuerySet":
        """On at least one day of the month that begins with ``first_day``."""
        next_month = (first_day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
        return self.filter(start_date__lt=next_month, end_date__gte=first_day).order_by("starts_at", "pk")

    def in_region(self, code: str) -> "EventQuerySet":
        return self.filter(Q(place__region__code=code) | Q(place__region__parent__code=code))

    def on_side(self, country: str) -> "EventQuerySet":
        return self.filter(place__country=country)

    def spoken_in(self, language: str) -> "EventQuerySet":
        return self.filter(**{f"is_in_{language}": True})

    def for_rows(self) -> "EventQuerySet":
        """With what a row of a list shows: the town."""
        return self.select_related("place")

    def for_calendar(self) -> "EventQuerySet":
        """With what a calendar file says: town, language and topics."""
        return self.select_related("place", "locale").prefetch_related("topics")

    def with_facts(self) -> "EventQuerySet":
        """With what the page itself shows."""
        return self.select_related("place__region__parent", "picture").prefetch_related(
            "topics", "organisers", "picture__renditions"
        )


EventManager = PageManager.from_queryset(EventQuerySet)
