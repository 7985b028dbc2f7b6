"""A record with the rows of many relations in one query.

A detail page shows a dozen relations, and ``prefetch_related`` asks once for each. Here the database answers with JSON
arrays of rows beside the record; they become model instances and are left where ``prefetch_related`` would have left
them, so that whoever reads ``company.contacts.all()`` need not know, and an unsaved draft is read in the same way.

``relations`` are paths from the record, each with what is joined to its rows, as for ``select_related``:
``{"contacts": (), "capabilities": ("concept", "material"), "company__locations": ("place",)}``.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db.models import DateTimeField, F, Field, JSONField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

Relations = Mapping[str, tuple[str, ...]]
Joins = dict[str, Any]


class JSONRows(Subquery):
    """The rows of a query as one JSON array in their order; the query has one JSON column, ``item``."""

    template = "(SELECT COALESCE(JSONB_AGG(gathered.item), '[]'::jsonb) FROM (%(subquery)s) gathered)"
    sqlite_template = "(SELECT JSON_GROUP_ARRAY(JSON(gathered.item)) FROM (%(subquery)s) gathered)"

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        return self.as_sql(compiler, connection, template=self.sqlite_template)


def with_rows(records: QuerySet, relations: Relations) -> QuerySet:
    """Return the records' query with the rows of their relations in it; read it through ``fill_relations``."""
    model: Any = records.model
    rows = {_column(path): _json_rows(model, path, joined) for path, joined in relations.items()}
    return records.annotate(**rows)


def fill_relations(record: Any, relations: Relations) -> None:
    """Make instances of the rows that ``with_rows`` brought, as the prefetched rows of ``record``."""
    for path, joined in relations.items():
        parent, _sep, name = path.rpartition("__")
        owner = getattr(record, parent) if parent else record
        field: Any = owner._meta.get_field(name)
        found = getattr(owner, name).get_queryset()
        found._result_cache = [_built(field.related_model, _tree(joined), item) for item in vars(record)[_column(path)]]
        found._prefetch_done = True
        for row in found._result_cache if field.one_to_many else ():
            setattr(row, field.field.name, owner)
        vars(owner).setdefault("_prefetched_objects_cache", {})[name] = found


@cache
def _json_rows(model: type[Model], path: str, joined: tuple[str, ...]) -> JSONRows:
    """Put together once in the life of a process: that takes longer than the query."""
    return JSONRows(_rows(model, path, _tree(joined)), output_field=JSONField())


def _rows(model: type[Model], path: str, joins: Joins) -> QuerySet:
    parent, _sep, name = path.rpartition("__")
    owner: Any = model._meta.get_field(parent).related_model if parent else model
    field = owner._meta.get_field(name)
    rows = field.related_model._default_manager.all()
    key = f"{parent}__pk" if parent else "pk"
    if field.many_to_many:
        pairs = field.remote_field.through._default_manager.filter(**{field.m2m_field_name(): OuterRef(OuterRef(key))})
        rows = rows.filter(pk__in=pairs.values(field.m2m_reverse_field_name()))
    else:
        rows = rows.filter(**{field.field.name: OuterRef(key)})
    return rows.values(item=_item(field.related_model, joins))


def _item(model: type[Model], joins: Joins, prefix: str = "") -> JSONObject:
    parts: dict[str, Any] = {field.attname: F(prefix + field.attname) for field in _fields(model)}
    for name, branch in joins.items():
        parts[name] = _item(_joined(model, name), branch, f"{prefix}{name}__")
    return JSONObject(**parts)


def _built(model: type[Model], joins: Joins, item: dict[str, Any]) -> Model:
    fields = _fields(model)
    record = model.from_db(
        "default", [field.attname for field in fields], [field.to_python(item[field.attname]) for field in fields]
    )
    for name, branch in joins.items():
        related, part = _joined(model, name), item[name]
        setattr(record, name, _built(related, branch, part) if part[related._meta.pk.attname] is not None else None)
    return record


def _fields(model: type[Model]) -> list[Field]:
    """What of a row is taken along: all but moments, which every database writes into JSON in its own way."""
    return [field for field in model._meta.concrete_fields if not isinstance(field, DateTimeField)]


def _joined(model: type[Model], name: str) -> Any:
    return model._meta.get_field(name).related_model


def _tree(paths: tuple[str, ...]) -> Joins:
    tree: Joins = {}
    for path in paths:
        branch = tree
        for step in path.split("__"):
            branch = branch.setdefault(step, {})
    return tree


def _column(path: str) -> str:
    return f"rows_of_{path.replace('__', '_of_')}"
