"""The calendar page."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path

from core.models import BasePage, published
from core.paging import get_page
from events.filters import EventFilter
from events.icalendar_files import calendar_response
from events.month import Month
from events.querysets import EventQuerySet

from .event import EventPage

PER_PAGE = 12


class EventIndexPage(RoutablePageMixin, BasePage):
    """Lists the events of its language: coming, past, or month by month, and as a calendar to subscribe to."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["events.EventPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("event calendar")
        verbose_name_plural = _("event calendars")

    @property
    def events(self) -> EventQuerySet:
        return published(EventPage.objects.all()).child_of(self)

    @path("")
    def list_upcoming(self, request: HttpRequest) -> HttpResponse:
        return self._list(request, self.events.upcoming(), view="upcoming")

    @path(_("past/"), name="past")
    def list_past(self, request: HttpRequest) -> HttpResponse:
        return self._list(request, self.events.past(), view="past")

    @re_path(r"^(?P<year>\d{4})-(?P<month>\d{2})/$", name="month")
    def show_month(self, request: HttpRequest, year: str, month: str) -> HttpResponse:
        shown = Month.from_text(year, month)
        if shown is None:
            raise Http404
        event_filter = EventFilter(request.GET)
        events = event_filter.apply(self.events.in_month(shown.first_day)).for_rows()
        return self._render(request, event_filter, view="month", month=shown, weeks=shown.weeks(events), events=events)

    # Wagtail asks with a slash at the end; the address itself has none.
    @re_path(r"^events\.ics/?$", name="ics")
    def ics(self, request: HttpRequest) -> HttpResponse:
        since = timezone.now() - dt.timedelta(days=90)
        event_filter = EventFilter(request.GET)
        events = event_filter.apply(self.events.filter(ends_at__gte=since)).for_calendar().order_by("starts_at")
        return calendar_response(events, name=event_filter.calendar_name, filename="glokal")

    def _list(self, request: HttpRequest, events: EventQuerySet, *, view: str) -> HttpResponse:
        event_filter = EventFilter(request.GET)
        paginator = Paginator(event_filter.apply(events).for_rows(), PER_PAGE)
        page = get_page(paginator, request.GET.get("page"))
        return self._render(request, event_filter, view=view, month=Month.containing(timezone.localdate()), events=page)

    def _render(self, request: HttpRequest, event_filter: EventFilter, **context: Any) -> HttpResponse:
        return self.render(request, context_overrides={"filter": event_filter, **context})
