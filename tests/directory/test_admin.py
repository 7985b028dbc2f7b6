"""Lists, versions and records of the directory in the admin, in both languages and for each role."""

import csv
import datetime as dt
import io
import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from core.models import Institution, Region
from directory.models import (
    Capability,
    Company,
    Offer,
    OfferCapability,
    Verification,
)
from directory.responsibility import companies_of, responsible_institution
from directory.services import change_state
from tests.editing import XHR, at_work, open_form

from .editing import FORM, errors_of, form_of, messages_of, save, url
from .factories import CompanyFactory, ConceptFactory, OfferFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(operator):
    return at_work(operator)


def names(response) -> list[str]:
    """Return the names in a list of snippets."""
    soup = BeautifulSoup(response.content, "html.parser")
    return [title.get_text(strip=True) for title in soup.select("td.title .title-wrapper a")]


def listed(client, model=Company, **query) -> list[str]:
    return names(client.get(url(model, "list"), query))


@pytest.mark.parametrize(
    ("who", "country", "region", "heads"),
    [
        (
            *("moderator_chemnitz", "DE", "Zwickau"),
            ["Name", "Art", "Seite", "Region", "Sprachen", "Status", "Prüfung", "Bestätigt", "Angebote"],
        ),
        (
            *("editor_ahk", "CZ", "Most"),
            ["Název", "Druh", "Strana", "Region", "Jazyky", "Stav", "Ověření", "Potvrzeno", "Nabídky"],
        ),
    ],
)
def test_company_list_says_what_moderators_need(request, who, country, region, heads):
    facts = {"country": country, "last_confirmed_on": dt.date(2026, 5, 4)}
    company = CompanyFactory(legal_name="Aa Drehteile GmbH", **facts)
    Verification.objects.create(company=company, kind="vat", verified_on=dt.date(2026, 5, 4))
    OfferFactory(company=company, state="draft")
    response = at_work(request.getfixturevalue(who)).get(url(Company, "list"), {"q": "Aa Drehteile"})
    soup = BeautifulSoup(response.content, "html.parser")
    assert [head.get_text(strip=True) for head in soup.select("table.listing th")] == heads
    (row,) = soup.select("table.listing tbody tr")
    cells = [cell.get_text(" ", strip=True) for cell in row.select("td")][1:]
    assert cells[1:2] + cells[3:4] == [country, "DE"]
    assert region in cells[2]
    assert cells[7] == "1"


@pytest.mark.parametrize("model", [Company, Offer])
def test_list_costs_the_same_for_any_number(client, model):
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(url(model, "list"), {"q": "Zählung"}).status_code == 200
        return len(captured)

    for number in range(2):
        OfferFactory(title_de=f"Zählung {number}", company=CompanyFactory(legal_name=f"Zählung {number}"))
    cost()
    for_two = cost()
    for number in range(10):
        OfferFactory(title_de=f"Zählung {number}", company=CompanyFactory(legal_name=f"Zählung neu {number}"))
    assert cost() == for_two


def test_companies_are_found_by_name_numbers_town_and_website(client):
    facts = {"register_number": "HRB 91999", "vat_number": "DE136695976", "website": "https://suchmich.example"}
    CompanyFactory(legal_name="Gesucht GmbH", town="zittau", **facts)
    for query in ["gesucht", "HRB91999", "91999", "DE1366959", "suchmich", "gesucht žitava"]:
        assert listed(client, q=query) == ["Gesucht GmbH"], query
    assert listed(client, q="gesucht Zwickau") == []


def test_companies_are_sorted_as_the_editor_reads(editor_ahk):
    for name in ["Zkouška Hrad", "Zkouška Chata", "Zkouška Cihla", "Zkouška Izolace"]:
        CompanyFactory(legal_name=name, country="CZ")
    order = ["Cihla", "Hrad", "Chata", "Izolace"]
    assert [name.split()[1] for name in listed(at_work(editor_ahk), q="Zkouška")] == order
    assert [name.split()[1] for name in listed(at_work(editor_ahk), q="Zkouška", ordering="-legal_name")] == order[::-1]


@pytest.mark.parametrize(
    ("query", "is_listed"),
    [
        ({"state": ["hidden", "draft"]}, True),
        ({"state": "published"}, False),
        ({"country": "CZ"}, True),
        ({"country": "DE"}, False),
        ({"kind": "research"}, True),
        ({"kind": "company"}, False),
        ({"source": "import"}, True),
        ({"source": "company"}, False),
        ({"missing": "cs"}, True),
        ({"missing": "de"}, False),
        ({"verification": "register"}, True),
        ({"verification": "vat"}, False),
        ({"verification": "none"}, False),
    ],
)
def test_companies_are_filtered(client, query, is_listed):
    facts = {"country": "CZ", "kind": "research", "state": "hidden", "state_reason": "…", "source": "import"}
    company = CompanyFactory(legal_name="Zufluss", **facts)
    Verification.objects.create(company=company, kind="register", verified_on=dt.date(2026, 5, 4))
    assert (listed(client, q="Zufluss", **query) == ["Zufluss"]) is is_listed


def test_companies_are_filtered_by_region_and_institution(client):
    CompanyFactory(legal_name="Zufluss", country="CZ", town="most")
    for code, is_listed in [("CZ042", True), ("CZ0425", True), ("CZ041", False)]:
        region = Region.objects.get(code=code)
        assert (listed(client, q="Zufluss", region=region.pk) == ["Zufluss"]) is is_listed
    responsible = responsible_institution(Company.objects.get(legal_name="Zufluss"))
    found = {each.key for each in Institution.objects.all() if listed(client, q="Zufluss", institution=each.pk)}
    assert found == {responsible.key}


def test_responsibility_is_the_same_in_sql():
    region = Region.objects.get(code="CZ041")
    for country, place in [("DE", "zwickau"), ("CZ", "most"), ("CZ", "cheb"), ("DE", "leipzig")]:
        CompanyFactory(country=country, town=place)
    outside = CompanyFactory(country="CZ")
    outside.locations.update(place=None, other_town="Lípa", region=region)
    CompanyFactory(country="DE").locations.all().delete()
    by_rule = {company.pk: responsible_institution(company).key for company in Company.objects.all()}
    in_sql = {company.pk: each.key for each in Institution.objects.all() for company in companies_of(each)}
    assert in_sql == by_rule


@pytest.mark.parametrize(
    ("query", "is_listed"),
    [
        ({"expired": "yes"}, True),
        ({"expired": "no"}, False),
        ({"direction": "request"}, True),
        ({"direction": "offer"}, False),
        ({"type": ["capacity", "product"]}, True),
        ({"type": "research"}, False),
        ({"country": "CZ"}, True),
        ({"missing": "cs"}, True),
        ({"missing": "de"}, False),
    ],
)
def test_offers_are_filtered(client, query, is_listed):
    begun = dt.date(2025, 5, 4)
    facts = {"direction": "request", "type": "capacity", "valid_from": begun, "valid_until": begun}
    OfferFactory(title_de="Abgelaufenes Gesuch", company=CompanyFactory(country="CZ"), **facts)
    found = listed(client, Offer, q="Abgelaufenes", **query)
    assert (found == ["Abgelaufenes Gesuch"]) is is_listed


def test_list_is_a_file_without_formulas(client):
    CompanyFactory(legal_name="=HYPERLINK(1) GmbH", register_number="HRB 91998", employees="10-49")
    response = client.get(url(Company, "list"), {"q": "HYPERLINK", "export": "csv"})
    (row,) = csv.DictReader(io.StringIO(response.getvalue().decode()))
    assert (row["Name"], row["Art"], row["Beschäftigte"]) == ("'=HYPERLINK(1) GmbH", "Unternehmen", "10–49")
    assert (row["Ort"], row["Status"], row["Sprachen"]) == ("Zwickau", "veröffentlicht", "DE")
    response = client.get(url(Company, "list"), {"q": "HYPERLINK", "export": "xlsx"})
    cell = load_workbook(io.BytesIO(response.getvalue())).active["A2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1) GmbH", "s")
    assert client.get(url(Offer, "list"), {"export": "xlsx"}).status_code == 200


@pytest.mark.parametrize(
    ("who", "country", "says"),
    [
        ("moderator_chemnitz", "DE", "Status: veröffentlicht → verborgen. Begründung: Anruf der Firma."),
        ("editor_ahk", "CZ", "Stav: zveřejněno → skryto. Odůvodnění: Anruf der Firma."),
    ],
)
def test_history_tells_of_states(request, operator, who, country, says):
    company = CompanyFactory(country=country)
    change_state(entry=company, state="hidden", reason="Anruf der Firma.", user=operator)
    assert says in at_work(request.getfixturevalue(who)).get(url(company, "history")).content.decode()


def test_versions_are_kept_compared_and_brought_back(client, operator):
    company = CompanyFactory(summary_de="Erste Fassung.")
    concept = ConceptFactory(name_de="Erodieren")
    Capability.objects.create(company=company, concept=concept)
    save(client, company, summary_de="Zweite Fassung.", **{"capabilities-0-DELETE": "on"})
    first, second = company.revisions.order_by("pk")
    text = client.get(url(company, "revisions_compare", first.pk, second.pk)).content.decode()
    assert "Erste" in text
    assert "Erodieren" in text
    change_state(entry=Company.objects.get(pk=company.pk), state="hidden", reason="Anruf.", user=operator)
    data = open_form(client, url(company, "revisions_revert", first.pk), FORM)
    data["locations-0-is_seat"] = "on"
    response = client.post(url(company, "revisions_revert", first.pk), data)
    assert response.status_code == 302, (errors_of(response), messages_of(response))
    company = Company.objects.get(pk=company.pk)
    assert (company.summary_de, company.capabilities.get().concept) == ("Erste Fassung.", concept)
    assert (company.state, company.state_reason) == ("hidden", "Anruf.")


@pytest.mark.parametrize("had_version", [True, False])
def test_form_opened_before_somebody_saved_undoes_nothing(client, moderator_chemnitz, had_version):
    company = CompanyFactory()
    if had_version:
        company.save_revision()
    data = {**form_of(client, company), "website": "https://meine.example"}
    save(at_work(moderator_chemnitz), company, website="https://deine.example")
    response = client.post(url(company, "edit"), data)
    assert "hat jemand gespeichert" in messages_of(response)
    assert Company.objects.get(pk=company.pk).website == "https://deine.example"
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.find("input", {"name": "website"})["value"] == "https://meine.example"
    again = {tag["name"]: tag["value"] for tag in soup.select("input[name^=loaded_revision]")}
    assert client.post(url(company, "edit"), data | again).status_code == 302
    assert Company.objects.get(pk=company.pk).website == "https://meine.example"


def test_nothing_is_saved_while_somebody_types(client):
    soup = BeautifulSoup(client.get(url(CompanyFactory(), "edit")).content, "html.parser")
    assert "w-autosave" not in soup.find(id=FORM)["data-controller"]


def test_locked_entry_is_written_by_who_locked_it_alone(client, moderator_chemnitz):
    company = CompanyFactory()
    client.post(url(company, "lock"))
    response = save(at_work(moderator_chemnitz), company, website="https://neu.example")
    assert "gesperrt" in messages_of(response)
    assert Company.objects.get(pk=company.pk).website == ""
    client.post(url(company, "unlock"))
    assert save(at_work(moderator_chemnitz), company, website="https://neu.example").status_code == 302


@pytest.mark.parametrize(("language", "label"), [("de", "drehen"), ("cs", "soustružení")])
@pytest.mark.parametrize(
    ("factory", "part", "owner"), [(CompanyFactory, Capability, "company"), (OfferFactory, OfferCapability, "offer")]
)
def test_preview_is_there_in_both_languages(client, factory, part, owner, language, label):
    entry = factory(state="draft")
    part.objects.create(concept=ConceptFactory(), **{owner: entry})
    data = form_of(client, entry)
    assert client.post(url(entry, "preview_on_edit"), data).json() == {"is_valid": True, "is_available": True}
    response = client.get(url(entry, "preview_on_edit"), {"mode": language})
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.html["lang"] == language
    assert label in soup.find("main").get_text(" ").lower()
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]  # the editor shows it in a frame


def test_views_say_which_language_a_text_is_in(client):
    company = CompanyFactory(summary_cs="Soustružíme.", founded=1998)
    save(client, company, summary_cs="Soustružíme a frézujeme.")
    first, second = company.revisions.order_by("pk")
    for view, numbers in [("inspect", ()), ("revisions_compare", (first.pk, second.pk))]:
        text = client.get(url(company, view, *numbers)).content.decode()
        assert "Kurzbeschreibung (Tschechisch)" in text
    facts = BeautifulSoup(client.get(url(company, "inspect")).content, "html.parser").find("dl").get_text(" ")
    assert "1998" in facts
    assert "None" not in facts


@pytest.fixture
def stranger(db):
    """Somebody who may enter the admin and nothing else."""
    user = User.objects.create_user(email="niemand@glokal.example", password=None)
    group = Group.objects.create(name="Niemand")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    return user


@pytest.mark.parametrize(
    ("role", "status"), [("operator", 200), ("editor_wfs", 403), ("author", 403), ("stranger", 403)]
)
def test_deleting_many_names_nothing_to_who_may_not(request, role, status):
    company = CompanyFactory(state="draft", legal_name="Streng geheim GmbH")
    address = reverse("wagtail_bulk_action", args=["directory", "company", "delete"])
    response = at_work(request.getfixturevalue(role)).get(address, {"id": company.pk}, headers=XHR)
    assert response.status_code == status
    assert ("Streng geheim" in response.content.decode()) is (status == 200)


@pytest.mark.parametrize(
    ("who", "labels"),
    [
        ("editor_wfs", ["Verzeichnis", "Unternehmen", "Angebote und Gesuche", "Gemeldete Probleme", "Wortschatz"]),
        ("editor_ahk", ["Katalog firem", "Firmy", "Nabídky a poptávky", "Nahlášené problémy", "Slovník pojmů"]),
    ],
)
def test_menu_speaks_the_editors_language(request, who, labels):
    text = at_work(request.getfixturevalue(who)).get("/admin/").content.decode()
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)  # the menu is JSON
    assert [label for label in labels if label not in text] == []
