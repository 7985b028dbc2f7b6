"""What companies of the demo want changed: submitted as companies submit it, waiting or decided, dated back."""

import datetime as dt
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.models import Place
from core.setup import demo_steps
from directory.changes.snapshot import values_of
from directory.models import (
    Certificate,
    Company,
    Concept,
    EntryChange,
    Language,
    Location,
    Membership,
    Offer,
    Sector,
    State,
)
from directory.services import approve_change, reject_change, submit_change

from .accounts import PASSWORD
from .directory import rows as companies

FILE = Path(__file__).parent / "changes.toml"
SUBMITTED_AT = dt.time(9, 20)
#: Values that the file names by key, each with where the record is looked up.
KEYS: dict[str, Callable[[Any], Any]] = {
    "concept": lambda key: Concept.objects.get(key=key).pk,
    "certificate": lambda key: Certificate.objects.get(concept__key=key).pk,
    "sectors": lambda codes: [each.pk for each in Sector.objects.filter(scheme="nace2", code__in=codes)],
    "languages": lambda codes: [each.pk for each in Language.objects.filter(code__in=codes)],
}


@demo_steps.register("changes of companies", order=60)
def load_changes(progress: Callable[[str], None]) -> None:
    file = tomllib.loads(FILE.read_text(encoding="utf-8"))
    names = {row["key"]: row["legal_name"] for row in companies()}
    with transaction.atomic():
        for entry in file["entries"]:
            _write_draft(entry)
        for change in file["changes"]:
            _write(change, names)
    progress(f"{EntryChange.objects.waiting().count()} waiting")


def _write_draft(row: dict[str, Any]) -> None:
    if Company.objects.filter(legal_name=row["legal_name"]).exists():
        return
    place = Place.objects.get(slug=row["place"])
    facts: dict[str, Any] = {name: row[name] for name in ("legal_name", "country", "website", "summary_de")}
    parts: dict[str, Any] = {
        "locations": [Location(is_seat=True, place=place, street=row["street"], postal_code=row["postal_code"])]
    }
    Company(**facts, **parts, state=State.DRAFT, source=Company.Source.COMPANY).save()


def _write(row: dict[str, Any], names: dict[str, str]) -> None:
    key = f"demo:{row['key']}"
    company = Company.objects.filter(legal_name=names.get(row["company"], row["company"])).first()
    if company is None or EntryChange.objects.filter(key=key).exists():
        return
    owner = _owner_of(company, row)
    entry: Any = company.offers.order_by("pk")[row["offer"]] if "offer" in row else company
    change = submit_change(
        entry=entry,
        values=_values(entry, row),
        author=owner,
        language=owner.language,
        key=key,
        note=row.get("note", ""),
    )
    if change:
        _decide(change, row)
        _date_back(change, row)
        _move_on(company, row)


def _owner_of(company: Company, row: dict[str, Any]) -> User:
    if "owner" not in row:
        return Membership.objects.filter(company=company).owners()[0].user
    email, first_name, last_name, language = row["owner"]
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, PASSWORD, first_name=first_name, last_name=last_name, language=language)
    Membership.objects.get_or_create(company=company, user=user, defaults={"role": Membership.Role.OWNER})
    return user


def _values(entry: Company | Offer, row: dict[str, Any]) -> dict[str, Any]:
    values = {name: _looked_up(name, value) for name, value in row.get("values", {}).items()}
    for relation in {*row.get("rows", {}), *row.get("added", {}), *row.get("removed", {})}:
        values[relation] = _rows(entry, relation, row)
    return values


def _rows(entry: Company | Offer, relation: str, row: dict[str, Any]) -> list[dict[str, Any]]:
    there = values_of(entry, [relation])[relation]
    for number, changed in row.get("rows", {}).get(relation, {}).items():
        there[int(number)] |= changed
    kept = [each for number, each in enumerate(there) if number not in row.get("removed", {}).get(relation, [])]
    if relation not in row.get("added", {}):
        return kept
    added = {name: _looked_up(name, value) for name, value in row["added"][relation].items()}
    if days := added.pop("valid_days", None):
        added["valid_until"] = timezone.localdate() + dt.timedelta(days=days)
    return [*kept, {"pk": None, **added}]


def _looked_up(name: str, value: Any) -> Any:
    return KEYS[name](value) if name in KEYS else value


def _decide(change: EntryChange, row: dict[str, Any]) -> None:
    moderators = change.institution.moderators
    user = moderators.user_set.order_by("pk").first() if moderators else None
    if row.get("outcome") == "reject":
        reject_change(change=change, user=user, reason=row["reason"])
    elif "outcome" in row:
        approve_change(change=change, user=user, seen=change.digest, corrections=row.get("corrections"))


def _date_back(change: EntryChange, row: dict[str, Any]) -> None:
    """Changes wait since the days that the file says, not since the demo was loaded."""
    dates = {"submitted_at": _moment(row["days_ago"], SUBMITTED_AT)}
    if "decided_days_ago" in row:
        dates["decided_at"] = _moment(row["decided_days_ago"], dt.time(14, 5))
    if row.get("reminded"):
        dates["escalated_at"] = _moment(1, dt.time(10, 0))
    changes = EntryChange.objects.filter(pk=change.pk)
    changes.update(**dates)
    if change.state == EntryChange.State.AT_ONCE:
        changes.update(decided_at=dates["submitted_at"])


def _move_on(company: Company, row: dict[str, Any]) -> None:
    """What somebody else has written since."""
    if "moved_on" in row:
        live = Company.objects.get(pk=company.pk)
        for name, value in row["moved_on"].items():
            setattr(live, name, value)
        live.save()
        live.save_revision(clean=False)


def _moment(days: int, time: dt.time) -> dt.datetime:
    moment = timezone.make_aware(dt.datetime.combine(timezone.localdate() - dt.timedelta(days=days), time))
    return min(moment, timezone.now())
