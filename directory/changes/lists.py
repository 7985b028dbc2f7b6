"""The queue of changes and the statistics of their review, in the admin."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets import AdminDateInput

from core.models import Institution
from core.spreadsheets import SafeSpreadsheet
from directory.models import EntryChange
from directory.rights import is_operator

from .queue import age_of, changes_within, sides, waiting_for
from .statistics import figures
from .views import ForReviewers

#: What the list may show, each with its name.
SHOWN = {
    "all": gettext_lazy("All that wait"),
    "mine": gettext_lazy("Taken over by me"),
    "unassigned": gettext_lazy("Taken over by nobody"),
    "decided": gettext_lazy("Decided"),
}
A_QUARTER = dt.timedelta(days=91)


class QueueView(ForReviewers, BaseListingView):
    """What waits for a decision, the oldest first; or what was decided, the latest first."""

    model = EntryChange
    template_name = "directory/admin/changes/queue.html"
    page_title = gettext_lazy("Submitted changes")
    index_url_name = "directory_changes:queue"
    paginate_by = 50

    @cached_property
    def shown(self) -> str:
        asked = self.request.GET.get("show", "all")
        return asked if asked in SHOWN else "all"

    @cached_property
    def institution(self) -> Institution | None:
        return Institution.objects.filter(key=self.request.GET.get("institution", "")).first()

    def get_queryset(self) -> QuerySet[EntryChange]:
        changes: Any = changes_within(self.request.user)
        if self.institution:
            changes = changes.filter(answers=self.institution.pk)
        if self.shown == "decided":
            return changes.exclude(state=EntryChange.State.WAITING).order_by("-decided_at", "-pk")
        waiting = changes.waiting().order_by("submitted_at", "pk")
        if self.shown == "mine":
            return waiting.filter(assigned_to=self.request.user)
        return waiting.filter(assigned_to=None) if self.shown == "unassigned" else waiting

    @cached_property
    def columns(self) -> list[Column]:
        side_of, names = sides(), dict(Institution.objects.values_list("pk", "short_name"))
        decided = self.shown == "decided"
        columns = [
            TitleColumn("entry", label=_("Entry"), accessor=title, get_url=review_url),
            Column("what", label=_("What"), accessor=what),
            Column("submitted", label=_("Submitted"), accessor=lambda change: moment(change.submitted_at)),
            Column("age", label=_("Working days"), accessor=lambda change: age_of(change, side_of)),
            Column("assigned_to", label=_("Taken over by"), accessor=lambda change: change.assigned_to or ""),
        ]
        if is_operator(self.request.user):
            institution = Column(
                "institution", label=_("Institution"), accessor=lambda change: names.get(change.answers, "")
            )
            columns.insert(2, institution)
        if decided:
            columns[-1:] = [
                Column("state", label=_("Decision"), accessor="get_state_display"),
                Column("decided", label=_("Decided"), accessor=lambda change: moment(change.decided_at)),
                Column("decided_by", label=_("Decided by"), accessor=lambda change: change.decided_by or ""),
            ]
        return columns

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        operator = is_operator(self.request.user)
        return super().get_context_data(
            *args,
            waiting=waiting_for(self.request.user),
            shown=self.shown,
            choices=SHOWN.items(),
            institution=self.institution,
            institutions=Institution.objects.all() if operator else [],
            **kwargs,
        )


def review_url(change: EntryChange) -> str:
    return reverse("directory_changes:review", args=[change.pk])


def title(change: EntryChange) -> str:
    return f"{change.offer} – {change.company}" if change.offer_id else str(change.company)


def what(change: EntryChange) -> str:
    """Whether it is a first publication, and whether somebody had to be reminded of it."""
    kind = _("first publication") if change.publishes else _("change")
    return f"{kind}, {_('reminded')}" if change.escalated_at and change.is_waiting else kind


def moment(time: dt.datetime | None) -> str:
    return date_format(localtime(time), "SHORT_DATETIME_FORMAT") if time else ""


class PeriodForm(forms.Form):
    first = forms.DateField(label=gettext_lazy("From"), widget=AdminDateInput)
    last = forms.DateField(label=gettext_lazy("Until"), widget=AdminDateInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first") and data.get("last") and data["first"] > data["last"]:
            self.add_error("last", _("The last day lies before the first."))
        return data


class StatisticsView(SafeSpreadsheet, ForReviewers, View):
    """How long decisions took in a period, per institution within somebody's area; also as a file."""

    template_name = "directory/admin/changes/statistics.html"
    page_title = gettext_lazy("How long reviews take")
    header_icon = "time"
    export_filename = "reviews"
    list_export = ["institution", "decided", "corrected", "rejected", "median", "longest", "waiting"]
    export_headings = {
        "institution": gettext_lazy("Institution"),
        "decided": gettext_lazy("Decided"),
        "corrected": gettext_lazy("Corrected and approved"),
        "rejected": gettext_lazy("Rejected"),
        "median": gettext_lazy("Median in working days"),
        "longest": gettext_lazy("Longest in working days"),
        "waiting": gettext_lazy("Waiting now"),
    }

    def get(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        usual = {"first": today - A_QUARTER, "last": today}
        form = PeriodForm(request.GET if "first" in request.GET else usual)
        period = form.cleaned_data if form.is_valid() else usual
        rows = figures(request.user, period["first"], period["last"])
        if self.is_export:
            return self.as_spreadsheet(rows, request.GET["export"])
        context = self.get_context_data(form=form, rows=rows, headings=self.export_headings.values(), media=form.media)
        return self.render_to_response(context, status=200 if form.is_valid() else 422)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("directory_changes:queue"), "label": _("Submitted changes")}, items[-1]]
