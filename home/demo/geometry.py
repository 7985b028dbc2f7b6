"""Point lists for the drawn pictures. The y axis points down, angles are degrees clockwise from three o'clock."""

from collections.abc import Iterator, Sequence
from itertools import cycle, pairwise
from math import atan2, ceil, cos, degrees, dist, hypot, radians, sin

Point = tuple[float, float]
Points = list[Point]
Line = Sequence[Point]


def polar(centre: Point, radius: float, angle: float) -> Point:
    return (centre[0] + radius * cos(radians(angle)), centre[1] + radius * sin(radians(angle)))


def arc(centre: Point, radius: float, start: float, end: float) -> Points:
    steps = max(8, ceil(abs(end - start) * radius**0.5 / 50))
    return [polar(centre, radius, start + (end - start) * step / steps) for step in range(steps + 1)]


def box(x: float, y: float, width: float, height: float) -> Points:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def rounded_box(x: float, y: float, width: float, height: float, radius: float) -> Points:
    right, bottom = x + width - radius, y + height - radius
    left, top = x + radius, y + radius
    return [
        *arc((left, top), radius, 180, 270),
        *arc((right, top), radius, 270, 360),
        *arc((right, bottom), radius, 0, 90),
        *arc((left, bottom), radius, 90, 180),
    ]


def closed(points: Line) -> Points:
    return [*points, points[0]]


def moved(points: Line, dx: float = 0, dy: float = 0) -> Points:
    return [(x + dx, y + dy) for x, y in points]


def mirrored_x(points: Line, axis: float) -> Points:
    """Mirror at a vertical axis, in reverse order so that an outline can be continued."""
    return [(2 * axis - x, y) for x, y in reversed(points)]


def mirrored_y(points: Line, axis: float) -> Points:
    """Mirror at a horizontal axis, in reverse order so that an outline can be continued."""
    return [(x, 2 * axis - y) for x, y in reversed(points)]


def turned(points: Line, centre: Point, angle: float) -> Points:
    cosine, sine = cos(radians(angle)), sin(radians(angle))
    return [
        (
            centre[0] + (x - centre[0]) * cosine - (y - centre[1]) * sine,
            centre[1] + (x - centre[0]) * sine + (y - centre[1]) * cosine,
        )
        for x, y in points
    ]


def smooth(points: Line, steps: int = 12) -> Points:
    """A Catmull-Rom curve through all points."""
    padded = [points[0], *points, points[-1]]
    curve = [
        _catmull_rom(padded[index : index + 4], step / steps)
        for index in range(len(points) - 1)
        for step in range(steps)
    ]
    return [*curve, points[-1]]


def _catmull_rom(four: Line, t: float) -> Point:
    def axis(p0: float, p1: float, p2: float, p3: float) -> float:
        cubic = (3 * (p1 - p2) + p3 - p0) * t**3
        return (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + cubic) / 2

    xs, ys = zip(*four, strict=True)
    return (axis(*xs), axis(*ys))


def between(start: Line, end: Line, share: float) -> Points:
    """The outline that lies at `share` (0 to 1) of the way from one outline to another of as many points."""
    return [(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share) for (x0, y0), (x1, y1) in zip(start, end, strict=True)]


def bow(start: Point, end: Point, height: float) -> Points:
    """An arch from one point to another, `height` above the middle of the straight line."""
    steps = 32
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = hypot(dx, dy)
    points = []
    for step in range(steps + 1):
        share = step / steps
        lift = 4 * height * share * (1 - share) / length
        points.append((start[0] + dx * share + dy * lift, start[1] + dy * share - dx * lift))
    return points


def dashes(points: Line, pattern: tuple[float, ...]) -> Iterator[Points]:
    """Cut a line into the drawn pieces of a pattern of alternating dash and gap lengths."""
    lengths = cycle(pattern)
    is_drawn, rest = True, next(lengths)
    piece = [points[0]]
    for start, end in pairwise(points):
        length = dist(start, end)
        done = 0.0
        while length - done > rest:
            done += rest
            corner = between([start], [end], done / length)[0]
            if is_drawn:
                yield [*piece, corner]
            is_drawn, rest, piece = not is_drawn, next(lengths), [corner]
        rest -= length - done
        piece.append(end)
    if is_drawn and len(piece) > 1:
        yield piece


def hatching(outline: Line, angle: float, gap: float) -> Iterator[Points]:
    """Parallel lines inside an outline, cut by the even-odd rule; neighbouring areas share one grid of lines."""
    level = turned(closed(outline), (0, 0), -angle)
    heights = [y for _, y in level]
    row = ceil(min(heights) / gap)
    while row * gap < max(heights):
        crossings = sorted(_crossings(level, row * gap + 0.001))
        for left, right in zip(crossings[::2], crossings[1::2], strict=True):
            yield turned([(left, row * gap), (right, row * gap)], (0, 0), angle)
        row += 1


def _crossings(outline: Line, height: float) -> Iterator[float]:
    for (x0, y0), (x1, y1) in pairwise(outline):
        if (y0 < height) != (y1 < height):
            yield x0 + (x1 - x0) * (height - y0) / (y1 - y0)


def direction(start: Point, end: Point) -> float:
    return degrees(atan2(end[1] - start[1], end[0] - start[0]))


def scatter(index: int) -> float:
    """A fixed number between 0 and 1 for every index: irregular to the eye, the same on every run."""
    return (index * 0.6180339887498949 + (index * index % 97) * 0.3819) % 1
