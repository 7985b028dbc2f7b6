"""What a register's answer, kept in ``RegisterCheck``, does to the verification that everybody sees."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone
from wagtail.log_actions import log

from directory.models import RegisterCheck, Verification

Result = RegisterCheck.Result

LOG_ACTION = "directory.register"
KIND_OF = {
    RegisterCheck.Register.ARES: Verification.Kind.REGISTER,
    RegisterCheck.Register.VIES: Verification.Kind.VAT,
}
CONFIRMED, TAKEN_AWAY = "confirmed", "taken_away"
#: Why a verification goes without an answer of the register: its number is another now, or its day is long past.
NUMBER_CHANGED, TOO_OLD = "NUMBER_CHANGED", "TOO_OLD"


def settle(checks: Iterable[RegisterCheck]) -> None:
    """Bring verifications into line with what registers have said; what they could not say leaves them for a while."""
    checks = [check for check in checks if check.checked_at]
    held = _held(checks)
    for check in checks:
        verification = held.get((check.company_id, KIND_OF[RegisterCheck.Register(check.register)]))
        if check.result == Result.VALID:
            _confirm(check, verification)
        elif verification and (reason := _against(check, verification)):
            _take_away(check, verification, reason)


def void(checks: Iterable[RegisterCheck]) -> None:
    """Take away what was verified by a number that the company has no more.

    What an institution has checked today stands: it has seen the new number.
    """
    checks = list(checks)
    held = _held(checks)
    for check in checks:
        verification = held.get((check.company_id, KIND_OF[RegisterCheck.Register(check.register)]))
        if verification and not (verification.institution_id and verification.verified_on == timezone.localdate()):
            _take_away(check, verification, NUMBER_CHANGED)


def _held(checks: list[RegisterCheck]) -> dict[tuple[int, str], Verification]:
    companies = {check.company_id for check in checks}
    if not companies:
        return {}
    rows = Verification.objects.filter(company__in=companies, kind__in=KIND_OF.values())
    return {(row.company_id, row.kind): row for row in rows}


def _confirm(check: RegisterCheck, verification: Verification | None) -> None:
    day = _day_of(check)
    if verification and verification.verified_on >= day:
        return
    Verification.objects.update_or_create(
        company_id=check.company_id,
        kind=KIND_OF[RegisterCheck.Register(check.register)],
        defaults={"verified_on": day, "institution": None},
    )
    if verification is None:
        _log(check, CONFIRMED, "")


def _against(check: RegisterCheck, verification: Verification) -> str:
    """Return why a verification cannot stay; empty where it can, as does one that somebody wrote after the answer."""
    if check.result == Result.INVALID:
        return check.problem if verification.verified_on <= _day_of(check) else ""
    oldest = timezone.localdate() - timedelta(days=settings.REGISTER_KEEP_DAYS)
    return TOO_OLD if verification.verified_on < oldest else ""


def _take_away(check: RegisterCheck, verification: Verification, reason: str) -> None:
    verification.delete()
    _log(check, TAKEN_AWAY, reason)


def _day_of(check: RegisterCheck) -> date:
    if check.checked_at is None:
        raise ValueError("Nobody has asked yet.")
    return timezone.localdate(check.checked_at)


def _log(check: RegisterCheck, what: str, reason: str) -> None:
    facts = {"what": what, "register": check.register, "number": check.number, "reason": reason}
    log(check.company, LOG_ACTION, data=facts)
