"""Events as iCalendar (RFC 5545), single or as a feed to subscribe to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText, vUri

from core.feeds import absolute
from core.i18n import active_language

from .models.calendar_entry import CalendarEntry

if TYPE_CHECKING:
    from .models import EventPage

REFRESH_AFTER = dt.timedelta(hours=6)
# RFC 5545 knows no “postponed”: a date that no longer holds is tentative until the new one is set.
STATUS = {"planned": "CONFIRMED", "postponed": "TENTATIVE", "cancelled": "CANCELLED"}


def calendar_response(events: Iterable[EventPage], *, name: str, filename: str) -> HttpResponse:
    """Return the events as one ``text/calendar`` file in the active language."""
    response = HttpResponse(build_calendar(list(events), name=name), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{filename}.ics"'
    return response


def build_calendar(events: list[EventPage], *, name: str) -> bytes:
    """Return the events as iCalendar bytes; one query for what calendars know of them."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Glokal//Events//{active_language().upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH_AFTER, parameters={"VALUE": "DURATION"})
    entries = CalendarEntry.objects.in_bulk([event.translation_key for event in events])
    for event in events:
        entry = entries.get(event.translation_key) or CalendarEntry(translation_key=event.translation_key)
        calendar.add_component(_component(event, entry))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _component(page: EventPage, entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    # The other language version may have moved the event since this one was published.
    changed_at = max(filter(None, [page.last_published_at, entry.changed_at]), default=timezone.now())
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("status", STATUS[page.status])
    event.add("summary", _summary(page), parameters={"LANGUAGE": page.locale.language_code})
    event.add("description", _description(page), parameters={"LANGUAGE": page.locale.language_code})
    _add_times(event, page)
    if location := _location(page):
        event.add("location", location)
    if page.place and page.format != page.Format.ONLINE:
        event.add("geo", (float(page.place.latitude), float(page.place.longitude)))
    event.add("url", vUri(page.full_url))
    if topics := [str(topic) for topic in page.topics.all()]:
        event.add("categories", topics)
    event.add("transp", "OPAQUE" if page.is_on else "TRANSPARENT")
    return event


def _add_times(event: Event, page: EventPage) -> None:
    if page.is_all_day:
        event.add("dtstart", page.start_date)
        # RFC 5545, 3.6.1: the end is the first day after the event.
        event.add("dtend", (page.end_date or page.start_date) + dt.timedelta(days=1))
        return
    event.add("dtstart", timezone.localtime(page.starts_at))
    if page.ends_at > page.starts_at:
        event.add("dtend", timezone.localtime(page.ends_at))


def _summary(page: EventPage) -> str:
    if page.is_on:
        return page.title
    return f"{page.get_status_display().upper()}: {page.title}"


def _description(page: EventPage) -> vText:
    lines = [page.status_note, page.teaser, page.audience]
    if page.online_url:
        lines.append(_("Take part online: %(url)s") % {"url": page.online_url})
    if page.can_register:
        lines.append(_("Register: %(url)s") % {"url": page.registration_url})
    lines.append(absolute(page.full_url))
    return vText("\n\n".join(line for line in lines if line))


def _location(page: EventPage) -> str:
    if page.format == page.Format.ONLINE:
        return _("online")
    parts = [page.venue, page.street, page.place.name if page.place else ""]
    return ", ".join(str(part) for part in parts if part)
