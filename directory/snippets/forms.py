"""The forms in which editors write companies and offers."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from directory.models import Entry, ProblemReport, State
from directory.rights import area, companies_within, is_operator
from directory.services import SEAT_ELSEWHERE, WITHOUT_SEAT, begin_state, begin_validity, decide_report, record_state

SECOND_SEAT = _("A company has one seat only.")
SEAT_OF_OTHERS = _("Another institution answers for this place. Add companies of your own area only.")
SEAT_NEEDED = _("Add the address of the seat: you may add companies of your own area only.")
COMPANY_ELSEWHERE = _("Choose a company of your own area.")


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
        self._clean_seat(data)
        return data

    def _clean_seat(self, data: dict[str, Any]) -> None:
        locations = self.formsets["locations"]
        kept = [form for form in locations.forms if not form.cleaned_data.get("DELETE")]
        seats = [form for form in kept if form.cleaned_data.get("is_seat")]
        for form in seats[1:]:
            form.add_error("is_seat", SECOND_SEAT)
        for form in seats[:1]:
            if data.get("country") and form.is_valid() and form.instance.country != data["country"]:
                form.add_error("is_seat", SEAT_ELSEWHERE)
        if data.get("state") == State.PUBLISHED and not seats:
            locations.non_form_errors().append(WITHOUT_SEAT)
        elif self.instance._state.adding and data.get("country"):
            self._clean_area(seats[0] if seats else None, data["country"])

    def _clean_area(self, seat: WagtailAdminModelForm | None, country: str) -> None:
        """Refuse a new company outside the own area; one that is there may move, and is then another's."""
        region = seat.instance.region_id if seat else None
        if is_operator(self.for_user) or area(self.for_user).holds(region, country):
            return
        if seat is None:
            self.formsets["locations"].non_form_errors().append(SEAT_NEEDED)
        else:
            seat.add_error("place" if seat.cleaned_data.get("place") else "region", SEAT_OF_OTHERS)


class OfferForm(EntryForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["company"].queryset = companies_within(self.for_user)
        self.fields["company"].error_messages["invalid_choice"] = COMPANY_ELSEWHERE

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
