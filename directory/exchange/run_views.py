"""The pages of one import, from its check to its undoing."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from accounts.models import User
from core.paging import CountingPaginator, get_page
from directory.models import ImportRow, ImportRun
from directory.rights import is_operator, within

from . import progress
from .exporting import FORMATS
from .forms import ReadAgainForm, encoding_name
from .remarks import describe, is_error
from .results import show_rows, stream_results
from .runs import RefusedImportError, counts, may_write, read_again
from .tasks import check_later, undo_later, write_later
from .undoing import hindrances
from .views import ExchangeView, as_file

PER_PAGE = 50
State, Result = ImportRun.State, ImportRow.Result
WHY_NOT = {
    "state": _("This import cannot be written in its present state."),
    "errors": _("Some rows have errors. Correct the file and read it again, or write only the good rows."),
    "nothing": _("No row is without errors, so there is nothing to write."),
}
STEP_ENDED = _("Somebody has taken the next step of this import meanwhile.")


class OfRun(ExchangeView):
    """A page of one run of the own institution, for operators of any; all others are not found."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        runs = within(request.user, ImportRun.objects.select_related("institution", "user"))
        self.run = get_object_or_404(runs, pk=kwargs["pk"])
        self.url = reverse("exchange:run", args=[self.run.pk])
        super().setup(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return self.run.file_name

    def ask(self) -> HttpResponse:
        """Lead to the run's page, which waits until the worker has done what was asked for."""
        return redirect(f"{self.url}?{progress.ASKED}={progress.stamp(self.run)}")

    def refuse(self, why: Any) -> HttpResponse:
        messages.error(self.request, str(why))
        return redirect(self.url)


class RunView(OfRun):
    """What would become, or became, of each row."""

    template_name = "directory/admin/exchange/run.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show()

    @cached_property
    def numbers(self) -> dict[str, int]:
        return counts(self.run)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.run
        steps = self._steps()
        doubts = [
            (text, otherwise, encoding_name(codec))
            for remark in run.remarks
            for text, otherwise, codec in remark["params"].get("doubts", [])
        ]
        remarks = [
            {"text": describe(remark), "is_error": is_error(remark)}
            for remark in run.remarks
            if "doubts" not in remark["params"]  # which have a table of their own
        ]
        return super().get_context_data(
            run=run,
            encoding=encoding_name(run.encoding) if run.encoding else "",
            is_operator=is_operator(self.request.user),
            progress=progress.describe_progress(run, self.request.GET.get(progress.ASKED, "")),
            remarks=remarks,
            doubts=doubts,
            numbers=[(result, Result(result).label, number) for result, number in self.numbers.items()],
            total=sum(self.numbers.values()),
            **steps,
            **self._rows(),
            **kwargs,
        )

    def _steps(self) -> dict[str, Any]:
        """Return what can be done with the run now."""
        run = self.run
        why_not = may_write(run) if run.state == State.CHECKED else "state"
        is_text = bool(run.separator) or not run.file_name.lower().endswith(".xlsx")
        can_read = run.state in (State.CHECKED, State.FAILED) and run.stored_as and is_text
        return {
            "why_not": WHY_NOT[why_not] if why_not in ("errors", "nothing") else "",
            "can_leave_out": bool(self.numbers["error"]) and sum(self.numbers.values()) > self.numbers["error"],
            "read_again": ReadAgainForm.of(run) if can_read else None,
            "formats": FORMATS,
        }

    def _rows(self) -> dict[str, Any]:
        wanted = self.request.GET.get("result", "")
        rows = self.run.rows.select_related(None).order_by("line")
        if wanted in Result.values:
            rows = rows.filter(result=wanted)
        paginator = CountingPaginator(rows, PER_PAGE)
        page = get_page(paginator, self.request.GET.get("p"))
        pages = paginator.get_elided_page_range(page.number)
        return {"wanted": wanted, "page_obj": page, "rows": show_rows(list(page)), "elided_page_range": pages}


class ProgressView(OfRun):
    """How far a run is, for the script of its page."""

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        return JsonResponse(progress.describe_progress(self.run, request.GET.get(progress.ASKED, "")))


class ReadAgainView(OfRun):
    """Reads the file anew with another encoding or separator."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = ReadAgainForm(request.POST)
        if not form.is_valid():
            return self.refuse(next(iter(form.errors.values()))[0])
        try:
            read_again(self.run, **form.cleaned_data)
        except RefusedImportError:
            return self.refuse(STEP_ENDED)
        check_later(self.run)
        return redirect(self.url)


class WriteView(OfRun):
    """Has a checked run written, all of it or, if that is ticked, only the good rows."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = self.run
        run.only_good_rows = "only_good_rows" in request.POST
        if reason := may_write(run):
            return self.refuse(WHY_NOT[reason])
        ImportRun.objects.filter(pk=run.pk, state=State.CHECKED).update(only_good_rows=run.only_good_rows)
        write_later(run)
        return self.ask()


class UndoView(OfRun):
    """Asks before a written run is undone, and names what keeps it from that."""

    template_name = "directory/admin/exchange/undo.html"
    page_title = _("Undo")

    def get_page_title(self) -> str:
        return str(self.page_title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, here = super().get_breadcrumbs_items()
        return [*above, {"url": self.url, "label": self.run.file_name}, here]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.run.state != State.WRITTEN:
            return self.refuse(STEP_ENDED)
        return self.show(run=self.run, numbers=counts(self.run), hindrances=hindrances(self.run))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.run.state != State.WRITTEN:
            return self.refuse(STEP_ENDED)
        if hindrances(self.run, most=1):
            return redirect("exchange:undo", pk)
        undo_later(self.run, cast(User, request.user))
        return self.ask()


class ResultsView(OfRun):
    """All results of a run as a file."""

    def get(self, request: HttpRequest, pk: int, file_format: str) -> HttpResponseBase:
        if file_format not in FORMATS:
            raise Http404
        return as_file(stream_results(self.run, file_format, get_language() or "de"), f"import-{pk}", file_format)
