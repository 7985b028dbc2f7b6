"""The list of companies, as rows and as a map."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from core.filters import Choice
from directory.filters import MOST_CONCEPTS, within_reach
from directory.models import Capability, Certificate, Company, CompanyCertificate, Language, Location, Sector
from news.models import NewsIndexPage
from tests.directory.factories import CompanyFactory, ConceptFactory, OfferFactory
from tests.directory.lists import address_of, show, status_of

LANGUAGES = pytest.mark.parametrize("language", ["de", "cs"])
WITHHELD = [("draft", ""), ("hidden", "Adresse unklar"), ("suspended", "Beschwerde")]


@pytest.fixture(autouse=True)
def _nothing_listed(db) -> None:
    Company.objects.update(state="draft")


def certify(company: Company, key: str, **validity) -> None:
    certificate = Certificate.objects.get(concept__key=key)
    CompanyCertificate.objects.create(company=company, certificate=certificate, **validity)


def speak(company: Company, *codes: str) -> None:
    company.languages.set(Language.objects.filter(code__in=codes))
    company.save()


# What is listed


@pytest.mark.parametrize(("state", "reason"), WITHHELD)
def test_company_list_hides_what_is_not_published(state, reason):
    sector = Sector.objects.get(scheme="nace2", code="25.62")
    concept = ConceptFactory(key="geheimes-verfahren")
    shown = CompanyFactory(legal_name="Offen GmbH")
    hidden = CompanyFactory(legal_name="Kanarienvogel GmbH", state=state, state_reason=reason, town="plauen")
    hidden.sectors.add(sector)
    hidden.save()
    speak(hidden, "hu")
    certify(hidden, "iso-9001")
    Capability.objects.create(company=hidden, concept=concept)
    rows, drawn = show("companies"), show("companies", {"view": "map"})
    assert (rows.rows, rows.count, drawn.count) == ([shown.legal_name], 1, 1)
    assert list(drawn.towns.values()) == list(drawn.markers().values()) == list(drawn.markers("phone").values()) == [1]
    for name in ("sector", "language", "certificate", "capability"):
        assert rows.choices(name) == []
    assert "Kanarienvogel" not in rows.soup.get_text()
    assert "Plauen" not in [*drawn.towns, *drawn.markers()]


def test_company_row_counts_only_public_offers_under_its_name():
    company = CompanyFactory()
    today = timezone.localdate()
    OfferFactory(company=company)
    OfferFactory(company=company, direction="request")
    OfferFactory(company=company, direction="request")
    OfferFactory(company=company, state="draft")
    OfferFactory(company=company, state="hidden", state_reason="Doppelt")
    OfferFactory(company=company, is_anonymous=True)
    OfferFactory(company=company, valid_from=today - dt.timedelta(days=9), valid_until=today - dt.timedelta(days=1))
    badges = show("companies").soup.select(".company-row .badge")
    assert [(badge["class"][1], badge.get_text()[0]) for badge in badges] == [
        ("badge--offer", "1"),
        ("badge--request", "2"),
    ]


@LANGUAGES
def test_company_row_marks_a_text_in_the_other_language(language):
    other = "cs" if language == "de" else "de"
    texts = {"summary_de": "", "summary_cs": "", f"summary_{other}": "Text"}
    CompanyFactory(**texts)
    summary = show("companies", language=language).soup.select_one(".company-row__summary")
    assert (summary.get_text(), summary["lang"]) == ("Text", other)


def test_company_row_prefers_a_description_in_the_readers_language_to_a_summary_in_the_other():
    CompanyFactory(summary_de="", summary_cs="Soustružíme.", description_de="Wir drehen.")
    summary = show("companies").soup.select_one(".company-row__summary")
    assert (summary.get_text(), summary.get("lang")) == ("Wir drehen.", None)


def test_company_row_names_the_town_in_both_languages():
    CompanyFactory(town="zittau")
    assert show("companies").soup.select_one(".row-place__town").get_text() == "Zittau / Žitava"
    assert show("companies", language="cs").soup.select_one(".row-place__town").get_text() == "Žitava / Zittau"


def test_company_row_shows_valid_certificates_only():
    today = timezone.localdate()
    company = CompanyFactory()
    certify(company, "iso-9001", valid_until=today)
    certify(company, "iso-14001", valid_until=today - dt.timedelta(days=1))
    facts = show("companies").soup.select_one(".company-row__facts").get_text()
    assert "ISO 9001" in facts
    assert "14001" not in facts


def test_company_without_a_seat_is_listed():
    company = CompanyFactory()
    Location.objects.filter(company=company).delete()
    assert show("companies").rows == [company.legal_name]
    assert list(show("companies", {"view": "map"}).towns.values()) == [1]


# Order and pages


def test_czech_list_puts_ch_after_h():
    for name in ("Cukr", "Chmel", "Hora", "Čaj", "Iva"):
        CompanyFactory(legal_name=name)
    assert show("companies", language="cs").rows == ["Cukr", "Čaj", "Hora", "Chmel", "Iva"]
    assert show("companies").rows == ["Čaj", "Chmel", "Cukr", "Hora", "Iva"]


def test_newest_companies_come_first():
    first, second = CompanyFactory(legal_name="A"), CompanyFactory(legal_name="B")
    Company.objects.filter(pk=first.pk).update(created_at=timezone.now() - dt.timedelta(days=1))
    assert show("companies", {"sort": "newest"}).rows == [second.legal_name, first.legal_name]


def test_companies_never_confirmed_come_last():
    today = timezone.localdate()
    CompanyFactory(legal_name="nie")
    CompanyFactory(legal_name="früher", last_confirmed_on=today - dt.timedelta(days=30))
    CompanyFactory(legal_name="heute", last_confirmed_on=today)
    assert show("companies", {"sort": "confirmed"}).rows == ["heute", "früher", "nie"]


def test_company_list_is_paged_by_twenty():
    for number in range(21):
        CompanyFactory(legal_name=f"Firma {number:02}")
    first, second = show("companies"), show("companies", {"page": 2})
    assert (len(first.rows), second.rows, first.count) == (20, ["Firma 20"], 21)
    assert second.soup.find("link", rel="canonical")["href"].endswith(f"{address_of('companies')}?page=2")


# Filters


@pytest.fixture
def scattered() -> None:
    """Companies that differ in everything that can be chosen."""
    broad = ConceptFactory(key="zerspanung", name_de="Zerspanung")
    cutting = ConceptFactory(key="spanen", name_de="Spanende Verfahren", broader=broad)
    turning = ConceptFactory(key="drehen", name_de="Drehen", broader=cutting)
    milling = ConceptFactory(key="fraesen", name_de="Fräsen", broader=broad)
    zwickau = CompanyFactory(legal_name="Zwickau", employees="10-49")
    decin = CompanyFactory(legal_name="Děčín", country="CZ", town="decin", employees="1-9", kind="network")
    praha = CompanyFactory(legal_name="Praha", country="CZ", town="praha", employees="250+", kind="research")
    for company, concept, code in ((zwickau, turning, "25.62"), (decin, milling, "25.1"), (praha, broad, "28")):
        Capability.objects.create(company=company, concept=concept)
        company.sectors.add(Sector.objects.get(scheme="nace2", code=code))
        company.save()
    speak(zwickau, "de", "cs")
    speak(decin, "cs")
    certify(zwickau, "iso-9001")
    certify(zwickau, "iso-14001")
    certify(praha, "iso-9001")
    certify(decin, "iso-9001", valid_until=timezone.localdate() - dt.timedelta(days=1))


ALL = {"Zwickau", "Děčín", "Praha"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ALL),
        ({"side": "de"}, {"Zwickau"}),
        ({"side": "CZ"}, {"Děčín", "Praha"}),
        ({"side": ["de", "cz"]}, ALL),
        ({"region": "DED45"}, {"Zwickau"}),
        ({"region": "CZ042"}, {"Děčín"}),
        ({"sector": "25"}, {"Zwickau", "Děčín"}),
        ({"sector": "25.6"}, {"Zwickau"}),
        ({"sector": ["25.1", "28"]}, {"Děčín", "Praha"}),
        ({"sector": "01"}, set()),
        ({"capability": "zerspanung"}, ALL),
        ({"capability": "spanen"}, {"Zwickau"}),
        ({"capability": "fraesen"}, {"Děčín"}),
        ({"kind": "network"}, {"Děčín"}),
        ({"kind": ["network", "research"]}, {"Děčín", "Praha"}),
        ({"certificate": "iso-9001"}, {"Zwickau", "Praha"}),
        ({"certificate": ["iso-9001", "iso-14001"]}, {"Zwickau"}),
        ({"employees": "1-9"}, {"Děčín"}),
        ({"employees": ["1-9", "250+"]}, {"Děčín", "Praha"}),
        ({"language": "cs"}, {"Zwickau", "Děčín"}),
        ({"language": ["cs", "de"]}, {"Zwickau"}),
        ({"place": "praha"}, {"Praha"}),
        ({"place": ["praha", "decin"]}, {"Děčín", "Praha"}),
        ({"place": "elsewhere"}, set()),
        ({"place": "plauen"}, set()),
        ({"side": "cz", "sector": "25", "kind": "network", "place": "decin"}, {"Děčín"}),
        ({"side": "", "region": "", "sector": "", "capability": "", "place": ""}, ALL),
        ({"unknown": "x"}, ALL),
    ],
)
def test_company_filter_holds_in_list_count_and_map(scattered, query, expected):
    found, drawn = show("companies", query), show("companies", {**query, "view": "map"})
    assert set(found.rows) == expected
    assert found.count == drawn.count == sum(drawn.towns.values()) == len(expected)
    assert found.chips == [chip.replace("&view=map", "").replace("?view=map", "") for chip in drawn.chips]


def test_company_facets_offer_what_occurs_and_all_regions(scattered):
    shown = show("companies")
    assert shown.choices("sector") == ["25", "28"]
    assert shown.choices("capability") == ["zerspanung", "fraesen", "spanen", "drehen"]
    assert shown.choices("certificate") == ["iso-9001", "iso-14001"]
    assert shown.choices("language") == ["de", "cs"]
    assert len(shown.choices("region")) == 12


@pytest.mark.parametrize(("parameter", "value"), [("sector", "01"), ("certificate", "haccp"), ("language", "hu")])
def test_what_is_chosen_stays_a_choice_where_it_does_not_occur(scattered, parameter, value):
    found = show("companies", {parameter: value})
    assert (found.rows, value in found.choices(parameter), len(found.chips)) == ([], True, 1)


def test_capabilities_stand_in_groups_by_field(scattered):
    groups = show("companies").soup.select('select[name="capability"] optgroup')
    assert [(group["label"], len(group.select("option"))) for group in groups] == [("Zerspanung", 4)]


def test_long_vocabulary_waits_for_a_broader_concept():
    fields = [Choice(f"field-{field}", "", group="x") for field in range(2)]
    parts = [
        [Choice(f"part-{field}-{part}", "", group="x", depth=1) for part in range(MOST_CONCEPTS)] for field in (0, 1)
    ]
    concepts = [fields[0], *parts[0], fields[1], *parts[1]]
    assert within_reach(concepts[:10], []) == concepts[:10]
    assert within_reach(concepts, []) == fields
    assert within_reach(concepts, ["field-1"]) == [*fields, *parts[1]]
    assert within_reach(concepts, ["part-0-7"]) == [fields[0], parts[0][7], fields[1]]


def test_chip_takes_one_value_away_and_leaves_the_rest(scattered):
    found = show("companies", {"sector": ["25", "28"], "side": "cz", "sort": "newest"})
    path = address_of("companies")
    assert found.chips == [
        f"{path}?sector=25&sector=28&sort=newest",
        f"{path}?side=cz&sector=28&sort=newest",
        f"{path}?side=cz&sector=25&sort=newest",
    ]


def test_filter_form_carries_on_what_has_no_field(scattered):
    form = show("companies", {"place": "praha", "view": "map", "sort": "newest"}).soup.select_one(".filter-form")
    hidden = {field["name"]: field["value"] for field in form.select('input[type="hidden"]')}
    assert hidden == {"place": "praha", "sort": "newest", "view": "map"}


def test_no_match_leads_back_to_all(scattered):
    nothing = show("companies", {"region": "DED21"}).soup.select_one(".empty-state")
    assert nothing.a["href"] == address_of("companies")


# The head


@LANGUAGES
def test_company_list_is_a_page_of_its_language(language):
    CompanyFactory()
    soup = show("companies", language=language).soup
    assert soup.html["lang"] == language
    assert len(soup.find_all("h1")) == 1
    assert soup.find("link", rel="canonical")["href"] == f"http://testserver{address_of('companies', language)}"
    alternates = {link["hreflang"]: link["href"] for link in soup.find_all("link", rel="alternate", hreflang=True)}
    assert alternates == {code: f"http://testserver{address_of('companies', code)}" for code in ("de", "cs")}
    assert soup.select_one(".menu__link[aria-current=page]")["href"] == address_of("companies", language)


def test_language_switch_keeps_the_filters_but_does_not_pair_them(scattered):
    soup = show("companies", {"sector": "25", "view": "map"}).soup
    assert soup.select_one(".language-switch a")["href"] == address_of("companies", "cs") + "?sector=25&view=map"
    assert soup.find("link", rel="canonical")["href"] == f"http://testserver{address_of('companies')}"
    assert not soup.find_all("link", rel="alternate", hreflang=True)


@pytest.mark.parametrize(("query", "is_indexed"), [("sector=25", True), ("sector=25&sector=28", False)])
def test_list_with_several_filters_stays_out_of_search_engines(scattered, query, is_indexed):
    response = Client().get(f"{address_of('companies')}?{query}")
    assert (b'content="noindex, follow"' not in response.content) is is_indexed


# Costs and bad input


@pytest.mark.parametrize("view", ["list", "map"])
def test_company_list_costs_the_same_for_one_and_for_ten(view):
    def add() -> None:
        company = CompanyFactory(last_confirmed_on=timezone.localdate())
        OfferFactory(company=company)
        certify(company, "iso-9001")
        speak(company, "de", "cs")

    def cost() -> int:
        cache.clear()  # what can be chosen is kept there
        Client().get(news)  # Wagtail's addresses of the sites, too
        return show("companies", {"view": view, "sector": "", "place": "zwickau"}).queries

    news = NewsIndexPage.objects.get(locale__language_code="de").url
    add()
    for_one = cost()
    for _number in range(9):
        add()
    assert cost() == for_one <= 10


def test_all_that_is_chosen_costs_one_query_more(scattered):
    show("companies")  # what there is to choose from is kept for a minute
    by_kind = show("companies", {"kind": "network"})
    chosen = {"sector": "25.1", "capability": "fraesen", "language": "cs", "place": ["decin", "most"]}
    found = show("companies", chosen)
    assert found.rows == by_kind.rows == ["Děčín"]
    assert found.queries == by_kind.queries + 1 <= 10


@pytest.mark.parametrize(
    "query",
    [
        {"side": "pl"},
        {"region": "DED99"},
        {"region": "CZ0421"},
        {"sector": "99.99"},
        {"sector": "C"},
        {"sector": ["25", "x"]},
        {"capability": "gibt-es-nicht"},
        {"capability": "\x00"},
        {"kind": "firma"},
        {"certificate": "iso-0"},
        {"employees": "7"},
        {"language": "tlh"},
        {"place": "atlantis"},
        {"place": "\x00"},
        {"place": ["most", "atlantis"]},
        {"sort": "size"},
        {"view": "globe"},
        {"page": "-1"},
        {"page": "0"},
        {"page": "x"},
        {"page": "9" * 30},
        {"region": "x" * 5000},
    ],
)
@LANGUAGES
def test_value_that_does_not_exist_is_404(language, query):
    assert status_of("companies", query, language=language) == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("unknown=" + "x" * 50_000, 200),
        ("sector=25&" * 5_000, 200),
        ("place=" + "most&place=" * 4_000, 200),
        ("capability=" + "x" * 50_000, 404),
        ("&".join(f"place=ort-{number}" for number in range(4_000)), 404),
        ("&".join(f"sector=99.{number}" for number in range(4_000)), 404),
        ("view=map&tiles=" + "x" * 50_000, 200),
    ],
)
def test_query_string_of_50_kb_does_no_harm(query, status):
    assert status_of("companies", query) == status


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_company_list_takes_no_post(db, method):
    assert getattr(Client(), method)(address_of("companies")).status_code == 405


def test_company_list_sets_no_cookie(db):
    assert not Client().get(address_of("companies")).cookies
