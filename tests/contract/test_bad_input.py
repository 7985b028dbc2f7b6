"""Bad addresses get a proper page with the right status, in the reader's language."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Page

from news.models import NewsIndexPage, NewsPage

NOT_THERE = [
    "/fr/",
    "/fr/aktuelles/",
    "/de/gibt-es-nicht/",
    "/cs/neni/tady/",
    "/de/termine/9999-99/",
    "/de/termine/2026-13/",
    "/de/termine/0000-00/",
    "/de/termine/1066-10/",
    "/de/aktuelles/?page=-1",
    "/de/aktuelles/?page=x",
    "/de/aktuelles/?page=999999999999999999999",
    "/de/aktuelles/?page=1.5",
    "/de/aktuelles/?year=99",
    "/de/aktuelles/?year=zweitausend",
    "/de/aktuelles/?topic=gibt-es-nicht",
    "/cs/terminy/?side=pl",
    "/cs/terminy/?region=DED99",
    "/cs/terminy/?language=fr",
    "/de/suche/?q=projekt&page=0",
    "/de/%00/",
    "/de/%ff%fe/",
    "/de/aktuelles/%2e%2e/%2e%2e/etc/passwd",
]


@pytest.mark.parametrize("address", NOT_THERE)
@pytest.mark.parametrize("language", ["de", "cs"])
def test_what_is_not_there_is_a_404_with_a_way_on(db, client: Client, address, language):
    response = client.get(address, headers={"accept-language": language})
    assert response.status_code == 404
    soup = BeautifulSoup(response.content, "html.parser")
    expected = address[1:3] if address[1:3] in ("de", "cs") else language
    assert soup.html["lang"] == expected
    assert soup.find("form", role="search") or soup.find("input", {"name": "q"})
    assert soup.find("a", href=f"/{expected}/")


@pytest.mark.parametrize(
    "query", ["", "   ", "%00", "a" * 5000, "'\"<script>alert(1)</script>", "🐝", "\u202e", "(((", "* AND OR NOT", "%"]
)
def test_odd_searches_are_answered(db, client: Client, query):
    response = client.get("/de/suche/", {"q": query})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_a_query_string_of_50_kb_is_answered(db, client: Client):
    assert client.get("/de/suche/?q=" + "x" * 50_000).status_code == 200
    assert client.get("/de/termine/?unknown=" + "x" * 50_000).status_code == 200


def test_a_moved_page_leads_to_its_new_address(db, client: Client, django_capture_on_commit_callbacks):
    page = NewsPage.objects.live().filter(locale__language_code="de").first()
    old = page.url
    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "umgezogen"
        page.save_revision().publish()
    response = client.get(old)
    assert response.status_code == 301
    assert response["Location"].endswith("/umgezogen/")
    assert client.get(response["Location"]).status_code == 200


def test_a_deleted_page_is_a_404_with_a_way_on(db, client: Client):
    page = NewsPage.objects.live().filter(locale__language_code="cs").first()
    address = page.url
    page.delete()
    assert client.get(address).status_code == 404


def test_an_unpublished_page_is_shown_to_nobody(db, client: Client):
    draft = NewsPage.objects.filter(live=False).first()
    assert client.get(draft.get_url_parts()[2]).status_code == 404


def test_drafts_are_in_no_list_feed_sitemap_or_search(db, client: Client):
    for draft in Page.objects.filter(live=False, depth__gt=3).select_related("locale"):
        index = draft.get_parent()
        canary = draft.draft_title
        places = [index.url, "/sitemap-pages.xml", f"/{draft.locale.language_code}/"]
        if isinstance(index.specific, NewsIndexPage):
            places += [f"{index.url}rss.xml", f"{index.url}atom.xml"]
        else:
            places += [f"{index.url}events.ics"]
        search = {"de": "/de/suche/", "cs": "/cs/hledani/"}[draft.locale.language_code]
        assert canary not in client.get(search, {"q": canary}).content.decode().replace(
            f'value="{canary}"', ""
        ).replace(f"„{canary}“", "")
        for place in places:
            assert canary not in client.get(place).content.decode(), place


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_without_a_form_take_no_post(db, client: Client, method):
    response = getattr(client, method)("/de/suche/")
    assert response.status_code == 405


def test_500_page_speaks_both_languages_without_a_database():
    from django.template.loader import get_template

    text = get_template("500.html").render({})
    assert 'lang="de"' in text
    assert 'lang="cs"' in text
    assert "eu-emblem" in text
    assert "Kofinanziert von der Europäischen Union" in text
    assert "Spolufinancováno Evropskou unií" in text


@pytest.mark.parametrize("address", ["/de/praxiswissen/", "/de/aktuelles/", "/de/termine/"])
@pytest.mark.parametrize("topic", ["gibt-es-nicht", "%00", "a%00b"])
def test_a_topic_that_is_none_is_a_404(db, client: Client, address, topic):
    assert client.get(f"{address}?topic={topic}").status_code == 404
