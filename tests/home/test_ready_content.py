"""The ready pages, their documents and the reference texts: complete in both languages, and nothing points nowhere."""

import re
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from home.demo.pictures import PICTURES

ROOT = Path(__file__).resolve().parents[2]
READY = ROOT / "home" / "ready"
DATA = ROOT / "site" / "core" / "data"
COLLECTIONS = {"documents", "shared_texts"}
LANGUAGES = ("de", "cs")
KINDS = {"home", "standard", "knowhow-index", "guide", "news-index", "event-index", "contact"}
HOME_BLOCKS = [
    "hero",
    "find_supplier",
    "figures",
    "latest_offers",
    "latest_news",
    "next_events",
    "call_to_action",
    "partners",
]
STANDARD_BLOCKS = {
    "text",
    "facts",
    "quote",
    "picture",
    "questions",
    "call_to_action",
    "partners",
    "documents",
    "shared_text",
}
BLOCK_TAGS = {"p", "h2", "h3", "ul", "ol"}
TAGS = BLOCK_TAGS | {"li", "b", "i", "a"}


def read(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))


PAGES = {path.stem: read(path) for path in sorted(READY.glob("*.toml")) if path.stem not in COLLECTIONS}
DOCUMENTS = read(READY / "documents.toml")
SHARED_TEXTS = read(READY / "shared_texts.toml")
INSTITUTIONS = read(DATA / "institutions.toml")
TOPICS = read(DATA / "topics.toml")
EVERYTHING = {**PAGES, "documents": DOCUMENTS, "shared": SHARED_TEXTS, "who": INSTITUTIONS, "topics": TOPICS}


class Markup(HTMLParser):
    """The tags of a passage in order, those at its top level, its links and its plain text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.top_level: list[str] = []
        self.links: list[dict[str, str | None]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.open:
            self.top_level.append(tag)
        self.open.append(tag)
        self.tags.append(tag)
        if tag == "a":
            self.links.append(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        self.text += data


def strings(value: object) -> Iterator[str]:
    """Every text in nested tables and lists."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def passages(page: dict, language: str) -> list[Markup]:
    """The rich texts of a page in one language, answers included."""
    html = []
    for block in page[language].get("body", []):
        html.append(block.get("html", ""))
        html.extend(item.get("html", "") for item in block.get("items", []))
    return [Markup(passage) for passage in html if passage]


def shape(block: dict) -> tuple:
    """What must be the same in both languages: type, lengths, keys pointed to, order of the elements."""
    markup = Markup(block.get("html", ""))
    targets = [link.get("data-page") or link.get("data-document") or link.get("href") for link in markup.links]
    keys = [block.get(name) for name in ("page", "picture", "key", "documents", "count")]
    items = [Markup(item.get("html", "")).tags for item in block.get("items", [])]
    return block["type"], sorted(block), keys, len(block.get("rows", [])), items, markup.tags, targets


pages = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())


@pages
def test_page_has_the_expected_fields(page):
    expected = {"key", "order", "in_menu", "in_footer", "kind", "de", "cs"}
    if page["kind"] != "home":
        expected.add("parent")
    if page["kind"] == "guide":
        expected.add("topic")
    assert set(page) == expected
    assert PAGES[page["key"]] is page
    assert page["kind"] in KINDS
    for language in LANGUAGES:
        assert set(page[language]) - {"body"} == {"slug", "title", "menu_title", "teaser"}
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", page[language]["slug"])
        assert len(page[language]["menu_title"]) <= 24
        assert 40 <= len(page[language]["teaser"]) <= 200


@pages
def test_page_says_the_same_in_both_languages(page):
    german, czech = ([shape(block) for block in page[language].get("body", [])] for language in LANGUAGES)
    assert german == czech
    assert page["de"] != page["cs"]


@pages
def test_page_uses_known_blocks_and_tags(page):
    for language in LANGUAGES:
        types = [block["type"] for block in page[language].get("body", [])]
        if page["kind"] == "home":
            assert types == HOME_BLOCKS
        else:
            assert set(types) <= STANDARD_BLOCKS
        for markup in passages(page, language):
            assert set(markup.tags) <= TAGS
            assert set(markup.top_level) <= BLOCK_TAGS
            assert markup.open == []


@pages
def test_page_points_only_to_what_exists(page):
    assert page.get("parent", "home") in PAGES
    assert page.get("topic", "cooperation") in TOPICS
    for language in LANGUAGES:
        for block in page[language].get("body", []):
            assert block.get("page", "home") in PAGES
            assert block.get("picture", "bridge") in PICTURES
            assert block.get("key", "interpreting") in SHARED_TEXTS
            assert set(block.get("documents", [])) <= set(DOCUMENTS)
        for markup in passages(page, language):
            assert_links_resolve(markup)


def assert_links_resolve(markup: Markup) -> None:
    for link in markup.links:
        (name, target), *more = link.items()
        assert not more
        if name == "href":
            assert re.match(r"https://|mailto:", target or "")
        else:
            assert target in {"data-page": PAGES, "data-document": DOCUMENTS}[name]


@pages
def test_addresses_are_unique_among_siblings(page):
    siblings = [other for other in PAGES.values() if other.get("parent") == page.get("parent")]
    for language in LANGUAGES:
        assert sum(other[language]["slug"] == page[language]["slug"] for other in siblings) == 1


def test_shared_texts_say_the_same_in_both_languages():
    for text in SHARED_TEXTS.values():
        german, czech = Markup(text["de"]["html"]), Markup(text["cs"]["html"])
        assert (german.tags, german.links) == (czech.tags, czech.links)
        assert text["de"]["title"]
        assert text["cs"]["title"]
        assert_links_resolve(german)


@pytest.mark.parametrize("key", DOCUMENTS)
def test_document_has_as_many_rows_and_columns_in_both_languages(key):
    document = DOCUMENTS[key]
    assert document["title_de"] != document["title_cs"]
    assert len(document["rows_de"]) == len(document["rows_cs"])
    for language in LANGUAGES:
        assert re.fullmatch(r"[a-z0-9-]+\.xlsx", document[f"filename_{language}"])
        widths = {len(row) for row in document[f"rows_{language}"]}
        assert widths == {len(document[f"columns_{language}"])}


def test_glossary_pairs_the_same_terms_from_either_side():
    german = {(row[0], row[1]) for row in DOCUMENTS["glossary"]["rows_de"]}
    czech = {(row[1], row[0]) for row in DOCUMENTS["glossary"]["rows_cs"]}
    assert german == czech
    assert len(german) >= 60


def test_every_document_and_shared_text_is_used():
    blocks = [block for page in PAGES.values() for block in page["de"].get("body", [])]
    assert {key for block in blocks for key in block.get("documents", [])} == set(DOCUMENTS)
    assert {block["key"] for block in blocks if block["type"] == "shared_text"} == set(SHARED_TEXTS)


def test_topics_and_institutions_have_both_languages():
    for topic in TOPICS.values():
        assert set(topic) == {"name_de", "name_cs", "slug_de", "slug_cs"}
    for institution in INSTITUTIONS.values():
        assert institution["side"] in {"DE", "CZ"}
        assert institution["role"] in {"lead", "partner", "associated"}
        assert institution["website"].startswith("https://")
        assert institution["description_de"]
        assert institution["description_cs"]
    assert len({institution["side"] for institution in INSTITUTIONS.values()}) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_popular_searches_find_a_ready_page(language):
    texts = " ".join(text for key, page in PAGES.items() if key != "home" for text in strings(page[language]))
    for term in PAGES["home"][language]["body"][0]["popular"]:
        assert term.casefold() in texts.casefold(), term


@pytest.mark.parametrize("name", EVERYTHING)
def test_texts_keep_to_the_house_style(name):
    for text in strings(EVERYTHING[name]):
        plain = Markup(text).text if "<" in text else text
        assert '"' not in plain, plain
        assert "!" not in plain, plain
        assert plain.count("„") == plain.count("“"), plain
        assert "  " not in plain, plain


@pytest.mark.parametrize("name", ["project", "nearshoring", "home", "guide-contracts"])
def test_amounts_have_no_ordinary_space_before_their_unit(name):
    for text in strings(EVERYTHING[name]):
        assert not re.search(r"\d (?:€|%|Kč|Mrd\.|mld\.)", text), text


def test_project_page_gives_the_budget_in_the_form_of_each_language():
    german, czech = (" ".join(strings(PAGES["project"][language])) for language in LANGUAGES)
    assert "610.799,70\u202f€" in german
    assert "488.639,75\u202f€" in german
    assert "610\u202f799,70\u202f€" in czech
    assert "488\u202f639,75\u202f€" in czech
    assert german.count("100690924") == czech.count("100690924")
