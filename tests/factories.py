"""News and events for tests: published pages in the tree of a language, as an editor would leave them."""

import datetime as dt
import json
from typing import Any

import factory
from django.test import Client, TestCase
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from core.models import Institution, Place
from events.models import EventPage
from news.models import NewsPage


def paragraph(html: str) -> str:
    """Return a body of one text block."""
    block = {"type": "text", "value": f"<p>{html}</p>", "id": "11111111-1111-4111-8111-111111111111"}
    return json.dumps([block])


class PageFactory(factory.django.DjangoModelFactory):
    """``language`` says in which tree the page is added; ``publish=False`` leaves it a draft."""

    class Meta:
        abstract = True

    language = "de"
    publish = True
    slug = factory.Sequence(lambda number: f"seite-{number}")

    @classmethod
    def _create(cls, model: type[Page], *args: Any, language: str, publish: bool, **fields: Any) -> Page:
        page = model(live=False, locale=Locale.objects.get(language_code=language), **fields)
        (index_model,) = model.allowed_parent_page_models()
        index_model.objects.get(locale__language_code=language).add_child(instance=page)
        revision = page.save_revision()
        if publish:
            revision.publish()
        return model.objects.get(pk=page.pk)


class NewsPageFactory(PageFactory):
    class Meta:
        model = NewsPage

    title = "Meldung"
    published_on = dt.date(2026, 5, 4)
    institution = factory.LazyFunction(lambda: Institution.objects.get(key="wfs"))
    body = paragraph("Text.")


class EventPageFactory(PageFactory):
    class Meta:
        model = EventPage

    title = "Forum"
    start_date = dt.date(2026, 5, 4)
    start_time = dt.time(9)
    end_time = dt.time(16)
    place = factory.LazyFunction(lambda: Place.objects.get(slug="zwickau"))


def start_translation(source: Page, language: str) -> Translation:
    """Submit a page for translation; the translation is a draft."""
    translation_source, _created = TranslationSource.get_or_create_from_instance(source)
    translation, _created = Translation.objects.get_or_create(
        source=translation_source, target_locale=Locale.objects.get(language_code=language)
    )
    translation.save_target(publish=False)
    return translation


class CommittingClient(Client):
    """Runs after each request what waits for the end of its transaction, which a test never reaches."""

    def request(self, **request: Any):
        with TestCase.captureOnCommitCallbacks(execute=True):
            return super().request(**request)
