from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import TestCase

from events.models import CalendarEntry, EventPage
from tests.factories import EventPageFactory, start_translation


@dataclass
class Pair:
    """One event in both languages; German is the source of the translation."""

    key: str

    @property
    def de(self) -> EventPage:
        return EventPage.objects.get(translation_key=self.key, locale__language_code="de")

    @property
    def cs(self) -> EventPage:
        return EventPage.objects.get(translation_key=self.key, locale__language_code="cs")

    @property
    def sequence(self) -> int:
        return CalendarEntry.objects.get(pk=self.key).sequence


@pytest.fixture
def make_pair(db) -> Callable[..., Pair]:
    """Write an event in German, published, with its Czech translation: a draft, or published."""

    def make(*, publish_cs: bool = False, **fields) -> Pair:
        source = EventPageFactory(**fields)
        translation = start_translation(source, "cs")
        if publish_cs:
            with TestCase.captureOnCommitCallbacks(execute=True):
                translation.save_target(publish=True)
        return Pair(source.translation_key)

    return make


@pytest.fixture
def change() -> Callable[..., EventPage]:
    """Save a page with other facts on top of its latest draft; publish it if asked."""

    def save(page: EventPage, *, publish: bool, user=None, **fields) -> EventPage:
        draft = page.get_latest_revision_as_object()
        for name, value in fields.items():
            setattr(draft, name, value)
        revision = draft.save_revision(user=user)
        if publish:
            revision.publish()
        return EventPage.objects.get(pk=page.pk)

    return save
