"""What fields and relations of an entry are called, and which of them are the two languages of one text."""

from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.text import capfirst

from core.i18n import LANGUAGE_CODES

from .snapshot import column


def label_of(record: Model | type[Model], name: str) -> str:
    """Return the name of a field as people read it, with the language of a text."""
    _base, language = in_language(name)
    label = plain_label(record, name)
    return f"{label} ({dict(settings.LANGUAGES)[language]})" if language else label


def plain_label(record: Model | type[Model], name: str) -> str:
    """Return the name of a field without its language, of a relation that of its rows."""
    field: Any = column(record if isinstance(record, type) else type(record), name)
    rows = field.one_to_many
    return str(capfirst(field.related_model._meta.verbose_name_plural if rows else field.verbose_name))


def in_language(name: str) -> tuple[str, str]:
    """Return ``summary, de`` for ``summary_de``, and no language for what has none."""
    base, _sep, code = name.rpartition("_")
    return (base, code) if base and code in LANGUAGE_CODES else (name, "")
