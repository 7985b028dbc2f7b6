"""The whole directory in memory, for comparing many companies with all of it: imports and the list of likely pairs."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from core.models import Place, PlaceAlias
from core.names import fold_name
from directory.models import Company, DifferentCompanies, Reason

from .blocks import parts_of_name
from .comparing import Suspicion, compare
from .facts import Facts, with_facts
from .finding import DOMAIN_OF_MANY

Key = tuple[str, ...]

#: What so many have in common tells nothing; the other parts of a name do.
TOO_MANY = 250
CHUNK = 5_000


class Suspects:
    """All companies by what they can be the same in; built once per run, about a kilobyte for each."""

    def __init__(self) -> None:
        self.facts: dict[int, Facts] = {}
        self.names: dict[int, str] = {}
        self.by_key: dict[Key, list[int]] = defaultdict(list)
        self.different: set[tuple[int, int]] = set(DifferentCompanies.objects.values_list("first", "second"))
        self.places = _places_by_name()
        rows = with_facts(Company.objects.unmerged(), "legal_name")
        for *columns, name in rows.iterator(chunk_size=CHUNK):
            self.add(Facts(*columns), name)

    def add(self, facts: Facts, name: str) -> None:
        """Take in one more stored company, such as one that an import has just written."""
        pk: Any = facts.pk
        self.facts[pk], self.names[pk] = facts, name
        for key in {*_exact_keys(facts), *_part_keys(facts)}:
            self.by_key[key].append(pk)

    def of(self, entry: Company | Mapping[str, Any]) -> list[Suspicion]:
        """Return what ``likely_duplicates`` does, but without a query: companies have their number and name only."""
        facts = Facts.of(entry) if isinstance(entry, Company) else Facts.of_values(entry, places=self.places)
        found = [
            Suspicion(Company(pk=pk, legal_name=self.names[pk]), reasons, score)
            for pk, reasons, score in self.matches(facts)
        ]
        return sorted(found, key=lambda suspicion: (-suspicion.score, suspicion.company.pk))

    def matches(self, facts: Facts) -> Iterator[tuple[int, tuple[Reason, ...], int]]:
        """Yield number, reasons and strength of each company that may be the same."""
        if len(self.by_key.get(("domain", facts.web_domain), ())) > DOMAIN_OF_MANY:
            facts = replace(facts, web_domain="")
        for pk in self._candidates(facts):
            reasons, score = compare(facts, self.facts[pk])
            if reasons and in_order(pk, facts.pk or 0) not in self.different:
                yield pk, reasons, score

    def _candidates(self, facts: Facts) -> set[int]:
        found: set[int] = set()
        for key in {*_exact_keys(facts), *_part_keys(facts)}:
            members = self.by_key.get(key, ())
            if len(members) <= TOO_MANY:
                found.update(members)
        return found - {facts.pk}


def in_order(first: int, second: int) -> tuple[int, int]:
    """Return two numbers as pairs are stored: the smaller first."""
    return (first, second) if first < second else (second, first)


def _exact_keys(facts: Facts) -> Iterator[Key]:
    yield from (("number", facts.country, number) for number in facts.numbers)
    if facts.vat_number:
        yield ("vat", facts.vat_number)
    if facts.web_domain:
        yield ("domain", facts.web_domain)
    if facts.name_key:
        yield ("name", facts.name_key)
        yield from (("name", where, facts.name_key) for where in _neighbourhoods(facts))


def _part_keys(facts: Facts) -> Iterator[Key]:
    for where in _neighbourhoods(facts):
        yield from (("part", where, part) for part in parts_of_name(facts.name_key))


def _neighbourhoods(facts: Facts) -> set[str]:
    """Whatever two places in one town or near each other have in common."""
    return {*facts.towns, *([facts.area] if facts.area else [])}


def _places_by_name() -> dict[str, Place]:
    """Return the towns by their folded names, the own ones before the further ones."""
    places = {fold_name(alias.name): alias.place for alias in PlaceAlias.objects.select_related("place")}
    for place in Place.objects.order_by("-population"):
        places |= {fold_name(name): place for name in (place.name_cs, place.name_de) if name}
    return places
