"""News: the list by topic and year, paging, feeds, related news."""

import datetime as dt
import xml.etree.ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Institution, PortalImage, Topic
from news.models import NewsIndexPage, NewsPage, RelatedNews
from tests.factories import NewsPageFactory

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def index(db) -> NewsIndexPage:
    """A German index with nothing in it but what a test adds."""
    NewsPage.objects.all().delete()
    return NewsIndexPage.objects.get(locale__language_code="de")


def titles(news) -> list[str]:
    return [page.title for page in news]


def listed(client, index, **query) -> list[str]:
    return titles(client.get(index.url, query).context["news"])


def test_list_begins_with_the_newest_and_hides_drafts(index, client):
    for day in (1, 3, 2):
        NewsPageFactory(title=f"{day}. Mai", published_on=dt.date(2026, 5, day))
    NewsPageFactory(title="Entwurf", publish=False)
    NewsPageFactory(title="Česky", language="cs")
    assert listed(client, index) == ["3. Mai", "2. Mai", "1. Mai"]


def test_list_is_narrowed_by_year_and_topic(index, client):
    cooperation = Topic.objects.get(key="cooperation")
    for year in (2024, 2025):
        page = NewsPageFactory(title=f"Thema {year}", published_on=dt.date(year, 1, 1))
        page.topics.set([cooperation])
        page.save()
        NewsPageFactory(title=f"Ohne {year}", published_on=dt.date(year, 12, 31))
    assert listed(client, index, year="2025") == ["Ohne 2025", "Thema 2025"]
    assert listed(client, index, topic=cooperation.slug_de) == ["Thema 2025", "Thema 2024"]
    assert listed(client, index, topic=cooperation.slug_cs, year="2024") == ["Thema 2024"]
    context = client.get(index.url).context
    assert context["years"] == [2025, 2024]
    assert list(context["topics"]) == [cooperation]


@pytest.mark.parametrize(
    "query",
    [
        {"topic": "gibt-es-nicht"},
        {"topic": "\x00"},
        {"year": "1999"},
        {"year": "x"},
        {"year": "\x00"},
        {"year": "99999999999"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "2"},
        {"page": "x"},
        {"page": "\x00"},
    ],
)
@pytest.mark.parametrize("language", ["de", "cs"])
def test_what_the_list_does_not_have_is_404(index, client, language, query):
    NewsPageFactory(language=language)
    url = NewsIndexPage.objects.get(locale__language_code=language).url
    assert client.get(url, query).status_code == 404


def test_list_is_paged_by_ten(index, client):
    for day in range(1, 12):
        NewsPageFactory(title=f"{day}.", published_on=dt.date(2026, 5, day))
    assert [len(listed(client, index, page=number)) for number in (1, 2)] == [10, 1]
    assert listed(client, index, page=2) == ["1."]


def test_list_costs_the_same_for_one_and_for_ten(index, client):
    NewsPageFactory()
    client.get(index.url)
    with CaptureQueriesContext(connection) as one:
        client.get(index.url)
    for _number in range(9):
        NewsPageFactory(picture=PortalImage.objects.first(), is_picture_decorative=True)
    client.get(index.url)
    with CaptureQueriesContext(connection) as ten:
        client.get(index.url)
    assert len(ten) <= len(one) + 2  # pictures and their renditions, whatever their number


@pytest.mark.parametrize("language", ["de", "cs"])
def test_rss_has_the_news_of_its_language(index, client, language):
    page = NewsPageFactory(
        language=language,
        title="Díly & nástroje <CNC>",
        search_description="Šroubárna hledá…",
        published_on=dt.date(2026, 5, 4),
    )
    NewsPageFactory(language=language, title="Entwurf", publish=False)
    response = client.get(f"{page.get_parent().url}rss.xml")
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = ET.fromstring(response.content).find("channel")
    assert channel.findtext("language") == language
    assert channel.findtext("link") == page.get_parent().full_url
    (item,) = channel.findall("item")
    assert item.findtext("title") == "Díly & nástroje <CNC>"
    assert item.findtext("description") == "Šroubárna hledá…"
    assert item.findtext("link") == page.full_url
    assert item.findtext("pubDate") == "Mon, 04 May 2026 12:00:00 +0200"
    assert item.find("guid").attrib == {"isPermaLink": "false"}
    assert item.findtext("guid") == f"urn:uuid:{page.translation_key}:{language}"


def test_atom_names_author_and_itself(index, client):
    page = NewsPageFactory(institution=Institution.objects.get(key="wfs"))
    response = client.get(f"{index.url}atom.xml")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(response.content)
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"{index.full_url}atom.xml"
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Wirtschaftsförderung Sachsen GmbH"
    assert entry.find(f"{ATOM}link").get("href") == page.full_url
    updated = dt.datetime.fromisoformat(entry.findtext(f"{ATOM}updated"))
    assert updated == page.last_published_at


def test_feed_costs_the_same_for_few_and_many_news(index, client, django_assert_max_num_queries):
    for _number in range(12):
        NewsPageFactory()
    client.get(f"{index.url}rss.xml")
    with django_assert_max_num_queries(10):
        client.get(f"{index.url}rss.xml")


def test_related_news_are_shown_in_the_readers_language_where_published(index):
    pages = {}
    for title in ("Erste", "Zweite", "Entwurf"):
        pages[title] = NewsPageFactory(title=title, publish=title != "Entwurf")
    czech = NewsPageFactory(language="cs", title="První", translation_key=pages["Erste"].translation_key)
    reader = NewsPageFactory(title="Leser")
    for order, title in enumerate(("Zweite", "Erste", "Entwurf")):
        RelatedNews.objects.create(page=reader, news=pages[title], sort_order=order)
    assert titles(NewsPage.objects.get(pk=reader.pk).related) == ["Zweite", "Erste"]
    in_czech = NewsPageFactory(language="cs", title="Čtenář")
    RelatedNews.objects.create(page=in_czech, news=pages["Erste"], sort_order=0)
    RelatedNews.objects.create(page=in_czech, news=pages["Zweite"], sort_order=1)
    assert NewsPage.objects.get(pk=in_czech.pk).related == [czech]
