"""Which translations are behind their source, and how they catch up.

Publishing a source with other content refreshes wagtail-localize's snapshot of it, so that the side-by-side editor
shows the new sentences at once, and marks its translations stale. A translation is fresh again when it is published
with nothing left untranslated.
"""

import json
import re
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from .models import Institution, StaleTranslation

#: What the rich text editor numbers its paragraphs with; anew where a text was not written in it.
EDITOR_KEYS = re.compile(r' data-block-key=\\+"[^"]*"')


@transaction.atomic
def follow_source(instance: TranslatableMixin, *, user: Any = None) -> None:
    """Refresh the snapshot of a source that was published or saved; mark its translations if the content differs."""
    source = TranslationSource.objects.get_for_instance_or_none(instance)
    if source is None or not source.translations.exists():
        return
    before = _content(source)
    source.update_from_db()
    if _content(source) == before:
        return
    for translation in source.translations.all():
        StaleTranslation.objects.get_or_create(
            translation=translation,
            defaults={"since": timezone.now(), "changed_by": user, "institution": _institution(instance)},
        )


@transaction.atomic
def follow_translation(instance: TranslatableMixin) -> None:
    """Take the mark off a translation that was published complete; edited freely, publishing it is enough."""
    stale = StaleTranslation.objects.filter(
        translation__source__object_id=instance.translation_key, translation__target_locale_id=instance.locale_id
    ).select_related("translation__source", "translation__target_locale")
    for row in stale:
        if not row.translation.enabled or not untranslated(row.translation).exists():
            row.delete()


def untranslated(translation: Translation) -> QuerySet[StringSegment]:
    """Return the sentences of the source that the translation has no text for."""
    segments = translation.source.stringsegment_set.all()
    return segments.annotate_translation(translation.target_locale).filter(translation__isnull=True)


def with_stale_since(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Annotate pages with ``stale_since``: since when they are behind their source, ``None`` if they are not."""
    rows = StaleTranslation.objects.filter(
        translation__source__object_id=OuterRef("translation_key"),
        translation__target_locale_id=OuterRef("locale_id"),
    )
    return pages.annotate(stale_since=Subquery(rows.values("since")[:1]))


def _content(source: TranslationSource) -> dict[str, Any]:
    """Return what a translation takes over from the source: dates and places in the tree are no content."""
    content = json.loads(EDITOR_KEYS.sub("", source.content_json))
    fields = get_translatable_fields(source.specific_content_type.model_class())
    return {field.field_name: content.get(field.field_name) for field in fields}


def _institution(instance: TranslatableMixin) -> Institution | None:
    return getattr(instance, "answering_institution", None)
