"""The EU emblem keeps the proportions of the graphics guide in the interinstitutional style guide, annex A1."""

from math import cos, dist, pi, sin
from pathlib import Path
from xml.etree import ElementTree

import pytest

IMAGES = Path(__file__).resolve().parents[2] / "site" / "static" / "img"
SVG = "{http://www.w3.org/2000/svg}"
REFLEX_BLUE = "#003399"
YELLOW = "#ffcc00"
TOLERANCE = 0.01


class Emblem:
    """An emblem read from its file: the blue rectangle and the corners of the twelve stars."""

    def __init__(self, name):
        self.root = ElementTree.parse(IMAGES / name).getroot()
        self.rectangle = next(rect for rect in self.root.iter(f"{SVG}rect") if rect.get("fill") == REFLEX_BLUE)
        self.left, self.top, self.width, self.height = (
            float(self.rectangle.get(key, "0")) for key in ("x", "y", "width", "height")
        )
        self.centre = (self.left + self.width / 2, self.top + self.height / 2)
        self.stars = [corners(polygon) for polygon in self.root.iter(f"{SVG}polygon")]


def corners(polygon):
    return [tuple(float(number) for number in pair.split(",")) for pair in polygon.get("points").split()]


def star_centre(star):
    points = star[::2]
    return tuple(sum(axis) / len(points) for axis in zip(*points, strict=True))


@pytest.fixture(params=["eu-emblem.svg", "eu-emblem-bordered.svg"])
def emblem(request):
    return Emblem(request.param)


def test_emblem_is_a_reflex_blue_rectangle_of_three_by_two(emblem):
    assert emblem.width / emblem.height == pytest.approx(3 / 2)


def test_emblem_has_twelve_yellow_stars(emblem):
    group = emblem.root.find(f"{SVG}g")

    assert len(emblem.stars) == 12
    assert group.get("fill") == YELLOW
    assert len(group) == 12


def test_stars_stand_like_hours_on_a_circle_of_a_third_of_the_height(emblem):
    radius = emblem.height / 3
    hours = [(2 * pi * hour / 12) - pi / 2 for hour in range(12)]

    for star, hour in zip(emblem.stars, hours, strict=True):
        expected = (emblem.centre[0] + radius * cos(hour), emblem.centre[1] + radius * sin(hour))
        assert star_centre(star) == pytest.approx(expected, abs=TOLERANCE)


def test_each_star_fits_a_circle_of_an_eighteenth_of_the_height(emblem):
    for star in emblem.stars:
        centre = star_centre(star)
        assert len(star) == 10
        assert [dist(centre, point) for point in star[::2]] == pytest.approx([emblem.height / 18] * 5, abs=TOLERANCE)


def test_each_star_is_a_regular_pentagram(emblem):
    inner_radius = emblem.height / 18 * sin(pi / 10) / sin(3 * pi / 10)

    for star in emblem.stars:
        centre = star_centre(star)
        assert [dist(centre, point) for point in star[1::2]] == pytest.approx([inner_radius] * 5, abs=TOLERANCE)


def test_one_point_of_each_star_is_straight_up(emblem):
    for star in emblem.stars:
        top = min(star, key=lambda point: point[1])
        assert top[0] == pytest.approx(star_centre(star)[0], abs=TOLERANCE)


def test_bordered_emblem_has_a_white_border_of_a_twenty_fifth_of_the_height():
    emblem = Emblem("eu-emblem-bordered.svg")
    border = emblem.height / 25
    outer = emblem.root.find(f"{SVG}rect")

    assert outer.get("fill") == "#ffffff"
    assert (emblem.left, emblem.top) == pytest.approx((border, border))
    assert float(outer.get("width")) == pytest.approx(emblem.width + 2 * border)
    assert float(outer.get("height")) == pytest.approx(emblem.height + 2 * border)
