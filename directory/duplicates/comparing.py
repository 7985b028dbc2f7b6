"""Whether two companies are the same: the reasons, and how strong they are together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.names import PROBABLY, WITH_SLIP, likeness
from directory.models import Company, Country, Reason

from .facts import Facts

#: How often two companies with this in common are the same, of one; estimated.
WEIGHTS = {
    Reason.NUMBER: 0.97,
    Reason.VAT: 0.9,
    Reason.SAME_NAME: 0.7,
    Reason.NUMBER_WITHOUT_COURT: 0.6,
    Reason.SIMILAR_NAME: 0.5,
    Reason.DOMAIN: 0.5,
    Reason.NAME_NEARBY: 0.35,
    Reason.NAME_ALONE: 0.25,
}
#: Two numbers are two firms, unless somebody has mistyped one or a firm has moved to another court.
WITH_OTHER_NUMBER = 0.4
VERY_LIKELY, LIKELY = 80, 45


@dataclass(frozen=True)
class Suspicion:
    """A company that may be the same as another, why, and how strong that is, of 100."""

    company: Company
    reasons: tuple[Reason, ...]
    score: int

    @property
    def in_words(self) -> list[str]:
        """The reasons in the reader's language."""
        return reasons_in_words(self.reasons)

    @property
    def strength(self) -> Any:
        return strength_in_words(self.score)


def reasons_in_words(reasons: Iterable[str]) -> list[str]:
    return [str(Reason(reason).label) for reason in reasons]


def strength_in_words(score: int) -> str | Promise:
    if score >= VERY_LIKELY:
        return _("very likely")
    return _("likely") if score >= LIKELY else _("possible")


def compare(first: Facts, second: Facts) -> tuple[tuple[Reason, ...], int]:
    """Return why two may be the same, the strongest reason first, and how strong all of it is, of 100; else none, 0."""
    reasons = sorted(_reasons(first, second), key=lambda reason: -WEIGHTS[reason])
    if not reasons:
        return (), 0
    doubt = 1.0
    for reason in reasons:
        doubt *= 1 - WEIGHTS[reason]
    likely = 1 - doubt
    if _has_other_number(first, second):
        return (*reasons, Reason.OTHER_NUMBER), round(100 * likely * WITH_OTHER_NUMBER)
    return tuple(reasons), round(100 * likely)


def _reasons(first: Facts, second: Facts) -> Iterator[Reason]:
    if number := _number(first, second):
        yield number
    if first.vat_number and first.vat_number == second.vat_number:
        yield Reason.VAT
    if first.web_domain and first.web_domain == second.web_domain:
        yield Reason.DOMAIN
    if name := _name(first, second):
        yield name


def _number(first: Facts, second: Facts) -> Reason | None:
    if first.country != second.country or not first.numbers & second.numbers:
        return None
    if first.country == Country.CZECHIA:
        return Reason.NUMBER
    if first.court and second.court:
        return Reason.NUMBER if first.court == second.court else None
    return Reason.NUMBER_WITHOUT_COURT


def _has_other_number(first: Facts, second: Facts) -> bool:
    both = first.country == second.country and first.numbers and second.numbers
    return bool(both) and _number(first, second) is None


def _name(first: Facts, second: Facts) -> Reason | None:
    if not (first.has_place and second.has_place):
        return Reason.NAME_ALONE if first.name_key and first.name_key == second.name_key else None
    together = _are_in_one_town(first, second)
    if not together and not (first.area and first.area == second.area):
        return None
    score = likeness(first.name_key, second.name_key, towns=first.town_words | second.town_words)
    if together and score >= PROBABLY:
        return Reason.SAME_NAME if score == 1 else Reason.SIMILAR_NAME
    return Reason.NAME_NEARBY if score >= WITH_SLIP else None


def _are_in_one_town(first: Facts, second: Facts) -> bool:
    if first.place and second.place:
        return first.place == second.place
    return bool(first.towns & second.towns)
