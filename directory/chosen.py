"""What visitors have chosen from the reference data, found by its codes: one query for all of it.

Lists are narrowed down by the primary keys that this brings. From these PostgreSQL's statistics tell how many entries
are left, and so whether to go along the order of the list or to gather few and sort them; behind a join it can only
guess, and guesses wrongly for what is rare.
"""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q, QuerySet, Value
from django.db.models.expressions import RawSQL

from core.models import Place

from .models import Certificate, Concept, Language, Sector

# However deep, in one query; UNION instead of UNION ALL ends a circle.
NARROWER = """
    WITH RECURSIVE narrower(id) AS (
        SELECT id FROM directory_concept WHERE key = %s
        UNION
        SELECT concept.id FROM directory_concept concept JOIN narrower ON concept.broader_id = narrower.id
    )
    SELECT id FROM narrower
"""

Values = dict[str, list[str]]


class Chosen(NamedTuple):
    """A row that is chosen, or that lies below one that is, for the parameter that asks for it."""

    parameter: str
    pk: int
    code: str
    name_de: str
    name_cs: str


def find_chosen(values: Values) -> list[Chosen]:
    """Return the rows that the values of the parameters stand for; values without a row bring none."""
    wanted = [_rows(parameter, codes) for parameter, codes in values.items() if codes]
    return [Chosen(*row) for row in wanted[0].union(*wanted[1:], all=True)] if wanted else []


def _rows(parameter: str, codes: list[str]) -> QuerySet:
    match parameter:
        case "capability":
            (key,) = codes  # the narrower ones of several would be mixed up
            return _named(parameter, Concept.objects.filter(pk__in=RawSQL(NARROWER, [key])), "key")  # noqa: S611
        case "sector":
            return _named(parameter, _with_all_below(codes), "code")
        case "certificate":
            held = Certificate.objects.filter(concept__key__in=codes)
            return _named(parameter, held, "concept__key", "concept__name")
        case "language":
            return _named(parameter, Language.objects.filter(code__in=codes), "code")
        case "place":
            return _named(parameter, Place.objects.filter(slug__in=codes), "slug")
    raise ValueError(parameter)


def _named(parameter: str, rows: QuerySet, code: str, name: str = "name") -> QuerySet:
    named = rows.order_by().annotate(parameter=Value(parameter))
    return named.values_list("parameter", "pk", code, f"{name}_de", f"{name}_cs")


def _with_all_below(codes: list[str]) -> QuerySet:
    """Divisions, groups or classes of NACE Rev. 2, with what they are divided into."""
    sectors = Sector.objects.in_scheme(Sector.Scheme.NACE_2).exclude(level=Sector.Level.SECTION)
    return sectors.filter(Q(code__in=codes) | Q(parent__code__in=codes) | Q(parent__parent__code__in=codes))
