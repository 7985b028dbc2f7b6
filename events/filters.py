"""What visitors narrow the calendar down by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.filters import Choice, Facet, ListFilter
from core.models import Region, Topic
from core.models.regions import Side

if TYPE_CHECKING:
    from .querysets import EventQuerySet

SPOKEN = {"de": gettext_lazy("German"), "cs": gettext_lazy("Czech"), "en": gettext_lazy("English")}


class EventFilter(ListFilter):
    """Side of the border, region, topic and language out of a query string."""

    PARAMETERS = ("side", "region", "topic", "language")

    def clean(self, name: str, value: str) -> str:
        if name == "side":
            return value.lower()
        if name == "topic":  # its word in either language leads to it
            return next((topic.slug for topic in self._topics if value in (topic.slug_de, topic.slug_cs)), value)
        return value

    @cached_property
    def facets(self) -> list[Facet]:
        sides = (Choice(side.value.lower(), side.label) for side in Side)
        regions = (Choice(region.code, region.name) for region in Region.objects.top_level())
        topics = (Choice(topic.slug, topic.name) for topic in self._topics)
        spoken = (Choice(code, str(name)) for code, name in SPOKEN.items())
        return [
            self._facet("side", _("Side of the border"), sides, all=_("both sides")),
            self._facet("region", _("Region"), regions, all=_("all regions")),
            self._facet("topic", _("Topic"), topics, all=_("all topics")),
            self._facet("language", _("Language spoken"), spoken, all=_("all languages")),
        ]

    def apply(self, events: EventQuerySet) -> EventQuerySet:
        for side in self.values["side"]:
            events = events.on_side(side.upper())
        for code in self.values["region"]:
            events = events.in_region(code)
        for slug in self.values["topic"]:
            events = events.filter(topics=next(topic for topic in self._topics if topic.slug == slug))
        for language in self.values["language"]:
            events = events.spoken_in(language)
        return events

    @property
    def calendar_name(self) -> str:
        """The name that a calendar program shows for the subscribed events."""
        chosen = [str(choice.label) for facet in self.facets for choice in facet.chosen]
        return ": ".join([_("Glokal events"), ", ".join(chosen)]) if chosen else _("Glokal events")

    @cached_property
    def _topics(self) -> list[Topic]:
        return list(Topic.objects.all())
