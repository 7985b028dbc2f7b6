"""On which side of a town its name stands on a map, so that no marker covers it and it runs into no other name."""

from collections.abc import Iterable
from dataclasses import replace

from .border_map import MapPoint
from .map_markers import Point

# In the map's units, as place-map.css sets names and markers: a letter's width, and a marker's radius with its edge.
LETTER = 14
RADIUS = 24
# Where the name's box begins and ends beside, above and below the town.
BESIDE, HALF_LINE = 27, 13
ABOVE, BELOW = (-48, -25), (25, 48)
SIDES = ("right", "left", "above", "below")

Box = tuple[int, int, int, int]


def names_beside_markers(points: Iterable[MapPoint], markers: Iterable[Point]) -> tuple[MapPoint, ...]:
    """Return the points with their names where there is room; a point without such a side is left out."""
    centres = list(markers)
    placed: dict[Box, MapPoint] = {}
    for point in points:
        for side in (point.label, *(side for side in SIDES if side != point.label)):
            box = _box(point, side)
            if not any(_covers(centre, box) for centre in centres) and not any(_meet(box, other) for other in placed):
                placed[box] = replace(point, label=side)
                break
    return tuple(placed.values())


def _box(point: MapPoint, side: str) -> Box:
    """Left, top, right and bottom of a point's name."""
    width = LETTER * len(point.name)
    if side in ("above", "below"):
        top, bottom = ABOVE if side == "above" else BELOW
        return point.x - width // 2, point.y + top, point.x + width // 2, point.y + bottom
    left = point.x + BESIDE if side == "right" else point.x - BESIDE - width
    return left, point.y - HALF_LINE, left + width, point.y + HALF_LINE


def _covers(centre: Point, box: Box) -> bool:
    """Whether a marker reaches into a box."""
    (x, y), (left, top, right, bottom) = centre, box
    across = max(left - x, 0, x - right)
    down = max(top - y, 0, y - bottom)
    return across**2 + down**2 < RADIUS**2


def _meet(box: Box, other: Box) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
