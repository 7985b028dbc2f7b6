"""The mark on translations behind their source: report, filters, export, dashboard, and who sees what."""

import datetime as dt
import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import GroupPagePermission
from wagtail_localize.models import Translation

from accounts.models import User
from core.models import Institution, SharedText, StaleTranslation
from core.reports import as_text
from core.stale import untranslated, with_stale_since
from events.models import EventIndexPage
from news.models import NewsIndexPage, NewsPage
from tests.editing import at_work
from tests.factories import EventPageFactory, NewsPageFactory, start_translation

from .conftest import complete


def publish(page, user=None, **fields) -> None:
    draft = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=user).publish()


@pytest.fixture
def stale(translated, editor_ahk) -> StaleTranslation:
    publish(translated.source.get_source_instance(), editor_ahk, title="Zinkovna v Sokolově")
    return StaleTranslation.objects.get(translation=translated)


@pytest.mark.parametrize(
    ("fields", "is_marked"),
    [
        ({"title": "Jiný titulek"}, True),
        ({"search_description": "Nově."}, True),
        ({"slug": "jina-adresa"}, True),
        ({"is_picture_decorative": True}, True),
        ({}, False),
        ({"show_in_menus": True}, False),
        ({"expire_at": timezone.now() + dt.timedelta(days=9)}, False),
    ],
)
def test_mark_stands_for_other_content_only(translated, fields, is_marked):
    publish(translated.source.get_source_instance(), **fields)
    assert StaleTranslation.objects.filter(translation=translated).exists() is is_marked


def test_facts_of_an_event_are_carried_over_and_mark_nothing(db):
    translation = start_translation(EventPageFactory(), "cs")
    publish(translation.source.get_source_instance(), venue="Saal B", status="postponed")
    assert not StaleTranslation.objects.exists()
    assert translation.get_target_instance().venue == "Saal B"


def test_scheduled_source_marks_at_its_hour(translated, time_machine):
    source = translated.source.get_source_instance()
    hour = timezone.now() + dt.timedelta(days=1)
    publish(source, title="Později", go_live_at=hour)
    assert not StaleTranslation.objects.exists()
    time_machine.move_to(hour + dt.timedelta(minutes=1))
    call_command("publish_scheduled")
    assert StaleTranslation.objects.filter(translation=translated).exists()


def test_mark_goes_with_its_translation(stale):
    stale.translation.get_target_instance().delete()
    assert not StaleTranslation.objects.exists()


def test_sentences_without_a_text_are_counted(stale):
    assert [segment.string.data for segment in untranslated(stale.translation)] == ["Zinkovna v Sokolově"]
    complete(stale.translation)
    assert not StaleTranslation.objects.exists()


def test_pages_are_annotated_in_one_query(stale, django_assert_num_queries):
    pages = NewsPage.objects.filter(translation_key=stale.translation.source.object_id).order_by(
        "locale__language_code"
    )
    with django_assert_num_queries(1):
        marks = [page.stale_since for page in with_stale_since(pages)]
    assert marks == [None, stale.since]


def report(user, **query):
    return at_work(user).get(reverse("stale_translations"), query)


def test_report_lists_and_filters_by_institution_and_language(stale, editor_wfs):
    wfs, ahk = (Institution.objects.get(key=key) for key in ("wfs", "ahk-services"))
    german = start_translation(NewsPageFactory(title="Galvanik", institution=ahk), "cs")
    publish(german.source.get_source_instance(), title="Galvanik in Zwickau")
    rows = {"wfs": stale, "ahk": StaleTranslation.objects.get(translation=german)}
    assert [rows["wfs"].institution, rows["ahk"].institution] == [wfs, ahk]
    assert list(report(editor_wfs).context["object_list"]) == [rows["wfs"], rows["ahk"]]
    assert list(report(editor_wfs, institution=ahk.pk).context["object_list"]) == [rows["ahk"]]
    locale = stale.translation.target_locale
    assert list(report(editor_wfs, target_locale=locale.pk).context["object_list"]) == [rows["wfs"]]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_report_is_exported_with_who_and_since_when(stale, editor_wfs, editor_ahk, file_format):
    response = report(editor_wfs, export=file_format)
    content = b"".join(response.streaming_content)
    if file_format == "csv":
        heading, row = content.decode("utf-8-sig").splitlines()
        assert heading.count(",") == 4
        assert "Zinkovna v Sokolově" in row
        assert str(editor_ahk) in row
        assert "Wirtschaftsförderung Sachsen GmbH" in row
    else:
        _heading, row = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
        assert (row[0], row[3], row[4]) == (
            "Zinkovna v Sokolově",
            str(editor_ahk),
            "Wirtschaftsförderung Sachsen GmbH",
        )
        assert abs(row[2] - timezone.localtime(stale.since).replace(tzinfo=None)) < dt.timedelta(seconds=1)


@pytest.mark.parametrize("title", ['=HYPERLINK("https://example.org")', "+1", "-1", "@SUM(A1)"])
def test_exported_title_cannot_start_a_formula(translated, editor_wfs, title):
    publish(translated.source.get_source_instance(), title=title)
    content = b"".join(report(editor_wfs, export="xlsx").streaming_content)
    cell = load_workbook(io.BytesIO(content)).active["A2"]
    assert (cell.data_type, cell.value) == ("s", f"'{title}")


def test_text_for_a_spreadsheet_of_nothing_is_empty():
    assert (as_text(None), as_text("Zwickau")) == ("", "Zwickau")


def test_dashboard_says_nothing_where_everything_is_up_to_date(db, editor_wfs, stale):
    address = reverse("stale_translations")
    panel = f'href="{address}"'
    html = at_work(editor_wfs).get(reverse("wagtailadmin_home")).content.decode()
    assert "Zinkovna v Sokolově" in html
    stale.delete()
    html = at_work(editor_wfs).get(reverse("wagtailadmin_home")).content.decode()
    assert "Zinkovna v Sokolově" not in html
    assert html.count(panel) <= 1  # the entry in the menu


@pytest.fixture
def czech_events_only(db) -> User:
    user = User.objects.create_user("jen-terminy@example.org", "grenzenlos-bez-hranic", language="cs")
    group = Group.objects.create(name="Jen termíny")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    index = EventIndexPage.objects.get(locale__language_code="cs")
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=index, permission=change)
    user.groups.add(group)
    return user


def test_who_may_not_see_a_page_does_not_find_it_in_report_or_dashboard(stale, czech_events_only):
    shared = Translation.objects.filter(source__specific_content_type__model="sharedtext").first()
    StaleTranslation.objects.create(translation=shared, since=timezone.now())
    assert list(report(czech_events_only).context["object_list"]) == []
    exported = b"".join(report(czech_events_only, export="csv").streaming_content).decode()
    html = at_work(czech_events_only).get(reverse("wagtailadmin_home")).content.decode()
    for text in (exported, html):
        assert "Zinkovna v Sokolově" not in text
        assert SharedText.objects.first().title not in text


def test_report_asks_for_a_session(client):
    response = client.get(reverse("stale_translations"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("wagtailadmin_login"))


def test_explorer_costs_the_same_for_one_and_many_stale_pages(stale, editor_wfs, django_assert_max_num_queries):
    address = reverse("wagtailadmin_explore", args=[NewsIndexPage.objects.get(locale__language_code="de").pk])
    client = at_work(editor_wfs)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for translation in Translation.objects.exclude(pk=stale.translation_id)[:5]:
        StaleTranslation.objects.create(translation=translation, since=timezone.now())
    with django_assert_max_num_queries(len(one)):
        client.get(address)
