"""When which register is asked about which number: written in the transaction that writes the company."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from directory.models import Company, Country, RegisterCheck, State

from .answers import NAME_DIFFERS, differs
from .clients import is_on
from .verifications import settle, void

Register, Result = RegisterCheck.Register, RegisterCheck.Result

BATCH = 500
#: Registers forbid asking the same again and again.
COURTESY = timedelta(minutes=10)
ARES_NUMBER = Q(register=Register.ARES, company__country=Country.CZECHIA, number=F("company__register_number"))
VIES_NUMBER = Q(register=Register.VIES, number=F("company__vat_number"))
FRESH: dict[str, Any] = {"result": Result.UNKNOWN, "checked_at": None, "answer": {}, "problem": "", "attempts": 0}


def numbers_of(company: Company) -> dict[str, str]:
    """Return the number that each register knows a company by; empty where there is none."""
    ico = company.register_number if company.country == Country.CZECHIA else ""
    return {Register.ARES: ico, Register.VIES: company.vat_number}


def queue_checks(companies: Iterable[Company]) -> int:
    """Queue the numbers that are new or have changed, inside the caller's transaction; returns how many.

    Call it with companies that were written past ``Company.save``. A changed number makes the old answer void, and the
    verification with it; where nothing has changed, verifications follow what the registers have said.
    """
    queued, rest = 0, iter(companies)
    while batch := list(islice(rest, BATCH)):
        queued += _queue(batch)
    return queued


@transaction.atomic
def _queue(batch: list[Company]) -> int:
    known = {
        (check.company_id, check.register): check
        for check in RegisterCheck.objects.select_for_update().filter(company__in=batch).order_by("pk")
    }
    fresh, outdated, kept = [], [], []
    for company in batch:
        for register, number in numbers_of(company).items():
            check = known.get((company.pk, register))
            if check and check.number == number:
                check.company = company
                kept.append(check)
                continue
            if check:
                outdated.append(check)
            if number:
                fresh.append(RegisterCheck(company=company, register=register, number=number, due_at=timezone.now()))
    void(outdated)
    RegisterCheck.objects.filter(pk__in=[check.pk for check in outdated]).delete()
    RegisterCheck.objects.bulk_create(fresh, ignore_conflicts=True)
    _compare_names(kept)
    settle(kept)
    return len(fresh)


def _compare_names(checks: list[RegisterCheck]) -> None:
    """Note or forget that the register has another name: the entry's may have changed."""
    renamed = []
    for check in checks:
        if check.result != Result.VALID:
            continue
        problem = name_problem(check.company.legal_name, check.answer)
        if problem != check.problem:
            check.problem = problem
            renamed.append(check)
    RegisterCheck.objects.bulk_update(renamed, ["problem"])


def name_problem(written: str, told: dict[str, str]) -> str:
    return NAME_DIFFERS if differs(written, told.get("name", "")) else ""


def catch_up(limit: int) -> int:
    """Queue up to ``limit`` companies whose numbers were written past everything; returns how many numbers."""
    checks = RegisterCheck.objects.filter(company=OuterRef("pk"))
    unknown_ico = Q(country=Country.CZECHIA) & ~Q(register_number="") & ~Exists(checks.filter(ARES_NUMBER))
    unknown_vat = ~Q(vat_number="") & ~Exists(checks.filter(VIES_NUMBER))
    outdated = Exists(checks.exclude(ARES_NUMBER | VIES_NUMBER))
    return queue_checks(Company.objects.filter(unknown_ico | unknown_vat | outdated).order_by("pk")[:limit])


def due_checks() -> QuerySet[RegisterCheck]:
    """Return what is to be asked now, the longest due first: of registers that are on, about entries not withheld."""
    on = [register for register in Register if is_on(register)]
    due = RegisterCheck.objects.filter(register__in=on, due_at__lte=timezone.now())
    return due.filter(ARES_NUMBER | VIES_NUMBER, company__state__in=[State.DRAFT, State.PUBLISHED]).order_by(
        "due_at", "pk"
    )


def ask_again(check: RegisterCheck, *, courtesy: timedelta = COURTESY) -> bool:
    """Make a check due at once; ``False`` where the register said something within ``courtesy``."""
    now = timezone.now()
    long_ago = Q(checked_at__isnull=True) | Q(checked_at__lte=now - courtesy)
    rows = RegisterCheck.objects.filter(long_ago, pk=check.pk)
    return bool(rows.update(due_at=now, attempts=0))
