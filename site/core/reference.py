"""Reference data of the ground floor: read from ``core/data`` into the database, as often as wanted.

A row that exists keeps what an operator changed in it; only what the files add is created.
"""

import csv
import tomllib
from collections.abc import Set
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import models, transaction

from .models import Institution, Place, PlaceAlias, Region, Topic

DATA = Path(__file__).parent / "data"
PLACE_COLUMNS = (
    *("key", "name_de", "name_cs", "country", "region", "latitude", "longitude", "population", "postal_code"),
    "aliases",
)


@transaction.atomic
def load() -> dict[type[models.Model], int]:
    """Create missing topics, institutions, regions and places; returns how many rows each has afterwards."""
    institutions = _rows("institutions")
    new_institutions = []
    for order, row in enumerate(institutions):
        if _create(Institution, "key", row | {"sort_order": order}, without={"town"}):
            new_institutions.append(row)
    for row in _rows("regions"):
        parent = Region.objects.filter(code=row.get("parent", "")).first()
        moderator = Institution.objects.filter(key=row.get("moderated_by", "")).first()
        _create(
            Region, "code", row | {"code": row["key"], "parent": parent, "moderated_by": moderator}, without={"key"}
        )
    _create_places()
    for row in new_institutions:
        place = Place.objects.filter(slug=row.get("town", "")).first()
        Institution.objects.filter(key=row["key"]).update(place=place)
    for row in _rows("topics"):
        _create(Topic, "key", row)
    return {model: model.objects.count() for model in (Region, Place, Institution, Topic)}


def place_rows() -> list[dict[str, Any]]:
    """Return all places: the curated towns of ``places.toml`` and the rest of both sides from ``more_places.tsv``."""
    with (DATA / "more_places.tsv").open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        rows: list[dict[str, Any]] = list(csv.DictReader(lines, PLACE_COLUMNS, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        row["latitude"], row["longitude"] = Decimal(row["latitude"]), Decimal(row["longitude"])
        row["population"] = int(row["population"]) if row["population"] else None
        row["aliases"] = row["aliases"].split("|") if row["aliases"] else []
    return _rows("places") + rows


def _create_places() -> None:
    regions = {region.code: region for region in Region.objects.all()}
    there = set(Place.objects.values_list("slug", flat=True))
    rows = [row for row in place_rows() if row["key"] not in there]
    without = {"key", "region", "label", "on_map", "aliases"}
    places = Place.objects.bulk_create(
        Place(
            slug=row["key"],
            region=regions.get(row.get("region") or ""),
            **{name: value for name, value in row.items() if name not in without},
        )
        for row in rows
    )
    PlaceAlias.objects.bulk_create(
        PlaceAlias(place=place, name=name)
        for place, row in zip(places, rows, strict=True)
        for name in row.get("aliases", [])
    )


def _rows(name: str) -> list[dict[str, Any]]:
    """Return the tables of ``<name>.toml`` in the file's order, each with its table name as ``key``."""
    text = (DATA / f"{name}.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text, parse_float=Decimal)
    return [{"key": key, **table} for key, table in tables.items()]


def _create(model: type[Any], key: str, row: dict[str, Any], without: Set[str] = frozenset()) -> models.Model | None:
    """Create the row unless there is one of the same ``key``; returns what was created."""
    if model.objects.filter(**{key: row[key]}).exists():
        return None
    record = model(**{name: value for name, value in row.items() if name not in without})
    record.full_clean()
    record.save()
    return record
