"""Differences written onto an entry: for checking, for a preview, and for good."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import Company, Entry, Offer, State

from .differences import Differences, is_rows
from .snapshot import Values, column, row_values

SECOND_SEAT = _("A company has one seat only.")


def patch(entry: Entry, fields: Differences) -> None:
    """Give an entry its new values, unsaved; the numbers and the order of rows stay as they are."""
    for name, difference in fields.items():
        if is_rows(difference):
            setattr(entry, name, list(_patched_rows(entry, name, difference)))
        elif name != "state":
            _set(entry, name, difference["new"])
    if isinstance(entry, Offer) and "valid_until" in fields:
        _begin_extension(entry, fields["valid_until"])
    entry.__dict__.pop("seat", None)  # looked up once, and perhaps another now


def check(entry: Entry, fields: Differences) -> None:
    """Check a patched entry as a whole; raises ``ValidationError`` beside fields, rows as ``contacts-0-email``."""
    errors: dict[str, list[Any]] = {}
    try:
        entry.full_clean()
    except ValidationError as error:
        errors.update(error.update_error_dict({}))
    for name in fields:
        if is_rows(fields[name]):
            _check_rows(entry, name, errors)
    if errors:
        raise ValidationError(errors)


def _set(record: Any, name: str, value: Any) -> None:
    field = column(type(record), name)
    if field.many_to_many:
        setattr(record, name, list(field.related_model._default_manager.filter(pk__in=value)))
    else:
        setattr(record, field.attname, (field.target_field if field.many_to_one else field).to_python(value))


def _begin_extension(offer: Offer, difference: Values) -> None:
    """Count the twelve months from today if the last day moves on, as when somebody extends the offer by hand."""
    if not difference["old"] or difference["new"] > difference["old"]:
        offer.valid_from = timezone.localdate()


def _patched_rows(entry: Entry, name: str, difference: list[Values]) -> Iterator[Any]:
    by_number = {row["pk"]: row for row in difference if row["pk"]}
    rows = list(getattr(entry, name).all())
    for row in rows:
        new = by_number[row.pk]["new"] if row.pk in by_number else {}
        if new is not None:
            for field, value in new.items():
                _set(row, field, value)
            yield row
    for added in difference:
        if added["old"] is None and not _is_there(rows, added["new"]):
            row = column(type(entry), name).related_model()
            for field, value in added["new"].items():
                _set(row, field, value)
            yield row


def _is_there(rows: list[Any], wanted: Values) -> bool:
    """Whether somebody has added the very same row meanwhile."""
    return bool(wanted) and any(row_values(row, wanted) == wanted for row in rows)


def _check_rows(entry: Entry, name: str, errors: dict[str, list[Any]]) -> None:
    rows = list(getattr(entry, name).all())
    parent = column(type(entry), name).field.name
    for number, row in enumerate(rows):
        try:
            row.full_clean(exclude=[parent])
        except ValidationError as error:
            for field, messages in error.update_error_dict({}).items():
                errors[f"{name}-{number}-{field}"] = messages
    _check_once(rows, name, parent, errors)
    if isinstance(entry, Company) and name == "locations":
        _check_seat(entry, rows, errors)


def _check_once(rows: list[Any], name: str, parent: str, errors: dict[str, list[Any]]) -> None:
    """Two rows of one entry that may not be alike: told here, because the database knows only the rows of before."""
    for constraint in rows[0]._meta.constraints if rows else ():
        if isinstance(constraint, UniqueConstraint) and parent in constraint.fields and constraint.condition is None:
            names = [field for field in constraint.fields if field != parent]
            seen: list[Values] = []
            for number, row in enumerate(rows):
                if (values := row_values(row, names)) in seen:
                    beside = constraint.violation_error_code or names[0]
                    errors.setdefault(f"{name}-{number}-{beside}", []).append(constraint.violation_error_message)
                seen.append(values)


def _check_seat(company: Company, rows: list[Any], errors: dict[str, list[Any]]) -> None:
    from directory.services.states import WITHOUT_SEAT  # which stands above this module

    seats = [number for number, row in enumerate(rows) if row.is_seat]
    for number in seats[1:]:
        errors.setdefault(f"locations-{number}-is_seat", []).append(SECOND_SEAT)
    if not seats and company.state == State.PUBLISHED:
        errors.setdefault("locations", []).append(WITHOUT_SEAT)
