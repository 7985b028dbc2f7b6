"""Tags and filters that any template may use."""

import datetime as dt
from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from core.frame import LanguageLink, Link, frame_of
from core.i18n import active_language, shown_language
from core.typography import bind_one_letter_words

register = template.Library()


@register.simple_tag(takes_context=True)
def language_links(context: RequestContext) -> list[LanguageLink]:
    """The switch between the languages for the page or view that is shown."""
    return frame_of(context["request"]).languages


@register.simple_tag(takes_context=True)
def breadcrumb_links(context: RequestContext) -> list[Link]:
    """The way from the home page to the page that is shown."""
    return frame_of(context["request"]).breadcrumbs


@register.simple_tag(takes_context=True)
def query(context: RequestContext, **changes: Any) -> str:
    """The current query string with ``changes``; ``None`` or an empty text takes a parameter out."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        parameters.pop(name, None)
        if value not in (None, ""):
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}" if parameters else "?"


@register.filter
def language_of(record: Any, name: str) -> str:
    """The language that ``record``'s bilingual column ``name`` is shown in, for its ``lang`` attribute."""
    return shown_language(record, name)


@register.filter
def iso_date(value: dt.date | dt.datetime | None) -> str:
    """A date or time as ISO 8601 for ``<time datetime>``; times in the portal's zone with their offset."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).isoformat(timespec="minutes")
    return value.isoformat()


@register.filter
def day_and_date(value: dt.date) -> str:
    """A day written out: „Freitag, 5. Februar 2027“, „pátek 5. února 2027“."""
    parts = {"weekday": date_format(value, "l"), "date": date_format(value, "DATE_FORMAT")}
    return _("%(weekday)s, %(date)s") % parts


@register.filter
def weekday(value: dt.date) -> str:
    """The short name of the day, such as „Do“ or „čt“."""
    return date_format(value, "D")


@register.filter
def typeset(text: Any) -> Any:
    """The reader's language's own setting of a text; safe HTML stays safe."""
    if active_language() != "cs":
        return text
    if hasattr(text, "__html__"):  # safe text and rich text
        return mark_safe(bind_one_letter_words(text.__html__()))
    return bind_one_letter_words(str(text))
