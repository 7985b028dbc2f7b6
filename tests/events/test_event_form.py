"""Editors write events in the admin: what cannot be is said at its field, and nobody's change is lost."""

import datetime as dt

import pytest
from django.urls import reverse

from core.models import Place
from events.models import EventIndexPage, EventPage
from tests.editing import add_page, at_work, edit_page, open_form

MAY_4, MAY_5 = dt.date(2026, 5, 4), dt.date(2026, 5, 5)
NO_BLOCKS = {"body-count": "0", "programme-count": "0"}


def add_event(user, *, action: str = "", **fields):
    defaults = {
        "title": "Forum",
        "slug": "forum-neu",
        "start_date": "2026-05-04",
        "format": "onsite",
        "place": Place.objects.get(slug="zwickau").pk,
    }
    index = EventIndexPage.objects.get(locale__language_code="de")
    return add_page(at_work(user), index, EventPage, action=action, **NO_BLOCKS, **(defaults | fields))


@pytest.mark.parametrize("action", ["", "publish"])
@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"start_date": "2026-03-29", "start_time": "02:30"}, "start_time"),
        ({"start_date": "2026-03-29", "start_time": "01:00", "end_time": "02:30"}, "end_time"),
        ({"start_time": "10:00", "end_time": "09:00"}, "end_time"),
        ({"end_date": "2026-05-03"}, "end_date"),
        ({"end_time": "09:00"}, "start_time"),
        ({"place": ""}, "place"),
    ],
)
def test_event_that_cannot_be_is_refused_at_its_field(editor_wfs, fields, field, action):
    response = add_event(editor_wfs, action=action, **fields)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert not EventPage.objects.filter(slug="forum-neu").exists()


def test_hour_that_comes_twice_is_accepted(editor_wfs):
    assert add_event(editor_wfs, action="publish", start_date="2026-10-25", start_time="02:30").status_code == 302
    assert EventPage.objects.get(slug="forum-neu").starts_at == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


def test_event_published_in_the_admin_reaches_the_other_language(editor_wfs, make_pair):
    pair = make_pair(publish_cs=True)
    response = edit_page(
        at_work(editor_wfs), pair.de, action="publish", start_date="2026-05-05", end_date="2026-05-05", **NO_BLOCKS
    )
    assert response.status_code == 302
    assert (pair.de.start_date, pair.cs.start_date, pair.sequence) == (MAY_5, MAY_5, 1)


def send(user, page, opened: dict, **fields):
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return at_work(user).post(address, opened | fields | NO_BLOCKS | {"action-publish": "1"})


def test_form_opened_before_the_other_language_moved_does_not_bring_the_old_date_back(editor_wfs, make_pair, change):
    pair = make_pair(publish_cs=True)
    opened = open_form(at_work(editor_wfs), reverse("wagtailadmin_pages:edit", args=[pair.de.pk]), "page-edit-form")
    change(pair.cs, publish=True, start_date=MAY_5, end_date=MAY_5, place=Place.objects.get(slug="decin"))
    assert send(editor_wfs, pair.de, opened, search_description="Nur der Teaser.").status_code == 302
    for page in (pair.de, pair.cs):
        assert (page.start_date, page.end_date, page.place.slug) == (MAY_5, MAY_5, "decin")
    assert (pair.de.search_description, pair.sequence) == ("Nur der Teaser.", 1)


def test_form_opened_before_the_other_language_moved_keeps_what_its_editor_changed(editor_wfs, make_pair, change):
    pair = make_pair(publish_cs=True)
    opened = open_form(at_work(editor_wfs), reverse("wagtailadmin_pages:edit", args=[pair.de.pk]), "page-edit-form")
    change(pair.cs, publish=True, start_date=MAY_5, end_date=MAY_5, venue="Sál")
    send(editor_wfs, pair.de, opened, venue="Saal", status="postponed")
    for page in (pair.de, pair.cs):
        assert (page.start_date, page.venue, page.status) == (MAY_5, "Saal", "postponed")


def test_form_opened_on_a_draft_keeps_the_drafts_own_date(editor_wfs, make_pair, change):
    pair = make_pair(publish_cs=True)
    change(pair.de, publish=False, start_date=dt.date(2026, 5, 11), end_date=dt.date(2026, 5, 11))
    opened = open_form(at_work(editor_wfs), reverse("wagtailadmin_pages:edit", args=[pair.de.pk]), "page-edit-form")
    change(pair.cs, publish=True, venue="Sál")
    send(editor_wfs, pair.de, opened)
    for page in (pair.de, pair.cs):
        assert (page.start_date, page.venue) == (dt.date(2026, 5, 11), "Sál")


@pytest.mark.parametrize("known", ["", "kein JSON", "[]", '"x"', "1", '{"start_date": 7}'])
def test_form_with_a_damaged_memory_is_no_error_of_the_server(editor_wfs, make_pair, known):
    pair = make_pair(publish_cs=True)
    opened = open_form(at_work(editor_wfs), reverse("wagtailadmin_pages:edit", args=[pair.de.pk]), "page-edit-form")
    assert send(editor_wfs, pair.de, opened, facts_when_opened=known).status_code in (200, 302)
    assert pair.cs.start_date == MAY_4
