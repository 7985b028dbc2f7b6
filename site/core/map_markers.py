"""Towns with how many entries each has, gathered into markers that a finger can tell apart on a map."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, TypeVar

Point = tuple[int, int]
Projection = Callable[[Decimal | float, Decimal | float], Point]

WIDTH = 1200
# How far apart markers stand on a map of that many units, so that each has its 24 CSS pixels (WCAG 2.2, 2.5.8): where
# the map is at least 580 pixels wide, and on a phone.
APART, APART_ON_PHONE = 50, 100


class Counted(Protocol):
    """A town and how many entries it has; degrees in WGS 84."""

    @property
    def latitude(self) -> Decimal | float: ...
    @property
    def longitude(self) -> Decimal | float: ...
    @property
    def count(self) -> int: ...


Town = TypeVar("Town", bound=Counted)


@dataclass(frozen=True)
class Marker:
    """A point in a map's units with how many entries it stands for, its link, and what the link is called."""

    x: int
    y: int
    count: int
    label: str
    url: str


def gather(towns: Iterable[Town], project: Projection, *, apart: int) -> list[tuple[Point, list[Town]]]:
    """Return points at least ``apart`` units from each other, each with its towns.

    The towns with most entries keep their own place; a smaller one goes to the nearest point within reach.
    """
    points: list[tuple[Point, list[Town]]] = []
    cells: dict[Point, list[tuple[Point, list[Town]]]] = defaultdict(list)
    for town in sorted(towns, key=lambda town: -town.count):
        at = project(town.latitude, town.longitude)
        column, row = at[0] // apart, at[1] // apart
        around = [point for x in (-1, 0, 1) for y in (-1, 0, 1) for point in cells[column + x, row + y]]
        nearest = min(around, key=lambda point: math.dist(point[0], at), default=None)
        if nearest is not None and math.dist(nearest[0], at) < apart:
            nearest[1].append(town)
        else:
            points.append((at, [town]))
            cells[column, row].append(points[-1])
    return points
