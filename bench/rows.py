"""Writing and deleting many rows at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

from django.db import connection, transaction
from django.db.models import ManyToOneRel, Model, QuerySet

from bench.companies import WEBSITES, CompanyMaker
from bench.reference import Reference
from directory.models import Company

BATCH = 1_000

Progress = Callable[[int], None]


def generated() -> QuerySet[Company]:
    return Company.objects.filter(website__startswith=WEBSITES)


@transaction.atomic
def write_companies(number: int, *, seed: int, progress: Progress = lambda _written: None) -> None:
    """Write so many generated companies, or none when it is interrupted."""
    maker = CompanyMaker(Reference.load(), seed)
    for written in range(0, number, BATCH):
        size = min(BATCH, number - written)
        write_rows(chain.from_iterable(maker.make() for _company in range(size)))
        progress(written + size)


def write_rows(rows: Iterable[Model]) -> None:
    """Write rows of several models; none comes before one that it refers to, so the models' order is right too."""
    by_model: dict[Any, list[Model]] = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row)
    for model, together in by_model.items():
        model._default_manager.bulk_create(together)


@transaction.atomic
def delete_companies(companies: QuerySet[Company]) -> None:
    delete_rows(companies)


def delete_rows(rows: QuerySet[Any]) -> None:
    """Delete rows and all that refers to them, one statement a table.

    ``delete()`` would read every row and tell Wagtail of each; hence the statement that Django uses inside.
    """
    for relation in rows.model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):
            below = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": rows})
            if relation.related_model is rows.model:
                below.update(**{relation.field.name: None})
            else:
                delete_rows(below)
    rows._raw_delete(rows.db)


def analyze() -> None:
    """Let PostgreSQL count anew what its plans rest on, as it does by itself some minutes later."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")
