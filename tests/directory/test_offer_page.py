"""The page of an offer or request: what it says, whom it fits, and that an anonymous one does not tell its company."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.test import Client, RequestFactory
from django.utils import timezone

from core.models import Institution, Place, Region
from directory.models import (
    Capability,
    Company,
    Concept,
    Contact,
    Country,
    Language,
    Location,
    Offer,
    OfferCapability,
    Sector,
)

from .factories import CompanyFactory, ConceptFactory, OfferFactory
from .pages import LANGUAGES, address, count_queries, data_of, page_of, text_of

pytestmark = pytest.mark.django_db

BOTH = pytest.mark.parametrize("language", LANGUAGES)
CANARY = "Kanarienvogel"


def days(number: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=number)


@pytest.fixture
def offer() -> Offer:
    return OfferFactory(title_de="Freie Drehmaschine", title_cs="Volný soustruh")


@BOTH
@pytest.mark.parametrize(
    "change",
    [
        {"state": "draft"},
        {"state": "hidden", "state_reason": "Grund"},
        {"state": "suspended", "state_reason": "Grund"},
        {"valid_from": days(-20), "valid_until": days(-1)},
    ],
)
def test_offer_that_is_not_public_today_is_a_404(offer, language, change):
    Offer.objects.filter(pk=offer.pk).update(**change)
    response = Client().get(address(offer, language))
    assert response.status_code == 404
    assert "Freie Drehmaschine" not in response.text


@BOTH
def test_offer_of_a_hidden_company_is_a_404(offer, language):
    Company.objects.filter(pk=offer.company_id).update(state="hidden", state_reason="Grund")
    assert Client().get(address(offer, language)).status_code == 404


def test_offer_is_there_on_its_last_day(offer):
    Offer.objects.filter(pk=offer.pk).update(valid_from=days(-5), valid_until=days(0))
    assert Client().get(address(offer)).status_code == 200


@BOTH
def test_renamed_offer_is_found_at_its_old_address(offer, language):
    old = address(offer, language)
    offer.title_de, offer.title_cs = "Zwei freie Drehmaschinen", "Dva volné soustruhy"
    offer.save()
    response = Client().get(f"{old}?von=mail")
    assert response.status_code == 301
    assert response["Location"] == f"{address(offer, language)}?von=mail"


@BOTH
def test_languages_lead_to_each_other_with_their_own_words(offer, language):
    page = page_of(offer, language)
    pairs = {link["hreflang"]: link["href"] for link in page.find_all("link", rel="alternate", hreflang=True)}
    assert pairs == {code: f"http://testserver{address(offer, code)}" for code in LANGUAGES}
    assert "freie-drehmaschine" in pairs["de"]
    assert "volny-soustruh" in pairs["cs"]


@BOTH
def test_text_of_the_other_language_stands_in_and_says_so(language):
    other = "cs" if language == "de" else "de"
    texts = {"title_de": "", f"title_{other}": "Titel", f"text_{other}": "Ein Satz.", f"quantity_{other}": "5"}
    offer = OfferFactory(**texts)
    page = page_of(offer, language)
    assert page.find("h1")["lang"] == other
    assert page.find(string="Ein Satz.").find_parent(lang=True)["lang"] == other
    assert page_of(offer, other).find("h1").get("lang") is None


@pytest.mark.parametrize(("direction", "kind"), [("offer", "Offer"), ("request", "Demand")])
def test_direction_is_told_to_people_and_to_search_engines(direction, kind):
    offer = OfferFactory(direction=direction, title_de='</script>"Wellen" & mehr', text_de="Ein\nText.")
    page = page_of(offer)
    data = data_of(page)
    assert (data["@type"], data["name"], data["description"]) == (kind, offer.title_de, "Ein\nText.")
    giver = data["offeredBy"] if kind == "Offer" else data["@reverse"]["seeks"]
    assert giver["name"] == offer.company.legal_name
    assert data["validThrough"] == offer.valid_until.isoformat()
    assert page.select_one(".direction .badge")["class"] == ["badge", f"badge--{direction}"]


def test_facts_are_shown(offer):
    offer.quantity_de = "500 Stück je Monat"
    offer.regions.set(Region.objects.filter(code="CZ042"))
    offer.languages.set(Language.objects.filter(code__in=["cs", "en"]))
    offer.save()
    OfferCapability.objects.create(offer=offer, concept=ConceptFactory(name_de="Drehen"), lot_from=50, lot_to=20000)
    said = text_of(offer)
    for part in ("500 Stück je Monat", "Region Ústí", "Tschechisch, Englisch", "Drehen", "20.000"):
        assert part in said


def test_other_offers_of_the_company_are_listed_but_not_anonymous_ones(offer):
    OfferFactory(company=offer.company, title_de="Noch eins")
    OfferFactory(company=offer.company, title_de=CANARY, is_anonymous=True)
    OfferFactory(company=offer.company, title_de=CANARY, state="draft")
    page = page_of(offer)
    assert [link.get_text() for link in page.select(".offer-line a")] == ["Noch eins"]
    assert CANARY not in str(page)


def able(offer: Offer, *concepts: Concept) -> Offer:
    for concept in concepts:
        OfferCapability.objects.create(offer=offer, concept=concept)
    return offer


def fitting_titles(offer: Offer) -> list[str]:
    return [link.get_text() for link in page_of(offer).select(".entry-across h3 a")]


def test_requests_across_the_border_that_fit_are_listed(offer):
    turning, milling = ConceptFactory(), ConceptFactory()
    able(offer, turning, milling)
    czech = CompanyFactory(country="CZ")
    able(OfferFactory(company=czech, direction="request", title_de="Eins"), turning)
    able(OfferFactory(company=czech, direction="request", title_de="Beides"), turning, milling)
    able(OfferFactory(company=czech, direction="offer", title_de="Selbst ein Angebot"), turning)
    able(OfferFactory(direction="request", title_de="Diesseits"), turning)
    able(OfferFactory(company=czech, direction="request", title_de="Entwurf", state="draft"), turning)
    assert fitting_titles(offer) == ["Beides", "Eins"]


def in_sector(company: Company, code: str) -> Company:
    company.sectors.set(Sector.objects.filter(code=code))
    company.save()
    return company


def test_broader_and_narrower_concepts_fit_after_the_same(offer):
    machining = ConceptFactory()
    turning = ConceptFactory(broader=machining)
    threads, milling = ConceptFactory(broader=turning), ConceptFactory(broader=machining)
    able(offer, turning)
    czech = CompanyFactory(country="CZ")
    for title, concept in [("Fräsen", milling), ("Drehen", turning), ("Zerspanen", machining), ("Gewinde", threads)]:
        able(OfferFactory(company=czech, direction="request", title_de=title), concept)
    assert fitting_titles(offer) == ["Drehen", "Gewinde", "Zerspanen"]


@pytest.mark.parametrize("says_what", [True, False])
def test_sector_of_the_company_counts_where_an_offer_says_no_capability(offer, says_what):
    in_sector(offer.company, "08.91")
    mining = in_sector(CompanyFactory(country="CZ"), "08.92")
    OfferFactory(company=mining, direction="request", title_de="Gleiche Gruppe")
    OfferFactory(company=mining, direction="request", title_de=CANARY, is_anonymous=True)
    if says_what:
        able(offer, ConceptFactory())
    assert fitting_titles(offer) == ([] if says_what else ["Gleiche Gruppe"])


def test_sector_of_the_company_does_not_count_for_an_anonymous_offer(offer):
    in_sector(offer.company, "08.91")
    OfferFactory(company=in_sector(CompanyFactory(country="CZ"), "08.92"), direction="request")
    Offer.objects.filter(pk=offer.pk).update(is_anonymous=True)
    assert fitting_titles(offer) == []


@pytest.fixture
def anonymous() -> Offer:
    """A request whose company has its name in everything that could give it away."""
    company = CompanyFactory(
        legal_name=f"{CANARY} GmbH",
        summary_de=f"{CANARY} dreht.",
        website=f"https://{CANARY.lower()}.example",
        register_number="HRB 77777",
        register_court="Chemnitz",
    )
    company.locations.all().delete()
    Location.objects.create(
        company=company, is_seat=True, place=Place.objects.get(slug="zwickau"), street=f"{CANARY}straße 1", country="DE"
    )
    Contact.objects.create(company=company, name=CANARY, email=f"{CANARY}@x.example", is_email_public=True)
    Capability.objects.create(company=company, concept=ConceptFactory(name_de=CANARY, name_cs=CANARY))
    OfferFactory(company=company, title_de=f"Noch etwas von {CANARY}")
    return OfferFactory(company=company, direction="request", title_de="Wellen gesucht", is_anonymous=True)


@BOTH
def test_anonymous_request_tells_nothing_of_its_company(anonymous, language):
    for report in (False, True):
        response = Client().get(address(anonymous, language, report=report))
        assert response.status_code == 200
        assert CANARY.lower() not in response.text.lower()
        assert "77777" not in response.text
        assert str(anonymous.company.get_absolute_url()) not in response.text
        assert f"-{anonymous.company_id}/" not in response.text.replace(f"-{anonymous.pk}/", "")
    assert "Most" not in response.text


def test_anonymous_request_names_the_institution_and_the_region_but_no_town(anonymous):
    page = page_of(anonymous)
    said = page.find("main").get_text(" ", strip=True)
    institution = Institution.objects.get(key="ihk-chemnitz")
    assert str(institution.name) in said
    assert "Landkreis Zwickau" in said
    assert "Zwickau" not in said.replace("Landkreis Zwickau", "")
    assert data_of(page)["@reverse"]["seeks"]["name"] == str(institution.name)


def test_anonymous_offer_across_the_border_is_listed_with_its_region_alone(offer, anonymous):
    turning = ConceptFactory()
    able(anonymous, turning)
    czech = able(OfferFactory(company=CompanyFactory(country="CZ"), direction="offer"), turning)
    page = page_of(czech)
    assert [link.get_text() for link in page.select(".entry-across h3 a")] == ["Wellen gesucht"]
    assert CANARY not in str(page)
    facts = page.select_one(".entry-across .meta").get_text(" ", strip=True)
    assert facts.startswith("Landkreis Zwickau")


def with_all(offer: Offer, count: int) -> Offer:
    offer.regions.set(Region.objects.all()[:count])
    offer.languages.set(Language.objects.all()[:count])
    offer.save()
    for _number in range(count):
        concept = ConceptFactory()
        able(offer, concept)
        able(OfferFactory(company=CompanyFactory(country=Country.CZECHIA), direction="request"), concept)
        OfferFactory(company=offer.company)
    return offer


def test_page_costs_ten_queries_at_most_however_much_there_is():
    little, much = with_all(OfferFactory(), 1), with_all(OfferFactory(), 4)
    assert count_queries(address(much)) == count_queries(address(little)) <= 10


@BOTH
def test_draft_is_previewed_with_rows_that_were_never_saved(language):
    offer = Offer(company=CompanyFactory(), direction="request", type="product", title_de="Noch nicht gespeichert")
    offer.capabilities = [OfferCapability(concept=ConceptFactory(name_de="Nieten", name_cs="Nýtování"))]
    response = offer.make_preview_request(RequestFactory().get("/admin/"), language)
    page = BeautifulSoup(response.content, "html.parser")
    assert page.html["lang"] == language
    said = page.find("main").get_text(" ", strip=True)
    for part in ("Noch nicht gespeichert", offer.company.legal_name, {"de": "Nieten", "cs": "Nýtování"}[language]):
        assert part in said
