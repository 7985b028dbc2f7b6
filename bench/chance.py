"""Chance as in life: few things are frequent, most are rare."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Generic, Self, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True)
class Urn(Generic[Item]):
    """Things to draw from, each with its weight added to the weights before it."""

    items: Sequence[Item]
    bounds: Sequence[float]

    @classmethod
    def weighted(cls, items: Iterable[Item], weights: Iterable[float]) -> Self:
        return cls(list(items), list(accumulate(weights)))

    @classmethod
    def skewed(cls, items: Iterable[Item]) -> Self:
        """The second is half as frequent as the first, the third a third (Zipf's law)."""
        known = list(items)
        return cls.weighted(known, (1 / rank for rank in range(1, len(known) + 1)))

    def draw(self, dice: Random) -> Item:
        return dice.choices(self.items, cum_weights=self.bounds)[0]

    def draw_some(self, dice: Random, number: int) -> list[Item]:
        """Draw so often; what comes twice is there once."""
        return list(dict.fromkeys(dice.choices(self.items, cum_weights=self.bounds, k=number)))


def geometric(dice: Random, rate: float) -> int:
    """Return 0 or more, 0 the most often; on average 1 / (e^rate − 1)."""
    return int(dice.expovariate(rate))
