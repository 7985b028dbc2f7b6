"""What of a suspected company somebody may read: all of their own area, elsewhere only what anybody may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.models import Institution
from directory.models import Company
from directory.responsibility import responsible_institution
from directory.rights import companies_within

from .comparing import Suspicion

EDIT = "wagtailsnippets_directory_company:edit"


@dataclass(frozen=True)
class Shown:
    """A company as one person may know it; ``institution`` is whom to ask about what is none of theirs."""

    name: str
    url: str
    institution: Institution | None
    is_within: bool
    is_named: bool

    @classmethod
    def to(cls, company: Company, *, is_within: bool) -> "Shown":
        if is_within:
            return cls(company.legal_name, reverse(EDIT, args=[company.pk]), None, is_within=True, is_named=True)
        institution = responsible_institution(company)
        if company.is_public:
            return cls(company.legal_name, company.get_absolute_url(), institution, is_within=False, is_named=True)
        return cls(_("An entry of another institution"), "", institution, is_within=False, is_named=False)


@dataclass(frozen=True)
class ShownSuspicion:
    """A suspicion with its company as somebody may know it, and where to compare the two."""

    entry: Shown
    suspicion: Suspicion
    compare_url: str

    @property
    def why(self) -> str:
        return ", ".join(self.suspicion.in_words)


def shown_to(user: Any, suspicions: list[Suspicion], *, beside: int | None) -> list[ShownSuspicion]:
    """Return suspicions as a person may know them; ``beside`` is the stored company that they are about."""
    within = numbers_within(user, [suspicion.company.pk for suspicion in suspicions])
    return [
        ShownSuspicion(
            entry=Shown.to(suspicion.company, is_within=suspicion.company.pk in within),
            suspicion=suspicion,
            compare_url=reverse("compare_companies", args=[beside, suspicion.company.pk]) if beside else "",
        )
        for suspicion in suspicions
    ]


def numbers_within(user: Any, numbers: Iterable[int]) -> set[int]:
    """Return which of some companies are within a person's area."""
    companies: QuerySet[Company] = companies_within(user)
    return set(companies.filter(pk__in=list(numbers)).values_list("pk", flat=True))
