"""Contour lines and height bands of a surface over the sheet, by marching squares."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from home.demo.drawing import HEIGHT, WIDTH
from home.demo.geometry import Point, Points, between, box

STEP = 12.5

Corner = tuple[Point, float]


class Cell(NamedTuple):
    """One square of the grid with the lowest and highest of its corners."""

    corners: list[Corner]
    low: float
    high: float


class Relief:
    """A surface over the sheet, cut into the cells of a grid with a height at each corner."""

    def __init__(self, height: Callable[[float, float], float]) -> None:
        columns, rows = round(WIDTH / STEP), round(HEIGHT / STEP)
        heights = [[height(column * STEP, row * STEP) for column in range(columns + 1)] for row in range(rows + 1)]
        self.cells = [
            _cell(column, row, (upper[column], upper[column + 1], lower[column + 1], lower[column]))
            for row, (upper, lower) in enumerate(pairwise(heights))
            for column in range(columns)
        ]

    def band(self, level: float) -> Iterator[Points]:
        """Pieces that together cover everything above a level."""
        for cell in self.cells:
            if cell.low >= level:
                yield [point for point, _ in cell.corners]
            elif cell.high >= level:
                yield _above(cell.corners, level)

    def contour(self, level: float) -> Iterator[Points]:
        """Short pieces that together make the line at a level."""
        for cell in self.cells:
            if cell.low < level <= cell.high:
                crossings = list(_crossings(cell.corners, level))
                yield from (crossings[index : index + 2] for index in range(0, len(crossings), 2))


def _cell(column: int, row: int, heights: tuple[float, ...]) -> Cell:
    corners = list(zip(box(column * STEP, row * STEP, STEP, STEP), heights, strict=True))
    return Cell(corners, min(heights), max(heights))


def _crossings(corners: list[Corner], level: float) -> Iterator[Point]:
    for start, end in pairwise([*corners, corners[0]]):
        if (start[1] >= level) != (end[1] >= level):
            yield _crossing(start, end, level)


def _crossing(start: Corner, end: Corner, level: float) -> Point:
    return between([start[0]], [end[0]], (level - start[1]) / (end[1] - start[1]))[0]


def _above(corners: list[Corner], level: float) -> Points:
    points = []
    for start, end in pairwise([*corners, corners[0]]):
        if start[1] >= level:
            points.append(start[0])
        if (start[1] >= level) != (end[1] >= level):
            points.append(_crossing(start, end, level))
    return points
