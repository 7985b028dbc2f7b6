"""Choosing concepts, sectors and entries in the admin, and the entries that pages show."""

import json
import uuid
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail_localize.models import OverridableSegment, Translation

from core.models import Institution, Place
from directory.models import Company, Sector, Term
from directory.snippets.choosers import sector_chooser
from directory.snippets.widgets import ManyChooser
from news.models import NewsIndexPage, NewsPage
from tests.editing import XHR, add_page, at_work, publish_translation, submit
from tests.factories import NewsPageFactory

from .editing import save
from .factories import CompanyFactory, ConceptFactory, OfferFactory

pytestmark = pytest.mark.django_db
ROLES = ["operator", "editor_wfs", "author", "moderator_karlovy_vary"]


def chosen_from(client, name, **query) -> list[str]:
    """Return the titles in the window of a chooser."""
    response = client.get(f"/admin/{name}/results/", query, headers=XHR)
    assert response.status_code == 200
    return [link.get_text(strip=True) for link in BeautifulSoup(response.content, "html.parser").select("td.title a")]


def body(*blocks: tuple[str, object]) -> str:
    return json.dumps([{"type": kind, "value": entry.pk, "id": str(uuid.uuid4())} for kind, entry in blocks])


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def main_of(page: NewsPage) -> str:
    response = Client().get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").find("main").get_text(" ", strip=True)


def preview_of(client, page: NewsPage) -> str:
    response = client.get(f"/admin/pages/{page.pk}/view_draft/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("role", ["editor_wfs", "editor_ahk"])
def test_concept_is_found_by_any_word_in_both_languages(request, role):
    concept = ConceptFactory(name_de="Zwirbelerodieren", name_cs="zvířené jiskření")
    Term.objects.create(concept=concept, language="de", text="Funkenabtrag Zwei")
    Term.objects.create(concept=concept, language="cs", text="Žhavé jiskření")
    client = at_work(request.getfixturevalue(role))
    title = {"editor_wfs": "Zwirbelerodieren", "editor_ahk": "zvířené jiskření"}[role]
    for words in ["zwirbelerod", "zvířené jisk", "funkenabtrag", "žhavé"]:
        assert chosen_from(client, "concept_chooser", q=words) == [title], words


def test_curated_concepts_come_before_cpv(editor_wfs):
    ConceptFactory(name_de="Zzz Sonderwort", source="curated")
    ConceptFactory(name_de="Aaa Sonderwort", source="cpv")
    found = chosen_from(at_work(editor_wfs), "concept_chooser", q="Sonderwort")
    assert found == ["Zzz Sonderwort", "Aaa Sonderwort"]


def test_materials_are_chosen_among_materials(editor_wfs):
    ConceptFactory(name_de="Sonderwort Stahl", kind="material")
    ConceptFactory(name_de="Sonderwort Drehen")
    assert chosen_from(at_work(editor_wfs), "material_chooser", q="Sonderwort") == ["Sonderwort Stahl"]


def test_towns_are_found_by_all_their_names(editor_wfs):
    place = Place.objects.filter(aliases__isnull=False).first()
    for name in (place.name_de, place.name_cs, place.aliases.first().name):
        assert str(place) in chosen_from(at_work(editor_wfs), "place_chooser", q=name)


def test_several_sectors_are_chosen_at_once(moderator_chemnitz):
    machining, forging = (
        Sector.objects.get(scheme="nace2", code="25.62"),
        Sector.objects.get(scheme="nace2", code="25.50"),
    )
    client = at_work(moderator_chemnitz)
    assert "25.62" in client.get("/admin/sector_chooser/", {"multiple": 1, "q": "25.62"}).json()["html"]
    answer = client.get("/admin/sector_chooser/chosen-multiple/", {"id": [machining.pk, forging.pk]}).json()
    assert {row["id"] for row in answer["result"]} == {str(machining.pk), str(forging.pk)}
    company = CompanyFactory()
    assert save(client, company, sectors=[machining.pk, forging.pk]).status_code == 302
    assert set(company.sectors.all()) == {machining, forging}


def test_field_shows_what_was_chosen_and_nothing_else():
    sector = Sector.objects.get(scheme="nace2", code="25.62")
    html = ManyChooser(sector_chooser).render("sectors", [sector.pk, "x", 0], {"id": "id_sectors"})
    items = BeautifulSoup(html, "html.parser").select("[data-many-chooser-list] li")
    assert [item.input["value"] for item in items] == [str(sector.pk)]
    assert len(html) < 4_000


@pytest.mark.parametrize("role", ROLES)
def test_every_editor_chooses_published_entries_alone(request, role):
    client = at_work(request.getfixturevalue(role))
    company, hidden = CompanyFactory(legal_name="Offen Zzz"), CompanyFactory(legal_name="Verdeckt Zzz", state="draft")
    offer = OfferFactory(title_de="Angebot Zzz", company=company)
    secret = [OfferFactory(title_de="Entwurf Zzz", state="draft"), OfferFactory(title_de="Mit Zzz", company=hidden)]
    assert chosen_from(client, "snippets/choose/directory/company", q="zzz") == ["Offen Zzz"]
    assert chosen_from(client, "snippets/choose/directory/offer", q="zzz") == ["Angebot Zzz"]
    for entry, is_shown in [(company, True), (hidden, False), (offer, True), *((each, False) for each in secret)]:
        address = f"/admin/snippets/choose/directory/{entry._meta.model_name}"
        assert (client.get(f"{address}/chosen/{entry.pk}/").status_code == 200) is is_shown
        several = client.get(f"{address}/chosen-multiple/", {"id": entry.pk}).json()
        assert bool(several["result"]) is is_shown


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "name",
    ["concept_chooser", "company_of_offer_chooser", "place_chooser"]
    + [f"snippets/choose/{model}" for model in ("directory/company", "directory/offer", "core/sharedtext")],
)
def test_nothing_is_created_in_the_window_of_a_chooser(request, role, name):
    client, before = at_work(request.getfixturevalue(role)), Company.objects.count()
    assert client.post(f"/admin/{name}/create/", {"legal_name": "Neu", "country": "DE"}).status_code == 404
    assert Company.objects.count() == before


@pytest.mark.parametrize(
    "name", ["concept_chooser", "company_of_offer_chooser", "place_chooser", "snippets/choose/directory/offer"]
)
def test_what_is_no_number_is_not_there(operator, name):
    client = at_work(operator)
    for view in ("chosen/abc/", "chosen/1x/", "chosen-multiple/?id=abc", "chosen-multiple/?id=1&id="):
        assert client.get(f"/admin/{name}/{view}", headers=XHR).status_code == 404, view


@pytest.mark.parametrize(
    ("role", "status"), [("operator", 200), ("moderator_chemnitz", 200), ("editor", 403), ("author", 403)]
)
def test_drafts_are_chosen_by_who_writes_offers(request, role, status):
    client = at_work(request.getfixturevalue(role))
    company = CompanyFactory(legal_name="Verdeckt Zzz", state="draft")
    for view in ("", "results/", f"chosen/{company.pk}/", f"chosen-multiple/?id={company.pk}"):
        assert client.get(f"/admin/company_of_offer_chooser/{view}", headers=XHR).status_code == status


def test_author_puts_a_company_on_a_page(author):
    company = CompanyFactory(legal_name="Gewählt GmbH")
    response = add_page(
        at_work(author),
        NewsIndexPage.objects.get(locale__language_code="de"),
        NewsPage,
        title="Mit Firma",
        slug="mit-firma",
        published_on="2026-05-04",
        institution=Institution.objects.get(key="wfs").pk,
        **nested_form_data({"body": streamfield([("company", company.pk)])}),
    )
    assert response.status_code == 302
    page = NewsPage.objects.get(title="Mit Firma").get_latest_revision_as_object()
    assert page.body[0].value == company


@pytest.mark.parametrize(("language", "town"), [("de", "Zittau"), ("cs", "Žitava")])
def test_page_shows_entries_in_the_readers_language(language, town):
    company = CompanyFactory(legal_name="Gezeigt GmbH", town="zittau", summary_cs="Soustružíme.")
    offer = OfferFactory(title_de="Drehteile im Block", title_cs="Soustružené díly", company=company)
    page = NewsPageFactory(language=language, body=body(("company", company), ("offer", offer)))
    text = main_of(page)
    shown = {"de": ["Wir drehen und fräsen.", "Drehteile im Block"], "cs": ["Soustružíme.", "Soustružené díly"]}
    assert [each for each in ["Gezeigt GmbH", town, *shown[language]] if each not in text] == []
    with translation.override(language):
        assert f'href="{company.get_absolute_url()}"' in Client().get(page.url).content.decode()


def test_text_in_the_other_language_is_marked():
    page = NewsPageFactory(language="cs", body=body(("company", CompanyFactory()), ("offer", OfferFactory())))
    soup = BeautifulSoup(Client().get(page.url).content, "html.parser")
    assert soup.find("main").find(lang="de", string="Wir drehen und fräsen.")
    assert "jen německy" in soup.find("main").get_text()


def test_anonymous_offer_names_no_company():
    offer = OfferFactory(company=CompanyFactory(legal_name="Ungenannt GmbH"), is_anonymous=True)
    assert "Ungenannt" not in Client().get(NewsPageFactory(body=body(("offer", offer))).url).content.decode()


@pytest.mark.parametrize("change", ["hidden", "suspended", "draft"])
def test_entry_that_is_no_longer_public_is_told_to_editors_alone(editor_wfs, change):
    company, offer = CompanyFactory(legal_name="Vorbei GmbH"), OfferFactory(title_de="Vorbei-Teile")
    page = NewsPageFactory(body=body(("company", company), ("offer", offer)))
    for entry in (company, offer):
        type(entry).objects.filter(pk=entry.pk).update(state=change, state_reason="…")
    assert "Vorbei" not in Client().get(page.url).content.decode()
    client = at_work(editor_wfs)
    preview, form = preview_of(client, page), client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    for entry in (company, offer):
        assert str(entry.pk) in soup(preview).find("main").get_text()
        assert f'"id": {entry.pk}' in unescape(form)
    assert len(soup(preview).select("main .notice--warning")) == 2
    # Any number could have been sent: no entry that is not public is named to who writes pages.
    assert "Vorbei" not in preview + form


def test_deleted_entry_leaves_the_page_whole(editor_wfs):
    company = CompanyFactory()
    page = NewsPageFactory(body=body(("company", company)))
    Company.objects.filter(pk=company.pk).delete()
    assert "Besucher sehen" not in main_of(page)
    assert "Besucher sehen diesen Baustein nicht: Der Eintrag wurde gelöscht." in preview_of(at_work(editor_wfs), page)


def test_blocks_cost_the_same_for_one_and_for_ten():
    def cost(number: int) -> int:
        companies = [("company", CompanyFactory()) for _each in range(number)]
        page = NewsPageFactory(body=body(*companies, *(("offer", OfferFactory()) for _each in range(number))))
        Client().get(page.url)
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(page.url).status_code == 200
        return len(captured)

    for_one = cost(1)
    assert for_one <= 10
    assert cost(10) == for_one


def test_entries_pass_through_translation(editor_ahk, editor_wfs):
    company, offer = CompanyFactory(summary_cs="Soustružíme."), OfferFactory(title_cs="Soustružené díly")
    page = NewsPageFactory(title="Zum Übersetzen", body=body(("company", company), ("offer", offer)))
    submit(at_work(editor_ahk), page, "cs")
    started = Translation.objects.get(source__object_id=page.translation_key)
    segments = OverridableSegment.objects.filter(source=started.source)
    assert {json.loads(segment.data_json) for segment in segments} >= {company.pk, offer.pk}
    publish_translation(at_work(editor_ahk), started)
    text = main_of(started.get_target_instance())
    assert "Soustružíme." in text
    assert "Soustružené díly" in text


def test_usage_names_the_pages_of_an_entry(operator):
    company = CompanyFactory()
    NewsPageFactory(title="Verwendet hier", body=body(("company", company)))
    response = at_work(operator).get(f"/admin/snippets/directory/company/usage/{company.pk}/")
    assert "Verwendet hier" in response.content.decode()
