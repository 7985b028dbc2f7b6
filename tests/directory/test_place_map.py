"""A list as a map: equal to the list, in fewer markers where the map is small, on tiles only when asked for."""

import math
import re
from itertools import combinations
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as portal_settings
from django.http import QueryDict
from django.test import Client

from core.border_map import MapPoint, project_inside
from core.map_markers import APART, APART_ON_PHONE, gather
from core.map_names import names_beside_markers
from core.models import Place
from core.tile_map import TILE, tile_map
from directory.filters import CompanyFilter
from directory.map_regions import keep_apart, split_by_region
from directory.models import Company, Location
from tests.directory.factories import CompanyFactory, OfferFactory
from tests.directory.lists import address_of, show

TILES = "https://tiles.example.org/{z}/{x}/{y}.png"


@pytest.fixture(autouse=True)
def _nothing_listed(db) -> None:
    Company.objects.update(state="draft")


@pytest.fixture
def spread() -> None:
    """Three in Most, one in Litvínov beside it, one in Zwickau, one in a town that the list of towns lacks."""
    for town in ("most", "most", "most", "litvinov", "zwickau", "zwickau"):
        CompanyFactory(town=town, country="CZ" if town in ("most", "litvinov") else "DE")
    abroad = Location.objects.filter(place__slug="zwickau").last()
    abroad.place, abroad.other_town = None, "Neustadt am Walde"
    abroad.save()


def test_map_equals_the_list(spread):
    drawn = show("companies", {"view": "map"})
    towns = list(drawn.towns.values())
    assert towns == [1, 3, 1, 1], "Litvínov, Most, Zwickau, elsewhere"
    assert drawn.count == show("companies").count == sum(towns) == 6
    for width in ("wide", "phone"):
        assert sum(drawn.markers(width).values()) == 5


def test_neighbours_become_one_marker_where_the_map_is_small(spread):
    drawn = show("companies", {"view": "map"})
    assert sorted(drawn.markers("phone").values()) == [1, 4]
    names = [name for name in drawn.markers("phone") if "Most" in name]
    assert names[0].startswith("Most, Litvínov: 4 ")


def test_each_town_and_marker_leads_to_its_companies(spread):
    soup = show("companies", {"view": "map", "employees": ""}).soup
    said = {town.a["href"]: int(town.span.get_text()) for town in soup.select(".place-map__town")}
    said |= {link["href"]: int(link.select_one("text").get_text()) for link in soup.select(".map-markers a")}
    path = address_of("companies")
    assert {f"{path}?place=most", f"{path}?place=most&place=litvinov", f"{path}?place=elsewhere"} <= set(said)
    for link, count in said.items():
        rows = BeautifulSoup(Client().get(link).content, "html.parser").select(".company-row")
        assert len(rows) == count


def test_town_keeps_the_other_filters_and_order(spread):
    soup = show("companies", {"view": "map", "side": "cz", "sort": "newest"}).soup
    town = soup.select_one(".place-map__town a")
    assert town["href"] == f"{address_of('companies')}?side=cz&sort=newest&place=litvinov"


@pytest.mark.parametrize("language", ["de", "cs"])
def test_map_is_a_named_group_of_named_links(spread, language):
    svg = show("companies", {"view": "map"}, language=language).soup.select_one(".border-map__drawing")
    assert (svg["role"], bool(svg["aria-label"])) == ("group", True)
    assert all(re.search(r".+: \d+ ", link["aria-label"]) for link in svg.select("a"))


def test_map_costs_one_query_for_all_towns(spread):
    show("companies", {"view": "map"})  # what there is to choose from is kept for a minute
    few = show("companies", {"view": "map"}).queries
    for place in Place.objects.exclude(region=None)[:10]:
        CompanyFactory(country=place.country, town=place.slug)
    assert show("companies", {"view": "map"}).queries == few


@pytest.fixture
def crowded(spread, monkeypatch) -> None:
    """So few places that the map of ``spread``, with one more in Prague, has too many."""
    monkeypatch.setattr("directory.place_map.MOST_TOWNS", 2)
    CompanyFactory(town="praha", country="CZ")


def test_crowded_map_has_regions_and_the_towns_outside_them(crowded):
    drawn = show("companies", {"view": "map"}, language="cs")
    assert list(drawn.towns.values()) == [4, 1, 1, 1], "Ústí, Zwickau, Prague, elsewhere"
    assert drawn.count == show("companies").count == sum(drawn.towns.values())
    for width in ("wide", "phone"):
        assert sorted(drawn.markers(width).values()) == [1, 1, 4]


def test_region_of_a_crowded_map_leads_to_the_map_of_its_towns(crowded):
    soup = show("companies", {"view": "map", "sort": "newest"}).soup
    link = f"{address_of('companies')}?region=CZ042&sort=newest&view=map"
    assert link in [town["href"] for town in soup.select(".place-map__town a")]
    assert len(soup.select(f'.map-markers a[href="{link}"]')) == 2, "for wide maps and for phones"
    region = show("companies", {"view": "map", "region": "CZ042"})
    assert list(region.towns.values()) == [1, 3], "Litvínov, Most"


@pytest.mark.parametrize("apart", [APART, APART_ON_PHONE])
def test_markers_of_regions_keep_apart_from_each_other_and_from_towns(db, apart):
    everywhere = dict.fromkeys(Place.objects.values_list("pk", flat=True), 1)
    regions, outside = split_by_region(everywhere, CompanyFilter(QueryDict()))
    towns = [town(place.latitude, place.longitude) for place in Place.objects.filter(pk__in=outside)]
    others = [point for point, _members in gather(towns, project_inside, apart=apart)]
    middles = [project_inside(region.latitude, region.longitude) for region in regions]
    points = keep_apart(middles, apart, others=others)
    assert len(points) == 12
    assert all(math.dist(a, b) >= apart for a, b in combinations([*others, *points], 2))
    assert max(math.dist(a, b) for a, b in zip(middles, points, strict=True)) < apart


def test_anonymous_offers_are_in_no_town(spread):
    OfferFactory(company__town="plauen", is_anonymous=True)
    OfferFactory(company__town="zittau", is_anonymous=True)
    OfferFactory(company__town="zittau")
    drawn = show("offers", {"view": "map"})
    assert drawn.towns == {"Zittau / Žitava": 1, "ohne Ort auf der Karte": 2}
    assert (drawn.count, sum(drawn.markers().values())) == (3, 1)
    assert "Plauen:" not in " ".join([*drawn.markers(), *drawn.markers("phone")])
    assert show("offers", {"place": "plauen"}).rows == []
    assert show("offers", {"place": "elsewhere"}).count == 2


def town(latitude: float, longitude: float, count: int = 1) -> SimpleNamespace:
    return SimpleNamespace(latitude=latitude, longitude=longitude, count=count)


@pytest.mark.parametrize("apart", [APART, APART_ON_PHONE])
def test_markers_of_all_places_keep_apart_and_lose_none(apart):
    towns = [town(place.latitude, place.longitude) for place in Place.objects.all()]
    gathered = gather(towns, project_inside, apart=apart)
    assert sum(len(members) for _point, members in gathered) == len(towns) > 800
    assert all(math.dist(a, b) >= apart for (a, _), (b, _) in combinations(gathered, 2))
    assert all(16 <= x <= 1184 for (x, _y), _members in gathered)


@pytest.mark.parametrize(
    ("markers", "side"),
    [
        ([], "right"),
        ([(500, 400)], "right"),
        ([(500, 400), (560, 400)], "left"),
        ([(560, 400), (440, 400)], "above"),
        ([(560, 400), (440, 400), (500, 350)], "below"),
        ([(560, 400), (440, 400), (500, 350), (500, 450)], None),
    ],
)
def test_names_of_towns_stand_where_no_marker_covers_them(markers, side):
    shown = names_beside_markers([MapPoint("Liberec", 500, 400, "right")], markers)
    assert [point.label for point in shown] == ([side] if side else [])


def test_names_of_towns_do_not_run_into_each_other():
    shown = names_beside_markers([MapPoint("Zittau", 500, 400, "right"), MapPoint("Liberec", 560, 400, "left")], [])
    assert [point.label for point in shown] == ["right", "above"]


def test_the_town_with_most_entries_keeps_its_place():
    small, large = town(50.50, 13.63), town(50.51, 13.65, count=9)
    ((point, members),) = gather([small, large], project_inside, apart=APART)
    assert (point, members) == (project_inside(50.51, 13.65), [large, small])


# Tiles


def test_tile_of_a_place_is_the_one_that_all_servers_have(settings):
    """The middle of Chemnitz lies in tile 12/2194/1374."""
    settings.MAP_TILE_URL = TILES
    drawn = tile_map([town(50.8323, 12.9189)])
    x, y = drawn.project(50.8323, 12.9189)
    tile = next(tile for tile in drawn.tiles if tile.x <= x < tile.x + TILE and tile.y <= y < tile.y + TILE)
    assert tile.url == "https://tiles.example.org/12/2194/1374.png"


def test_tiles_cover_the_map_and_towns_lie_on_it(settings):
    settings.MAP_TILE_URL = TILES
    towns = [town(place.latitude, place.longitude) for place in Place.objects.all()]
    for drawn in (tile_map(towns), tile_map([])):
        assert min(tile.x for tile in drawn.tiles) <= 0
        assert min(tile.y for tile in drawn.tiles) <= 0
        assert max(tile.x for tile in drawn.tiles) + TILE >= drawn.width
        assert max(tile.y for tile in drawn.tiles) + TILE >= drawn.height
        assert len(drawn.tiles) <= 24
        for place in towns:
            x, y = drawn.project(place.latitude, place.longitude)
            assert 0 < x < drawn.width
            assert 0 < y < drawn.height


def test_without_a_server_there_are_no_tiles_and_no_way_to_them(spread):
    soup = show("companies", {"view": "map", "tiles": "1"}).soup
    assert not soup.select("image, .tile-map, .place-map__change")
    assert soup.select_one(".border-map--marked")
    assert portal_settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"] == ["'self'"]


def test_tiles_come_after_a_click_that_names_their_server(spread, settings):
    settings.MAP_TILE_URL, settings.MAP_TILE_ATTRIBUTION = TILES, "© Karten, https://maps.example.org/copyright"
    drawn = show("companies", {"view": "map"})
    link = drawn.soup.select_one(".place-map__change a")
    assert "tiles.example.org" in link.get_text()
    assert "tiles=1" in link["href"]
    assert not drawn.soup.select("image")
    tiled = show("companies", {"view": "map", "tiles": "1"})
    assert all(tile["href"].startswith("https://tiles.example.org/") for tile in tiled.soup.select("image"))
    assert tiled.soup.select_one(".tile-map__source a")["href"] == "https://maps.example.org/copyright"
    assert tiled.towns == drawn.towns
    assert sum(tiled.markers().values()) == sum(drawn.markers().values())


def test_no_other_link_carries_the_tiles_on(spread, settings):
    settings.MAP_TILE_URL = TILES
    soup = show("companies", {"view": "map", "tiles": "1", "side": "cz"}).soup
    assert [link["href"] for link in soup.find_all("a", href=re.compile("tiles"))] == []
    assert not soup.select('[name="tiles"]')
