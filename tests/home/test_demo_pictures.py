from io import BytesIO

import pytest
from PIL import Image

from home.demo.pictures import PICTURES, draw

KEYS = {
    *("machining", "galvanizing", "casting", "glass", "wood", "textile", "plastics", "electronics", "energy"),
    *("border", "bridge", "town", "logistics", "meeting", "fair", "law"),
}
SMALL = (320, 200)
MOST_BYTES = 250_000


def test_pictures_are_the_known_set():
    assert set(PICTURES) == KEYS


@pytest.mark.parametrize("key", sorted(KEYS))
def test_picture_draws_at_full_size_as_a_small_png(key):
    content = draw(key)
    image = Image.open(BytesIO(content))

    assert image.format == "PNG"
    assert image.size == (1600, 1000)
    assert len(content) <= MOST_BYTES


@pytest.mark.parametrize("key", sorted(KEYS))
def test_picture_is_the_same_on_every_run(key):
    assert draw(key, SMALL) == draw(key, SMALL)


@pytest.mark.parametrize("size", [(400, 400), (1200, 630), (300, 500)])
def test_picture_fills_any_proportions(size):
    assert Image.open(BytesIO(draw("glass", size))).size == size


@pytest.mark.parametrize("key", sorted(KEYS))
def test_picture_shows_more_than_its_ground(key):
    image = Image.open(BytesIO(draw(key, SMALL))).convert("RGB")
    colours = sorted(image.getcolors(SMALL[0] * SMALL[1]), reverse=True)
    count, _ = colours[0]

    assert count < 0.9 * SMALL[0] * SMALL[1]


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES.keys())
def test_picture_has_title_and_alternative_text_in_both_languages(picture):
    texts = (picture.title_de, picture.title_cs, picture.alt_de, picture.alt_cs)

    assert all(text == text.strip() and text for text in texts)
    assert picture.alt_de != picture.alt_cs
    assert 30 <= len(picture.alt_de) <= 125
    assert 30 <= len(picture.alt_cs) <= 125


def test_pictures_have_distinct_titles():
    assert len({picture.title_de for picture in PICTURES.values()}) == len(KEYS)
    assert len({picture.title_cs for picture in PICTURES.values()}) == len(KEYS)
