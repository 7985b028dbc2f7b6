"""The lists of an index: coming, past, by month, by filter."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.utils import timezone, translation

from core.models import Place, Topic
from core.models.regions import Side
from events.filters import EventFilter
from events.models import EventIndexPage, EventPage
from events.month import Month
from tests.factories import EventPageFactory

from . import ical


def at(day: int, hour: int, minute: int = 0, month: int = 5) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def index(db) -> EventIndexPage:
    """A German calendar with nothing in it but what a test adds."""
    EventPage.objects.all().delete()
    return EventIndexPage.objects.get(locale__language_code="de")


def titles(events) -> list[str]:
    return [event.title for event in events]


@pytest.mark.parametrize(
    ("now", "upcoming", "past"),
    [
        (at(4, 8), ["Nacht"], []),
        (at(5, 1, 59), ["Nacht"], []),
        (at(5, 2, 0), ["Nacht"], []),
        (at(5, 2, 1), [], ["Nacht"]),
    ],
)
def test_event_over_midnight_is_upcoming_until_it_ends(index, time_machine, now, upcoming, past):
    EventPageFactory(title="Nacht", start_time=dt.time(22), end_date=dt.date(2026, 5, 5), end_time=dt.time(2))
    time_machine.move_to(now, tick=False)
    assert (titles(index.events.upcoming()), titles(index.events.past())) == (upcoming, past)


@pytest.mark.parametrize(("now", "is_over"), [(at(4, 23, 59), False), (at(5, 0, 0), True)])
def test_all_day_event_is_over_when_its_day_is(index, time_machine, now, is_over):
    page = EventPageFactory(start_time=None, end_time=None)
    time_machine.move_to(now, tick=False)
    assert page.is_over is is_over
    assert index.events.past().exists() is is_over


def test_upcoming_begins_with_the_next_and_past_with_the_latest(index, time_machine):
    for day in (3, 1, 2):
        EventPageFactory(title=f"{day}.", start_date=dt.date(2026, 5, day))
    time_machine.move_to(at(1, 0), tick=False)
    assert titles(index.events.upcoming()) == ["1.", "2.", "3."]
    time_machine.move_to(at(9, 0), tick=False)
    assert titles(index.events.past()) == ["3.", "2.", "1."]


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        (dt.date(2026, 4, 1), ["Über den Monat", "Nacht zum Mai"]),
        (dt.date(2026, 5, 1), ["Über den Monat", "Nacht zum Mai", "Letzter Mai"]),
        (dt.date(2026, 6, 1), ["Über den Monat"]),
        (dt.date(2026, 7, 1), []),
        (dt.date(2025, 12, 1), ["Silvester"]),
        (dt.date(2026, 1, 1), ["Silvester"]),
    ],
)
def test_month_has_every_event_on_one_of_its_days(index, month, expected):
    night = {"start_time": dt.time(22), "end_time": dt.time(1)}
    whole = {"start_time": None, "end_time": None}
    EventPageFactory(title="Über den Monat", start_date=dt.date(2026, 4, 28), end_date=dt.date(2026, 6, 1), **whole)
    EventPageFactory(title="Nacht zum Mai", start_date=dt.date(2026, 4, 30), end_date=dt.date(2026, 5, 1), **night)
    EventPageFactory(title="Letzter Mai", start_date=dt.date(2026, 5, 31))
    EventPageFactory(title="Silvester", start_date=dt.date(2025, 12, 31), end_date=dt.date(2026, 1, 1), **night)
    assert titles(index.events.in_month(month)) == expected


def test_month_sheet_shows_an_event_on_each_of_its_days(index):
    EventPageFactory(start_date=dt.date(2026, 4, 30), end_date=dt.date(2026, 5, 2), start_time=None, end_time=None)
    weeks = Month(dt.date(2026, 5, 1)).weeks(index.events.in_month(dt.date(2026, 5, 1)))
    days = [day for week in weeks for day in week]
    assert weeks[0][0].date == dt.date(2026, 4, 27)
    assert [day.date.isoformat() for day in days if day.events] == ["2026-04-30", "2026-05-01", "2026-05-02"]
    assert [day.is_in_month for day in days if day.events] == [False, True, True]


@pytest.mark.parametrize(
    ("month", "before", "after"),
    [("2026-01", "2025-12", "2026-02"), ("2026-12", "2026-11", "2027-01"), ("2021-01", None, "2021-02")],
)
def test_month_knows_its_neighbours_within_the_calendar(month, before, after):
    shown = Month.from_text(*month.split("-"))
    assert (shown.previous and str(shown.previous), str(shown.next)) == (before, after)
    assert Month.from_text("2050", "12").next is None


@pytest.mark.parametrize("month", ["9999-99", "2026-13", "2026-00", "0000-01", "9999-12", "2020-12", "2051-01"])
@pytest.mark.parametrize("language", ["de", "cs"])
def test_month_that_the_calendar_does_not_have_is_404(db, client, language, month):
    index = EventIndexPage.objects.get(locale__language_code=language)
    assert client.get(f"{index.url}{month}/").status_code == 404


@pytest.mark.parametrize("address", ["2026-5/", "2026-05-01/", "26-05/", "-2026-05/", "２０２６-13/"])
def test_address_that_is_no_month_is_404(db, client, address):
    assert client.get(f"{EventIndexPage.objects.first().url}{address}").status_code == 404


def test_months_at_the_ends_of_the_calendar_are_there(db, client):
    url = EventIndexPage.objects.get(locale__language_code="de").url
    assert [client.get(f"{url}{month}/").status_code for month in ("2021-01", "2050-12")] == [200, 200]


def test_list_is_paged_by_twelve(index, client):
    for number in range(13):
        EventPageFactory(title=f"Nr. {number}", start_date=timezone.localdate() + dt.timedelta(days=1 + number))
    pages = [client.get(f"{index.url}?page={number}") for number in (1, 2)]
    assert [len(page.context["events"]) for page in pages] == [12, 1]
    assert titles(pages[1].context["events"]) == ["Nr. 12"]


@pytest.mark.parametrize("number", ["0", "-1", "3", "x", "1.5", "9" * 30, "%00"])
def test_page_that_is_not_there_is_404(index, client, number):
    EventPageFactory(start_date=timezone.localdate())
    assert client.get(f"{index.url}?page={number}").status_code == 404


@pytest.mark.parametrize("language", ["de", "cs"])
def test_past_list_has_only_what_is_over(db, client, language):
    index = EventIndexPage.objects.get(locale__language_code=language)
    with translation.override(language):
        response = client.get(f"{index.url}{index.reverse_subpage('past')}")
    assert response.status_code == 200
    assert len(response.context["events"]) >= 2
    assert all(event.is_over for event in response.context["events"])


@pytest.fixture
def scattered(index) -> EventIndexPage:
    """Events in Zwickau, Děčín (an okres of the Ústecký kraj), Prague and online."""
    tomorrow = {"start_date": timezone.localdate() + dt.timedelta(days=1)}
    zwickau = EventPageFactory(title="Zwickau", is_in_de=True, **tomorrow)
    zwickau.topics.set(Topic.objects.filter(key="cooperation"))
    zwickau.save()
    EventPageFactory(title="Děčín", place=Place.objects.get(slug="decin"), is_in_cs=True, **tomorrow)
    EventPageFactory(title="Praha", place=Place.objects.get(slug="praha"), is_in_cs=True, is_in_de=True, **tomorrow)
    EventPageFactory(title="Netz", place=None, format="online", is_in_en=True, **tomorrow)
    return index


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {"Zwickau", "Děčín", "Praha", "Netz"}),
        ({"side": "de"}, {"Zwickau"}),
        ({"side": "CZ"}, {"Děčín", "Praha"}),
        ({"region": "DED45"}, {"Zwickau"}),
        ({"region": "CZ042"}, {"Děčín"}),
        ({"language": "de"}, {"Zwickau", "Praha"}),
        ({"language": "en"}, {"Netz"}),
        ({"side": "cz", "language": "de"}, {"Praha"}),
        ({"side": "de", "language": "cs"}, set()),
        ({"side": "", "region": "", "topic": "", "language": ""}, {"Zwickau", "Děčín", "Praha", "Netz"}),
    ],
)
def test_filter_holds_in_list_month_and_feed(scattered, client, query, expected):
    month = f"{timezone.localdate() + dt.timedelta(days=1):%Y-%m}/"
    found = client.get(scattered.url, query).context["events"]
    in_month = client.get(f"{scattered.url}{month}", query).context["events"]
    feed = client.get(f"{scattered.url}events.ics", query)
    assert set(titles(found)) == set(titles(in_month)) == set(ical.events(feed.content)) == expected


@pytest.mark.parametrize("language", ["de", "cs"])
def test_topic_is_found_by_its_word_in_either_language(scattered, client, language):
    slug = getattr(Topic.objects.get(key="cooperation"), f"slug_{language}")
    assert titles(client.get(scattered.url, {"topic": slug}).context["events"]) == ["Zwickau"]


def test_event_in_an_okres_is_in_its_kraj(db):
    decin = Place.objects.get(slug="decin")
    assert (decin.region.kind, decin.region.parent.code) == ("okres", "CZ042")
    page = EventPageFactory(place=decin)
    assert page in EventPage.objects.in_region("CZ042")
    assert page in EventPage.objects.in_region(decin.region.code)
    assert page not in EventPage.objects.in_region("CZ041")


@pytest.mark.parametrize(
    "query",
    [
        {"side": "PL"},
        {"region": "XX"},
        {"region": "DED45' OR 1=1"},
        {"topic": "gibt-es-nicht"},
        {"topic": "\x00"},
        {"language": "fr"},
        {"language": "de", "region": "x" * 5000},
    ],
)
@pytest.mark.parametrize("view", ["", "past", "month", "ics"])
def test_unknown_filter_value_is_404(db, client, view, query):
    index = EventIndexPage.objects.get(locale__language_code="de")
    names = {"month": {"year": "2026", "month": "05"}}
    address = index.reverse_subpage(view, kwargs=names.get(view)) if view else ""
    assert client.get(f"{index.url}{address}", query).status_code == 404


def test_filter_tells_what_is_chosen(db):
    chosen = EventFilter(QueryDict("side=DE&region=DED45&x=1"))
    assert (chosen.is_set, chosen.count, chosen.query) == (True, 2, "?" + urlencode({"side": "de", "region": "DED45"}))
    assert [choice.value for facet in chosen.facets for choice in facet.chosen] == ["de", "DED45"]
    assert chosen.calendar_name.endswith(f": {Side.GERMANY.label}, Landkreis Zwickau")
