"""Imports in the admin: the list, a new one, and files to begin with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import django_filters
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.formats import date_format, number_format
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from core.paging import CountingPaginator
from directory.models import ImportRow, ImportRun
from directory.rights import acting_for, within

from .exporting import FORMATS
from .forms import ImportForm
from .headings import help_on
from .samples import stream_sample
from .tasks import check_later

LANGUAGES = ("de", "cs")
State, Result = ImportRun.State, ImportRow.Result


def as_file(blocks: Iterator[bytes], name: str, file_format: str) -> StreamingHttpResponse:
    """Answer with a file that is made while it goes out."""
    disposition = content_disposition_header(True, f"{name}.{file_format}")
    return StreamingHttpResponse(
        blocks, content_type=FORMATS[file_format], headers={"Content-Disposition": disposition or ""}
    )


class ExchangeView(WagtailAdminTemplateMixin, View):
    """Something for moderators and operators; everybody else is turned away."""

    header_icon = "upload"
    #: What lies above the page: address and label.
    way: list[tuple[Any, Any]] = [(reverse_lazy("exchange:runs"), _("Imports"))]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        acting_for(request.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        way = [*self.way, ("", self.get_page_title())]
        return [*super().get_breadcrumbs_items(), *({"url": url, "label": label} for url, label in way)]

    def show(self, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context))


class RunFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=_("What the file holds"), choices=ImportRun.Kind, empty_label=_("All"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=State, empty_label=_("All"))

    class Meta:
        model = ImportRun
        fields: tuple[str, ...] = ()


def numbers_of(run: Any) -> str:
    """Return how many rows have each result, those that are there."""
    found = [(result.label, run.numbers[result]) for result in Result if run.numbers.get(result)]
    return ", ".join(f"{label} {number_format(number, force_grouping=True)}" for label, number in found)


class RunsView(BaseListingView):
    """The own institution's imports, for operators all; who is neither is turned away."""

    model = ImportRun
    page_title = _("Imports")
    header_icon = "upload"
    index_url_name = "exchange:runs"
    index_results_url_name = "exchange:runs_results"
    filterset_class = RunFilterSet
    paginate_by = 25
    paginator_class = CountingPaginator
    table_classname = "listing"
    columns = [
        TitleColumn("file_name", label=_("File"), url_name="exchange:run"),
        Column("get_kind_display", label=_("Holds")),
        StatusTagColumn("get_state_display", label=_("State"), primary=lambda run: run.state == State.WRITTEN),
        Column("numbers", label=_("Rows"), accessor=numbers_of),
        Column("institution", label=_("For the institution"), accessor=lambda run: run.institution or "–"),
        Column("user", label=_("Started by"), accessor=lambda run: run.user or "–"),
        Column("started_at", label=_("Started"), accessor=lambda run: _short(run.started_at)),
    ]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        acting_for(request.user)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("New import"), reverse("exchange:new"), icon_name="plus")]

    def get_base_queryset(self) -> QuerySet[ImportRun]:
        return within(self.request.user, ImportRun.objects.select_related("institution", "user"))

    def paginate_queryset(self, queryset: QuerySet[ImportRun], page_size: int) -> Any:
        paginator, page, runs, has_others = super().paginate_queryset(queryset, page_size)
        shown = {run.pk: run for run in runs}
        for run in shown.values():
            run.numbers = {}
        rows = ImportRow.objects.filter(run__in=shown).order_by("run", "result").values_list("run", "result")
        for pk, result, number in rows.annotate(number=Count("pk")):
            shown[pk].numbers[result] = number
        page.object_list = list(shown.values())
        return paginator, page, page.object_list, has_others

    @cached_property
    def no_results_message(self) -> str:
        return super().no_results_message if self.is_filtering else gettext("Nothing has been imported yet.")


def _short(moment: Any) -> str:
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT")


class NewRunView(ExchangeView):
    """The form for a file, with help on the columns and files to begin with."""

    page_title = _("New import")
    template_name = "directory/admin/exchange/new.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show_form(ImportForm(user=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ImportForm(request.POST, request.FILES, user=request.user)
        if not form.is_valid():
            return self.show_form(form)
        run = form.begin()
        check_later(run)
        return redirect("exchange:run", run.pk)

    def show_form(self, form: ImportForm) -> HttpResponse:
        kinds = [(kind, kind.label, help_on(kind)) for kind in ImportRun.Kind]
        return self.show(form=form, kinds=kinds, formats=FORMATS)


class SampleView(ExchangeView):
    """A file to begin with; its row lies in the area of who asks."""

    def get(self, request: HttpRequest, kind: str, language: str, file_format: str) -> HttpResponseBase:
        if kind not in ImportRun.Kind.values or language not in LANGUAGES or file_format not in FORMATS:
            raise Http404
        return as_file(stream_sample(request.user, kind, language, file_format), f"{kind}-{language}", file_format)
