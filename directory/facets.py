"""What visitors can choose from: only what occurs among the entries that anybody may see.

Kept for a minute: finding out what occurs takes the database longer than a page of the list does.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Substr
from django.db.models.lookups import IsNull

from core.collation import sort_key
from core.filters import Choice
from core.i18n import active_language
from core.models import Region

from .models import (
    Capability,
    Certificate,
    Company,
    CompanyCertificate,
    Concept,
    Language,
    Offer,
    OfferCapability,
    Sector,
)
from .querysets import valid_today

KEPT_SECONDS = 60

Choices = dict[str, list[Choice]]


class Node(NamedTuple):
    """A concept in the tree of the vocabulary, and whether an entry has it."""

    pk: int
    broader: int | None
    key: str
    name: str
    occurs: bool


def company_choices() -> Choices:
    """Return what occurs among published companies, by parameter, in the reader's language."""

    def rows(model: Any) -> QuerySet:
        return model.objects.filter(company__in=Company.objects.published())

    return _kept(
        "companies",
        sector=rows(Company.sectors.through),
        language=rows(Company.languages.through),
        certificate=rows(CompanyCertificate).filter(valid_today()),
        capability=rows(Capability),
    )


def fields_of_work() -> list[Choice]:
    """Return the fields of the vocabulary in which published companies can do something; one query."""
    language = active_language()
    key = f"directory.facets.fields.{language}"
    fields: list[Choice] | None = cache.get(key)
    if fields is None:
        able = Capability.objects.filter(company__in=Company.objects.published())
        fields = [concept for concept in _find_concepts(able, language) if not concept.depth]
        cache.set(key, fields, KEPT_SECONDS)
    return fields


def offer_choices() -> Choices:
    """Return what occurs among public offers and requests and, for sectors, the companies that they name."""
    offers = Offer.objects.published()
    sectors: Any = Company.sectors.through
    languages: Any = Offer.languages.through
    return _kept(
        "offers",
        sector=sectors.objects.filter(company__in=offers.named().values("company")),
        language=languages.objects.filter(offer__in=offers),
        capability=OfferCapability.objects.filter(offer__in=offers),
    )


def _kept(name: str, *, capability: QuerySet, **rows: QuerySet) -> Choices:
    language = active_language()
    key = f"directory.facets.{name}.{language}"
    choices: Choices | None = cache.get(key)
    if choices is None:
        choices = {**_find_named(rows, language), "capability": _find_concepts(capability, language)}
        cache.set(key, choices, KEPT_SECONDS)
    return choices


def _find_named(rows: dict[str, QuerySet], language: str) -> Choices:
    """Regions, and the sectors, languages and certificates that ``rows`` refer to; one query."""
    name = f"name_{language}"
    wanted = [
        _named("region", Region.objects.top_level(), "code", name),
        _named("sector", _divisions(rows["sector"]), "code", name),
        _named("language", Language.objects.filter(_in(rows["language"], "language")), "code", name, F("sort_order")),
    ]
    if "certificate" in rows:
        held = Certificate.objects.filter(_in(rows["certificate"], "certificate"))
        wanted.append(_named("certificate", held, "concept__key", f"concept__{name}", F("sort_order")))
    choices: Choices = {"region": [], "sector": [], "language": [], "certificate": []}
    for parameter, _order, value, label in sorted(wanted[0].union(*wanted[1:], all=True)):
        choices[parameter].append(Choice(value, label))
    return choices


def _named(parameter: str, rows: QuerySet, value: str, name: str, order: Any = None) -> QuerySet:
    rows = rows.order_by().annotate(parameter=Value(parameter), order=order or Value(0))
    return rows.values_list("parameter", "order", value, name)


def _divisions(rows: QuerySet) -> QuerySet:
    """The two-digit sectors in which anything is, however deep."""
    sectors = Sector.objects.in_scheme(Sector.Scheme.NACE_2)
    used = sectors.filter(_in(rows, "sector")).annotate(division=Substr("code", 1, 2))
    return sectors.divisions().filter(code__in=used.values("division"))


def _in(rows: QuerySet, column: str) -> IsNull:
    """Whether any of ``rows`` refers to the row: the first one tells, so all must not be read.

    PostgreSQL joins all of them for ``EXISTS``, hence a subquery. And taking all values of a column for equally
    frequent, it reads the table until it meets one that nobody has; for a range, it looks into the index.
    """
    same = {f"{column}__gte": OuterRef("pk"), f"{column}__lte": OuterRef("pk")}
    return IsNull(Subquery(rows.filter(**same).order_by().values("pk")[:1]), False)


def _find_concepts(rows: QuerySet, language: str) -> list[Choice]:
    """The curated concepts that ``rows`` refer to and all that are broader, each below its broader one."""
    concepts = Concept.objects.curated().order_by().annotate(occurs=_in(rows, "concept"))
    nodes = [Node(*row) for row in concepts.values_list("pk", "broader", "key", f"name_{language}", "occurs")]
    below: dict[int | None, list[Node]] = defaultdict(list)
    for node in sorted(nodes, key=lambda node: sort_key(node.name, language)):
        below[node.broader].append(node)
    return [choice for field in below[None] for choice in _branch(field, below, field.name, 0)]


def _branch(node: Node, below: dict[int | None, list[Node]], group: str, depth: int) -> list[Choice]:
    narrower = [choice for part in below[node.pk] for choice in _branch(part, below, group, depth + 1)]
    if not (node.occurs or narrower):
        return []
    return [Choice(node.key, node.name, group=group, depth=depth), *narrower]
