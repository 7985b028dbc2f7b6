"""Warnings of duplicates in the form of a company: beside the fields while somebody types, and after saving."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.panels import Panel

from directory.models import Company

from .finding import likely_duplicates
from .pairs import keep_pairs
from .showing import ShownSuspicion, shown_to

AT_MOST = 5


class SuspectsPanel(Panel):
    """Companies that may be the same as the one in the form; filled by a script, and empty without it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "directory/admin/suspects_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return context | {"number": self.instance.pk, "check_url": reverse("check_typed_company")}

        @property
        def media(self) -> forms.Media:
            return forms.Media(js=[Script("js/admin/suspects.js", type="module")])  # type: ignore[list-item]  # which the stubs do not know


def told_after_saving(company: Company, user: Any) -> Iterator[tuple[str, list[Any]]]:
    """Yield what to say about each company that may be the same as one just saved, with a way to compare the two."""
    found = likely_duplicates(Company.objects.with_seat().get(pk=company.pk))  # not what the form had in memory
    keep_pairs(company, found)
    for shown in shown_to(user, found[:AT_MOST], beside=company.pk):
        yield _in_words(shown), [messages.button(shown.compare_url, _("Compare"))]


def _in_words(shown: ShownSuspicion) -> str:
    text = _("%(company)s may be the same: %(why)s.") % {"company": shown.entry.name, "why": shown.why}
    if shown.entry.institution is None:
        return text
    return f"{text} " + _("Ask %(institution)s.") % {"institution": shown.entry.institution.short_name}
