"""A map of tiles from the server that the operator has named: worked out here, drawn without a script.

Web Mercator (EPSG:3857) in tiles of 256 pixels, as all common tile servers have them; one unit is one pixel of a tile.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlsplit

from django.conf import settings

from .border_map import outlines
from .map_markers import WIDTH, Counted, Point

HEIGHT = 768
TILE = 256
ROOM = 60
ZOOMS = range(12, 4, -1)


@dataclass(frozen=True)
class Tile:
    """One picture of the map, and where its upper left corner is."""

    x: int
    y: int
    url: str


@dataclass(frozen=True)
class TileMap:
    """A part of the world at one zoom; ``left`` and ``top`` are its corner in pixels of the whole world."""

    zoom: int
    left: int
    top: int
    width: int = WIDTH
    height: int = HEIGHT

    def project(self, latitude: Decimal | float, longitude: Decimal | float) -> Point:
        """Return x and y in the map's units."""
        x, y = _in_world(latitude, longitude, self.zoom)
        return round(x) - self.left, round(y) - self.top

    @property
    def tiles(self) -> list[Tile]:
        columns = range(self.left // TILE, (self.left + self.width - 1) // TILE + 1)
        rows = range(self.top // TILE, (self.top + self.height - 1) // TILE + 1)
        return [
            Tile(column * TILE - self.left, row * TILE - self.top, self._address(column, row))
            for row in rows
            for column in columns
        ]

    @property
    def attribution(self) -> str:
        return settings.MAP_TILE_ATTRIBUTION

    def _address(self, column: int, row: int) -> str:
        numbers = {"{z}": self.zoom, "{x}": column, "{y}": row}
        address = settings.MAP_TILE_URL
        for name, number in numbers.items():
            address = address.replace(name, str(number))
        return address


def tile_host() -> str:
    """Return the name of the server that tiles come from; empty where the operator has named none."""
    return urlsplit(settings.MAP_TILE_URL).hostname or ""


def tile_map(towns: Iterable[Counted]) -> TileMap:
    """Return the closest map that has all towns on it; the whole region where there are none."""
    west, south, east, north = outlines().bounds
    places = [(float(town.latitude), float(town.longitude)) for town in towns] or [(south, west), (north, east)]
    for zoom in ZOOMS:
        xs, ys = zip(*(_in_world(*place, zoom) for place in places), strict=True)
        if max(xs) - min(xs) <= WIDTH - 2 * ROOM and max(ys) - min(ys) <= HEIGHT - 2 * ROOM:
            break
    middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return TileMap(zoom, round(middle_x - WIDTH / 2), round(middle_y - HEIGHT / 2))


def _in_world(latitude: Decimal | float, longitude: Decimal | float, zoom: int) -> tuple[float, float]:
    size = TILE * 2**zoom
    down = math.asinh(math.tan(math.radians(float(latitude)))) / math.pi
    return (float(longitude) + 180) / 360 * size, (1 - down) / 2 * size
