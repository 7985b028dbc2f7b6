"""A check in words for who reviews: what the register said, when, and what comes next."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.models import Company, RegisterCheck
from directory.rights import may_change

from .answers import NAME_DIFFERS
from .clients import is_on
from .public import SOURCES
from .queue import numbers_of

Register, Result = RegisterCheck.Register, RegisterCheck.Result

NOT_KNOWN = gettext_lazy("The register does not know this number.")
NO_NUMBER = gettext_lazy("The register does not take this for a number.")
SILENT = gettext_lazy("The register cannot be reached.")
OVERLOADED = gettext_lazy("The register is overloaded.")
NOT_UNDERSTOOD = gettext_lazy("What the register answered cannot be understood.")
WORDS: dict[str, Promise] = {
    NAME_DIFFERS: gettext_lazy("The register has another name."),
    "ZANIKLY": gettext_lazy("Struck off the register."),
    "NENALEZENO": NOT_KNOWN,
    "VYSTUP_SUBJEKT_NENALEZEN": NOT_KNOWN,
    "INVALID": gettext_lazy("The member state does not know this number, or not for trade within the EU."),
    "INVALID_INPUT": NO_NUMBER,
    "VSTUP_NEVALIDNI_FORMAT_ICO": NO_NUMBER,
    "MS_UNAVAILABLE": gettext_lazy("The register of the member state does not answer."),
    "TIMEOUT": gettext_lazy("The register of the member state did not answer in time."),
    "NO_ANSWER_IN_TIME": gettext_lazy("The register did not answer in time."),
    "SERVICE_UNAVAILABLE": SILENT,
    "UNREACHABLE": SILENT,
    "UNREADABLE_ANSWER": NOT_UNDERSTOOD,
    "ANSWER_TOO_LARGE": NOT_UNDERSTOOD,
}


def explained(check: RegisterCheck) -> str:
    """Return why a check is as it is, with the register's own word in brackets; empty where nothing is wrong."""
    if not check.problem:
        return ""
    if ceased_on := day_of(check.answer.get("ceased_on", "")):
        return _("Struck off the register on %(day)s.") % {"day": ceased_on}
    words = WORDS.get(check.problem) or (OVERLOADED if "_MAX_CONCURRENT_REQ" in check.problem else "")
    if check.problem == NAME_DIFFERS:
        return str(words)
    return f"{words} ({check.problem})" if words else check.problem


def day_of(text: str) -> str:
    try:
        return date_format(dt.date.fromisoformat(text[:10]), "DATE_FORMAT")
    except ValueError:
        return ""


def said(check: RegisterCheck) -> str:
    """Return name and address as the register told them."""
    name, address = check.answer.get("name"), check.answer.get("address")
    return ", ".join(filter(None, [f"„{name}“" if name else "", address]))


@dataclass(frozen=True)
class ShownCheck:
    """One check as the admin shows it; ``again_url`` is empty where the person or the operator does not allow it."""

    check: RegisterCheck
    source: str
    said: str
    why: str
    is_on: bool
    again_url: str

    @property
    def status(self) -> str:
        """The word for the result; a number that nobody has asked about yet waits."""
        return str(self.check.get_result_display() if self.check.checked_at else _("not checked yet"))

    @property
    def has_other_name(self) -> bool:
        return self.check.problem == NAME_DIFFERS


def shown(check: RegisterCheck, *, may_ask: bool, back_to: str) -> ShownCheck:
    on = is_on(check.register)
    url = reverse("register_check_again", args=[check.pk])
    return ShownCheck(
        check=check,
        source=str(SOURCES[check.register]),
        said=said(check),
        why=explained(check),
        is_on=on,
        again_url=f"{url}?{urlencode({'next': back_to})}" if may_ask and on else "",
    )


def checks_of(company: Company, *, user: Any, back_to: str) -> list[ShownCheck]:
    """Return the checks of a company's present numbers for a person who sees the company; ``back_to`` is the page."""
    numbers = numbers_of(company)
    may_ask = may_change(user, company)
    checks = [check for check in company.register_checks.all() if numbers[check.register] == check.number]
    return [shown(check, may_ask=may_ask, back_to=back_to) for check in checks]
