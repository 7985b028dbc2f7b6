"""The facts of an event as plain JSON values, in the form that revisions and the calendar entry keep them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field

if TYPE_CHECKING:
    from .models import EventPage

Facts = dict[str, Any]


def facts_of(page: EventPage) -> Facts:
    """Return the facts that all language versions share."""
    values = {field.name: field.value_from_object(page) for field in shared_fields(type(page))}
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))


def assign(page: EventPage, facts: Facts) -> None:
    """Give the page the facts; it is not saved."""
    for field in shared_fields(type(page)):
        if field.name in facts:
            setattr(page, field.attname, field.to_python(facts[field.name]))


def unaware(*, mine: Facts, before: Facts, now: Facts) -> Facts:
    """Return what has changed from ``before`` to ``now`` where ``mine`` still says what it was before."""
    return {name: value for name, value in now.items() if value != before.get(name) == mine.get(name)}


def shared_fields(model: type[EventPage]) -> list[Field]:
    return [model._meta.get_field(name) for name in model.SHARED_FIELDS]
