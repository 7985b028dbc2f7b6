"""Reports for editors."""

import datetime as dt
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.views.reports import ReportView
from wagtail.models import Locale
from wagtail_localize.models import Translation

from .models import Institution, StaleTranslation
from .translation_rights import visible_translations

ON_DASHBOARD = 8


def as_text(value: Any) -> str:
    """Return the value so that a spreadsheet program shows it and never takes it for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def as_local_time(moment: dt.datetime) -> dt.datetime:
    """Return the moment on the region's clock: spreadsheets know no time zones, and Wagtail would write it in UTC."""
    return localtime(moment).replace(tzinfo=None, microsecond=0)


def visible_stale_translations(user: Any) -> QuerySet[StaleTranslation]:
    """Return the stale translations that the person may look at, the oldest first."""
    rows = StaleTranslation.objects.filter(translation__in=visible_translations(user, Translation.objects.all()))
    return rows.select_related(
        "translation__source__locale", "translation__target_locale", "changed_by", "institution"
    ).order_by("since")


class StaleTranslationFilterSet(WagtailFilterSet):
    institution = django_filters.ModelChoiceFilter(queryset=Institution.objects.all(), label=_("Institution"))
    target_locale = django_filters.ModelChoiceFilter(
        field_name="translation__target_locale", queryset=Locale.objects.all(), label=_("Translation into")
    )

    class Meta:
        model = StaleTranslation
        fields = ["institution", "target_locale"]


class StaleTranslationsView(ReportView):
    """Translations behind their source: which, since when, through whom, and who answers for them."""

    page_title = _("Translations out of date")
    header_icon = "warning"
    results_template_name = "core/reports/stale_translations_results.html"
    index_url_name = "stale_translations"
    index_results_url_name = "stale_translations_results"
    filterset_class = StaleTranslationFilterSet
    list_export = ["translation.source.object_repr", "translation.target_locale", "since", "changed_by", "institution"]
    export_headings = {
        "translation.source.object_repr": _("Original"),
        "translation.target_locale": _("Translation into"),
        "since": _("Out of date since"),
        "changed_by": _("Changed by"),
        "institution": _("Institution"),
    }

    custom_field_preprocess = {
        field: dict.fromkeys(ReportView.FORMATS, as_text)
        for field in ("translation.source.object_repr", "changed_by", "institution")
    } | {"since": dict.fromkeys(ReportView.FORMATS, as_local_time)}

    def get_queryset(self) -> QuerySet[StaleTranslation]:
        return visible_stale_translations(self.request.user)


class StaleTranslationsPanel(Component):
    """The oldest of them on the dashboard; nothing at all where everything is up to date."""

    name = "stale_translations"
    order = 50
    template_name = "core/reports/stale_translations_panel.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        rows = visible_stale_translations(parent_context["request"].user)
        return {"rows": rows[:ON_DASHBOARD], "count": rows.count()}
