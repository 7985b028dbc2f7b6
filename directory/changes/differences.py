"""What of the wanted values differs, in the form that ``EntryChange.fields`` keeps."""

from typing import Any

from .snapshot import Values

Differences = dict[str, Any]


def differences(live: Values, wanted: Values, base: Values | None = None) -> Differences:
    """Return the fields and rows in which ``wanted`` differs from the live entry.

    ``base`` is an earlier version that the author had before them: what they left as it was there is none of their
    doing, and what they changed is measured against it, so that it shows when the entry has moved on since.
    """
    found: Differences = {}
    for name, value in wanted.items():
        seen: Any = (base or live).get(name, live.get(name))
        if isinstance(value, list) and all(isinstance(row, dict) for row in value + live.get(name, [])):
            if rows := _rows(live.get(name, []), value, seen):
                found[name] = rows
        elif value not in (live.get(name), seen):
            found[name] = {"old": seen, "new": value}
    return found


def is_rows(difference: Any) -> bool:
    return isinstance(difference, list)


def facts(row: Values) -> Values:
    return {name: value for name, value in row.items() if name != "pk"}


def _rows(live: list[Values], wanted: list[Values], base: list[Values]) -> list[Values]:
    there, seen = _by_number(live), _by_number(base)
    found, named = [], set()
    for row in wanted:
        number = row["pk"]
        if number in there and number not in named:
            named.add(number)
            found.append(_changed(row, there[number], seen.get(number, there[number])))
        elif number not in seen or _differs(row, seen[number]):  # else it is gone, and the author did not touch it
            found.append({"pk": None, "old": None, "new": facts(row)})
    gone = [row for number, row in there.items() if number not in named and number in seen]
    found += [{"pk": row["pk"], "old": facts(row), "new": None} for row in gone]
    return [row for row in found if row]


def _changed(row: Values, live: Values, seen: Values) -> Values:
    names = [name for name, value in row.items() if value not in (live[name], seen.get(name, live[name]))]
    if not names:
        return {}
    return {
        "pk": row["pk"],
        "old": {name: seen.get(name, live[name]) for name in names},
        "new": {name: row[name] for name in names},
    }


def _differs(row: Values, other: Values) -> bool:
    return any(other.get(name, value) != value for name, value in facts(row).items())


def _by_number(rows: list[Values]) -> dict[int, Values]:
    return {row["pk"]: row for row in rows}
