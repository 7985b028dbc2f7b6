"""Duplicates in the admin: the warning while typing, two entries side by side, making them one, and taking it back."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import ReferenceIndex

from directory.models import Company, CompanyMerge, DifferentCompanies

from .comparing import compare, reasons_in_words, strength_in_words
from .facts import Facts
from .finding import likely_duplicates
from .forms import MergeForm
from .merging import merge_companies
from .pairs import take_back, tell_apart
from .planning import Plan
from .showing import EDIT, Shown, numbers_within, shown_to
from .suspects import in_order
from .undoing import UNDO_WITHIN, undo_merge, why_not
from .values import rows_of

CHANGE = "directory.change_company"
TYPED = ("pk", "legal_name", "country", "register_number", "register_court", "vat_number", "website", "place", "town")
AT_MOST = 5


def check_typed(request: HttpRequest) -> HttpResponse:
    """Show which companies may be the same as what is being typed; who may write companies."""
    if not (request.user.has_perm(CHANGE) or request.user.has_perm("directory.add_company")):
        raise PermissionDenied
    typed = {name: request.GET.get(name, "")[:200] for name in (*TYPED, "postal_code")}
    number = int(typed["pk"]) if typed["pk"].isdecimal() and len(typed["pk"]) < 19 else None
    beside = next(iter(numbers_within(request.user, [number])), None) if number else None
    found = likely_duplicates({**typed, "pk": beside})[:AT_MOST]
    context = {"suspicions": shown_to(request.user, found, beside=beside)}
    return render(request, "directory/admin/suspects.html", context)


class DuplicatesView(WagtailAdminTemplateMixin, View):
    """A page about two entries; who may change companies, for entries of their own area. Others do not exist."""

    header_icon = "copy"
    list_name = "directory_suspectedpair_modeladmin_index"
    list_label: Any = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        return super().dispatch(request)  # type: ignore[return-value]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = super().get_breadcrumbs_items()
        lists = {"url": reverse(self.list_name), "label": self.list_label or _("Likely duplicates")}
        return [*items, lists, {"url": "", "label": self.get_page_title()}]


class PairView(DuplicatesView):
    """About two companies, of which one at least is within the person's area."""

    needs_both = False

    def setup(self, request: HttpRequest, first: int, second: int) -> None:
        super().setup(request)
        self.numbers = (first, second)

    @cached_property
    def within(self) -> set[int]:
        return numbers_within(self.request.user, self.numbers)

    @cached_property
    def pair(self) -> tuple[Company, Company]:
        found = Company.objects.unmerged().in_bulk(self.numbers)
        if len(found) != 2 or len(self.within) < (2 if self.needs_both else 1):
            raise Http404
        return found[self.numbers[0]], found[self.numbers[1]]


class CompareView(PairView):
    """Two companies side by side, and whether they are the same."""

    template_name = "directory/admin/compare.html"

    def get_page_title(self) -> str:
        return _("Compare two entries")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest) -> HttpResponse:
        first, second = self.pair
        if request.POST.get("decision") == "different":
            tell_apart(first, second, user=request.user)  # type: ignore[arg-type]
            messages.success(request, _("Remembered: these two are not the same."))
        elif request.POST.get("decision") == "take_back":
            take_back(first, second)
            messages.success(request, _("Taken back: these two may be suspected again."))
        return redirect(request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        first, second = self.pair
        shown = [Shown.to(company, is_within=company.pk in self.within) for company in self.pair]
        reasons, score = compare(Facts.of(first), Facts.of(second))
        lower, higher = in_order(first.pk, second.pk)
        decision = DifferentCompanies.objects.select_related("decided_by").filter(first=lower, second=higher).first()
        return super().get_context_data(
            first=shown[0],
            second=shown[1],
            pair=shown,
            rows=list(rows_of(first, second)) if len(self.within) == 2 else [],
            reasons=reasons_in_words(reasons),
            strength=strength_in_words(score),
            decision=decision,
            merge_urls=self._merge_urls() if len(self.within) == 2 else [],
            **kwargs,
        )

    def _merge_urls(self) -> list[tuple[Company, str]]:
        """Where to merge, by the entry that would be kept."""
        pairs = (self.pair, self.pair[::-1])
        return [(kept, reverse("merge_companies", args=[kept.pk, merged.pk])) for kept, merged in pairs]


class MergeView(PairView):
    """What making two entries one would do, and doing it; for entries that are both within the person's area."""

    template_name = "directory/admin/merge.html"
    needs_both = True

    def get_page_title(self) -> str:
        return _("Make one entry of two")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(Plan(*self.pair))

    def post(self, request: HttpRequest) -> HttpResponse:
        kept, merged = self.pair
        plan = Plan(kept, merged)
        form = MergeForm(request.POST, plan=plan)
        if not form.is_valid():
            return self._show(plan, form)
        try:
            done = merge_companies(
                kept=kept,
                merged=merged,
                choices=form.choices,
                user=request.user,  # type: ignore[arg-type]
                seen=form.cleaned_data["seen"],
            )
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
            return self._show(Plan(*self.pair))
        undo = messages.button(reverse("undo_merge", args=[done.pk]), _("Undo …"))
        messages.success(request, _("The two entries are one now."), buttons=[undo])
        return redirect(reverse(EDIT, args=[kept.pk]))

    def _show(self, plan: Plan, form: MergeForm | None = None) -> HttpResponse:
        status = 422 if form else 200
        context = self.get_context_data(
            plan=plan,
            form=form or MergeForm(plan=plan),
            swap_url=reverse("merge_companies", args=[plan.merged.pk, plan.kept.pk]),
            compare_url=reverse("compare_companies", args=[plan.kept.pk, plan.merged.pk]),
            uses=self._uses(plan.merged),
        )
        return self.render_to_response(context, status=status)

    def _uses(self, company: Company) -> list[tuple[Any, str]]:
        """Where pages show the entry, each with its form where the person may open it."""
        finder = AdminURLFinder(self.request.user)
        found = (
            (entry, finder.get_edit_url(entry))
            for entry, _references in ReferenceIndex.get_grouped_references_to(company)
        )
        return [(entry, address) for entry, address in found if address]


class UndoView(DuplicatesView):
    """Taking a merge back; for kept entries within the person's area."""

    template_name = "directory/admin/undo_merge.html"
    list_name = "directory_companymerge_modeladmin_index"

    def setup(self, request: HttpRequest, pk: int) -> None:
        super().setup(request)
        self.number = pk
        self.list_label = _("Merges")

    @cached_property
    def merge(self) -> CompanyMerge:
        merge = get_object_or_404(CompanyMerge.objects.select_related("kept", "merged", "merged_by"), pk=self.number)
        if not numbers_within(self.request.user, [merge.kept_id]):
            raise Http404
        return merge

    def get_page_title(self) -> str:
        return _("Undo a merge")

    def get(self, request: HttpRequest) -> HttpResponse:
        until = self.merge.merged_at + UNDO_WITHIN
        return self.render_to_response(
            self.get_context_data(merge=self.merge, reasons=why_not(self.merge), until=until)
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        merge = self.merge
        try:
            undo_merge(merge=merge, user=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
            return redirect(request.path)
        messages.success(request, _("Both entries stand as they did before."))
        return redirect(reverse("compare_companies", args=[merge.kept_id, merge.merged_id]))
