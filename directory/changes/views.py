"""The review of changes in the admin: queue, review, correction, preview."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.utils.decorators import xframe_options_sameorigin_override

from core.i18n import LANGUAGE_CODES
from directory.duplicates.showing import shown_to
from directory.models import EntryChange
from directory.rights import is_operator
from directory.services import approve_change, assign_change, reject_change

from .forms import CorrectionForm, RejectionForm
from .labels import label_of
from .queue import changes_within, following, may_review, preceding
from .reviewing import Review

QUEUE = "directory_changes:queue"


class ForReviewers(WagtailAdminTemplateMixin):
    """Mixed into each view here: for operators, and for moderators as far as their institution answers for it."""

    request: HttpRequest
    kwargs: dict[str, Any]
    header_icon = "check"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_review(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        way = [{"url": reverse(QUEUE), "label": _("Submitted changes")}] if self.kwargs else []
        return [*self.breadcrumbs_items, *way, {"url": "", "label": self.get_page_title()}]


class ChangeView(ForReviewers, View):
    """About one change within the reviewer's area; anything else is not there."""

    @cached_property
    def change(self) -> EntryChange:
        return get_object_or_404(changes_within(self.request.user), pk=self.kwargs["pk"])

    @cached_property
    def review(self) -> Review:
        return Review(self.change)

    def get_page_title(self) -> str:
        return str(self.change.entry)

    def this_address(self) -> str:
        return reverse("directory_changes:review", args=[self.change.pk])

    def tell(self, error: ValidationError) -> None:
        """Say what kept a decision from being carried out, each beside what it is about."""
        if not hasattr(error, "error_dict"):
            messages.error(self.request, " ".join(error.messages))
            return
        lines = [f"{self._label(name)}: {' '.join(texts)}" for name, texts in error.message_dict.items()]
        messages.error(self.request, " · ".join(lines))

    def _label(self, name: str) -> str:
        relation, _sep, rest = name.partition("-")
        entry = self.change.entry
        try:
            if not rest:
                return label_of(entry, name)
            model = entry._meta.get_field(relation).related_model
            return f"{label_of(entry, relation)}, {label_of(model, rest.partition('-')[2])}"  # type: ignore[arg-type]
        except LookupError:
            return _("Entry")


class ReviewView(ChangeView):
    """One change, and what a reviewer does with it."""

    template_name = "directory/admin/changes/review.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(RejectionForm(language=self.change.language))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Carry out the action whose button was pressed; afterwards the next change follows."""
        actions = {"approve": self._approve, "reject": self._reject, "assign": self._assign, "release": self._assign}
        action = request.POST.get("action", "")
        if action not in actions:
            return redirect(self.this_address())
        try:
            return actions[action]()
        except ValidationError as error:
            self.tell(error)
            return redirect(self.this_address())

    def _approve(self) -> HttpResponse:
        approve_change(change=self.change, user=self.request.user, seen=self.request.POST.get("seen", ""))  # type: ignore[arg-type]
        return lead_on(self.request, self.change, _("Approved, and the company has been told: %(entry)s"))

    def _reject(self) -> HttpResponse:
        form = RejectionForm(self.request.POST, language=self.change.language)
        if not form.is_valid() or not form.words:
            form.add_error("reason", _("Say why the change is rejected: the company has a right to know."))
            return self._show(form, status=422)
        reject_change(change=self.change, user=self.request.user, reason=form.words)  # type: ignore[arg-type]
        return lead_on(self.request, self.change, _("Rejected, and the company has been told: %(entry)s"))

    def _assign(self) -> HttpResponse:
        takes_over = self.request.POST["action"] == "assign"
        assign_change(change=self.change, to=self.request.user if takes_over else None)  # type: ignore[arg-type]
        messages.success(self.request, _("You have taken it over.") if takes_over else _("It is free for everybody."))
        return redirect(self.this_address())

    def _show(self, form: RejectionForm, status: int = 200) -> HttpResponse:
        user = self.request.user
        context = self.get_context_data(
            change=self.change,
            review=self.review,
            rejection=form,
            addresses=self.review.addresses(),
            suspicions=shown_to(user, self.review.suspicions, beside=self.change.company_id),
            next=following(user, self.change),
            previous=preceding(user, self.change),
            is_operator=is_operator(user),
        )
        return self.render_to_response(context, status=status)


class CorrectView(ChangeView):
    """The fields of a change in a form: approved as the reviewer writes them."""

    template_name = "directory/admin/changes/correct.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.change.is_waiting:
            return redirect(self.this_address())
        return self._show(self._form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.change.is_waiting:
            return redirect(self.this_address())
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            approve_change(
                change=self.change,
                user=request.user,  # type: ignore[arg-type]
                seen=request.POST.get("seen", ""),
                corrections=form.corrections,
                live_seen=form.cleaned_data["live_seen"],
            )
        except ValidationError as error:
            self.tell(error)
            return self._show(form, status=422)
        return lead_on(request, self.change, _("Approved, and the company has been told: %(entry)s"))

    def _form(self, data: Any = None) -> CorrectionForm:
        return CorrectionForm(
            data, entry=self.review.entry, differences=self.change.fields, moved_on=self.review.moved_on
        )

    def _show(self, form: CorrectionForm, status: int = 200) -> HttpResponse:
        context = self.get_context_data(change=self.change, review=self.review, form=form, media=form.media)
        return self.render_to_response(context, status=status)


class PreviewView(ChangeView):
    """The public page as it would be, in one language."""

    @method_decorator(xframe_options_sameorigin_override)
    def get(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        mode = language if language in LANGUAGE_CODES else LANGUAGE_CODES[0]
        return self.review.proposed().make_preview_request(request, mode)


def lead_on(request: HttpRequest, change: EntryChange, text: str) -> HttpResponse:
    """Say what was done and go to the next change, or back to the queue after the last."""
    messages.success(request, text % {"entry": change.entry})
    after = following(request.user, change)
    return redirect("directory_changes:review", pk=after.pk) if after else redirect(QUEUE)
