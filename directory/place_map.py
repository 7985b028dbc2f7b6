"""A list of entries as a map: the towns that they are in, each a link that leaves the entries of that town."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.border_map import BorderMap, border_map, drawn_towns, project_inside
from core.collation import sort_key
from core.i18n import active_language
from core.map_markers import APART, APART_ON_PHONE, Marker, Point, gather
from core.models import Place
from core.tile_map import TileMap, tile_map

from .filters import ELSEWHERE, EntryFilter

InWords = Callable[[int], str]
Link = Callable[[list[str]], str]

NAMED_IN_LABELS = 3


@dataclass(frozen=True)
class Town:
    """A town with entries, named in both languages where the names differ."""

    slug: str
    name: str
    both_names: str
    latitude: Decimal
    longitude: Decimal
    count: int
    url: str


@dataclass(frozen=True)
class PlaceMap:
    """What the view shows: the map with its markers, for wide and for narrow screens, and all of it as a list."""

    drawing: BorderMap | None
    tiles: TileMap | None
    markers: list[Marker]
    phone_markers: list[Marker]
    towns: list[Town]
    elsewhere: int
    elsewhere_url: str

    @property
    def total(self) -> int:
        return sum(town.count for town in self.towns) + self.elsewhere


def place_map(entries: Any, chosen: EntryFilter, *, in_words: InWords, with_tiles: bool) -> PlaceMap:
    """Return the map of all entries (companies or offers), not of one page of them; one query."""
    rows = list(entries.count_by_place())
    link = _links(chosen)
    towns = _towns([row for row in rows if row["slug"]], link)
    tiles = tile_map(towns) if with_tiles else None
    project = tiles.project if tiles else project_inside
    return PlaceMap(
        drawing=None if tiles else border_map(drawn_towns(active_language())),
        tiles=tiles,
        markers=_markers(gather(towns, project, apart=APART), link, in_words),
        phone_markers=_markers(gather(towns, project, apart=APART_ON_PHONE), link, in_words),
        towns=towns,
        elsewhere=sum(row["count"] for row in rows if not row["slug"]),
        elsewhere_url=link([ELSEWHERE]),
    )


def _links(chosen: EntryFilter) -> Link:
    """Return what makes the query string for some towns: of the list, since whoever picks one wants to see its rows."""
    rest = chosen.query_with(place=[], view="list")
    start = f"{rest}&" if rest else "?"
    return lambda slugs: start + "&".join(f"place={slug}" for slug in slugs)


def _towns(rows: Iterable[dict[str, Any]], link: Link) -> list[Town]:
    towns = []
    for row in rows:
        names = Place(name_de=row["name_de"], name_cs=row["name_cs"])
        towns.append(
            Town(
                slug=row["slug"],
                name=str(names),
                both_names=names.both_names,
                latitude=row["latitude"],
                longitude=row["longitude"],
                count=row["count"],
                url=link([row["slug"]]),
            )
        )
    return sorted(towns, key=lambda town: (sort_key(town.name, active_language()), town.slug))


def _markers(gathered: Iterable[tuple[Point, list[Town]]], link: Link, in_words: InWords) -> list[Marker]:
    """Markers from west to east, as the tabulator key goes through them."""
    markers = []
    for (x, y), towns in gathered:
        count = sum(town.count for town in towns)
        label = _("%(place)s: %(entries)s") % {"place": _names(towns), "entries": in_words(count)}
        markers.append(Marker(x, y, count, label, link([town.slug for town in towns])))
    return sorted(markers, key=lambda marker: (marker.x, marker.y))


def _names(towns: list[Town]) -> str:
    """The names of some towns; of many, the first ones and how many more there are."""
    if len(towns) <= NAMED_IN_LABELS:
        return ", ".join(town.name for town in towns)
    more = len(towns) - NAMED_IN_LABELS + 1
    names = ", ".join(town.name for town in towns[: NAMED_IN_LABELS - 1])
    text = ngettext("%(towns)s and %(count)s more place", "%(towns)s and %(count)s more places", more)
    return text % {"towns": names, "count": more}
