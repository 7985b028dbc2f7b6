"""Asking: a few numbers at a time, with a pause between them, each by one worker only."""

import random
import time
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from directory.models import Company, RegisterCheck

from .answers import Answer
from .clients import clients
from .queue import due_checks, name_problem
from .verifications import settle
from .vies import OF_MEMBER_STATE

PORTION = 20
#: How long one portion goes on: a register that hangs must not hold up what else is timed.
PORTION_SECONDS = 30
#: How long a check that was taken is left alone before it counts as lost with its worker.
LEASE = timedelta(minutes=5)
#: When a number that was answered is asked about again.
ASK_AGAIN_AFTER = timedelta(days=180)
#: Pauses after the first, second … attempt without an answer; then a long rest, and the round begins anew.
PAUSES = [timedelta(minutes=minutes) for minutes in (15, 60, 240, 720, 1440, 2880)]
REST = timedelta(days=14)
#: So that those who failed together do not come back together.
JITTER = 0.25


def run_checks(*, limit: int = PORTION, seconds: float = PORTION_SECONDS, company: Company | None = None) -> Counter:
    """Ask about what is due, of one ``company`` or of all; returns how many answers there were of each result.

    A register that cannot say is left alone for the rest of the portion; where only a member state is silent, its
    numbers are.
    """
    asking, results, silent = clients(), Counter[str](), Q(pk__in=[])
    rows = Q(company=company) if company else Q()
    end = time.monotonic() + seconds
    while results.total() < limit and time.monotonic() < end:
        check = _take(rows & ~silent)
        if check is None:
            break
        answer = asking[check.register].look_up(check.number)
        record(check, answer)
        results[answer.result] += 1
        if not answer.is_final:
            silent |= _area(check, answer)
        time.sleep(settings.REGISTER_PAUSE)
    return results


def _area(check: RegisterCheck, answer: Answer) -> Q:
    """Return which numbers will get the same answer now."""
    if answer.problem.startswith(OF_MEMBER_STATE):
        return Q(register=check.register, number__startswith=check.number[:2])
    return Q(register=check.register)


@transaction.atomic
def _take(rows: Q) -> RegisterCheck | None:
    skip_locked = connection.features.has_select_for_update_skip_locked
    check = due_checks().filter(rows).select_for_update(skip_locked=skip_locked, of=("self",)).first()
    if check is not None:
        check.attempts += 1
        check.due_at = timezone.now() + LEASE
        check.save(update_fields=["attempts", "due_at"])
    return check


@transaction.atomic
def record(check: RegisterCheck, answer: Answer) -> bool:
    """Keep an answer and let it count; ``False`` where the number or the lease is not the same any more."""
    held = RegisterCheck.objects.filter(pk=check.pk, number=check.number, due_at=check.due_at)
    now = timezone.now()
    values: dict[str, Any] = {"result": answer.result, "checked_at": now, "problem": answer.problem}
    if answer.is_final:
        values |= {"answer": answer.told, "attempts": 0, "due_at": now + ASK_AGAIN_AFTER}
    else:
        values |= _later(check.attempts, answer, now)
    if answer.result == RegisterCheck.Result.VALID:
        values["problem"] = name_problem(_name_of(check), answer.told)
    if not held.update(**values):
        return False
    settle([RegisterCheck.objects.select_related("company").get(pk=check.pk)])
    return True


def _name_of(check: RegisterCheck) -> str:
    return Company.objects.values_list("legal_name", flat=True).get(pk=check.company_id)


def _later(attempts: int, answer: Answer, now: datetime) -> dict[str, Any]:
    """Return when to try again: after a growing pause, or when the register says; after a round, much later."""
    if attempts > len(PAUSES):
        return {"attempts": 0, "due_at": now + REST}
    pause = PAUSES[attempts - 1] * random.uniform(1, 1 + JITTER)  # noqa: S311 - not a secret
    return {"attempts": attempts, "due_at": now + max(pause, answer.wait or pause)}
