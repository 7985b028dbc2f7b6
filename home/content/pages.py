"""Writing a page in one language and its translation through wagtail-localize, as an editor would."""

import json
import uuid
from collections import defaultdict
from typing import Any

from django.db.models import Model
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from .bodies import NAMESPACE


class ContentMismatchError(ValueError):
    """The two languages of a content file do not have the same structure."""


def translation_key(kind: str, key: str) -> uuid.UUID:
    """Return the identity that a page made from a content file keeps through all runs."""
    return uuid.uuid5(NAMESPACE, f"{kind}:{key}")


def find(kind: str, key: str) -> Page | None:
    """Return the page made from a content file in the language that was written first, if it is there."""
    return Page.objects.filter(translation_key=translation_key(kind, key)).order_by("pk").first()


def add_page(model: type[Page], parent: Page, fields: dict[str, Any], *, language: str) -> Page:
    """Add an unpublished page below ``parent``; JSON lists become the bodies of its StreamFields."""
    page = model(locale=Locale.objects.get(language_code=language), live=False, **_as_columns(fields))
    parent.add_child(instance=page)
    return page


def rewrite(page: Page, fields: dict[str, Any], *, user: Any = None) -> None:
    """Give an unpublished page its fields anew and publish it."""
    _assign(page, fields)
    page.save_revision(user=user).publish(user=user)


def translate(
    source: TranslatableMixin, fields: dict[str, Any], *, language: str, user: Any = None, publish: bool = True
) -> Any:
    """Translate a page or snippet side by side: each sentence of the source gets its text out of ``fields``.

    Returns the translation. Raises ``ContentMismatchError`` where the two languages have not the same sentences.
    """
    locale = Locale.objects.get(language_code=language)
    translation_source, _created = TranslationSource.get_or_create_from_instance(source)
    translation, _created = Translation.objects.get_or_create(source=translation_source, target_locale=locale)
    texts = _texts(source, fields)
    for segment in translation_source.stringsegment_set.select_related("string", "context").order_by("order"):
        waiting = texts[segment.context.path]
        if not waiting:
            raise ContentMismatchError(
                f"{source}: no {language} text for {segment.context.path}: {segment.string.data}"
            )
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=locale,
            defaults={
                "data": waiting.pop(0),
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "last_translated_by": user,
            },
        )
    if left := {path: texts[path] for path in texts if texts[path]}:
        raise ContentMismatchError(f"{source}: {language} text without a source: {left}")
    translation.save_target(user=user, publish=publish)
    return translation.get_target_instance()


def _texts(source: TranslatableMixin, fields: dict[str, Any]) -> dict[str, list[str]]:
    """Return the sentences of the other language by path, taken from a copy of the source that is never saved."""
    other = type(source).objects.get(pk=source.pk)
    _assign(other, fields)
    texts: dict[str, list[str]] = defaultdict(list)
    for segment in extract_segments(other):
        if isinstance(segment, StringSegmentValue):
            texts[segment.path].append(segment.string.data)
    return texts


def _assign(record: Model, fields: dict[str, Any]) -> None:
    for name, value in _as_columns(fields).items():
        setattr(record, name, value)


def _as_columns(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: json.dumps(value) if _is_body(value) else value for name, value in fields.items()}


def _is_body(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)
