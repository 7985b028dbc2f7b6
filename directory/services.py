"""What is done with entries: the only place that writes an entry's state."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Site

from accounts.models import User
from core.mail import send_template
from core.models import PortalSettings, Side

from .models import Company, Entry, Objection, Offer, ProblemReport, State
from .responsibility import responsible_institution

LOG_ACTION = "directory.state"
LONGEST_REASON = Entry._meta.get_field("state_reason").max_length or 0
WITHOUT_REASON = _("Say why the state changes: the company has a right to know.")
WITHOUT_SEAT = _("A company is published with its seat. Add the address and mark it as seat.")
SEAT_ELSEWHERE = _(
    "The seat lies in another country than the company. Correct the country, or mark another location as seat."
)


@transaction.atomic
def change_state(*, entry: Entry, state: State, reason: str, user: User | None) -> None:
    """Publish, hide, suspend an entry or take it back to draft, with the reason that its history keeps.

    Raises ``ValidationError`` without a reason, or where the entry is not complete enough to be published.
    """
    before = entry.state
    begin_state(entry, state=state, reason=reason)
    if entry.state == State.PUBLISHED:
        _check_complete(entry)
    entry.save()
    entry.save_revision(user=user, clean=False)
    record_state(entry, before=before, user=user)


def begin_state(entry: Entry, *, state: str, reason: str) -> None:
    """Give an entry a state that it does not have yet; who calls checks it as a whole, saves it and records the change.

    The validity of an offer counts from its publication. Raises ``ValidationError`` without a reason.
    """
    reason = reason.strip()
    if not reason:
        raise ValidationError({"state_reason": WITHOUT_REASON})
    entry.state, entry.state_reason, entry.state_changed_at = State(state), reason, timezone.now()
    if isinstance(entry, Offer) and entry.state == State.PUBLISHED:
        begin_validity(entry)


def begin_validity(offer: Offer) -> None:
    """Count the twelve months of an offer from today: it was published or extended."""
    offer.valid_from = timezone.localdate()


def _check_complete(entry: Entry) -> None:
    if isinstance(entry, Company):
        _check_seat(entry)
    entry.full_clean()


def _check_seat(company: Company) -> None:
    if company.seat is None:
        raise ValidationError({"state": WITHOUT_SEAT})
    if company.seat.country != company.country:
        raise ValidationError({"country": SEAT_ELSEWHERE})


def record_state(entry: Entry, *, before: str, user: User | None) -> None:
    """Write into the history from which state to which an entry went, and why."""
    log(entry, LOG_ACTION, user=user, data={"from": before, "to": entry.state, "reason": entry.state_reason})


@transaction.atomic
def report_problem(
    *, entry: Company | Offer, kind: str, message: str, name: str, email: str, language: str, key: str
) -> ProblemReport:
    """Take a report about an entry; its institution is told, and who reported it where there is an address.

    ``language`` is the reporter's. The same ``key`` for the same entry is one report and one mail, however often sent.
    """
    report, is_new = ProblemReport.objects.get_or_create(
        key=f"{entry._meta.model_name}-{entry.pk}:{key}",
        defaults={
            str(entry._meta.model_name): entry,
            "kind": kind,
            "message": message,
            "name": name,
            "email": email,
            "language": language,
            "institution": responsible_institution(entry),
        },
    )
    if is_new:
        _tell_institution(report)
        _tell_reporter(report, "problem_receipt")
    return report


@transaction.atomic
def decide_report(*, report: ProblemReport, accepted: bool, decision: str, user: User | None) -> ProblemReport:
    """Decide a report in words that go to who reported it.

    An objection that is accepted hides the company and keeps imports from bringing it back; an accepted request for
    removal suspends the entry. Raises ``ValidationError`` without words, or where it was decided before.
    """
    report = ProblemReport.objects.select_for_update().get(pk=report.pk)
    if report.state != ProblemReport.State.OPEN:
        raise ValidationError(_("This report was decided already."))
    report.state = ProblemReport.State.ACCEPTED if accepted else ProblemReport.State.DECLINED
    report.decision = decision.strip()
    report.decided_at = timezone.now()
    report.full_clean()
    report.save()
    if accepted:
        _carry_out(report, user)
    _tell_reporter(report, "problem_decision")
    return report


def _carry_out(report: ProblemReport, user: User | None) -> None:
    company = report.company or report.offer.company  # type: ignore[union-attr]  # one of the two is there
    if report.kind == ProblemReport.Kind.OBJECTION:
        if not Objection.objects.covers(company):
            Objection.objects.create(
                country=company.country, register_number=company.register_number, legal_name=company.legal_name
            )
        _withhold(company, State.HIDDEN, report, user)
    elif report.kind == ProblemReport.Kind.REMOVAL:
        _withhold(report.offer or company, State.SUSPENDED, report, user)


def _withhold(entry: Entry, state: State, report: ProblemReport, user: User | None) -> None:
    if entry.state not in (state, State.SUSPENDED):
        reason = Truncator(report.decision).chars(LONGEST_REASON)
        change_state(entry=entry, state=state, reason=reason, user=user)


def _tell_institution(report: ProblemReport) -> None:
    institution = report.institution
    send_template(
        "problem_report",
        to=institution.email or PortalSettings.for_site(Site.objects.get(is_default_site=True)).contact_email,
        language=Side(institution.side).language,
        context=_mail_context(report),
        reply_to=report.email,
        key=f"problem:{report.key}:office",
    )


def _tell_reporter(report: ProblemReport, template: str) -> None:
    if report.email:
        send_template(
            template,
            to=report.email,
            language=report.language,
            context=_mail_context(report),
            reply_to=report.institution.email,
            key=f"{template}:{report.key}",
        )


def _mail_context(report: ProblemReport) -> dict[str, Any]:
    return {"report": report, "entry": report.entry, "institution": report.institution, "site_url": settings.SITE_URL}
