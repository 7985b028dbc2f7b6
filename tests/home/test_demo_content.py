"""The demo's news and events: complete, parallel in both languages, true on any day."""

import datetime as dt
import re
import tomllib
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from home.demo.pictures import PICTURES

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "home" / "demo"
LANGUAGES = ("de", "cs")
VOID = {"br", "hr", "img"}
MONTHS_AND_DAYS = re.compile(
    r"\b(20\d\d|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    r"|(Mon|Diens|Donners|Frei|Sams|Sonn)tags?|Mittwochs?|Frühling|Sommer|Herbst|Winter|heute|gestern|morgen"
    r"|led(en|na|nu)|únor\w*|březn?\w*|dub(en|na|nu)|květ(en|na|nu)|červ(en|na|nu|enec|ence|enci)|srp(en|na|nu)"
    r"|září|říj(en|na|nu)|listopad\w*|prosin(ec|ce|ci)|pondělí|úterý|střed[au]|čtvrtek|pátek|sobot[au]|neděl[ei]"
    r"|na (jaře|podzim)|v (létě|zimě)|dnes|včera|zítra)\b"
)


def read(folder):
    return {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted((DEMO / folder).glob("*.toml"))}


def keys_of(path):
    return set(tomllib.loads((ROOT / path).read_text("utf-8")))


NEWS = read("news")
EVENTS = read("events")
ALL = [pytest.param(item, id=f"{kind}-{key}") for kind in ("news", "events") for key, item in read(kind).items()]
READY_PAGES = {tomllib.loads(path.read_text("utf-8")).get("key") for path in (ROOT / "home" / "ready").glob("*.toml")}
INSTITUTIONS = keys_of("site/core/data/institutions.toml")
TOPICS = keys_of("site/core/data/topics.toml")
PLACES = keys_of("site/core/data/places.toml")


class Outline(HTMLParser):
    """The tags at the top level, the pages linked to and the bare text of a piece of rich text."""

    def __init__(self, html):
        super().__init__()
        self.top, self.pages, self.text, self.open = [], [], "", []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if not self.open:
            self.top.append(tag)
        if tag == "a":
            self.pages.append(dict(attrs)["data-page"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        assert self.open or not data.strip(), f"text outside an element: {data!r}"
        self.text += f"{data} "


def strings(value, names=("slug", "type", "picture", "page")):
    """Every text a reader sees, rich text without its tags."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name == "html":
                yield Outline(item).text
            elif name not in names:
                yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str):
        yield value


def shape(block):
    """What a block and its translation have in common."""
    match block["type"]:
        case "text":
            return "text", Outline(block["html"]).top
        case "facts":
            return "facts", [len(row) for row in block["rows"]]
        case "questions":
            return "questions", [Outline(item["html"]).top for item in block["items"]]
        case "picture":
            return "picture", block["picture"]
        case "call_to_action":
            return "call_to_action", block["page"]
    return block["type"], None


def of_state(items, state):
    return [item for item in items.values() if item["state"] == state]


def pages_of(item):
    for language in item["languages"]:
        for block in item[language]["body"]:
            if "page" in block:
                yield block["page"]
            for html in [block.get("html", ""), *(question["html"] for question in block.get("items", []))]:
                yield from Outline(html).pages


def count_by_languages(items):
    return Counter(tuple(item["languages"]) for item in items)


def test_news_are_spread_over_states_and_languages():
    published = of_state(NEWS, "live") + of_state(NEWS, "scheduled")

    assert count_by_languages(published) == {("de", "cs"): 8, ("de",): 2, ("cs",): 2}
    assert len(of_state(NEWS, "scheduled")) == 1
    assert [item["languages"] for item in of_state(NEWS, "draft")] == [["de"]]


def test_news_reach_back_over_two_calendar_years():
    days = [item["days"] for item in of_state(NEWS, "live")]

    assert max(days) == -2
    assert min(days) == -420
    assert all(item["days"] > 0 for item in of_state(NEWS, "scheduled"))


def test_news_in_both_languages_are_written_first_in_either():
    sources = [item["source"] for item in NEWS.values() if len(item["languages"]) == 2]

    assert sources.count("de") == sources.count("cs") == 4


def test_events_are_spread_over_time_state_and_status():
    statuses = [item["status"] for item in EVENTS.values()]

    assert len(EVENTS) == 14
    assert sum(item["end_days"] < 0 for item in EVENTS.values()) == 5
    assert sum(item["start_days"] > 0 for item in EVENTS.values()) == 9
    assert (len(of_state(EVENTS, "draft")), len(of_state(EVENTS, "scheduled"))) == (1, 1)
    assert (statuses.count("cancelled"), statuses.count("postponed")) == (1, 1)
    assert {item["format"] for item in EVENTS.values()} == {"onsite", "online", "hybrid"}
    assert count_by_languages(EVENTS.values()) == {("de", "cs"): 10, ("de",): 2, ("cs",): 2}


def test_events_show_every_kind_of_duration():
    all_day = [item for item in EVENTS.values() if item["all_day"]]
    overnight = [item for item in EVENTS.values() if not item["all_day"] and item["end_days"] > item["start_days"]]

    assert sorted(item["end_days"] - item["start_days"] for item in all_day) == [0, 2]
    assert len(overnight) == 1
    assert "en" in {code for item in EVENTS.values() for code in item["event_languages"]}


@pytest.mark.parametrize("item", ALL)
def test_item_has_the_languages_it_names(item):
    assert [code for code in LANGUAGES if code in item] == item["languages"]
    assert item["source"] in item["languages"]


def times_of(text):
    return [row["time"] for row in text.get("programme", [])]


@pytest.mark.parametrize("item", ALL)
def test_translation_follows_its_source_block_by_block(item):
    first, *others = [item[code] for code in item["languages"]]
    for other in others:
        assert set(other) == set(first)
        assert list(map(shape, other["body"])) == list(map(shape, first["body"]))
        assert times_of(other) == times_of(first)


@pytest.mark.parametrize("item", ALL)
def test_item_refers_to_what_exists(item):
    assert item["topics"]
    assert set(item["topics"]) <= TOPICS
    assert {*item.get("organisers", []), item.get("institution", "wfs")} <= INSTITUTIONS
    assert item.get("place", "zittau") in PLACES
    assert set(item.get("related", [])) <= NEWS.keys() - {item["key"]}
    assert set(pages_of(item)) <= READY_PAGES
    assert pictures_of(item) <= PICTURES.keys()


def pictures_of(item):
    blocks = [block for code in item["languages"] for block in item[code]["body"] if block["type"] == "picture"]
    return {block["picture"] for block in blocks} | ({item["picture"]} if "picture" in item else set())


def test_no_picture_is_used_more_than_twice():
    used = [key for items in (NEWS, EVENTS) for item in items.values() for key in pictures_of(item)]

    assert [key for key in set(used) if used.count(key) > 2] == []


@pytest.mark.parametrize("folder", ["news", "events"])
def test_keys_and_slugs_are_unique_and_plain(folder):
    items = read(folder)
    assert [item["key"] for item in items.values()] == list(items)
    for code in LANGUAGES:
        slugs = [item[code]["slug"] for item in items.values() if code in item]
        assert len(slugs) == len(set(slugs))
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in slugs)


@pytest.mark.parametrize("item", ALL)
def test_texts_have_the_length_of_their_place(item):
    for code in item["languages"]:
        text = item[code]
        assert len(text["title"]) <= 75
        assert len(text["teaser"]) <= 220
        assert len(text.get("audience", "")) <= 300
        assert len(text.get("status_note", "")) <= 400
        assert 150 <= len(" ".join(strings(text["body"])).split()) <= 400
        assert ("picture_alt" in text) == ("picture" in item)


@pytest.mark.parametrize("item", ALL)
def test_texts_are_calm_typographic_and_true_on_any_day(item):
    for code in item["languages"]:
        for text in strings(item[code]):
            assert text.strip()
            assert not re.search(r"[\"'!”]|\s-\s", text), text
            assert text.count("„") == text.count("“"), text
            assert not MONTHS_AND_DAYS.search(text), text


@pytest.mark.parametrize("item", [pytest.param(item, id=key) for key, item in EVENTS.items()])
def test_event_says_where_when_and_how(item):
    texts = [item[code] for code in item["languages"]]
    times = [time for text in texts for time in times_of(text)]

    assert ("place" in item) == ("venue" in item) == (item["format"] != "online")
    assert ("online_url" in item) == (item["format"] != "onsite")
    assert all(item[name].startswith("https://example.org/") for name in item if name.endswith("_url"))
    assert item["registration_days"] <= 0
    assert (item["start_days"], item["start_time"]) < (item["end_days"], item["end_time"])
    assert all(dt.time.fromisoformat(time) for time in [item["start_time"], item["end_time"], *times])
    assert all(3 <= len(text["programme"]) <= 7 for text in texts)
    assert all(("status_note" in text) == (item["status"] != "planned") for text in texts)
    if not item["all_day"] and item["start_days"] == item["end_days"]:
        assert times[0] >= item["start_time"]
        assert max(times) < item["end_time"]
