"""What visitors narrow the calendar down by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import Region, Topic
from core.models.regions import Side

if TYPE_CHECKING:
    from .querysets import EventQuerySet

SPOKEN = {"de": gettext_lazy("German"), "cs": gettext_lazy("Czech"), "en": gettext_lazy("English")}


@dataclass(frozen=True)
class Choice:
    value: str
    label: Any
    is_chosen: bool


class EventFilter:
    """Region, side of the border, topic and language out of a query string; a value that does not exist is a 404."""

    PARAMETERS = ("side", "region", "topic", "language")

    def __init__(self, parameters: QueryDict) -> None:
        self._given = {name: parameters.get(name, "").strip() for name in self.PARAMETERS}
        self._given["side"] = self._given["side"].lower()
        if self._given["side"].upper() not in ("", *Side.values) or self._given["language"] not in ("", *SPOKEN):
            raise Http404
        if (self._given["topic"] and self.topic is None) or (self._given["region"] and self.region is None):
            raise Http404

    @cached_property
    def topic(self) -> Topic | None:
        return next((topic for topic in self._topics if self._given["topic"] in (topic.slug_de, topic.slug_cs)), None)

    @cached_property
    def region(self) -> Region | None:
        return next((region for region in self._regions if region.code == self._given["region"]), None)

    @property
    def is_set(self) -> bool:
        return any(self._given.values())

    @property
    def count(self) -> int:
        """How many filters are set."""
        return sum(map(bool, self._given.values()))

    @property
    def query(self) -> str:
        """The filter as a query string for links to other views of the same events."""
        parameters = QueryDict(mutable=True)
        parameters.update({name: value for name, value in self._given.items() if value})
        return f"?{parameters.urlencode()}" if parameters else ""

    def apply(self, events: EventQuerySet) -> EventQuerySet:
        if self._given["side"]:
            events = events.on_side(self._given["side"].upper())
        if self.region:
            events = events.in_region(self.region.code)
        if self.topic:
            events = events.filter(topics=self.topic)
        if self._given["language"]:
            events = events.spoken_in(self._given["language"])
        return events

    @property
    def sides(self) -> list[Choice]:
        return [Choice(side.value.lower(), side.label, side.value.lower() == self._given["side"]) for side in Side]

    @property
    def regions(self) -> list[Choice]:
        return [Choice(region.code, region.name, region == self.region) for region in self._regions]

    @property
    def topics(self) -> list[Choice]:
        return [Choice(topic.slug, topic.name, topic == self.topic) for topic in self._topics]

    @property
    def spoken(self) -> list[Choice]:
        return [Choice(code, str(name), code == self._given["language"]) for code, name in SPOKEN.items()]

    @property
    def calendar_name(self) -> str:
        """The name that a calendar program shows for the subscribed events."""
        chosen = [str(choice.label) for group in self._groups for choice in group if choice.is_chosen]
        return ": ".join([_("Glokal events"), ", ".join(chosen)]) if chosen else _("Glokal events")

    @property
    def _groups(self) -> list[list[Choice]]:
        return [self.sides, self.regions, self.topics, self.spoken]

    @cached_property
    def _topics(self) -> list[Topic]:
        return list(Topic.objects.all())

    @cached_property
    def _regions(self) -> list[Region]:
        return list(Region.objects.top_level())
