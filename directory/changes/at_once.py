"""What of a submission needs no review."""

from typing import Any

from directory.models import Company, Entry, Offer, RegisterCheck, State, Verification

from .differences import Differences, is_rows
from .scope import OFFER_ALONE, WHEN_VERIFIED
from .snapshot import Values

#: The register whose refusal takes back what was once found in it.
REGISTERS = {
    Verification.Kind.REGISTER: RegisterCheck.Register.ARES,
    Verification.Kind.VAT: RegisterCheck.Register.VIES,
}


def split(entry: Entry, fields: Differences) -> tuple[Differences, Differences]:
    """Return what goes live at once, and what waits. Of an entry that is not public, or locked, everything waits."""
    if entry.state != State.PUBLISHED or entry.locked:
        return {}, fields
    if isinstance(entry, Offer):
        alone = {name: fields[name] for name in OFFER_ALONE if name in fields}
        return alone, {name: value for name, value in fields.items() if name not in alone}
    if isinstance(entry, Company) and is_verified(entry):
        return _safe_part(fields)
    return {}, fields


def is_verified(company: Company) -> bool:
    """Whether a verification is current: recorded, and not refused by its register since."""
    refused = set(
        RegisterCheck.objects.filter(company=company, result=RegisterCheck.Result.INVALID).values_list(
            "register", flat=True
        )
    )
    kinds = Verification.objects.filter(company=company).values_list("kind", flat=True)
    return any(REGISTERS.get(Verification.Kind(kind)) not in refused for kind in kinds)


def _safe_part(fields: Differences) -> tuple[Differences, Differences]:
    safe: Differences = {}
    rest: Differences = {}
    for name, difference in fields.items():
        parts = _safe_rows(difference, WHEN_VERIFIED.get(name, ())) if is_rows(difference) else ([], difference)
        for into, part in zip((safe, rest), parts, strict=True):
            if part:
                into[name] = part
    return safe, rest


def _safe_rows(rows: list[Values], columns: tuple[str, ...]) -> tuple[list[Values], list[Values]]:
    safe: list[Values] = []
    rest: list[Values] = []
    for row in rows:
        if not row["old"] or not row["new"]:
            rest.append(row)
            continue
        for into, is_wanted in ((safe, True), (rest, False)):
            names = [name for name in row["new"] if (name in columns) is is_wanted]
            if names:
                into.append(_only(row, names))
    return safe, rest


def _only(row: Values, names: list[str]) -> dict[str, Any]:
    return {"pk": row["pk"], **{side: {name: row[side][name] for name in names} for side in ("old", "new")}}
