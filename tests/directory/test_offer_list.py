"""The list of offers and requests."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from directory.models import Company, Language, Location, Offer, OfferCapability, Sector
from news.models import NewsIndexPage
from tests.directory.factories import CompanyFactory, ConceptFactory, OfferFactory
from tests.directory.lists import address_of, show, status_of

LANGUAGES = pytest.mark.parametrize("language", ["de", "cs"])
TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def _nothing_listed(db) -> None:
    Company.objects.update(state="draft")


def days(number: int) -> dt.timedelta:
    return dt.timedelta(days=number)


# What is listed


@pytest.mark.parametrize(
    "withheld",
    [
        {"state": "draft"},
        {"state": "hidden", "state_reason": "Doppelt"},
        {"state": "suspended", "state_reason": "Beschwerde"},
        {"valid_from": TODAY() - days(30), "valid_until": TODAY() - days(1)},
        {"company__state": "draft"},
        {"company__state": "hidden", "company__state_reason": "Geschlossen"},
        {"company__state": "suspended", "company__state_reason": "Beschwerde"},
    ],
)
def test_offer_list_hides_what_is_not_public(withheld):
    shown = OfferFactory(title_de="Offen")
    hidden = OfferFactory(title_de="Kanarienvogel", company__town="plauen", **withheld)
    hidden.languages.add(Language.objects.get(code="hu"))
    hidden.save()
    hidden.company.sectors.add(Sector.objects.get(scheme="nace2", code="25.62"))
    hidden.company.save()
    OfferCapability.objects.create(offer=hidden, concept=ConceptFactory(key="geheimes-verfahren"))
    rows, drawn = show("offers"), show("offers", {"view": "map"})
    assert (rows.rows, rows.count, drawn.count) == ([shown.title_de], 1, 1)
    assert list(drawn.towns.values()) == list(drawn.markers().values()) == [1]
    for name in ("sector", "language", "capability"):
        assert rows.choices(name) == []
    assert "Kanarienvogel" not in rows.soup.get_text()


def test_offer_is_listed_on_its_last_day():
    OfferFactory(valid_from=TODAY() - days(30), valid_until=TODAY())
    assert show("offers").count == 1


def test_offer_and_request_differ_by_word_and_class():
    OfferFactory()
    OfferFactory(direction="request")
    badges = show("offers").soup.select(".offer-row .badge")
    assert {badge["class"][1] for badge in badges} == {"badge--offer", "badge--request"}
    assert len({badge.get_text() for badge in badges}) == 2


@LANGUAGES
def test_offer_row_marks_a_title_in_the_other_language(language):
    other = "cs" if language == "de" else "de"
    OfferFactory(**{"title_de": "", "title_cs": "", f"title_{other}": "Titel"})
    link = show("offers", language=language).soup.select_one(".offer-row__title a")
    assert (link.get_text(), link["lang"], link["hreflang"]) == ("Titel", other, language)


# Anonymous offers


def test_anonymous_offer_tells_region_and_institution_only():
    OfferFactory(company__legal_name="Geheim GmbH", company__town="plauen", is_anonymous=True)
    row = show("offers").soup.select_one(".offer-row").get_text(" ")
    assert "Vogtlandkreis" in row
    assert "IHK Chemnitz" in row
    assert "Geheim" not in row
    assert "Plauen" not in row


@pytest.mark.parametrize(("country", "institution"), [("DE", "WFS"), ("CZ", "AHK Services")])
def test_anonymous_offer_from_outside_the_regions_names_who_stands_in(country, institution):
    offer = OfferFactory(company__country=country, is_anonymous=True)
    Location.objects.filter(company=offer.company).delete()
    assert institution in show("offers").soup.select_one(".offer-row__facts").get_text()


def test_anonymous_offer_is_not_found_by_what_it_does_not_tell():
    anonymous, named = OfferFactory(title_de="anonym", is_anonymous=True), OfferFactory(title_de="offen")
    for offer in (anonymous, named):
        offer.company.sectors.add(Sector.objects.get(scheme="nace2", code="25.62"))
        offer.company.save()
    assert set(show("offers", {"region": "DED45", "side": "de"}).rows) == {"anonym", "offen"}
    assert show("offers", {"sector": "25"}).rows == ["offen"]
    assert show("offers", {"place": "zwickau"}).rows == ["offen"]


def test_sectors_of_anonymous_offers_are_no_choice():
    offer = OfferFactory(is_anonymous=True)
    offer.company.sectors.add(Sector.objects.get(scheme="nace2", code="25.62"))
    offer.company.save()
    assert show("offers").choices("sector") == []


# Order and pages


def test_newest_offers_come_first_or_those_that_end_soon():
    OfferFactory(title_de="alt, endet spät", valid_from=TODAY() - days(20), valid_until=TODAY() + days(90))
    OfferFactory(title_de="neu, endet bald", valid_from=TODAY(), valid_until=TODAY() + days(5))
    OfferFactory(title_de="mittel", valid_from=TODAY() - days(9), valid_until=TODAY() + days(30))
    assert show("offers").rows == ["neu, endet bald", "mittel", "alt, endet spät"]
    assert show("offers", {"sort": "ending"}).rows == ["neu, endet bald", "mittel", "alt, endet spät"]
    Offer.objects.filter(title_de="mittel").update(valid_until=TODAY() + days(1))
    assert show("offers", {"sort": "ending"}).rows[0] == "mittel"


def test_offer_list_is_paged_by_twenty():
    company = CompanyFactory()
    for _number in range(21):
        OfferFactory(company=company)
    assert [len(show("offers", {"page": page}).rows) for page in (1, 2)] == [20, 1]


# Filters


@pytest.fixture
def scattered() -> None:
    """Offers that differ in everything that can be chosen."""
    broad = ConceptFactory(key="zerspanung", name_de="Zerspanung")
    turning = ConceptFactory(key="drehen", name_de="Drehen", broader=broad)
    zwickau = OfferFactory(title_de="Zwickau", type="product", company__town="zwickau")
    most = OfferFactory(title_de="Most", type="capacity", direction="request", company__country="CZ")
    praha = OfferFactory(title_de="Praha", company__country="CZ", company__town="praha")
    for offer, concept, code, spoken in ((zwickau, turning, "25.62", "de"), (most, broad, "28", "cs")):
        OfferCapability.objects.create(offer=offer, concept=concept)
        offer.languages.add(Language.objects.get(code=spoken), Language.objects.get(code="en"))
        offer.save()
        offer.company.sectors.add(Sector.objects.get(scheme="nace2", code=code))
        offer.company.save()
    praha.languages.add(Language.objects.get(code="cs"))
    praha.save()


ALL = {"Zwickau", "Most", "Praha"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ALL),
        ({"direction": "offer"}, {"Zwickau", "Praha"}),
        ({"direction": ["offer", "request"]}, ALL),
        ({"type": "capacity"}, {"Most"}),
        ({"type": ["capacity", "product"]}, {"Zwickau", "Most"}),
        ({"capability": "zerspanung"}, {"Zwickau", "Most"}),
        ({"capability": "drehen"}, {"Zwickau"}),
        ({"side": "cz"}, {"Most", "Praha"}),
        ({"region": "CZ042"}, {"Most"}),
        ({"sector": "25"}, {"Zwickau"}),
        ({"sector": ["25", "28"]}, {"Zwickau", "Most"}),
        ({"language": "en"}, {"Zwickau", "Most"}),
        ({"language": ["en", "cs"]}, {"Most"}),
        ({"place": ["praha", "zwickau"]}, {"Praha", "Zwickau"}),
        ({"side": "cz", "direction": "offer", "language": "cs"}, {"Praha"}),
        ({"side": "de", "direction": "request"}, set()),
    ],
)
@LANGUAGES
def test_offer_filter_holds_in_list_count_and_map(scattered, language, query, expected):
    found = show("offers", query, language=language)
    drawn = show("offers", {**query, "view": "map"}, language=language)
    assert set(found.rows) == expected
    assert found.count == drawn.count == sum(drawn.towns.values()) == len(expected)


def test_offer_facets_offer_what_occurs(scattered):
    shown = show("offers")
    assert shown.choices("sector") == ["25", "28"]
    assert shown.choices("capability") == ["zerspanung", "drehen"]
    assert shown.choices("language") == ["de", "cs", "en"]
    assert shown.choices("direction") == ["offer", "request"]


# Costs and bad input


@pytest.mark.parametrize("view", ["list", "map"])
def test_offer_list_costs_the_same_for_one_and_for_ten(view):
    def add() -> None:
        OfferFactory(is_anonymous=True)
        OfferFactory(direction="request", company__country="CZ")

    def cost() -> int:
        cache.clear()  # what can be chosen is kept there
        Client().get(news)  # Wagtail's addresses of the sites, too
        return show("offers", {"view": view, "place": ["zwickau", "most", "elsewhere"]}).queries

    news = NewsIndexPage.objects.get(locale__language_code="de").url
    add()
    for_one = cost()
    for _number in range(9):
        add()
    assert cost() == for_one <= 10


@pytest.mark.parametrize(
    "query",
    [
        {"direction": "both"},
        {"type": "thing"},
        {"side": "pl"},
        {"region": "DED99"},
        {"sector": "99.99"},
        {"capability": "gibt-es-nicht"},
        {"language": "\x00"},
        {"place": "atlantis"},
        {"sort": "name"},
        {"view": "globe"},
        {"page": "-1"},
        {"page": "x"},
    ],
)
@LANGUAGES
def test_value_that_does_not_exist_is_404(language, query):
    assert status_of("offers", query, language=language) == 404


@pytest.mark.parametrize("query", ["unknown=" + "x" * 50_000, "type=product&" * 4_000])
def test_query_string_of_50_kb_does_no_harm(query):
    assert status_of("offers", query) == 200


def test_offer_list_names_itself(db):
    soup = show("offers", language="cs").soup
    assert soup.find("link", rel="canonical")["href"] == f"http://testserver{address_of('offers', 'cs')}"
    assert soup.select_one(".menu__link[aria-current=page]")["href"] == address_of("offers", "cs")
