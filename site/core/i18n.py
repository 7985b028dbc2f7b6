"""Two languages in one record: text columns per language and what is shown where one is missing."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from translated_fields import TranslatedField, to_attribute

LANGUAGE_CODES = tuple(code for code, _name in settings.LANGUAGES)


def other_language(code: str) -> str:
    """Return the code of the language beside ``code`` (``"de"`` ↔ ``"cs"``)."""
    return LANGUAGE_CODES[1] if code == LANGUAGE_CODES[0] else LANGUAGE_CODES[0]


def active_language() -> str:
    """Return the active language's code; outside a request the first of the portal's languages."""
    language = get_language()
    return language if language in LANGUAGE_CODES else LANGUAGE_CODES[0]


def _either_language(name: str, field: Any) -> Callable[[Any], Any]:
    def getter(record: Any) -> Any:
        language = active_language()
        return getattr(record, to_attribute(name, language)) or getattr(
            record, to_attribute(name, other_language(language))
        )

    return getter


def bilingual(field: models.Field) -> Any:
    """Return columns ``…_de`` and ``…_cs`` for ``field``; the bare name reads the reader's language, else the other."""
    return TranslatedField(field, attrgetter=_either_language)


def shown_language(record: models.Model, name: str) -> str:
    """Return the language that ``record.<name>`` is shown in: the reader's, or the other where that one is empty."""
    language = active_language()
    return language if getattr(record, to_attribute(name, language)) else other_language(language)
