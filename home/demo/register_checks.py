"""Register checks of the demo, made without asking anybody: what verifications rest on, and some other outcomes."""

import datetime as dt
from typing import Any

from django.utils import timezone

from directory.models import Company, RegisterCheck, Verification
from directory.registers.asking import ASK_AGAIN_AFTER, PAUSES
from directory.registers.queue import name_problem
from directory.registers.verifications import KIND_OF, settle

MORNING = dt.time(8, 42)


def write_checks(company: Company, told: list[dict[str, Any]]) -> None:
    """Give the queued checks of a company their answers: those ``told``, and what it is verified by."""
    answers = {row["register"]: row for row in told}
    verified = {each.kind: each.verified_on for each in Verification.objects.filter(company=company)}
    checks = list(RegisterCheck.objects.filter(company=company))
    for check in checks:
        kind = KIND_OF[RegisterCheck.Register(check.register)]
        if check.register in answers:
            _answer(check, **answers[check.register])
        elif kind in verified:
            _answer(check, result="valid", days_ago=(timezone.localdate() - verified[kind]).days)
    settle(checks)


def _answer(check: RegisterCheck, *, result: str, days_ago: int, problem: str = "", **told: Any) -> None:
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    check.checked_at = min(timezone.make_aware(dt.datetime.combine(day, MORNING)), timezone.now())
    check.result, check.problem = result, problem
    if result == RegisterCheck.Result.UNKNOWN:
        check.attempts, check.due_at = 2, timezone.now() + PAUSES[1]
    else:
        check.due_at = check.checked_at + ASK_AGAIN_AFTER
    if result == RegisterCheck.Result.VALID or "ceased_days_ago" in told:
        check.answer = _facts(check.company, **told)
    if result == RegisterCheck.Result.VALID:
        check.problem = name_problem(check.company.legal_name, check.answer)
    check.save()


def _facts(company: Company, *, name: str = "", ceased_days_ago: int | None = None, **_rest: str) -> dict[str, str]:
    seat = company.seat
    facts = {"name": name or company.legal_name, "address": f"{seat.street}, {seat.postal_code} {seat.town}"}
    if ceased_days_ago is not None:
        facts["ceased_on"] = (timezone.localdate() - dt.timedelta(days=ceased_days_ago)).isoformat()
    return facts
