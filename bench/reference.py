"""The reference data that generated companies refer to, read once and weighted as in life."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from bench.chance import Urn
from core.models import Place, Region
from directory.models import Certificate, Concept, Language, Sector, Term

WORDS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
OFFERED = (Concept.Kind.PROCESS, Concept.Kind.PRODUCT, Concept.Kind.SERVICE)
Terms = dict[tuple[int, str], list[str]]

# Towns whose population nobody knows are small, and of those outside the programme area few companies are listed.
SMALL_TOWN = 800
SHARE_OUTSIDE = 0.02


@dataclass(frozen=True)
class Reference:
    """Terms are by concept and language, the preferred one first; sectors by concept; fields are urns of concepts."""

    towns: Urn[Place]
    fields: Urn[Urn[Concept]]
    materials: Urn[Concept]
    certificates: Urn[Certificate]
    languages: dict[str, Language]
    regions: list[Region]
    terms: Terms
    sectors: dict[int, list[Sector]]

    @classmethod
    def load(cls) -> Self:
        concepts = {concept.pk: concept for concept in Concept.objects.curated().order_by("pk")}
        terms = _terms(concepts.values())
        towns = list(Place.objects.select_related("region").order_by("slug"))
        return cls(
            towns=Urn.weighted(towns, map(_weight, towns)),
            fields=_fields(concepts, terms),
            materials=Urn.skewed(each for each in concepts.values() if each.kind == Concept.Kind.MATERIAL),
            certificates=Urn.skewed(Certificate.objects.order_by("sort_order", "pk")),
            languages={language.code: language for language in Language.objects.order_by("sort_order")},
            regions=list(Region.objects.top_level()),
            terms=terms,
            sectors=_sectors(concepts),
        )


def _weight(town: Place) -> float:
    return (town.population or SMALL_TOWN) * (1 if town.region_id else SHARE_OUTSIDE)


def _fields(concepts: dict[int, Concept], terms: Terms) -> Urn[Urn[Concept]]:
    """What companies offer, by field; what has many names is taken to be offered often."""
    found: dict[str, list[Concept]] = {key: [] for key in WORDS["leading_fields"]}
    for concept in concepts.values():
        field = _field(concept, concepts).key
        if concept.kind in OFFERED and field not in WORDS["without_companies"]:
            found.setdefault(field, []).append(concept)
    for offered in found.values():
        offered.sort(key=lambda concept: -len(terms[concept.pk, "de"] + terms[concept.pk, "cs"]))
    return Urn.skewed(Urn.skewed(offered) for offered in found.values() if offered)


def _field(concept: Concept, concepts: dict[int, Concept]) -> Concept:
    while concept.broader_id:
        concept = concepts[concept.broader_id]
    return concept


def _terms(concepts: Iterable[Concept]) -> Terms:
    terms = {(each.pk, language): [getattr(each, f"name_{language}")] for each in concepts for language in ("de", "cs")}
    for term in Term.objects.order_by("pk"):
        if (term.concept_id, term.language) in terms:
            terms[term.concept_id, term.language].append(term.text)
    return terms


def _sectors(concepts: dict[int, Concept]) -> dict[int, list[Sector]]:
    """Those of each concept; where it has none, those of the next broader one that has some."""
    known = Sector.objects.in_bulk()
    own = defaultdict(list)
    for concept, sector in Concept.sectors.through.objects.order_by("pk").values_list("concept_id", "sector_id"):
        own[concept].append(known[sector])
    found = {}
    for pk, concept in concepts.items():
        while not own[concept.pk] and concept.broader_id:
            concept = concepts[concept.broader_id]
        found[pk] = own[concept.pk]
    return found
