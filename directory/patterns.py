"""What stands in where a company has no logo: a pattern drawn from its name, the same each time.

Four hands, as the region's trades draw: the rings of wood, the section lines of metal, the weave of cloth, the facets
of glass. Lines only, in a square of ``SIZE`` units; ``templates/components/entry_pattern.html`` colours them.
"""

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass

SIZE = 96
MIDDLE = SIZE // 2


@dataclass(frozen=True)
class Pattern:
    """Path data of SVG: the lines, and the one that is picked out."""

    lines: str
    accent: str
    size: int = SIZE


class _Chance:
    """Numbers that follow from a text, one after the other."""

    def __init__(self, text: str) -> None:
        self._left = int.from_bytes(hashlib.blake2b(text.casefold().encode(), digest_size=24).digest())

    def number(self, start: int, stop: int) -> int:
        """Return the next number from ``start`` to below ``stop``."""
        self._left, rest = divmod(self._left, stop - start)
        return start + rest


def pattern_of(name: str) -> Pattern:
    """Return the pattern of a name; capital letters do not change it."""
    chance = _Chance(name)
    draw = _HANDS[chance.number(0, len(_HANDS))]
    strokes = draw(chance)
    accent = strokes.pop(chance.number(len(strokes) // 4, 3 * len(strokes) // 4 + 1))
    return Pattern("".join(strokes), accent)


def _rings(chance: _Chance) -> list[str]:
    """The year rings of a log that was sawn beside its heart."""
    x, y, step = chance.number(16, 80), chance.number(16, 80), chance.number(7, 11)
    farthest = math.hypot(max(x, SIZE - x), max(y, SIZE - y))
    return [
        f"M{x - radius} {y}a{radius} {radius} 0 1 0 {2 * radius} 0a{radius} {radius} 0 1 0 {-2 * radius} 0"
        for radius in range(step // 2 + 1, round(farthest), step)
    ]


def _section_lines(chance: _Chance) -> list[str]:
    """Two parts cut through, hatched against each other."""
    seam, step, lean = chance.number(28, 69), chance.number(8, 13), chance.number(16, 49)
    left, right = round(lean * seam / SIZE), round(lean * (SIZE - seam) / SIZE)
    cuts = [f"M0 {y}L{seam} {y + left}M{SIZE} {y}L{seam} {y + right}" for y in range(-lean, SIZE, step)]
    return [*cuts, f"M{seam} 0V{SIZE}"]


def _weave(chance: _Chance) -> list[str]:
    """Threads that go over some and under one, each row a little further on."""
    over, under, shift = chance.number(14, 25), chance.number(6, 10), chance.number(4, 13)
    step, upright = chance.number(9, 13), chance.number(0, 2)
    rows = []
    for row, at in enumerate(range(step // 2, SIZE, step)):
        starts = range(-(row * shift % (over + under)), SIZE, over + under)
        rows.append("".join(f"M{at} {start}v{over}" if upright else f"M{start} {at}h{over}" for start in starts))
    return rows


def _facets(chance: _Chance) -> list[str]:
    """A cut stone from above."""
    corners, turn = chance.number(6, 10), chance.number(0, 60)
    rim, table = chance.number(40, 47), chance.number(14, 25)
    outer = [_on_circle(rim, 360 * index / corners + turn) for index in range(corners)]
    inner = [_on_circle(table, 360 * (index + 0.5) / corners + turn) for index in range(corners)]
    corner_pairs = zip(outer, inner, outer[1:] + outer[:1], strict=True)
    cuts = [f"M{_pair(here)}L{_pair(between)}L{_pair(there)}" for here, between, there in corner_pairs]
    return [_closed(outer), *cuts, _closed(inner)]


def _on_circle(radius: int, degrees: float) -> tuple[int, int]:
    angle = math.radians(degrees)
    return MIDDLE + round(radius * math.cos(angle)), MIDDLE + round(radius * math.sin(angle))


def _pair(point: tuple[int, int]) -> str:
    return f"{point[0]} {point[1]}"


def _closed(points: list[tuple[int, int]]) -> str:
    return f"M{'L'.join(map(_pair, points))}z"


_HANDS: tuple[Callable[[_Chance], list[str]], ...] = (_rings, _section_lines, _weave, _facets)
