"""Which entry a row means: by reference, then by country and register number."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from core.bulk import among
from directory.models import Company, EntryReference, Offer, State

from .remarks import Remark
from .words import fold_court

#: How an entry that was never imported is called in an export.
OWN_REFERENCE = re.compile(r"glokal-(\d{1,18})")


@dataclass(frozen=True)
class Key:
    """By what a row names its entry."""

    reference: str = ""
    country: str = ""
    number: str = ""
    court: str = ""


@dataclass(frozen=True)
class Match:
    """The entry that a row means, ``None`` for a new one; ``by_reference`` if the reference led to it."""

    pk: int | None = None
    by_reference: bool = False
    problem: Remark | None = None


class Matcher:
    """Finds entries for an institution, or for ``None`` across all of them."""

    def __init__(self, model: type[Company | Offer], institution: int | None) -> None:
        self.model = model
        self.institution = institution

    def match(self, keys: Sequence[Key]) -> list[Match]:
        """Return what each key means; four queries, however many there are."""
        by_reference = self._by_reference({key.reference for key in keys if key.reference})
        by_number = same_numbers(keys) if self.model is Company else {}
        return [self._match(key, by_reference, by_number) for key in keys]

    def _match(self, key: Key, by_reference: dict[str, set[int]], by_number: "Numbers") -> Match:
        found = by_reference.get(key.reference, set()) if key.reference else set()
        if len(found) > 1:
            return Match(problem=Remark("ambiguous_reference", "reference"))
        if found:
            return Match(next(iter(found)), by_reference=True)
        return _match_number(key, by_number) if key.number else Match()

    def _by_reference(self, texts: set[str]) -> dict[str, set[int]]:
        name = str(self.model._meta.model_name)
        references = EntryReference.objects.filter(**{f"{name}__isnull": False}, reference__in=among(texts))
        if self.institution is not None:
            references = references.filter(institution=self.institution)
        found: dict[str, set[int]] = defaultdict(set)
        for reference, pk in references.values_list("reference", name):
            found[reference].add(pk)
        own = {text: int(hit[1]) for text in texts - found.keys() if (hit := OWN_REFERENCE.fullmatch(text))}
        there = set(self.model._default_manager.filter(pk__in=among(own.values())).values_list("pk", flat=True))
        for text, pk in own.items():
            if pk in there:
                found[text].add(pk)
        return self._kept(found) if self.model is Company else found

    def _kept(self, found: dict[str, set[int]]) -> dict[str, set[int]]:
        """Put the kept entry in the place of one that was merged into it."""
        pks = {pk for some in found.values() for pk in some}
        kept: dict[int, Any] = {}
        merged = Company.objects.filter(merged_into__isnull=False)
        while moved := dict(merged.filter(pk__in=among(pks - kept.keys())).values_list("pk", "merged_into")):
            kept.update(moved)
            pks.update(kept.values())
        return {text: {_end(pk, kept) for pk in some} for text, some in found.items()}


def _end(pk: int, kept: dict[int, Any]) -> int:
    while pk in kept:
        pk = kept[pk]
    return pk


#: Companies of a country and register number: number of the entry, court, name.
Numbers = dict[tuple[str, str], list[tuple[int, str, str]]]


def same_numbers(keys: Iterable[Key], *, tells_all: bool = True) -> Numbers:
    """Return the companies that have one of the register numbers, merged ones left out.

    Unless one who ``tells_all`` asks, the names of companies that are not public are left out.
    """
    numbers: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        if key.number:
            numbers[key.country].add(key.number)
    wanted = Q(pk__in=[])
    for country, some in numbers.items():
        wanted |= Q(country=country, register_number__in=among(some))
    found: Numbers = defaultdict(list)
    companies = Company.objects.filter(wanted).unmerged().order_by("pk")
    names = ("pk", "country", "register_number", "register_court", "state", "legal_name")
    for pk, country, number, court, state, name in companies.values_list(*names):
        found[country, number].append((pk, court, name if tells_all or state == State.PUBLISHED else "–"))
    return found


def _match_number(key: Key, by_number: Numbers) -> Match:
    """Without a court one company may have the number; with one, that of the court or else one without a court."""
    others = by_number.get((key.country, key.number), [])
    if key.court:
        court = fold_court(key.court)
        others = [each for each in others if fold_court(each[1]) == court] or [each for each in others if not each[1]]
    if len(others) > 1:
        return Match(problem=Remark("ambiguous_number", "register_number"))
    return Match(others[0][0]) if others else Match()
