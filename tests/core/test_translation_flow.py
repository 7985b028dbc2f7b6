"""A news page written in Czech, translated into German side by side, changed, found stale and brought up to date."""

import json
import re

import pytest
from django.urls import reverse
from django.utils.translation import override as translation_override
from wagtail.models import Page
from wagtail_localize.machine_translators.dummy import DummyTranslator
from wagtail_localize.models import StringTranslation, Translation

from core.models import Institution, SharedText, StaleTranslation
from news.models import NewsIndexPage, NewsPage
from tests import editing

SENTENCES = {
    "Zinkovna v Sokolově má volnou kapacitu": "Verzinkerei in Sokolov hat freie Kapazität",
    "zinkovna-volna-kapacita": "verzinkerei-freie-kapazitaet",
    "Vana je dlouhá 13 metrů.": "Das Bad ist 13 Meter lang.",
    "Od května jsou volné směny.": "Ab Mai sind Schichten frei.",
}
LATER = "Nově i v noci."


@pytest.fixture
def czech(db) -> NewsIndexPage:
    return NewsIndexPage.objects.get(locale__language_code="cs")


@pytest.fixture
def written(czech, editor_ahk) -> NewsPage:
    title, slug, *sentences = SENTENCES
    response = editing.add_page(
        editing.at_work(editor_ahk),
        czech,
        NewsPage,
        action="publish",
        title=title,
        slug=slug,
        published_on="2026-05-04",
        institution=_ahk_pk(),
        **editing.text_body(*sentences),
    )
    assert response.status_code == 302
    return NewsPage.objects.get(title=title)


def _ahk_pk() -> int:
    return Institution.objects.get(key="ahk-services").pk


@pytest.fixture
def translation(written, editor_wfs) -> Translation:
    response = editing.submit(editing.at_work(editor_wfs), written, "de")
    translation = Translation.objects.get(source__object_id=written.translation_key)
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk])
    return translation


@pytest.fixture
def published(translation, editor_wfs) -> Translation:
    client = editing.at_work(editor_wfs)
    assert editing.translate_strings(client, translation, SENTENCES) == [201] * 4
    assert editing.publish_translation(client, translation).status_code == 302
    return translation


def messages(response) -> list[str]:
    return [str(message).strip() for message in response.context["messages"]]


def change_source(written: NewsPage, user, *sentences: str, title: str | None = None) -> None:
    response = editing.edit_page(
        editing.at_work(user),
        written,
        action="publish",
        title=title or written.title,
        **editing.text_body(*sentences),
    )
    assert response.status_code == 302


def test_translation_begins_as_a_draft_in_the_other_tree(written, translation):
    german = translation.get_target_instance()
    assert written.live
    assert not german.live
    assert german.get_parent().specific == NewsIndexPage.objects.get(locale__language_code="de")


def test_side_by_side_editor_shows_each_sentence_of_the_source(translation, editor_wfs):
    german = translation.get_target_instance()
    shown = editing.at_work(editor_wfs).get(reverse("wagtailadmin_pages:edit", args=[german.pk]))
    props = json.loads(shown.context["props"])
    assert {segment["source"] for segment in props["segments"] if segment["type"] == "string"} == set(SENTENCES)
    assert (props["sourceLocale"]["code"], props["locale"]["code"]) == ("cs", "de")


def test_published_translation_is_german_and_fresh(published, written, client):
    german = published.get_target_instance()
    assert (german.live, german.title, german.slug) == (
        True,
        "Verzinkerei in Sokolov hat freie Kapazität",
        "verzinkerei-freie-kapazitaet",
    )
    html = client.get(german.url).content.decode()
    assert "Das Bad ist 13 Meter lang." in html
    assert "Vana je dlouhá" not in html
    assert german.institution == written.institution
    assert not StaleTranslation.objects.filter(translation=published).exists()


def test_changed_source_marks_the_translation_with_who_and_since_when(published, written, editor_ahk, time_machine):
    time_machine.move_to("2026-06-01 08:00:00+00:00", tick=False)
    change_source(written, editor_ahk, "Vana je dlouhá 13 metrů.", "Od května jsou volné směny.", LATER)
    row = StaleTranslation.objects.get(translation=published)
    assert (row.changed_by, row.since.isoformat()) == (editor_ahk, "2026-06-01T08:00:00+00:00")
    assert row.institution.key == "ahk-services"
    assert "Nově" not in str(published.get_target_instance().body)


def test_second_change_keeps_the_time_of_the_first(published, written, editor_ahk, editor_wfs, time_machine):
    time_machine.move_to("2026-06-01 08:00:00+00:00", tick=False)
    change_source(written, editor_ahk, "Vana je dlouhá 14 metrů.")
    time_machine.move_to("2026-06-02 08:00:00+00:00", tick=False)
    change_source(written, editor_wfs, "Vana je dlouhá 15 metrů.")
    row = StaleTranslation.objects.get(translation=published)
    assert (row.changed_by, row.since.isoformat()) == (editor_ahk, "2026-06-01T08:00:00+00:00")


def test_stale_translation_is_marked_wherever_editors_look(published, written, editor_ahk, editor_wfs):
    change_source(written, editor_ahk, "Vana je dlouhá 13 metrů.", LATER)
    row = StaleTranslation.objects.get(translation=published)
    german = published.get_target_instance()
    client = editing.at_work(editor_wfs)
    explorer = client.get(reverse("wagtailadmin_explore", args=[german.get_parent().pk]))
    marked = [page.get_admin_display_title() for page in explorer.context["pages"] if page.pk == german.pk]
    assert marked != [german.title]
    assert marked[0].startswith(german.title)
    with translation_override("de"):
        sentences = {german: row.describe_to_translator(), written: row.describe_to_author()}
    for page, sentence in sentences.items():
        assert str(editor_ahk) in sentence
        assert sentence in messages(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
    for address in (reverse("wagtailadmin_home"), reverse("stale_translations")):
        html = client.get(address).content.decode()
        assert written.title in html
        assert str(editor_ahk) in html


def test_completed_and_published_translation_is_fresh_again(published, written, editor_ahk, editor_wfs):
    change_source(written, editor_ahk, "Vana je dlouhá 13 metrů.", "Od května jsou volné směny.", LATER)
    client = editing.at_work(editor_wfs)
    editing.publish_translation(client, published)
    assert StaleTranslation.objects.filter(translation=published).exists()  # one sentence is still Czech
    assert editing.translate_strings(client, published, {LATER: "Neu auch nachts."}) == [201]
    assert StaleTranslation.objects.filter(translation=published).exists()  # written, not yet published
    editing.publish_translation(client, published)
    assert not StaleTranslation.objects.filter(translation=published).exists()
    assert "Neu auch nachts." in str(published.get_target_instance().body)


def test_publishing_the_source_unchanged_marks_nothing(published, written, editor_ahk):
    change_source(written, editor_ahk, *list(SENTENCES)[2:])
    assert not StaleTranslation.objects.filter(translation=published).exists()


def test_draft_of_the_source_marks_nothing(published, written, editor_ahk):
    response = editing.edit_page(editing.at_work(editor_ahk), written, **editing.text_body(LATER))
    assert response.status_code == 302
    assert not StaleTranslation.objects.filter(translation=published).exists()
    assert LATER not in [row.string.data for row in published.source.stringsegment_set.all()]


def test_paragraph_keys_of_the_rich_text_editor_are_no_change(published, written, editor_ahk):
    """Text that was not written in the editor gets its keys at the first save there."""
    draft = written.get_latest_revision_as_object()
    draft.body[0].value.source = re.sub(r' data-block-key="[^"]*"', "", draft.body[0].value.source)
    draft.save_revision(user=editor_ahk).publish()
    keyless = str(NewsPage.objects.get(pk=written.pk).body.raw_data[0]["value"])
    change_source(written, editor_ahk, *list(SENTENCES)[2:])
    keyed = str(NewsPage.objects.get(pk=written.pk).body.raw_data[0]["value"])
    assert ("data-block-key" in keyless, "data-block-key" in keyed) == (False, True)
    assert not StaleTranslation.objects.filter(translation=published).exists()


def test_stopped_translation_is_marked_and_freed_by_publishing_it(published, written, editor_ahk, editor_wfs):
    client = editing.at_work(editor_wfs)
    client.post(reverse("wagtail_localize:stop_translation", args=[published.pk]))
    assert not Translation.objects.get(pk=published.pk).enabled
    change_source(written, editor_ahk, LATER)
    assert StaleTranslation.objects.filter(translation=published).exists()
    german = published.get_target_instance()
    editing.edit_page(client, german, action="publish", **editing.text_body("Neu auch nachts."))
    assert not StaleTranslation.objects.filter(translation=published).exists()
    assert "Neu auch nachts." in str(published.get_target_instance().body)


def test_machine_translation_fills_what_is_missing_and_publishes_nothing(translation, editor_wfs):
    client = editing.at_work(editor_wfs)
    editing.translate_strings(client, translation, dict([next(iter(SENTENCES.items()))]))
    client.post(reverse("wagtail_localize:machine_translate", args=[translation.pk]))
    rows = StringTranslation.objects.filter(
        locale=translation.target_locale, context__object_id=translation.source.object_id
    )
    by_hand = rows.get(translation_type="manual")
    assert by_hand.data == "Verzinkerei in Sokolov hat freie Kapazität"
    with translation_override("de"):
        tool = str(DummyTranslator.display_name)
    assert {row.tool_name for row in rows.filter(translation_type="machine")} == {tool}
    assert rows.count() == 4
    assert not translation.get_target_instance().live


def test_machine_translation_is_off_without_a_translator(translation, editor_wfs, settings):
    del settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR
    client = editing.at_work(editor_wfs)
    address = reverse("wagtail_localize:machine_translate", args=[translation.pk])
    assert client.post(address).status_code == 404
    page = client.get(reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk]))
    assert address not in page.content.decode()


def test_base_settings_have_no_translator_without_a_key():
    from portal.settings import base

    assert base.DEEPL_API_KEY == ""
    assert not hasattr(base, "WAGTAILLOCALIZE_MACHINE_TRANSLATOR")
    assert base.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE is False


@pytest.fixture
def shared_text(db) -> SharedText:
    return SharedText.objects.filter(locale__language_code="de").first()


def save_shared_text(user, text: SharedText, **fields) -> None:
    client = editing.at_work(user)
    address = reverse("wagtailsnippets_core_sharedtext:edit", args=[text.pk])
    data = editing.open_form(client, address, "w-editor-form") | fields
    assert client.post(address, data).status_code == 302


def test_shared_text_is_translated_marked_and_freed_like_a_page(shared_text, editor_wfs, editor_ahk):
    translation = Translation.objects.get(source__object_id=shared_text.translation_key)
    save_shared_text(editor_wfs, shared_text, title="Dolmetschen an allen Tischen")
    row = StaleTranslation.objects.get(translation=translation)
    assert row.changed_by == editor_wfs
    client = editing.at_work(editor_ahk)
    czech = translation.get_target_instance()
    address = reverse("wagtailsnippets_core_sharedtext:edit", args=[czech.pk])
    with translation_override("cs"):
        assert row.describe_to_translator() in messages(client.get(address))
    client.post(address, {"action": "publish"})
    assert StaleTranslation.objects.filter(translation=translation).exists()
    editing.translate_strings(client, translation, {"Dolmetschen an allen Tischen": "Tlumočení u všech stolů"})
    client.post(address, {"action": "publish"})
    assert not StaleTranslation.objects.filter(translation=translation).exists()
    assert translation.get_target_instance().title == "Tlumočení u všech stolů"


def test_shared_text_saved_unchanged_marks_nothing(shared_text, editor_wfs):
    save_shared_text(editor_wfs, shared_text)
    save_shared_text(editor_wfs, SharedText.objects.get(pk=shared_text.pk))
    assert not StaleTranslation.objects.exists()


def test_stopped_shared_text_is_freed_by_saving_it(shared_text, editor_wfs):
    translation = Translation.objects.get(source__object_id=shared_text.translation_key)
    Translation.objects.filter(pk=translation.pk).update(enabled=False)
    save_shared_text(editor_wfs, shared_text, title="Dolmetschen an allen Tischen")
    assert StaleTranslation.objects.filter(translation=translation).exists()
    save_shared_text(editor_wfs, translation.get_target_instance(), title="Tlumočení u všech stolů")
    assert not StaleTranslation.objects.filter(translation=translation).exists()


def test_translating_a_page_leaves_the_translated_texts_that_it_shows_alone(czech, shared_text, editor_wfs):
    translation = Translation.objects.get(source__object_id=shared_text.translation_key)
    Translation.objects.filter(pk=translation.pk).update(enabled=False)
    written_freely = translation.get_target_instance()
    written_freely.title = "Psáno volně"
    written_freely.save()
    page = NewsPage(
        title="Mit Kasten",
        slug="mit-kasten",
        locale=shared_text.locale,
        institution_id=_ahk_pk(),
        body=[("shared_text", shared_text)],
    )
    NewsIndexPage.objects.get(locale__language_code="de").add_child(instance=page)
    page.save_revision().publish()
    assert editing.submit(editing.at_work(editor_wfs), page, "cs").status_code == 302
    assert NewsPage.objects.filter(translation_key=page.translation_key, locale__language_code="cs").exists()
    assert SharedText.objects.get(pk=written_freely.pk).title == "Psáno volně"
    assert not Translation.objects.get(pk=translation.pk).enabled


def test_translating_with_everything_below_leaves_what_is_translated_alone(published, written, czech, editor_wfs):
    german = published.get_target_instance()
    Translation.objects.filter(pk=published.pk).update(enabled=False)
    draft = german.get_latest_revision_as_object()
    draft.title = "Frei geschrieben"
    draft.save_revision().publish()
    # The index above it becomes an alias, as where only a page deep in the tree was translated.
    index = german.get_parent().specific
    Page.objects.filter(pk=index.pk).update(alias_of=Page.objects.get(pk=czech.pk))
    before = Page.objects.filter(locale__language_code="de").count()
    response = editing.submit(editing.at_work(editor_wfs), czech, "de", include_subtree="on")
    assert response.status_code == 302
    assert Page.objects.get(pk=german.pk).title == "Frei geschrieben"
    assert not Translation.objects.get(pk=published.pk).enabled
    only_czech = [page for page in czech.get_children() if not page.get_translations().exists()]
    assert only_czech == []
    assert Page.objects.filter(locale__language_code="de").count() > before
