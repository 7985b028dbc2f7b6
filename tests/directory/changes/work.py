"""What tests of changes do over and over."""

from typing import Any

from directory.changes.snapshot import values_of
from directory.models import Company, EntryChange
from directory.services import submit_change


def submitted(entry: Any, key: str = "1", author: Any = None, language: str = "de", **more: Any) -> EntryChange | None:
    """Submit new values; what is no field goes along as an argument of its own."""
    about = {name: more.pop(name) for name in ("note", "base_revision") if name in more}
    return submit_change(entry=entry, values=more, author=author, language=language, key=key, **about)


def rows(entry: Any, relation: str, *changed: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a relation as they are, the first ones with some values changed."""
    there = values_of(type(entry).objects.get(pk=entry.pk), [relation])[relation]
    return [{**row, **(changed[number] if number < len(changed) else {})} for number, row in enumerate(there)]


def add(company: Company, relation: str, **fields: Any) -> Any:
    """Write a row into the database; a company's own ``create()`` would wait for the company to be saved."""
    return company._meta.get_field(relation).related_model.objects.create(company=company, **fields)
