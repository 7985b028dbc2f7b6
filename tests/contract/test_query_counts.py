"""A public page costs few queries, and as many for ten items as for one."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from core.models import Institution
from events.models import EventIndexPage, EventPage
from news.models import NewsIndexPage, NewsPage

LIMIT = 10
BODY = '[{"type": "text", "value": "<p>…</p>"}]'


def queries_of(url: str) -> list[str]:
    client = Client()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


def test_every_address_keeps_within_the_limit(db, answers):
    costs = {}
    Client().get("/de/")  # the first request of a process finds out where the trees begin and keeps it
    for answer in answers:  # these have cut the pictures to size and filled the cache of site addresses
        costs[answer.url] = len(queries_of(answer.url))
    assert {url: cost for url, cost in costs.items() if cost > LIMIT} == {}


@pytest.mark.parametrize("address", ["2026-11/", "vergangen/", "events.ics", "?side=cz&language=cs"])
def test_calendar_views_keep_within_the_limit(db, address):
    index = EventIndexPage.objects.get(locale__language_code="de")
    assert len(queries_of(index.url + address)) <= LIMIT


def test_search_keeps_within_the_limit(db):
    assert len(queries_of("/de/suche/?q=Nearshoring")) <= LIMIT


def add_news(index: Page, number: int) -> None:
    page = NewsPage(
        title=f"Meldung {number}",
        slug=f"meldung-{number}",
        published_on=timezone.localdate(),
        institution=Institution.objects.get(key="wfs"),
        body=BODY,
        locale=index.locale,
    )
    index.add_child(instance=page)


def add_event(index: Page, number: int) -> None:
    day = timezone.localdate() + dt.timedelta(days=number)
    page = EventPage(
        title=f"Termin {number}", slug=f"termin-{number}", start_date=day, format="online", locale=index.locale
    )
    index.add_child(instance=page)


@pytest.mark.parametrize(
    ("model", "child", "add"), [(NewsIndexPage, NewsPage, add_news), (EventIndexPage, EventPage, add_event)]
)
def test_a_list_costs_the_same_for_one_and_for_ten(db, model, child, add):
    index = model.objects.get(locale__language_code="cs")
    for page in child.objects.child_of(index):
        page.delete()
    index.refresh_from_db()
    add(index, 1)
    for_one = len(queries_of(index.url))
    for number in range(2, 11):
        add(model.objects.get(pk=index.pk), number)
    assert len(queries_of(index.url)) == for_one
