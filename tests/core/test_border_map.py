"""The reference data of the programme area, and the map drawn from it."""

import gzip
import json
import math
import re
import tomllib
from collections import Counter
from decimal import Decimal
from itertools import combinations, pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils import translation

import core
from core.border_map import HOME_STITCHES, border_map, drawn_towns, home_map, outlines, project

DATA = Path(core.__file__).parent / "data"
KM_PER_DEGREE = 111.2
LANGUAGES = ("de", "cs")


def read(name):
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


REGIONS = read("regions")
PLACES = read("places")
RINGS = outlines().rings
SMALLEST_UNITS = [code for code, region in REGIONS.items() if region["kind"] != "kraj"]


def in_km(longitude, latitude):
    return longitude * KM_PER_DEGREE * math.cos(math.radians(50.8)), latitude * KM_PER_DEGREE


def area(code):
    points = [in_km(*point) for point in RINGS[code]]
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(points))) / 2


def is_inside(longitude, latitude, ring):
    crossings = 0
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > latitude) != (y2 > latitude):
            crossings += longitude < x1 + (latitude - y1) * (x2 - x1) / (y2 - y1)
    return crossings % 2 == 1


def km_to_line(longitude, latitude, ring):
    def to_segment(start, end):
        (x, y), (x1, y1), (x2, y2) = in_km(longitude, latitude), in_km(*start), in_km(*end)
        length = (x2 - x1) ** 2 + (y2 - y1) ** 2
        along = max(0, min(1, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length))
        return math.dist((x, y), (x1 + along * (x2 - x1), y1 + along * (y2 - y1)))

    return min(to_segment(start, end) for start, end in pairwise(ring))


# The regions


def test_programme_area_has_all_its_units():
    assert Counter(region["kind"] for region in REGIONS.values()) == {"district": 9, "kraj": 3, "okres": 14}
    assert {code for code, region in REGIONS.items() if region["country"] == "DE"} == {
        "DED21", "DED2C", "DED2D", "DED2F", "DED41", "DED42", "DED43", "DED44", "DED45",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "name"),
    [("CZ0411", "Cheb"), ("CZ0421", "Děčín"), ("CZ0425", "Most"), ("CZ0427", "Ústí nad Labem"), ("CZ0514", "Semily")],
)
def test_okres_has_its_official_code(code, name):
    assert REGIONS[code]["name_cs"] == f"okres {name}"


def test_every_region_is_named_in_both_languages():
    assert all(region["name_de"] and region["name_cs"] for region in REGIONS.values())
    for language in LANGUAGES:
        names = [region[f"name_{language}"] for region in REGIONS.values()]
        assert len(set(names)) == len(names)


def test_only_an_okres_is_part_of_a_kraj():
    for code, region in REGIONS.items():
        assert region.get("parent") == (code[:5] if region["kind"] == "okres" else None)
        assert region["country"] == code[:2]


def test_parents_stand_before_their_parts():
    codes = list(REGIONS)
    parts = {code: region["parent"] for code, region in REGIONS.items() if "parent" in region}
    assert all(codes.index(kraj) < codes.index(okres) for okres, kraj in parts.items())


def test_every_region_is_reviewed_by_the_agreed_institution():
    agreed = {"DED4": "ihk-chemnitz", "DED2": "ihk-dresden"}
    agreed |= {"CZ041": "khk-kv", "CZ042": "ahk-services", "CZ051": "ahk-services"}
    for code, region in REGIONS.items():
        expected = next(institution for start, institution in agreed.items() if code.startswith(start))
        assert region["moderated_by"] == ("mas-cesky-sever" if code == "CZ0421" else expected)
    assert {region["moderated_by"] for region in REGIONS.values()} <= set(read("institutions"))


# The outlines


def test_every_region_has_a_closed_outline():
    assert set(RINGS) == set(REGIONS)
    assert all(ring[0] == ring[-1] and len(ring) > 20 for ring in RINGS.values())


def test_neighbours_share_their_lines():
    sides = Counter(frozenset(edge) for code in SMALLEST_UNITS for edge in pairwise(RINGS[code]))
    assert set(sides.values()) == {1, 2}
    outer = Counter(point for edge, count in sides.items() if count == 1 for point in edge)
    assert set(outer.values()) == {2}, "the outside is one line without gaps and spurs"


def test_no_point_lies_in_two_regions():
    for longitude in range(1185, 1560, 7):
        for latitude in range(4985, 5160, 7):
            owners = [code for code in SMALLEST_UNITS if is_inside(longitude / 100, latitude / 100, RINGS[code])]
            assert len(owners) <= 1, owners


@pytest.mark.parametrize("kraj", ["CZ041", "CZ042", "CZ051"])
def test_okresy_fill_their_kraj(kraj):
    parts = [code for code, region in REGIONS.items() if region.get("parent") == kraj]
    assert sum(area(code) for code in parts) == pytest.approx(area(kraj), rel=1e-9)


@pytest.mark.parametrize(
    ("code", "official_km2", "tolerance"),
    [
        *[("DED21", 328, 0.02), ("DED2C", 2396, 0.02), ("DED42", 1828, 0.02), ("DED44", 1412, 0.02)],
        *[("CZ041", 3310, 0.05), ("CZ042", 5339, 0.05), ("CZ051", 3163, 0.05)],
        *[("CZ0421", 909, 0.15), ("CZ0425", 467, 0.15), ("CZ0426", 469, 0.15)],
    ],
)
def test_region_is_about_as_large_as_in_truth(code, official_km2, tolerance):
    assert area(code) == pytest.approx(official_km2, rel=tolerance)


def test_border_runs_from_the_vogtland_to_zittau():
    border = outlines().border
    assert math.dist(in_km(*border[0]), in_km(12.10, 50.32)) < 2
    assert math.dist(in_km(*border[-1]), in_km(14.82, 50.87)) < 2


def test_outlines_file_stays_small():
    assert (DATA / "outlines.json").stat().st_size <= 60_000


def test_outlines_are_topojson_with_valid_references():
    topology = json.loads((DATA / "outlines.json").read_text(encoding="utf-8"))
    shapes = topology["objects"]["regions"]["geometries"]
    used = {number if number >= 0 else ~number for shape in shapes for number in shape["arcs"][0]}
    assert topology["type"] == "Topology"
    assert used == set(range(len(topology["arcs"])))


# The towns


def test_the_list_holds_the_principal_towns():
    assert 45 <= len(PLACES) <= 60
    seats = {"cheb", "karlovy-vary", "sokolov", "decin", "chomutov", "litomerice", "louny", "most", "teplice"}
    seats |= {"usti-nad-labem", "ceska-lipa", "jablonec-nad-nisou", "liberec", "semily"}
    seats |= {"dresden", "bautzen", "goerlitz", "pirna", "chemnitz"}
    seats |= {"annaberg-buchholz", "freiberg", "plauen", "zwickau"}
    assert seats <= set(PLACES)
    assert {place["region"] for place in PLACES.values() if "region" in place} == set(SMALLEST_UNITS)


@pytest.mark.parametrize("slug", PLACES)
def test_place_lies_in_its_region(slug):
    place = PLACES[slug]
    at = place["longitude"], place["latitude"]
    if "region" not in place:
        assert slug in {"praha", "leipzig"}
        assert not any(is_inside(*at, ring) for ring in RINGS.values())
        return
    ring = RINGS[place["region"]]
    assert is_inside(*at, ring) or km_to_line(*at, ring) < 2
    assert place["region"][:2] == place["country"]


@pytest.mark.parametrize("slug", PLACES)
def test_place_has_names_and_a_postal_code_of_its_country(slug):
    place = PLACES[slug]
    assert place["name_de"]
    assert place["name_cs"]
    assert re.fullmatch(r"\d{3} \d{2}" if place["country"] == "CZ" else r"\d{5}", place["postal_code"])
    assert not {place["name_de"], place["name_cs"]} & set(place.get("aliases", []))


# The drawing


def test_projection_keeps_north_up_and_east_right():
    cheb, goerlitz = (project(PLACES[slug]["latitude"], PLACES[slug]["longitude"]) for slug in ("cheb", "goerlitz"))
    assert goerlitz[0] > cheb[0]
    assert goerlitz[1] < cheb[1]


def test_projection_has_one_scale_in_all_directions():
    units_per_km = project(50.8, 14.5)[0] - project(50.8, 13.5)[0]
    units_per_km /= KM_PER_DEGREE * math.cos(math.radians(50.8))
    assert project(50.3, 13.5)[1] - project(51.3, 13.5)[1] == pytest.approx(units_per_km * KM_PER_DEGREE, rel=0.005)


def test_projection_takes_the_decimals_of_a_record():
    assert project(Decimal("50.83570"), Decimal("12.92922")) == project(50.8357, 12.92922)


def test_map_holds_the_whole_area():
    drawn = border_map()
    for longitude, latitude in {point for ring in RINGS.values() for point in ring}:
        x, y = project(latitude, longitude)
        assert 0 < x < drawn.width
        assert 0 < y < drawn.height


def test_map_draws_kraje_or_okresy_never_both():
    assert {region.code for region in border_map().regions} == {c for c, r in REGIONS.items() if r["kind"] != "okres"}
    assert {region.code for region in border_map(okresy=True).regions} == set(SMALLEST_UNITS)


@pytest.mark.parametrize("okresy", [False, True])
def test_paths_stay_small(okresy):
    drawn = border_map(okresy=okresy)
    paths = "".join([region.path for region in drawn.regions] + [drawn.border]).encode()
    assert len(paths) <= 9_000
    assert len(gzip.compress(paths)) <= 5_000


def test_region_path_follows_its_outline():
    region = next(region for region in border_map().regions if region.code == "DED41")
    start, steps = re.fullmatch(r"M(\d+ \d+)l(.+)z", region.path).groups()
    numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
    corners = [tuple(int(number) for number in start.split())]
    for across, down in zip(numbers[::2], numbers[1::2], strict=True):
        corners.append((corners[-1][0] + across, corners[-1][1] + down))
    assert set(corners) == {project(lat, lon) for lon, lat in RINGS["DED41"]}


def test_any_located_thing_can_be_drawn_and_linked():
    most = SimpleNamespace(name="Most", latitude=50.503, longitude=13.636)
    zwickau = SimpleNamespace(name="Zwickau", latitude=50.727, longitude=12.488, label="above")
    drawn = border_map([most, zwickau], [(zwickau, most)])
    assert [(point.name, point.label) for point in drawn.points] == [("Most", "right"), ("Zwickau", "above")]
    start, end = ((point.x, point.y) for point in reversed(drawn.points))
    numbers = [int(number) for number in re.findall(r"-?\d+", drawn.stitches[0])]
    assert (tuple(numbers[:2]), tuple(numbers[4:])) == (start, end)
    assert numbers[3] < (start[1] + end[1]) / 2, "eastwards a stitch bends to the north"


def test_home_map_speaks_the_language_of_the_reader():
    assert {"Karlsbad", "Dresden", "Görlitz"} <= {point.name for point in home_map("de").points}
    assert {"Karlovy Vary", "Drážďany", "Zhořelec"} <= {point.name for point in home_map("cs").points}


def test_home_map_links_towns_across_the_border():
    drawn = {town.slug for town in drawn_towns("de")}
    for ends in HOME_STITCHES:
        assert set(ends) <= drawn
        assert {PLACES[slug]["country"] for slug in ends} == {"DE", "CZ"}


def label_box(point, size):
    """About where the stylesheet puts a label: left, top, right, bottom."""
    wide = len(point.name) * size * 0.52
    left = {"right": 0.65 * size, "left": -0.65 * size - wide}.get(point.label, -wide / 2)
    bottom = {"above": -0.65 * size, "below": 1.25 * size}.get(point.label, 0.34 * size)
    return point.x + left, point.y + bottom - 0.75 * size, point.x + left + wide, point.y + bottom


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [29, 36, 48])
def test_labels_of_the_home_map_keep_apart(language, size):
    points = home_map(language).points
    boxes = [label_box(point, size) for point in points] + [(p.x - 8, p.y - 8, p.x + 8, p.y + 8) for p in points]
    for a, b in combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (a, b)


# The component


def render(language, **context):
    with translation.override(language):
        return render_to_string("components/border_map.html", {"map": home_map(language), **context})


@pytest.mark.parametrize("language", LANGUAGES)
def test_component_writes_numbers_as_svg_wants_them(language, settings):
    settings.USE_THOUSAND_SEPARATOR = True
    html = render(language)
    assert f'viewBox="0 0 {border_map().width} {border_map().height}"' in html
    assert all(re.fullmatch(r"\d+", number) for number in re.findall(r'\s(?:x|y|cx|cy|r)="([^"]*)"', html))


def test_component_is_one_labelled_picture_or_decoration():
    assert 'role="img" aria-label="Die Grenzregion"' in render("de", label="Die Grenzregion")
    assert 'aria-hidden="true"' in render("de")
    assert "role=" not in render("de")


def test_component_keeps_to_the_content_security_policy():
    html = render("cs", label="Mapa", on_band=True)
    assert "border-map--band" in html
    assert not re.search(r"style|<script|\son\w+=", html)


def test_component_escapes_names():
    place = SimpleNamespace(name="<b>&", latitude=50.8, longitude=13.5)
    assert "&lt;b&gt;&amp;" in render_to_string("components/border_map.html", {"map": border_map([place])})
