"""The drawn map of the border region: regions, the border as a running stitch, towns, and stitches between towns.

Needs no model: whatever has a name and coordinates can be drawn. Everything is projected into the units of one SVG
``viewBox``; ``templates/components/border_map.html`` draws it.
"""

import json
import math
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from .map_markers import WIDTH

DATA = Path(__file__).parent / "data"

MARGIN = 16
MIDDLE_LATITUDE = 50.8
# How far a stitch swings out, as a part of the distance between its towns.
SWING = 0.22

# The stitches of the home page, each bending to the left of its way.
HOME_STITCHES = (("plauen", "cheb"), ("zwickau", "karlovy-vary"), ("most", "chemnitz"), ("liberec", "dresden"))

Point = tuple[int, int]
Degrees = tuple[float, float]


class Located(Protocol):
    """A town, a company, a cluster: degrees in WGS 84."""

    @property
    def name(self) -> object: ...
    @property
    def latitude(self) -> Decimal | float: ...
    @property
    def longitude(self) -> Decimal | float: ...


@dataclass(frozen=True)
class Town:
    """A town as the drawn map needs it: named in one language, with the side on which its label stands."""

    slug: str
    name: str
    latitude: float
    longitude: float
    label: str


@dataclass(frozen=True)
class MapRegion:
    """A region as SVG path data; side is DE or CZ."""

    code: str
    side: str
    path: str


@dataclass(frozen=True)
class MapPoint:
    """A place in the map's units; label is where its name stands: left, right, above or below."""

    name: str
    x: int
    y: int
    label: str


@dataclass(frozen=True)
class BorderMap:
    """What the component draws; the border and the stitches are SVG path data."""

    width: int
    height: int
    regions: tuple[MapRegion, ...]
    border: str
    points: tuple[MapPoint, ...]
    stitches: tuple[str, ...]


@dataclass(frozen=True)
class Outlines:
    """Closed rings by region code, the state border from west to east, and west, south, east, north of it all."""

    rings: dict[str, list[Degrees]]
    border: list[Degrees]
    bounds: tuple[float, float, float, float]


def border_map(
    places: Iterable[Located] = (), arcs: Iterable[tuple[Located, Located]] = (), *, okresy: bool = False
) -> BorderMap:
    """Draw places, and arcs from the first to the second of each pair; with okresy or with whole kraje.

    A place may say by an attribute ``label`` on which side its name stands; otherwise it stands on the right.
    """
    return BorderMap(
        width=WIDTH,
        height=_height(),
        regions=_regions(okresy=okresy),
        border=_line(outlines().border),
        points=tuple(
            MapPoint(str(place.name), *project(place.latitude, place.longitude), getattr(place, "label", "right"))
            for place in places
        ),
        stitches=tuple(_arc(start, end) for start, end in arcs),
    )


@cache
def home_map(language: str) -> BorderMap:
    """Return the map of the home page: the principal towns, named in the language, and stitches across the border."""
    towns = {town.slug: town for town in drawn_towns(language)}
    return border_map(towns.values(), [(towns[start], towns[end]) for start, end in HOME_STITCHES])


@cache
def drawn_towns(language: str) -> tuple[Town, ...]:
    """Return the towns that the drawn map names, from ``places.toml``; language is ``de`` or ``cs``."""
    places = tomllib.loads((DATA / "places.toml").read_text(encoding="utf-8"))
    return tuple(
        Town(slug, row[f"name_{language}"], row["latitude"], row["longitude"], row["label"])
        for slug, row in places.items()
        if row.get("on_map")
    )


def project(latitude: Decimal | float, longitude: Decimal | float) -> Point:
    """Return x and y in the map's units, y growing southwards; equidistant along the middle latitude."""
    west, _, _, north = outlines().bounds
    scale = _units_per_degree()
    east_of_edge = (float(longitude) - west) * scale * math.cos(math.radians(MIDDLE_LATITUDE))
    return MARGIN + round(east_of_edge), MARGIN + round((north - float(latitude)) * scale)


def project_inside(latitude: Decimal | float, longitude: Decimal | float) -> Point:
    """Return x and y as ``project``; what lies outside the map stands on its rim."""
    x, y = project(latitude, longitude)
    return min(max(x, MARGIN), WIDTH - MARGIN), min(max(y, MARGIN), _height() - MARGIN)


@cache
def outlines() -> Outlines:
    """Read the outlines: TopoJSON, where each line stands once and is referred to by its number, ``~i`` backwards."""
    topology = json.loads((DATA / "outlines.json").read_text(encoding="utf-8"))
    lines = topology["arcs"]

    def joined(numbers: list[int]) -> list[Degrees]:
        points: list[Degrees] = []
        for number in numbers:
            line = lines[number] if number >= 0 else lines[~number][::-1]
            points += [(lon, lat) for lon, lat in line[1 if points else 0 :]]
        return points

    rings = {shape["id"]: joined(shape["arcs"][0]) for shape in topology["objects"]["regions"]["geometries"]}
    longitudes, latitudes = zip(*(point for ring in rings.values() for point in ring), strict=True)
    bounds = (min(longitudes), min(latitudes), max(longitudes), max(latitudes))
    return Outlines(rings, joined(topology["objects"]["border"]["arcs"]), bounds)


def _units_per_degree() -> float:
    west, _, east, _ = outlines().bounds
    return (WIDTH - 2 * MARGIN) / ((east - west) * math.cos(math.radians(MIDDLE_LATITUDE)))


def _height() -> int:
    _, south, _, north = outlines().bounds
    return 2 * MARGIN + round((north - south) * _units_per_degree())


@cache
def _regions(*, okresy: bool) -> tuple[MapRegion, ...]:
    czech_code_length = 6 if okresy else 5
    return tuple(
        MapRegion(code, code[:2], _line(ring[:-1]) + "z")
        for code, ring in outlines().rings.items()
        if code.startswith("DE") or len(code) == czech_code_length
    )


def _line(line: list[Degrees]) -> str:
    """Path data with relative steps, which are short; rounding before subtracting keeps neighbours together."""
    points = [project(lat, lon) for lon, lat in line]
    steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(points)]
    numbers = " ".join(f"{dx} {dy}" for dx, dy in steps if dx or dy)
    return f"M{points[0][0]} {points[0][1]}l{numbers}".replace(" -", "-")


def _arc(start: Located, end: Located) -> str:
    """Path data of a curve that swings out to the left of the way from start to end."""
    (x1, y1), (x2, y2) = project(start.latitude, start.longitude), project(end.latitude, end.longitude)
    across, down = x2 - x1, y2 - y1
    middle_x = (x1 + x2) / 2 + down * SWING * 2
    middle_y = (y1 + y2) / 2 - across * SWING * 2
    return f"M{x1} {y1}Q{round(middle_x)} {round(middle_y)} {x2} {y2}"
