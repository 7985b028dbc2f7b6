"""What has changed in an entry since somebody asked for a change of the very same."""

from typing import Any

from .differences import Differences, facts, is_rows
from .snapshot import Values

#: A row of a relation by its number, or a field by its name alone.
Place = tuple[str, int | None]


def conflicts(live: Values, fields: Differences) -> dict[Place, Any]:
    """Return where an entry has moved on to a third value, with what stands there now; a row that is gone is ``None``.

    What is already as wanted is no conflict.
    """
    found: dict[Place, Any] = {}
    for name, difference in fields.items():
        if is_rows(difference):
            found |= {(name, number): now for number, now in _rows(live[name], difference).items()}
        elif name in live and live[name] not in (difference["old"], difference["new"]):
            found[name, None] = live[name]
    return found


def _rows(live: list[Values], difference: list[Values]) -> dict[int, Values | None]:
    there = {row["pk"]: facts(row) for row in live}
    return {
        row["pk"]: there.get(row["pk"])
        for row in difference
        if row["pk"] and _moved_on(there.get(row["pk"]), row["old"], row["new"])
    }


def _moved_on(now: Values | None, old: Values, new: Values | None) -> bool:
    if now is None:
        return new is not None
    if new is None:
        return any(now[name] != value for name, value in old.items())
    return any(now[name] not in (old[name], new[name]) for name in new)
