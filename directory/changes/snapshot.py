"""The values of an entry as a change keeps them: plain JSON, written alike however they came."""

import decimal
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, Model
from django.utils.translation import gettext_lazy as _

from directory.models import Entry, Offer, State

from .scope import names_of, rows_of

Values = dict[str, Any]
NOT_UNDERSTOOD = _("This value cannot be understood.")


def values_of(entry: Entry, names: Iterable[str] | None = None) -> Values:
    """Return what a company may write of an entry, or some of it: fields, ids of relations, rows with their ``pk``."""
    return {name: _live_value(entry, name) for name in (names_of(entry) if names is None else names)}


def normalised(entry: Entry, values: Mapping[str, Any]) -> Values:
    """Return what somebody wants written in the same form, without what is not theirs to write.

    Raises ``ValidationError`` beside each value that makes no sense, rows as ``contacts-0-email``.
    """
    result: Values = {}
    errors: dict[str, Any] = {}
    for name in names_of(entry):
        if name in values:
            result[name] = _read(entry, name, values[name], errors)
    if isinstance(entry, Offer) and entry.state == State.PUBLISHED and values.get("state") == State.HIDDEN:
        result["state"] = str(State.HIDDEN)
    if errors:
        raise ValidationError(errors)
    return result


def plain(field: Any, value: Any) -> Any:
    """Return a field's value as JSON: the same text for the same fact, whether form, file or database wrote it."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    if isinstance(value, decimal.Decimal):
        return format(value.normalize(), "f")
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def column(model: type[Model], name: str) -> Any:
    return model._meta.get_field(name)


def row_values(row: Model, columns: Iterable[str]) -> Values:
    fields = (column(type(row), name) for name in columns)
    return {field.name: plain(field, field.value_from_object(row)) for field in fields}


def _live_value(entry: Entry, name: str) -> Any:
    columns = rows_of(entry, name)
    if columns is not None:
        return [{"pk": row.pk, **row_values(row, columns)} for row in getattr(entry, name).all()]
    field = column(type(entry), name)
    if field.many_to_many:
        return sorted(related.pk for related in getattr(entry, name).all())
    return plain(field, field.value_from_object(entry))


def _read(entry: Entry, name: str, value: Any, errors: dict[str, Any]) -> Any:
    columns = rows_of(entry, name)
    if columns is not None:
        model = column(type(entry), name).related_model
        return [_read_row(model, row, columns, f"{name}-{number}", errors) for number, row in enumerate(value)]
    field = column(type(entry), name)
    if field.many_to_many:
        return _read_ids(field, value, name, errors)
    return _read_value(field, value, name, errors)


def _read_row(
    model: Any, row: Mapping[str, Any], columns: Iterable[str], prefix: str, errors: dict[str, Any]
) -> Values:
    number = _read_value(model._meta.pk, row.get("pk"), f"{prefix}-pk", errors)
    facts = {
        name: _read_value(column(model, name), row[name], f"{prefix}-{name}", errors) for name in columns if name in row
    }
    return {"pk": number, **facts}


def _read_ids(field: Any, value: Any, name: str, errors: dict[str, Any]) -> list[int]:
    target = field.related_model._meta.pk
    return sorted({_read_value(target, getattr(each, "pk", each), name, errors) or 0 for each in value or ()})


def _read_value(field: Field, value: Any, name: str, errors: dict[str, Any]) -> Any:
    target: Any = field.target_field if field.many_to_one else field  # type: ignore[attr-defined]
    try:
        empty = value == "" and not field.empty_strings_allowed
        return plain(field, target.to_python(None if empty else getattr(value, "pk", value)))
    except ValidationError as error:
        errors[name] = error
    except (TypeError, ValueError, ArithmeticError):
        errors[name] = NOT_UNDERSTOOD
    return None
