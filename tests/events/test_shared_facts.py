"""Date, place, link and status are equal on both language versions the moment either is published."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.test import TestCase
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail_localize.models import Translation

from core.models import Place
from events.facts import facts_of
from events.models import CalendarEntry, EventPage
from tests.factories import EventPageFactory, start_translation

MAY_4, MAY_5, MAY_6 = dt.date(2026, 5, 4), dt.date(2026, 5, 5), dt.date(2026, 5, 6)
UTC = dt.UTC


def other_facts() -> dict:
    return {
        "start_date": MAY_5,
        "end_date": MAY_6,
        "start_time": dt.time(10, 30),
        "end_time": dt.time(12),
        "format": "hybrid",
        "place": Place.objects.get(slug="karlovy-vary"),
        "venue": "Alžbětiny lázně",
        "street": "Smetanovy sady 1",
        "online_url": "https://example.org/live",
        "registration_url": "https://example.org/anmeldung",
        "registration_until": MAY_4,
        "is_in_de": True,
        "is_in_cs": True,
        "has_interpreting": True,
        "status": "postponed",
    }


@pytest.mark.parametrize("published", ["de", "cs"])
def test_facts_after_publishing_one_language_are_equal_in_the_other(make_pair, change, published):
    pair = make_pair(publish_cs=True)
    change(getattr(pair, published), publish=True, **other_facts())
    for page in (pair.de, pair.cs):
        assert {name: getattr(page, name) for name in other_facts()} == other_facts()
        assert page.starts_at == dt.datetime(2026, 5, 5, 8, 30, tzinfo=UTC)
        assert page.ends_at == dt.datetime(2026, 5, 6, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("name", EventPage.SHARED_FIELDS)
def test_shared_fields_are_no_part_of_what_a_translation_takes_from_its_source(name):
    assert name not in {field.field_name for field in EventPage.translatable_fields}


def test_facts_reach_a_translation_that_was_never_published(make_pair, change):
    pair = make_pair()
    change(pair.de, publish=True, start_date=MAY_5, end_date=MAY_5)
    assert not pair.cs.live
    assert pair.cs.start_date == MAY_5
    assert pair.cs.get_latest_revision_as_object().start_date == MAY_5


def test_facts_published_in_the_translation_reach_a_source_that_was_never_published(make_pair, change):
    pair = make_pair(publish=False)
    change(pair.cs, publish=True, start_date=MAY_5, end_date=MAY_5)
    assert not pair.de.live
    assert pair.de.start_date == MAY_5
    assert pair.de.get_latest_revision_as_object().start_date == MAY_5


def test_texts_stay_apart(make_pair, change):
    pair = make_pair(publish_cs=True)
    change(pair.cs, publish=True, title="Fórum", search_description="Jen česky.", start_date=MAY_5, end_date=MAY_5)
    assert (pair.de.title, pair.de.search_description) == ("Forum", "")


def test_saving_a_draft_changes_nothing_public(make_pair, change):
    pair = make_pair(publish_cs=True)
    change(pair.de, publish=False, start_date=MAY_5, end_date=MAY_5)
    assert (pair.de.start_date, pair.cs.start_date, pair.sequence) == (MAY_4, MAY_4, 0)


def test_publishing_a_translation_of_an_old_snapshot_does_not_bring_the_old_date_back(make_pair, change):
    pair = make_pair(publish_cs=True)
    translation = Translation.objects.get(source__object_id=pair.key)
    old_snapshot = translation.source.content_json
    change(pair.de, publish=True, start_date=MAY_5, end_date=MAY_5)
    translation.source.content_json = old_snapshot
    translation.source.save()
    with TestCase.captureOnCommitCallbacks(execute=True):
        Translation.objects.get(pk=translation.pk).save_target(publish=True)
    assert (pair.de.start_date, pair.cs.start_date, pair.sequence) == (MAY_5, MAY_5, 1)


def test_a_translation_started_after_a_move_has_the_new_date(make_pair, change):
    source = EventPageFactory()
    change(source, publish=True, start_date=MAY_5, end_date=MAY_5)
    cs = start_translation(EventPage.objects.get(pk=source.pk), "cs").get_target_instance()
    assert cs.start_date == MAY_5


def test_scheduling_a_live_event_waits_for_its_hour(make_pair, change, time_machine):
    time_machine.move_to(dt.datetime(2026, 4, 1, 8, tzinfo=UTC), tick=False)
    pair = make_pair(publish_cs=True)
    hour = dt.datetime(2026, 4, 2, 8, tzinfo=UTC)
    change(pair.de, publish=True, start_date=MAY_5, end_date=MAY_5, go_live_at=hour)
    assert (pair.cs.start_date, pair.sequence) == (MAY_4, 0)
    time_machine.move_to(hour + dt.timedelta(minutes=1), tick=False)
    call_command("publish_scheduled")
    assert (pair.de.start_date, pair.cs.start_date, pair.sequence) == (MAY_5, MAY_5, 1)


def test_scheduling_a_new_event_publishes_none_of_its_facts(make_pair, change, time_machine):
    time_machine.move_to(dt.datetime(2026, 4, 1, 8, tzinfo=UTC), tick=False)
    pair = make_pair(publish=False)
    change(pair.cs, publish=True, title="Fórum")
    hour = dt.datetime(2026, 4, 2, 8, tzinfo=UTC)
    change(pair.de, publish=True, start_date=MAY_5, end_date=MAY_5, go_live_at=hour)
    assert not pair.de.live
    assert (pair.cs.start_date, pair.sequence) == (MAY_4, 0)
    time_machine.move_to(hour + dt.timedelta(minutes=1), tick=False)
    call_command("publish_scheduled")
    assert pair.de.live
    assert (pair.cs.start_date, pair.sequence) == (MAY_5, 1)


def test_a_scheduled_version_follows_a_move_in_the_other_language(make_pair, change, time_machine):
    time_machine.move_to(dt.datetime(2026, 4, 1, 8, tzinfo=UTC), tick=False)
    pair = make_pair(publish_cs=True)
    hour = dt.datetime(2026, 4, 3, 8, tzinfo=UTC)
    change(pair.de, publish=True, search_description="Neu.", go_live_at=hour)
    time_machine.shift(dt.timedelta(days=1))
    change(pair.cs, publish=True, start_date=MAY_5, end_date=MAY_5)
    time_machine.move_to(hour + dt.timedelta(minutes=1), tick=False)
    call_command("publish_scheduled")
    assert (pair.de.search_description, pair.de.start_date, pair.cs.start_date) == ("Neu.", MAY_5, MAY_5)


def test_a_waiting_draft_gets_the_new_fact_and_keeps_its_own_text(make_pair, change):
    pair = make_pair(publish_cs=True)
    change(pair.cs, publish=False, search_description="Rozepsáno.")
    change(pair.de, publish=True, start_date=MAY_5, end_date=MAY_5)
    draft = pair.cs.get_latest_revision_as_object()
    assert (draft.search_description, draft.start_date) == ("Rozepsáno.", MAY_5)
    assert draft.starts_at == dt.datetime(2026, 5, 5, 7, tzinfo=UTC)


def test_a_waiting_draft_keeps_the_very_fact_that_its_author_changed(make_pair, change):
    pair = make_pair(publish_cs=True)
    change(pair.cs, publish=False, venue="Sál A")
    change(pair.de, publish=True, venue="Saal B", status="postponed")
    draft = pair.cs.get_latest_revision_as_object()
    assert (draft.venue, draft.status) == ("Sál A", "postponed")
    draft.save_revision().publish()
    assert (pair.de.venue, pair.de.status) == ("Sál A", "postponed")


def test_a_draft_of_the_published_language_is_left_to_its_author(make_pair, change):
    pair = make_pair(publish_cs=True)
    earlier = change(pair.de, publish=False, start_date=MAY_5, end_date=MAY_5).latest_revision
    change(pair.de, publish=False, start_date=MAY_4, end_date=MAY_4)
    earlier.publish()
    assert pair.de.get_latest_revision_as_object().start_date == MAY_4


def test_a_draft_that_could_not_take_place_any_more_follows_as_a_whole(make_pair, change):
    pair = make_pair(publish_cs=True, end_date=MAY_5)
    change(pair.cs, publish=False, end_date=dt.date(2026, 5, 7), search_description="Rozepsáno.")
    change(pair.de, publish=True, start_date=dt.date(2026, 5, 11), end_date=dt.date(2026, 5, 12))
    draft = pair.cs.get_latest_revision_as_object()
    assert (draft.start_date, draft.end_date) == (dt.date(2026, 5, 11), dt.date(2026, 5, 12))
    assert draft.search_description == "Rozepsáno."


def test_publishing_both_languages_at_once_loses_neither_change(make_pair, change):
    pair = make_pair(publish_cs=True)
    change(pair.cs, publish=False, venue="Lázně III")
    # Both revisions are read before either is written, as in two processes at the same moment.
    czech = PublishPageRevisionAction(pair.cs.latest_revision)
    change(pair.de, publish=True, start_date=MAY_5, end_date=MAY_5)
    czech.execute(skip_permission_checks=True)
    for page in (pair.de, pair.cs, pair.cs.get_latest_revision_as_object()):
        assert (page.start_date, page.venue) == (MAY_5, "Lázně III")
    assert pair.sequence == 2
    assert facts_of(pair.de) == facts_of(pair.cs) == CalendarEntry.objects.get(pk=pair.key).facts


def test_publishing_both_languages_at_once_with_the_same_fact_ends_with_the_later(make_pair, change):
    pair = make_pair(publish_cs=True)
    change(pair.cs, publish=False, venue="Sál A")
    czech = PublishPageRevisionAction(pair.cs.latest_revision)
    change(pair.de, publish=True, venue="Saal B")
    czech.execute(skip_permission_checks=True)
    assert (pair.de.venue, pair.cs.venue, pair.sequence) == ("Sál A", "Sál A", 2)


def test_taking_a_change_back_in_the_other_language_holds(make_pair, change):
    pair = make_pair(publish_cs=True)
    change(pair.de, publish=True, status="postponed")
    change(pair.cs, publish=True, status="planned")
    assert (pair.de.status, pair.cs.status, pair.sequence) == ("planned", "planned", 2)


def test_sequence_rises_with_every_published_change_of_facts_and_only_then(make_pair, change):
    pair = make_pair(publish_cs=True)
    seen = [pair.sequence]
    for language, fields in [
        ("de", {"search_description": "Neu."}),
        ("cs", {"title": "Fórum"}),
        ("de", {"start_date": MAY_5, "end_date": MAY_5}),
        ("de", {}),
        ("cs", {}),
        ("cs", {"status": "cancelled", "status_note": "Nemoc."}),
        ("de", {"status_note": "Krankheit."}),
    ]:
        change(getattr(pair, language), publish=True, **fields)
        seen.append(pair.sequence)
    assert seen == [0, 0, 0, 1, 1, 1, 2, 2]


def test_unpublishing_and_publishing_again_keeps_uid_and_sequence(make_pair, change):
    pair = make_pair(publish_cs=True)
    change(pair.de, publish=True, venue="Saal B")
    uid = pair.de.calendar_entry.uid
    pair.de.unpublish()
    change(pair.de, publish=True)
    assert (pair.de.calendar_entry.uid, pair.sequence) == (uid, 1)


def test_an_event_in_one_language_only_has_an_entry_of_its_own(db, change):
    page = EventPageFactory(language="cs")
    change(page, publish=True, venue="Sál")
    entry = CalendarEntry.objects.get(pk=page.translation_key)
    assert (entry.sequence, entry.facts["venue"], entry.facts_before["venue"]) == (1, "Sál", "")


def test_every_demo_event_is_equal_in_both_languages(db):
    by_key: dict = {}
    for page in EventPage.objects.filter(live=True):
        by_key.setdefault(page.translation_key, []).append(facts_of(page))
    pairs = [facts for facts in by_key.values() if len(facts) == 2]
    assert len(pairs) >= 8
    assert all(first == second for first, second in pairs)
