"""The records that entries refer to, in the admin: sectors, vocabulary, reports, towns outside the list."""

import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import ModelLogEntry
from wagtail.test.utils.form_data import querydict_from_html

from core.models import Institution, Region
from directory.models import Concept, Location, Objection, ProblemReport, Sector, Term
from directory.responsibility import responsible_institution
from tests.editing import XHR, at_work

from .editing import errors_of, url
from .factories import CompanyFactory, ConceptFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(operator):
    return at_work(operator)


RECORDS = {
    "sector": ["?level=2", "?q=25.62", "?export=csv"],
    "concept": ["?kind=process", "?source=cpv", "?synonyms=none", "?synonyms=cs", "?q=soustružení", "?export=xlsx"],
    "certificate": ["?q=9001", "?export=csv"],
    "language": ["?export=csv"],
    "objection": ["?country=CZ", "?export=csv"],
    "problemreport": ["?state=open", "?institution=wfs", "?export=csv"],
    "outside-towns": ["?country=CZ", "?export=csv"],
}


def records(name: str, view: str = "index", *numbers: int) -> str:
    return reverse(f"directory_{name}_modeladmin_{view}", args=numbers)


@pytest.mark.parametrize(
    ("model", "query"), [(model, query) for model, all_ in RECORDS.items() for query in ["", *all_]]
)
def test_list_of_records_opens(client, model, query):
    response = client.get(records(model) + query)
    assert response.status_code == 200
    assert response.getvalue()


@pytest.mark.parametrize("role", ["operator", "editor_wfs", "author"])
def test_records_are_open_to_their_roles(request, role):
    client = at_work(request.getfixturevalue(role))
    seen = {"operator": set(RECORDS), "author": set()}
    seen["editor_wfs"] = {"sector", "concept", "certificate", "language", "problemreport"}
    lists = {name: records(name) for name in RECORDS}
    found = {name for name, address in lists.items() if client.get(address, headers=XHR).status_code == 200}
    assert found == seen[role]


def test_concept_is_written_with_its_terms(client):
    concept = ConceptFactory()
    address = records("concept", "edit", concept.pk)
    form = BeautifulSoup(client.get(address).content, "html.parser").find("form", action=address)
    data = querydict_from_html(str(form)).dict()
    sector = Sector.objects.get(scheme="nace2", code="25.62")
    terms = {"terms-TOTAL_FORMS": 1, "terms-0-language": "cs", "terms-0-text": "soustruh", "sectors": [sector.pk]}
    response = client.post(address, data | terms | {"name_de": "Drehen auf der Bank"})
    assert response.status_code == 302, errors_of(response)
    concept.refresh_from_db()
    assert (concept.name_de, concept.terms.get().text, concept.sectors.get()) == (
        "Drehen auf der Bank",
        "soustruh",
        sector,
    )


def test_concepts_without_synonyms_are_found(client):
    for name in ["Ohnewort", "Mitwort"]:
        ConceptFactory(name_de=name)
    Term.objects.create(concept=Concept.objects.get(name_de="Mitwort"), language="de", text="Wort")
    address = records("concept")
    for filter_, expected in [("none", ["Ohnewort"]), ("de", ["Ohnewort"]), ("cs", ["Mitwort", "Ohnewort"])]:
        text = client.get(address, {"q": "wort", "synonyms": filter_}).content.decode()
        assert sorted(set(re.findall("(?:Ohne|Mit)wort", text))) == expected


def test_town_outside_the_list_is_seen_with_who_answers(client, author):
    company = CompanyFactory(legal_name="Steinmetz Uttewalde", country="CZ")
    company.locations.update(place=None, other_town="=Uttewalde", region=Region.objects.get(code="DED2F"), country="DE")
    address = records("outside-towns")
    soup = BeautifulSoup(client.get(address, {"q": "Uttewalde"}).content, "html.parser")
    row = soup.select_one("table.listing tbody tr")
    assert row.find("a", href=url(company, "edit"))
    assert responsible_institution(company).short_name in row.get_text()
    rows = client.get(address, {"q": "Uttewalde", "export": "csv"}).getvalue().decode()
    assert "'=Uttewalde" in rows
    location = Location.objects.get(company=company)
    assert client.get(records("outside-towns", "edit", location.pk)).status_code in (302, 403)


def test_report_is_decided_once_in_words(client, operator):
    company = CompanyFactory(legal_name="Einspruch GmbH", register_number="HRB 91997", register_court="Chemnitz")
    facts = {"kind": "objection", "message": "Bitte löschen.", "institution": Institution.objects.get(key="wfs")}
    report = ProblemReport.objects.create(company=company, language="de", key="1", **facts)
    address = records("problemreport", "edit", report.pk)
    assert "Einspruch GmbH" in client.get(records("problemreport")).content.decode()
    assert client.get(records("problemreport", "create")).status_code in (302, 403)
    inspected = BeautifulSoup(client.get(records("problemreport", "inspect", report.pk)).content, "html.parser")
    assert inspected.find("main").find("a", href=url(company, "edit"))
    for answer in ({"state": "accepted", "decision": ""}, {"state": "open", "decision": "Ja."}):
        assert errors_of(client.post(address, answer))
    assert client.post(address, {"state": "accepted", "decision": "Wird entfernt."}).status_code == 302
    report.refresh_from_db()
    company.refresh_from_db()
    assert (report.state, report.decision, company.state) == ("accepted", "Wird entfernt.", "hidden")
    assert Objection.objects.covers(company)
    assert ModelLogEntry.objects.for_instance(company).filter(user=operator).exists()
    assert client.post(address, {"state": "declined", "decision": "Doch nicht."}).status_code in (302, 403)
    report.refresh_from_db()
    assert report.state == "accepted"
