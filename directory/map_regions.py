"""A map's regions in place of their towns, where these are more than anybody could tell apart or read."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models.functions import Coalesce

from core.border_map import outlines
from core.collation import sort_key
from core.i18n import active_language
from core.map_markers import Point
from core.models import Place, Region

from .filters import EntryFilter

Counts = dict[int, int]


@dataclass(frozen=True)
class Area:
    """A region with how many entries its towns have, its middle in degrees, and the link to its own map."""

    name: str
    latitude: float
    longitude: float
    count: int
    url: str


def split_by_region(counts: Counts, chosen: EntryFilter) -> tuple[list[Area], Counts]:
    """Return the regions with what their towns have, and from ``counts``, by town, what lies in no region."""
    inside = Place.objects.filter(pk__in=counts).exclude(region=None)
    region_of = dict(inside.values_list("pk", Coalesce("region__parent", "region")))
    totals: Counter[int] = Counter()
    for town, region in region_of.items():
        totals[region] += counts[town]
    regions = sorted(Region.objects.filter(pk__in=totals), key=lambda region: sort_key(region.name, active_language()))
    areas = [
        Area(str(region), *_middle(region.code), totals[region.pk], chosen.query_with(region=region.code))
        for region in regions
    ]
    return areas, {town: count for town, count in counts.items() if town not in region_of}


def keep_apart(points: Iterable[Point], apart: int, *, others: Sequence[Point]) -> list[Point]:
    """Return the points, each moved away from the others and from those before it until they are ``apart`` units."""
    placed = [*others]
    for x, y in points:
        for other_x, other_y in placed:
            near = math.dist((x, y), (other_x, other_y))
            if near < apart:
                stretch = (apart + 1) / max(near, 1)
                x, y = round(other_x + (x - other_x) * stretch), round(other_y + (y - other_y) * stretch)
        placed.append((x, y))
    return placed[len(others) :]


def _middle(code: str) -> tuple[float, float]:
    """Latitude and longitude of the middle of a region's outline."""
    longitudes, latitudes = zip(*outlines().rings[code], strict=True)
    return (min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2
