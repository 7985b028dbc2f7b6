"""The page of a company: everything public, nothing private, in both languages, at one address."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.test import Client, RequestFactory
from django.utils import timezone

from core.models import Institution, Place, PortalImage
from directory.models import (
    Capability,
    Certificate,
    Company,
    CompanyCertificate,
    CompanyPicture,
    Contact,
    Language,
    Location,
    Sector,
    Verification,
)
from directory.patterns import pattern_of

from .factories import CompanyFactory, ConceptFactory, OfferFactory
from .pages import LANGUAGES, address, count_queries, data_of, page_of, text_of

pytestmark = pytest.mark.django_db

BOTH = pytest.mark.parametrize("language", LANGUAGES)
CANARY = "Kanarienvogel"


def days(number: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=number)


@pytest.fixture
def company() -> Company:
    return CompanyFactory(legal_name="Drehtechnik Pobershau GmbH", summary_cs="Soustružíme a frézujeme.")


@BOTH
@pytest.mark.parametrize("state", ["draft", "hidden", "suspended"])
def test_company_that_is_not_published_is_a_404(company, language, state):
    Company.objects.filter(pk=company.pk).update(state=state, state_reason="Grund")
    response = Client().get(address(company, language))
    assert response.status_code == 404
    assert company.legal_name not in response.text


@pytest.mark.parametrize("pk", ["0", "99999999", "99999999999999999999999999"])
def test_company_that_does_not_exist_is_a_404(company, pk):
    assert Client().get(address(company).replace(f"-{company.pk}/", f"-{pk}/")).status_code == 404


@BOTH
def test_renamed_company_is_found_at_its_old_address(company, language):
    old = address(company, language)
    company.legal_name = "Zerspanung Pobershau GmbH"
    company.save()
    response = Client().get(f"{old}?von=mail&x=1")
    assert response.status_code == 301
    assert response["Location"] == f"{address(company, language)}?von=mail&x=1"


def test_page_takes_no_post_and_sets_no_cookie(company):
    client = Client()
    assert client.post(address(company)).status_code == 405
    assert not client.get(address(company)).cookies


@BOTH
def test_languages_lead_to_each_other(company, language):
    page = page_of(company, language)
    pairs = {link["hreflang"]: link["href"] for link in page.find_all("link", rel="alternate", hreflang=True)}
    assert pairs == {code: f"http://testserver{address(company, code)}" for code in LANGUAGES}
    assert page.find("link", rel="canonical")["href"] == pairs[language]


@BOTH
def test_text_of_the_other_language_stands_in_and_says_so(language):
    other = "cs" if language == "de" else "de"
    company = CompanyFactory(summary_de="", **{f"description_{other}": "Text der anderen Sprache."})
    page = page_of(company, language)
    paragraph = page.find(string="Text der anderen Sprache.").find_parent(lang=True)
    assert paragraph["lang"] == other
    own = page_of(company, other)
    assert own.find(string="Text der anderen Sprache.").find_parent(lang=True) is own.html


def test_only_what_a_contact_releases_is_shown(company):
    Contact.objects.create(
        company=company, name="Jens Uhlig", email=f"{CANARY}@x.example", phone="0151", is_name_public=True
    )
    Contact.objects.create(company=company, name=CANARY, email="verkauf@x.example", is_email_public=True)
    Contact.objects.create(company=company, email=f"{CANARY}2@x.example", is_imported=True)
    html = Client().get(address(company)).text
    assert "Jens Uhlig" in html
    assert "verkauf@x.example" in html
    assert CANARY not in html
    assert "0151" not in html


def test_expired_certificates_and_proofs_are_not_shown(company):
    iso, welding = Certificate.objects.filter(concept__key__in=["iso-9001", "en-1090"]).order_by("-concept__key")
    CompanyCertificate.objects.create(company=company, certificate=iso, valid_until=days(0))
    CompanyCertificate.objects.create(company=company, certificate=welding, number=CANARY, valid_until=days(-1))
    page = page_of(company)
    assert [tag.get_text() for tag in page.select(".entry-certificates h3")] == [iso.name]
    assert [held["name"] for held in data_of(page)["hasCertification"]] == [iso.name]
    assert CANARY not in str(page)


def test_offers_and_requests_are_listed_but_not_anonymous_or_expired_ones(company):
    OfferFactory(company=company, direction="request", title_de="Wellen gesucht")
    OfferFactory(company=company, title_de="Freie Drehmaschine")
    OfferFactory(company=company, title_de=CANARY, is_anonymous=True)
    OfferFactory(company=company, title_de=CANARY, valid_from=days(-20), valid_until=days(-1))
    OfferFactory(company=company, title_de=CANARY, state="draft")
    page = page_of(company)
    rows = page.select(".offer-line")
    assert [row.find("a").get_text() for row in rows] == ["Freie Drehmaschine", "Wellen gesucht"]
    assert [row.find(class_="badge")["class"][1] for row in rows] == ["badge--offer", "badge--request"]
    assert CANARY not in str(page)


def test_website_is_a_link_that_recommends_nothing(company):
    Company.objects.filter(pk=company.pk).update(website="https://www.pobershau.example/")
    link = page_of(company).find("a", href="https://www.pobershau.example/")
    assert link.get_text() == "www.pobershau.example"
    assert {"nofollow", "noopener"} <= set(link["rel"])


def test_address_that_is_not_on_the_web_is_no_link(company):
    Company.objects.filter(pk=company.pk).update(website="javascript:alert(1)")
    assert "javascript:" not in str(page_of(company))


def test_verification_is_told_in_words(company):
    institution = Institution.objects.get(key="ihk-chemnitz")
    Verification.objects.create(
        company=company, kind="institution", verified_on=dt.date(2026, 3, 12), institution=institution
    )
    page = page_of(company)
    said = page.find(class_="entry-trust").get_text(" ", strip=True)
    assert page.find("time", datetime="2026-03-12")
    assert str(institution.name) in said


def test_company_that_nobody_checked_says_so(company):
    assert len(page_of(company).select(".entry-trust strong")) == 1
    assert not page_of(company).select(".entry-trust time")


@BOTH
def test_map_names_the_towns_that_the_addresses_name(language):
    company = CompanyFactory(country="CZ", town="most")
    Location.objects.create(company=company, place=Place.objects.get(slug="zwickau"), country="DE")
    page = page_of(company, language)
    drawing = page.find("svg", role="img")
    assert [label.get_text() for label in drawing.find_all("text")] == ["Most", "Zwickau"]
    assert "Most, Zwickau" in drawing["aria-label"]
    addresses = page.find(class_="entry-places__list").get_text()
    assert "Most" in addresses
    assert "Zwickau" in addresses


def test_town_beyond_the_map_is_an_address_without_a_map():
    company = CompanyFactory(country="CZ")
    company.locations.update(place=None, other_town="Brno", latitude="49.19522", longitude="16.60796")
    page = page_of(company)
    assert "Brno" in page.find(class_="entry-places__list").get_text()
    assert page.find(class_="border-map") is None


def test_town_outside_the_list_is_shown_as_it_was_written():
    company = CompanyFactory()
    company.locations.all().delete()
    Location.objects.create(company=company, is_seat=True, other_town="Kleinhartmannsdorf", country="DE")
    assert "Kleinhartmannsdorf" in text_of(company)


def able(company: Company, *concepts) -> Company:
    for concept in concepts:
        Capability.objects.create(company=company, concept=concept)
    return company


def similar_names(company: Company) -> list[str]:
    return [link.get_text() for link in page_of(company).select(".entry-across h3 a")]


def test_similar_companies_are_on_the_other_side_with_most_in_common_first(company):
    turning, milling = ConceptFactory(name_de="Drehen"), ConceptFactory(name_de="Fräsen")
    able(company, turning, milling)
    able(CompanyFactory(legal_name="Eins", country="CZ"), turning)
    able(CompanyFactory(legal_name="Beide", country="CZ"), turning, milling)
    able(CompanyFactory(legal_name="Diesseits", country="DE"), turning)
    able(CompanyFactory(legal_name="Versteckt", country="CZ", state="hidden", state_reason="Grund"), turning)
    assert similar_names(company) == ["Beide", "Eins"]
    assert "Drehen, Fräsen" in page_of(company).select_one(".entry-across li").get_text()


def test_concepts_of_the_official_code_list_make_nobody_similar(company):
    concept = ConceptFactory(source="cpv", kind="product")
    able(company, concept)
    able(CompanyFactory(country="CZ"), concept)
    assert similar_names(company) == []


def test_companies_of_the_same_group_are_similar_after_those_that_do_the_same(company):
    turning = ConceptFactory()
    able(company, turning)
    group = {sector.code: sector for sector in Sector.objects.filter(code__in=["08.91", "08.92", "08.11"])}
    company.sectors.set([group["08.91"]])
    company.save()
    for name, code in [("Gleiche Gruppe", "08.92"), ("Andere Gruppe", "08.11")]:
        other = CompanyFactory(legal_name=name, country="CZ")
        other.sectors.set([group[code]])
        other.save()
    able(CompanyFactory(legal_name="Kann dasselbe", country="CZ"), turning)
    assert similar_names(company) == ["Kann dasselbe", "Gleiche Gruppe"]


def test_at_most_four_similar_companies_are_shown(company):
    turning = ConceptFactory()
    for entry in [company, *CompanyFactory.create_batch(5, country="CZ")]:
        able(entry, turning)
    assert len(similar_names(company)) == 4


def test_search_engines_are_told_what_the_page_shows(company):
    company.legal_name = '</script><b>"Anführung" & Söhne'
    company.founded, company.register_number, company.register_court = 1992, "HRB 7", "Chemnitz"
    company.save()
    page = page_of(company)
    data = data_of(page)
    assert data["@type"] == "Organization"
    assert data["name"] == company.legal_name
    assert data["url"] == f"http://testserver{address(company)}"
    assert data["foundingDate"] == "1992"
    assert data["address"][0]["addressLocality"] == "Zwickau"
    assert page.find("h1").get_text() == company.legal_name


def test_numbers_of_years_and_registers_are_not_grouped(company):
    Company.objects.filter(pk=company.pk).update(founded=1992)
    assert "1992" in text_of(company)


def with_all(company: Company, count: int) -> Company:
    """Give a company so many of everything."""
    images = list(PortalImage.objects.all()[: count + 1])
    places = Place.objects.exclude(region=None)[:count]
    certificates = Certificate.objects.all()[:count]
    Location.objects.bulk_create(Location(company=company, place=place, country=place.country) for place in places)
    CompanyCertificate.objects.bulk_create(
        CompanyCertificate(company=company, certificate=certificate) for certificate in certificates
    )
    for number in range(count):
        concept = ConceptFactory()
        able(company, concept)
        able(CompanyFactory(country="CZ"), concept)
        Contact.objects.create(company=company, name=f"Person {number}", is_name_public=True)
        CompanyPicture.objects.create(company=company, image=images[number], alt_de=f"Bild {number}")
        OfferFactory(company=company)
    for kind in list(Verification.Kind)[:count]:
        institution = Institution.objects.all()[len(kind) % 5]
        Verification.objects.create(company=company, kind=kind, verified_on=days(-1), institution=institution)
    company.logo = images[count]
    company.languages.set(Language.objects.all()[:count])
    company.sectors.set(Sector.objects.filter(level=4)[:count])
    company.save()
    return company


def test_page_costs_ten_queries_at_most_however_much_there_is():
    little, much = with_all(CompanyFactory(), 1), with_all(CompanyFactory(), 4)
    assert count_queries(address(much)) == count_queries(address(little)) <= 10


@BOTH
def test_draft_is_previewed_with_rows_that_were_never_saved(language):
    company = Company(legal_name="Entwurf s.r.o.", country="DE", summary_de="Noch nicht gespeichert.")
    company.locations = [Location(place=Place.objects.get(slug="zwickau"), country="DE", is_seat=True)]
    company.capabilities = [Capability(concept=ConceptFactory(name_de="Nieten", name_cs="Nýtování"), size="M8")]
    company.contacts = [Contact(name="Offen", is_name_public=True), Contact(name=CANARY)]
    company.languages = [Language.objects.get(code="de")]
    response = company.make_preview_request(RequestFactory().get("/admin/"), language)
    page = BeautifulSoup(response.content, "html.parser")
    assert page.html["lang"] == language
    said = page.find("main").get_text(" ", strip=True)
    capability = {"de": "Nieten", "cs": "Nýtování"}[language]
    for part in ("Entwurf s.r.o.", "Noch nicht gespeichert.", "Zwickau", capability, "Offen"):
        assert part in said
    assert CANARY not in said


def test_saved_company_is_previewed_as_it_will_be(company):
    company.summary_de = "Geändert, noch nicht gespeichert."
    response = company.make_preview_request(RequestFactory().get("/admin/"), "de")
    assert "Geändert, noch nicht gespeichert." in response.text


def test_pattern_follows_from_the_name_alone():
    names = ["Drehtechnik Pobershau GmbH", "Strojírna Žandov s.r.o.", "Ž", ""]
    assert [pattern_of(name) for name in names] == [pattern_of(name.upper()) for name in names]
    assert len({pattern_of(f"Firma {number}") for number in range(200)}) > 190


def test_logo_takes_the_place_of_the_pattern(company):
    assert page_of(company).find(class_="entry-pattern")
    company.logo = PortalImage.objects.first()
    company.save()
    page = page_of(company)
    assert page.find(class_="entry-pattern") is None
    assert page.find("img", class_="entry-head__logo")
