"""Writing very many rows: through PostgreSQL's COPY, elsewhere as ``bulk_create`` does.

As there, ``save()`` and signals are passed by. A hundred thousand entries with all that belongs to them are a
million and a half rows; most of the time that ``bulk_create`` takes for them goes into escaping each value twice.
"""

import gc
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState
from django.db.models.expressions import RawSQL

Row = TypeVar("Row", bound=models.Model)

BATCH = 400
OBJECTS_BETWEEN_LOOKS = 200_000


@contextmanager
def many_objects() -> Iterator[None]:
    """Let Python look for circles of dead objects seldom, and never among those that are there already.

    Rows make millions of objects that are gone with the next batch; looking through all others for each batch takes a
    third of the time.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS, 5, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def copy_of(row: Row, **values: Any) -> Row:
    """Return a new row like ``row`` with other values, by attribute; making one anew takes twenty times as long."""
    model = type(row)
    copied = model.__new__(model)
    copied.__dict__ = {**row.__dict__, **values, "_state": ModelState()}
    return copied


def among(values: Iterable[Any]) -> Any:
    """Return what ``…__in`` compares with for a thousand values: one parameter, where each would have to be read."""
    known = list(values)
    if not known or connection.vendor != "postgresql":
        return known
    kind = "bigint[]" if all(isinstance(value, int) for value in known) else "text[]"
    return RawSQL(f"SELECT unnest(%s::{kind})", [known])  # noqa: S611 - values stay parameters


def allocate(model: type[models.Model], number: int) -> list[int]:
    """Return so many primary keys that nobody else gets; for rows that refer to each other before they are written."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            query = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(query, [table, column, number])
            return [row[0] for row in cursor.fetchall()]
        # In a transaction that has begun by taking the lock; an explicit key moves the counter along.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        first = (cursor.fetchone() or [0])[0] + 1
    return list(range(first, first + number))


def insert(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model, with their primary keys or, if none has one yet, with those of the database.

    Values are taken as they are; only times of creation and change are set.
    """
    if not rows:
        return
    if connection.vendor != "postgresql":
        _create(rows)
        return
    fields = [field for field in rows[0]._meta.concrete_fields if rows[0].pk is not None or not field.primary_key]
    getters = [_getter(field) for field in fields]
    _copy(type(rows[0]), [str(field.column) for field in fields], ([get(row) for get in getters] for row in rows))


def _create(rows: Sequence[models.Model]) -> None:
    """Write rows elsewhere; ``bulk_create`` puts its own time of creation and change in the place of a given one."""
    manager = type(rows[0])._default_manager
    moments = [field.attname for field in rows[0]._meta.concrete_fields if _is_automatic(field)]
    given: dict[tuple[str, Any], list[models.Model]] = defaultdict(list)
    for row in rows:
        for name in moments:
            given[name, getattr(row, name)].append(row)
    manager.bulk_create(rows)
    for (name, moment), some in given.items():
        if moment is not None:
            manager.filter(pk__in=[row.pk for row in some]).update(**{name: moment})
            for row in some:
                setattr(row, name, moment)


def _is_automatic(field: Any) -> bool:
    return getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)


def insert_links(field: Any, pairs: Sequence[tuple[int, int]]) -> None:
    """Write pairs of a many-to-many relation: the row that has the field, and the other."""
    through, columns = field.remote_field.through, (field.m2m_column_name(), field.m2m_reverse_name())
    if connection.vendor == "postgresql":
        _copy(through, columns, pairs)
    else:
        through._default_manager.bulk_create(through(**dict(zip(columns, pair, strict=True))) for pair in pairs)


def _copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    quote = connection.ops.quote_name
    statement = f"COPY {quote(model._meta.db_table)} ({', '.join(map(quote, columns))}) FROM STDIN"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _getter(field: Any) -> Any:
    name = field.attname
    if isinstance(field, models.JSONField):
        encode = (field.encoder or json.JSONEncoder)(ensure_ascii=False).encode
        return lambda row: encode(getattr(row, name))
    if _is_automatic(field):
        return lambda row: getattr(row, name) or field.pre_save(row, True)
    return lambda row: getattr(row, name)


def set_column(model: type[models.Model], name: str, values: Mapping[int, int]) -> None:
    """Give one column of rows, by primary key, each its own number."""
    meta: Any = model._meta
    names = (meta.db_table, meta.get_field(name).column, meta.pk.column)
    table, column, key = (connection.ops.quote_name(one) for one in names)
    with connection.cursor() as cursor:
        for some in _batches(values.items()):
            rows = ", ".join(["(%s, %s)"] * len(some))
            # Both databases call the columns of VALUES so.
            cursor.execute(
                f"UPDATE {table} SET {column} = given.column2 FROM (VALUES {rows}) AS given "  # noqa: S608 - our names
                f"WHERE {table}.{key} = given.column1",
                [number for pair in some for number in pair],
            )


def _batches(pairs: Iterable[tuple[int, int]]) -> Iterable[list[tuple[int, int]]]:
    known = list(pairs)
    return (known[start : start + BATCH] for start in range(0, len(known), BATCH))


def upsert(rows: Sequence[models.Model], fields: Iterable[str]) -> None:
    """Write some fields of rows that are there, or are there again; quicker by far than ``bulk_update``."""
    if rows:
        manager = type(rows[0])._default_manager
        manager.bulk_create(rows, update_conflicts=True, unique_fields=["pk"], update_fields=list(fields))
