import datetime as dt

import pytest
from django.test import TestCase
from wagtail_localize.models import StringTranslation, Translation

from tests.factories import NewsPageFactory, paragraph, start_translation


@pytest.fixture
def translated(db) -> Translation:
    """A Czech news page, published, with its German translation, complete and published."""
    body = paragraph('Podrobnosti má <a href="https://example.org/zinkovna">zinkovna</a>.')
    source = NewsPageFactory(language="cs", title="Zinkovna", published_on=dt.date(2026, 5, 4), body=body)
    translation = start_translation(source, "de")
    complete(translation)
    return translation


def complete(translation: Translation) -> None:
    """Give every sentence a text and publish the translation."""
    for segment in translation.source.stringsegment_set.all():
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=translation.target_locale,
            defaults={"data": f"{segment.string.data} (de)"},
        )
    with TestCase.captureOnCommitCallbacks(execute=True):
        translation.save_target(publish=True)
