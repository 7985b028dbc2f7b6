"""Revisions and history of many entries at once, the same as saving each of them would write."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import ModelLogEntry, Revision

from accounts.models import User
from core.bulk import allocate, copy_of, insert, set_column
from directory.models import Company, Offer

Contents = dict[int, dict[str, Any]]
#: The numbers that entries are joined to, by name of the relation and number of the entry.
Links = dict[str, dict[int, list[int]]]


@cache
def fields_of(model: type[Model]) -> list[tuple[str, str]]:
    """Return the names of the fields that a revision holds, and of the attributes that hold their values."""
    fields: Any = model._meta.fields
    return [(field.name, field.attname) for field in fields if field.serialize]


def contents(model: type[Company | Offer], pks: Sequence[int]) -> Contents:
    """Return entries as ``serializable_data()`` would, by number, in a fixed number of queries."""
    found: Contents = {row["pk"]: row for row in _rows(model, "pk", pks)}
    for relation in get_all_child_relations(model):
        name, key = relation.get_accessor_name(), relation.field.name
        for content in found.values():
            content[name] = []
        for row in _rows(relation.related_model, key, list(found)):
            found[row[key]][name].append(row)
    for field in get_all_child_m2m_relations(model):
        _add_many(found, field)
    return found


def _rows(model: type[Model], key: str, pks: Sequence[int]) -> list[dict[str, Any]]:
    names = fields_of(model)
    rows = model._default_manager.filter(**{f"{key}__in": pks}).values_list("pk", *(name for _name, name in names))
    return [{"pk": row[0], **{name: row[place] for place, (name, _) in enumerate(names, start=1)}} for row in rows]


def _add_many(found: Contents, field: Any) -> None:
    through, own, other = field.remote_field.through, field.m2m_field_name(), field.m2m_reverse_field_name()
    order = [f"{other}__{name}" for name in field.related_model._meta.ordering]
    many = defaultdict(list)
    rows = through._default_manager.filter(**{f"{own}__in": list(found)}).order_by(*order)
    for pk, related in rows.values_list(own, other):
        many[pk].append(related)
    for pk, content in found.items():
        content[field.name] = many[pk]


def contents_of_new(entries: Sequence[Company | Offer], parts: Iterable[Model], links: Links) -> Contents:
    """Return the same for entries and the rows that belong to them, as they are in memory."""
    model = type(entries[0])
    found: Contents = {entry.pk: _of(entry) for entry in entries}
    children = {each.related_model: (each.get_accessor_name(), each.field) for each in get_all_child_relations(model)}
    many = [field.name for field in get_all_child_m2m_relations(model)]
    for pk, content in found.items():
        content |= {name: [] for name, _field in children.values()}
        content |= {name: links.get(name, {}).get(pk, []) for name in many}
    for part in parts:
        name, key = children[type(part)]
        found[getattr(part, key.attname)][name].append(_of(part))
    return found


def _of(row: Model) -> dict[str, Any]:
    return {"pk": row.pk, **{name: getattr(row, attribute) for name, attribute in fields_of(type(row))}}


def as_json(content: Mapping[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(content, cls=DjangoJSONEncoder))


def title(content: Mapping[str, Any]) -> str:
    return str(content.get("legal_name") or content.get("title_de") or content.get("title_cs") or content["pk"])


class Historian:
    """Writes what one person does to many entries at one moment."""

    def __init__(self, model: type[Company | Offer], *, action: str, stamp: dt.datetime, user: User | None) -> None:
        self.model, self.action, self.stamp, self.user = model, action, stamp, user
        self.content_type = ContentType.objects.get_for_model(model)
        self.batch: UUID = uuid4()
        self.revision = Revision(content_type=self.content_type, base_content_type=self.content_type)

    def keep_earlier(self, contents: Contents) -> None:
        """Keep what was there before the first change, so that it can be compared and brought back."""
        insert(
            [
                self._revision(content, created_at=content["updated_at"])
                for content in contents.values()
                if content["latest_revision"] is None
            ]
        )

    def record(self, contents: Contents, data: Mapping[int, dict[str, Any]]) -> None:
        """Write a revision and a log entry for each entry; the entry itself is the caller's to stamp."""
        user = self.user.pk if self.user else None
        revisions = [
            self._revision(content, created_at=self.stamp, user_id=user, id=content["latest_revision"])
            for content in contents.values()
        ]
        insert(revisions)
        self.log([(revision.object_id, revision.object_str, revision.pk) for revision in revisions], data)

    def log(self, entries: Iterable[tuple[str, str, int | None]], data: Mapping[int, dict[str, Any]]) -> None:
        """Write a log entry for each number, title and revision."""
        facts = {
            "content_type": self.content_type,
            "action": self.action,
            "timestamp": self.stamp,
            "uuid": self.batch,
            "user": self.user,
            "content_changed": True,
        }
        new = ModelLogEntry(**facts)
        insert(
            [
                copy_of(new, object_id=pk, label=label, revision_id=revision, data=data[int(pk)])
                for pk, label, revision in entries
            ]
        )

    def stamp_changed(self, contents: Contents) -> None:
        """Give changed entries their new revision and time of change, in the database and in their contents."""
        numbers = dict(zip(contents, allocate(Revision, len(contents)), strict=True))
        set_column(self.model, "latest_revision", numbers)
        self.model._default_manager.filter(pk__in=list(contents)).update(updated_at=self.stamp)
        for pk, content in contents.items():
            content |= {"latest_revision": numbers[pk], "updated_at": self.stamp}

    def _revision(self, content: dict[str, Any], **facts: Any) -> Revision:
        return copy_of(self.revision, object_id=str(content["pk"]), object_str=title(content), content=content, **facts)
