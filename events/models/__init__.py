"""Events: the calendar of a language, its events, and what both languages of an event share."""

from .calendar_entry import CalendarEntry
from .event import EventPage
from .event_index import EventIndexPage

__all__ = ["CalendarEntry", "EventIndexPage", "EventPage"]
