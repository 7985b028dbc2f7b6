"""Every kind of page in a real browser: both languages, narrow and wide, light and dark."""

import gzip

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

PAGES = {
    "de": [
        "/de/",
        "/de/aktuelles/",
        "/de/termine/",
        "/de/termine/vergangen/",
        "/de/unternehmen/",
        "/de/unternehmen/?side=cz&language=de",
        "/de/unternehmen/?view=map",
        "/de/angebote/",
        "/de/angebote/?place=elsewhere&type=research&direction=request",
        "/de/projekt/",
        "/de/projekt/partner/",
        "/de/nearshoring/",
        "/de/praxiswissen/",
        "/de/kontakt/",
        "/de/hilfe/",
        "/de/barrierefreiheit/",
        "/de/datenschutz/",
        "/de/impressum/",
        "/de/suche/",
        "/de/suche/?q=Lieferanten",
        "/de/suche/?q=gibtesnicht",
        "/de/gibt-es-nicht/",
        "/de/style-guide/",
    ],
    "cs": [
        "/cs/",
        "/cs/aktuality/",
        "/cs/terminy/",
        "/cs/terminy/minule/",
        "/cs/firmy/",
        "/cs/firmy/?capability=machining",
        "/cs/nabidky/",
        "/cs/nabidky/?view=map",
        "/cs/projekt/",
        "/cs/projekt/partneri/",
        "/cs/nearshoring/",
        "/cs/prakticke-navody/",
        "/cs/kontakt/",
        "/cs/napoveda/",
        "/cs/pristupnost/",
        "/cs/ochrana-osobnich-udaju/",
        "/cs/provozovatel/",
        "/cs/hledani/",
        "/cs/hledani/?q=dodavatel",
        "/cs/neni-tady/",
    ],
}
ALL = [path for paths in PAGES.values() for path in paths]
# A first item of a list stands for its kind: addresses of demo content depend on nothing but its files.
FIRST_ITEMS = {
    "/de/aktuelles/": ".news-row a",
    "/cs/aktuality/": ".news-row a",
    "/de/termine/": ".event-row a",
    "/de/unternehmen/": ".rows h3 a",
    "/cs/firmy/?side=de": ".rows h3 a",
    "/de/angebote/": ".rows h3 a",
    "/cs/nabidky/?direction=request": ".rows h3 a",
}
REPORTS = {"/de/unternehmen/": "melden/", "/cs/nabidky/?direction=request": "nahlasit/"}

AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}


def violations(page) -> list[str]:
    results = Axe().run(page, options=AXE).response["violations"]
    return [f"{item['id']}: {node['target']} {node['failureSummary']}" for item in results for node in item["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(open_context, width, scheme):
    page = open_context(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
    found = {}
    for path in [*ALL, *first_items(page)]:
        page.goto(path)
        if trouble := violations(page):
            found[path] = trouble
    assert found == {}


def first_items(page) -> list[str]:
    paths = []
    for path, selector in FIRST_ITEMS.items():
        page.goto(path)
        paths.append(page.locator(selector).first.get_attribute("href"))
        if path in REPORTS:
            paths.append(paths[-1] + REPORTS[path])
    return paths


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_is_wider_than_the_window(open_context, width):
    page = open_context(viewport={"width": width, "height": 800}).new_page()
    wide = {}
    for path in [*ALL, *first_items(page)]:
        page.goto(path)
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed > width:
            wide[path] = needed
    assert wide == {}


def test_text_spacing_clips_and_overlaps_nothing(open_context):
    """WCAG 1.4.12: with wider spacing nothing needs sideways scrolling at 320 px."""
    context = open_context(viewport={"width": 320, "height": 800}, bypass_csp=True)
    page = context.new_page()
    spacing = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
    wide = {}
    for path in ALL:
        page.goto(path)
        page.add_style_tag(content=spacing)
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed > 320:
            wide[path] = needed
    assert wide == {}


def test_nothing_is_stored_and_nobody_else_is_asked(open_context, demo_url):
    context = open_context()
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in ALL:
        if "kontakt" in path or "gibt-es-nicht" in path or "neni-tady" in path:
            continue
        page.goto(path)
    assert [url for url in asked if not url.startswith((demo_url, "data:"))] == []
    assert complaints == []
    assert context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


@pytest.mark.parametrize("language", ["de", "cs"])
def test_the_funder_is_in_the_first_view_at_every_width(open_context, language):
    for width in (320, 360, 1280):
        page = open_context(viewport={"width": width, "height": 640}).new_page()
        page.goto(f"/{language}/")
        emblem = page.locator("header img[src*='eu-emblem'], .funder img[src*='eu-emblem']").first.bounding_box()
        mark = page.locator("header .mark").first.bounding_box()
        assert emblem["y"] + emblem["height"] <= 640
        assert emblem["height"] >= mark["height"] or emblem["width"] >= mark["width"]


def test_the_keyboard_reaches_content_first_by_the_skip_link(page):
    page.goto("/de/")
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    assert focused.startswith("#")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_every_focus_can_be_seen(page):
    page.goto("/de/kontakt/")
    for _step in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):  # between the last element and the first
            continue
        outline = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; })()"
        )
        assert outline, page.evaluate("document.activeElement.outerHTML")


def test_the_menu_works_on_a_phone_without_javascript(open_context):
    page = open_context(viewport={"width": 360, "height": 740}, java_script_enabled=False).new_page()
    page.goto("/cs/")
    page.locator(".menu-button").first.click()
    page.get_by_role("navigation").get_by_role("link", name="Aktuality").first.click()
    assert page.url.endswith("/cs/aktuality/")


@pytest.mark.parametrize("language", ["de", "cs"])
def test_the_menu_is_one_line_or_one_button(open_context, language):
    page = open_context().new_page()
    page.goto(f"/{language}/")
    for width in (960, 1024, 1199, 1200, 1215, 1280):
        page.set_viewport_size({"width": width, "height": 640})
        lines = {link.bounding_box()["y"] for link in page.locator(".menu__link:visible").all()}
        assert len(lines) == (0 if page.locator(".menu-button").is_visible() else 1), width


def test_the_language_switch_leads_to_the_same_page(page):
    page.goto("/de/projekt/")
    page.locator("header a[hreflang='cs']").click()
    assert page.url.endswith("/cs/projekt/")
    assert page.locator("html").get_attribute("lang") == "cs"


def test_searching_from_the_home_page_finds_a_page(page):
    page.goto("/cs/")
    field = page.locator("main input[name=q]")
    field.fill("nearshoring")
    field.press("Enter")
    assert "/cs/hledani/?q=nearshoring" in page.url
    assert page.get_by_role("link", name="Nearshoring").count() >= 1


KINDS = ("document", "stylesheet", "script", "font")


def test_first_view_stays_light(open_context):
    """Q2: gzipped sizes and requests of the first view, without images."""
    page = open_context(viewport={"width": 1280, "height": 900}).new_page()
    responses = []
    page.on("response", lambda response: responses.append(response))
    page.goto("/de/")
    page.wait_for_load_state("networkidle")
    first_view = [each for each in responses if each.request.resource_type in KINDS]
    sizes = dict.fromkeys(KINDS, 0)
    for response in first_view:  # the demo's server sends files as they are, production's compresses them
        sizes[response.request.resource_type] += len(gzip.compress(response.body()))
    assert sizes["document"] <= 25_000
    assert sizes["stylesheet"] <= 20_000
    assert sizes["script"] <= 25_000
    assert sizes["font"] <= 60_000
    assert len(first_view) <= 12
