"""A list of entries as a map: the towns that they are in, each a link that leaves the entries of that town.

Of very many towns, those of a region are one link to the map of the region.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.border_map import BorderMap, border_map, drawn_towns, project_inside
from core.collation import sort_key
from core.i18n import active_language
from core.map_markers import APART, APART_ON_PHONE, Marker, Point, gather
from core.map_names import names_beside_markers
from core.models import Place
from core.tile_map import TileMap, tile_map

from .filters import ELSEWHERE, EntryFilter
from .map_regions import Area, Counts, keep_apart, split_by_region

InWords = Callable[[int], str]
Link = Callable[[list[str]], str]

NAMED_IN_LABELS = 3
# More towns than these make a page that is slow to load and a map on which nobody finds one.
MOST_TOWNS = 150


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
    """What the view shows: the map with its markers, for wide and for narrow screens, and all of it as a list.

    There are ``regions`` where the towns in them are too many; ``towns`` are then those that lie in none.
    """

    drawing: BorderMap | None
    tiles: TileMap | None
    markers: list[Marker]
    phone_markers: list[Marker]
    regions: list[Area]
    towns: list[Town]
    elsewhere: int
    elsewhere_url: str

    @property
    def total(self) -> int:
        in_regions, in_towns = (sum(spot.count for spot in spots) for spots in (self.regions, self.towns))
        return in_regions + in_towns + self.elsewhere


def place_map(entries: Any, chosen: EntryFilter, *, in_words: InWords, with_tiles: bool) -> PlaceMap:
    """Return the map of all entries (companies or offers), not of one page of them."""
    counts = entries.count_by_place()
    elsewhere = counts.pop(None, 0)
    is_crowded = len(counts) > MOST_TOWNS and not chosen.values["region"]
    regions, counts = split_by_region(counts, chosen) if is_crowded else ([], counts)
    link = _links(chosen)
    towns = _towns(counts, link)
    tiles = tile_map([*regions, *towns]) if with_tiles else None
    project = tiles.project if tiles else project_inside

    def markers(apart: int) -> list[Marker]:
        of_towns = _markers(gather(towns, project, apart=apart), link, in_words)
        middles = [project(region.latitude, region.longitude) for region in regions]
        moved = keep_apart(middles, apart, others=[(marker.x, marker.y) for marker in of_towns])
        return _from_west_to_east([*of_towns, *_region_markers(regions, moved, in_words)])

    wide = markers(APART)
    return PlaceMap(
        drawing=None if tiles else _drawing(wide),
        tiles=tiles,
        markers=wide,
        phone_markers=markers(APART_ON_PHONE),
        regions=regions,
        towns=towns,
        elsewhere=elsewhere,
        elsewhere_url=link([ELSEWHERE]),
    )


def _drawing(markers: Iterable[Marker]) -> BorderMap:
    """The drawn map, with the names of towns where no marker covers them."""
    drawing = border_map(drawn_towns(active_language()))
    return replace(drawing, points=names_beside_markers(drawing.points, ((marker.x, marker.y) for marker in markers)))


def _links(chosen: EntryFilter) -> Link:
    """Return what makes the query string for some towns: of the list, since whoever picks one wants to see its rows."""
    rest = chosen.query_with(place=[], view="list")
    start = f"{rest}&" if rest else "?"
    return lambda slugs: start + "&".join(f"place={slug}" for slug in slugs)


def _towns(counts: Counts, link: Link) -> list[Town]:
    towns = [
        Town(
            slug=place.slug,
            name=str(place),
            both_names=place.both_names,
            latitude=place.latitude,
            longitude=place.longitude,
            count=counts[place.pk],
            url=link([place.slug]),
        )
        for place in Place.objects.filter(pk__in=counts)
    ]
    return sorted(towns, key=lambda town: (sort_key(town.name, active_language()), town.slug))


def _region_markers(regions: list[Area], points: list[Point], in_words: InWords) -> list[Marker]:
    return [
        Marker(x, y, region.count, _label(region.name, in_words(region.count)), region.url)
        for region, (x, y) in zip(regions, points, strict=True)
    ]


def _markers(gathered: Iterable[tuple[Point, list[Town]]], link: Link, in_words: InWords) -> list[Marker]:
    markers = []
    for (x, y), towns in gathered:
        count = sum(town.count for town in towns)
        label = _label(_names(towns), in_words(count))
        markers.append(Marker(x, y, count, label, link([town.slug for town in towns])))
    return markers


def _from_west_to_east(markers: Iterable[Marker]) -> list[Marker]:
    """As the tabulator key goes through them."""
    return sorted(markers, key=lambda marker: (marker.x, marker.y))


def _label(place: str, entries: str) -> str:
    return _("%(place)s: %(entries)s") % {"place": place, "entries": entries}


def _names(towns: list[Town]) -> str:
    """The names of some towns; of many, the first ones and how many more there are."""
    if len(towns) <= NAMED_IN_LABELS:
        return ", ".join(town.name for town in towns)
    more = len(towns) - NAMED_IN_LABELS + 1
    names = ", ".join(town.name for town in towns[: NAMED_IN_LABELS - 1])
    text = ngettext("%(towns)s and %(count)s more place", "%(towns)s and %(count)s more places", more)
    return text % {"towns": names, "count": more}
