"""Reports of problems with entries, and what follows from them."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.mail import send_template
from core.models import Side
from directory.models import Company, Entry, Objection, Offer, ProblemReport, State
from directory.responsibility import responsible_institution

from .mails import office_of
from .states import LONGEST_REASON, change_state


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
    report.institution = responsible_institution(report.entry)  # type: ignore[arg-type]  # the seat may have moved
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
                country=company.country,
                register_number=company.register_number,
                register_court=company.register_court,
                legal_name=company.legal_name,
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
        to=office_of(institution),
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
