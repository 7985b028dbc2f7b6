"""What calendar programs get, read by a parser of our own."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from core.models import Place, Topic
from events.models import CalendarEntry, EventIndexPage, EventPage
from tests.factories import EventPageFactory

from . import ical

CS_TITLE = "Fórum dodavatelů: příležitosti, rizika; žluťoučký kůň"


@pytest.fixture
def file_of(client):
    def get(page: EventPage) -> bytes:
        response = client.get(f"{page.url}event.ics")
        assert response.status_code == 200
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        return response.content

    return get


@pytest.fixture
def event_in(file_of):
    def get(page: EventPage) -> ical.Component:
        (event,) = ical.read(file_of(page)).all("VEVENT")
        return event

    return get


def times(event: ical.Component) -> tuple[str, str]:
    return event["DTSTART"].value, event["DTEND"].value


def test_file_says_what_it_is(db, file_of):
    calendar = ical.read(file_of(EventPageFactory()))
    assert calendar["VERSION"].value == "2.0"
    assert calendar["PRODID"].value == "-//Glokal//Events//DE"
    assert calendar["METHOD"].value == "PUBLISH"
    assert calendar["CALSCALE"].value == "GREGORIAN"
    assert calendar["X-WR-CALNAME"].text == "Forum"


def test_event_with_times_is_in_the_regions_zone(db, file_of):
    calendar = ical.read(file_of(EventPageFactory()))
    (event,) = calendar.all("VEVENT")
    assert times(event) == ("20260504T090000", "20260504T160000")
    assert event["DTSTART"].parameters["TZID"] == event["DTEND"].parameters["TZID"] == "Europe/Berlin"
    (zone,) = calendar.all("VTIMEZONE")
    assert zone["TZID"].value == "Europe/Berlin"
    summer = [part for part in zone.all("DAYLIGHT") if part["TZOFFSETTO"].value == "+0200"]
    assert summer


def test_event_without_an_end_has_none(db, event_in):
    event = event_in(EventPageFactory(end_time=None))
    assert event["DTSTART"].value == "20260504T090000"
    assert "DTEND" not in event


def test_all_day_event_ends_on_the_day_after(db, file_of):
    calendar = ical.read(file_of(EventPageFactory(start_time=None, end_time=None)))
    (event,) = calendar.all("VEVENT")
    assert times(event) == ("20260504", "20260505")
    assert event["DTSTART"].parameters["VALUE"] == event["DTEND"].parameters["VALUE"] == "DATE"
    assert not calendar.all("VTIMEZONE")


def test_three_days_end_on_the_fourth(db, event_in):
    event = event_in(
        EventPageFactory(
            start_date=dt.date(2026, 10, 24), end_date=dt.date(2026, 10, 26), start_time=None, end_time=None
        )
    )
    assert times(event) == ("20261024", "20261027")


def test_overnight_event(db, event_in):
    event = event_in(EventPageFactory(start_time=dt.time(22), end_date=dt.date(2026, 5, 5), end_time=dt.time(2)))
    assert times(event) == ("20260504T220000", "20260505T020000")


@pytest.mark.parametrize(
    ("first", "last", "hours"),
    [
        (dt.date(2026, 3, 28), dt.date(2026, 3, 29), 11),  # 20:00–08:00, one hour is skipped
        (dt.date(2026, 10, 24), dt.date(2026, 10, 25), 13),  # one hour comes twice
        (dt.date(2026, 5, 4), dt.date(2026, 5, 5), 12),
    ],
)
def test_event_across_the_clock_change_keeps_its_clock_times(db, event_in, first, last, hours):
    page = EventPageFactory(start_date=first, start_time=dt.time(20), end_date=last, end_time=dt.time(8))
    assert page.ends_at - page.starts_at == dt.timedelta(hours=hours)
    assert times(event_in(page)) == (f"{first:%Y%m%d}T200000", f"{last:%Y%m%d}T080000")


def test_zone_covers_both_sides_of_the_clock_change(db, file_of):
    page = EventPageFactory(
        start_date=dt.date(2026, 10, 24), start_time=dt.time(20), end_date=dt.date(2026, 10, 25), end_time=dt.time(8)
    )
    (zone,) = ical.read(file_of(page)).all("VTIMEZONE")
    assert {part["TZOFFSETTO"].value for part in zone.all("STANDARD")} == {"+0100"}
    assert {part["TZOFFSETTO"].value for part in zone.all("DAYLIGHT")} == {"+0200"}


@pytest.mark.parametrize("field", ["start_time", "end_time"])
def test_time_that_the_clocks_skip_is_refused_at_its_field(db, field):
    page = EventPageFactory(start_date=dt.date(2026, 3, 29), start_time=dt.time(1), end_time=dt.time(4))
    setattr(page, field, dt.time(2, 30))
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    with translation.override("en"):
        assert refused.value.message_dict[field] == ["This time does not exist: the clocks go forward in that night."]


def test_time_that_comes_twice_is_the_first(db, event_in):
    page = EventPageFactory(start_date=dt.date(2026, 10, 25), start_time=dt.time(2, 30), end_time=dt.time(4))
    assert page.starts_at == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    assert page.ends_at - page.starts_at == dt.timedelta(hours=2, minutes=30)
    assert event_in(page)["DTSTART"].value == "20261025T023000"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"end_date": dt.date(2026, 5, 3)}, "end_date"),
        ({"end_time": dt.time(8, 59)}, "end_time"),
        ({"start_time": None}, "start_time"),
        ({"registration_until": dt.date(2026, 5, 5)}, "registration_until"),
        ({"place": None}, "place"),
    ],
)
def test_event_that_cannot_be_is_refused_at_its_field(db, fields, field):
    page = EventPageFactory()
    for name, value in fields.items():
        setattr(page, name, value)
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert list(refused.value.message_dict) == [field]


def test_texts_with_signs_of_the_format_come_back_unharmed(db, event_in, file_of):
    page = EventPageFactory(
        language="cs",
        title=CS_TITLE,
        search_description="Zpětná lomítka \\ a \\n, čárky, středníky; „uvozovky“.",
        audience="Firmy;Kammern, Šluknov\\Varnsdorf",
        venue="Dům č. 5; sál A, 1. patro",
        status_note="První řádek,\ndruhý; řádek.",
    )
    event = event_in(page)
    assert event["SUMMARY"].text == CS_TITLE
    assert event["SUMMARY"].parameters["LANGUAGE"] == "cs"
    assert event["DESCRIPTION"].text.split("\n\n")[:3] == [
        "První řádek,\ndruhý; řádek.",
        "Zpětná lomítka \\ a \\n, čárky, středníky; „uvozovky“.",
        "Firmy;Kammern, Šluknov\\Varnsdorf",
    ]
    assert event["LOCATION"].text == "Dům č. 5; sál A, 1. patro, Zwickau"
    assert "Fórum dodavatelů: příležitosti\\, rizika\\; žluťoučký kůň" in "\n".join(ical.content_lines(file_of(page)))


def test_long_text_of_two_byte_letters_is_folded_between_letters(db, event_in):
    text = "Příliš žluťoučký kůň úpěl ďábelské ódy. " * 6
    assert text.strip() in event_in(EventPageFactory(search_description=text.strip()))["DESCRIPTION"].text


def test_place_link_and_topics(db, event_in):
    page = EventPageFactory(
        format="hybrid",
        venue="Stadthalle",
        street="Am Markt 1",
        online_url="https://example.org/live?a=1&b=2",
        registration_url="https://example.org/anmeldung",
        start_date=timezone.localdate() + dt.timedelta(days=9),
    )
    page.topics.set(Topic.objects.filter(key="cooperation"))
    page.save()
    event = event_in(page)
    zwickau = Place.objects.get(slug="zwickau")
    assert event["LOCATION"].text == "Stadthalle, Am Markt 1, Zwickau"
    assert event["GEO"].value == f"{float(zwickau.latitude)};{float(zwickau.longitude)}"
    assert event["URL"].value == page.full_url
    assert event["CATEGORIES"].text == Topic.objects.get(key="cooperation").name_de
    assert "https://example.org/live?a=1&b=2" in event["DESCRIPTION"].text
    assert "https://example.org/anmeldung" in event["DESCRIPTION"].text


def test_online_event_has_no_place_on_the_map(db, event_in):
    event = event_in(EventPageFactory(format="online", place=None, online_url="https://example.org/live"))
    assert event["LOCATION"].text == "online"
    assert "GEO" not in event


@pytest.mark.parametrize("language", ["de", "cs"])
@pytest.mark.parametrize(
    ("status", "in_calendar", "transparent"),
    [
        ("planned", "CONFIRMED", "OPAQUE"),
        ("postponed", "TENTATIVE", "TRANSPARENT"),
        ("cancelled", "CANCELLED", "TRANSPARENT"),
    ],
)
def test_status_is_visible_in_the_readers_language(db, event_in, language, status, in_calendar, transparent):
    event = event_in(EventPageFactory(language=language, title="Fórum", status=status))
    assert (event["STATUS"].value, event["TRANSP"].value) == (in_calendar, transparent)
    with translation.override(language):
        word = str(EventPage.Status(status).label).upper()
    assert event["SUMMARY"].text == ("Fórum" if status == "planned" else f"{word}: Fórum")


def test_both_languages_share_uid_and_sequence(make_pair, change, event_in):
    pair = make_pair(publish_cs=True)
    change(pair.cs, publish=True, status="cancelled")
    german, czech = event_in(pair.de), event_in(pair.cs)
    assert german["UID"].value == czech["UID"].value == f"{pair.key}@glokal.example"
    assert german["SEQUENCE"].value == czech["SEQUENCE"].value == "1"
    assert german["STATUS"].value == czech["STATUS"].value == "CANCELLED"


def test_change_through_the_other_language_is_a_later_modification(make_pair, change, event_in, time_machine):
    time_machine.move_to(dt.datetime(2026, 4, 1, 8, tzinfo=dt.UTC), tick=False)
    pair = make_pair(publish_cs=True)
    assert event_in(pair.de)["LAST-MODIFIED"].value == "20260401T080000Z"
    time_machine.move_to(dt.datetime(2026, 4, 2, 8, tzinfo=dt.UTC), tick=False)
    change(pair.cs, publish=True, venue="Sál")
    german = event_in(pair.de)
    assert german["LAST-MODIFIED"].value == german["DTSTAMP"].value == "20260402T080000Z"


def test_draft_has_no_file(db, client):
    page = EventPageFactory(publish=False)
    assert client.get(f"{page.url}event.ics").status_code == 404


@pytest.mark.parametrize("language", ["de", "cs"])
def test_feed_has_the_published_events_of_its_language(db, client, language):
    index = EventIndexPage.objects.get(locale__language_code=language)
    since = timezone.now() - dt.timedelta(days=90)
    expected = {page.calendar_entry.uid for page in index.events.filter(ends_at__gte=since)}
    response = client.get(f"{index.url}events.ics")
    calendar = ical.read(response.content)
    assert len(expected) >= 6
    assert {event["UID"].value for event in calendar.all("VEVENT")} == expected
    assert calendar["REFRESH-INTERVAL"].value == "PT6H"
    assert {event["SUMMARY"].parameters["LANGUAGE"] for event in calendar.all("VEVENT")} == {language}


def test_feed_leaves_out_drafts_and_what_was_over_ninety_days_ago(db, client):
    today = timezone.localdate()
    EventPageFactory(title="Entwurf", publish=False, start_date=today)
    EventPageFactory(title="Lange her", start_date=today - dt.timedelta(days=92))
    EventPageFactory(title="Kürzlich", start_date=today - dt.timedelta(days=80))
    names = ical.events(client.get(f"{EventIndexPage.objects.get(locale__language_code='de').url}events.ics").content)
    assert "Kürzlich" in names
    assert not {"Entwurf", "Lange her"} & set(names)


def test_feed_costs_the_same_for_few_and_many_events(db, client, django_assert_max_num_queries):
    index = EventIndexPage.objects.get(locale__language_code="cs")
    for number in range(6):
        EventPageFactory(language="cs", title=f"Akce {number}", start_date=timezone.localdate())
    client.get(f"{index.url}events.ics")
    with django_assert_max_num_queries(10):
        client.get(f"{index.url}events.ics")


def test_event_that_was_never_published_stands_at_sequence_zero(db):
    page = EventPageFactory(publish=False)
    assert not CalendarEntry.objects.filter(pk=page.translation_key).exists()
    assert page.calendar_entry.sequence == 0
