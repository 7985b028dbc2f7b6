"""The forms in which editors write companies and offers."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from directory.models import Entry, ProblemReport, State
from directory.services import SEAT_ELSEWHERE, WITHOUT_SEAT, begin_state, begin_validity, decide_report, record_state

SECOND_SEAT = _("A company has one seat only.")


class EntryForm(WagtailAdminModelForm):
    """Takes a changed state only with a reason written for it, by the same rules as ``services.change_state``."""

    state_before = ""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        state = data.get("state")
        if state and state != self.instance.state and "state_reason" in data:
            self._begin_state(state, data["state_reason"] if "state_reason" in self.changed_data else "")
        return data

    def _begin_state(self, state: str, new_reason: str) -> None:
        before = self.instance.state
        try:
            begin_state(self.instance, state=state, reason=new_reason)
            self.state_before = before
        except ValidationError as error:
            self.add_error(None, error)

    def save(self, commit: bool = True) -> Entry:
        entry = super().save(commit)
        if commit and self.state_before:
            record_state(entry, before=self.state_before, user=self.for_user)
        return entry


class CompanyForm(EntryForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.formsets["locations"].full_clean()
        self._clean_seat(data.get("country"), is_needed=data.get("state") == State.PUBLISHED)
        return data

    def _clean_seat(self, country: str | None, *, is_needed: bool) -> None:
        locations = self.formsets["locations"]
        kept = [form for form in locations.forms if not form.cleaned_data.get("DELETE")]
        seats = [form for form in kept if form.cleaned_data.get("is_seat")]
        for form in seats[1:]:
            form.add_error("is_seat", SECOND_SEAT)
        for form in seats[:1]:
            if country and form.is_valid() and form.instance.country != country:
                form.add_error("is_seat", SEAT_ELSEWHERE)
        if is_needed and not seats:
            locations.non_form_errors().append(WITHOUT_SEAT)


class OfferForm(EntryForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean()
        until = data.get("valid_until")
        was_published = self.instance.pk and self.instance.state == State.PUBLISHED and not self.state_before
        if was_published and until and until > self.instance.valid_until:
            begin_validity(self.instance)
        return data


class DecisionForm(WagtailAdminModelForm):
    """Accepts or declines a report, in words that go to who reported."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "state" in self.fields:
            self.fields["state"].choices = [("", "—"), *self.DECISIONS]
            self.fields["decision"].required = True

    DECISIONS = [choice for choice in ProblemReport.State.choices if choice[0] != ProblemReport.State.OPEN]

    def save(self, commit: bool = True) -> ProblemReport:
        data = self.cleaned_data
        accepted = data["state"] == ProblemReport.State.ACCEPTED
        return decide_report(report=self.instance, accepted=accepted, decision=data["decision"], user=self.for_user)
