"""Register checks in the admin: the list, the company's form, „check again“, and who may what."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core.models import Institution
from directory.models import Company, RegisterCheck, Verification
from directory.registers import run_checks
from tests.directory.editing import messages_of, url
from tests.directory.factories import CompanyFactory
from tests.editing import XHR, at_work

pytestmark = pytest.mark.django_db

LIST = "directory_register-checks_modeladmin_index"
ICO = "45274649"


@pytest.fixture(autouse=True)
def _nothing_else_in_the_list():
    RegisterCheck.objects.all().delete()


@pytest.fixture
def client(operator):
    return at_work(operator)


@pytest.fixture
def switched_on(settings):
    settings.ARES_URL, settings.VIES_URL = "https://ares.example", "https://vies.example"


def answered(name: str, result: str, problem: str = "", **fields) -> RegisterCheck:
    company = CompanyFactory(legal_name=name, **{"country": "CZ", "register_number": ICO, **fields})
    check = company.register_checks.first()
    RegisterCheck.objects.filter(pk=check.pk).update(
        result=result, problem=problem, checked_at=timezone.now(), answer={"name": "Jiná s.r.o.", "address": "Most"}
    )
    check.refresh_from_db()
    return check


def names(response) -> list[str]:
    soup = BeautifulSoup(response.content, "html.parser")
    return [cell.get_text(strip=True) for cell in soup.select("table.listing tbody tr td:first-child a[href*=edit]")]


def test_list_shows_what_is_not_valid_first(client):
    answered("Platná s.r.o.", "valid")
    answered("Zaniklá s.r.o.", "invalid", "ZANIKLY", register_number="25123891")
    answered("Stumm GmbH", "unknown", "MS_UNAVAILABLE", country="DE", register_number="", vat_number="DE136695976")
    response = client.get(reverse(LIST))
    assert names(response) == ["Zaniklá s.r.o.", "Stumm GmbH", "Platná s.r.o."]
    assert "MS_UNAVAILABLE" in response.content.decode()


def test_list_is_filtered_and_exported(client):
    answered("Platná s.r.o.", "valid", "NAME_DIFFERS")
    answered("=Zaniklá", "invalid", "ZANIKLY", register_number="25123891", town="decin")
    found = {query: names(client.get(reverse(LIST) + query)) for query in QUERIES}
    assert found == QUERIES
    rows = client.get(reverse(LIST) + "?export=csv").getvalue().decode()
    assert "'=Zaniklá" in rows
    assert "Jiná s.r.o." in rows


QUERIES = {
    "?result=invalid": ["=Zaniklá"],
    "?register=vies": [],
    "?name=other": ["Platná s.r.o."],
    "?q=25123891": ["=Zaniklá"],
    "?institution=mas-cesky-sever": ["=Zaniklá"],
    "?institution=gibt-es-nicht": ["=Zaniklá", "Platná s.r.o."],
}


def test_list_costs_the_same_for_many(client, switched_on):
    answered("Erste", "valid")
    client.get(reverse(LIST))
    costs = []
    for number in ("25123891", "27074358", "00177041"):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(LIST))
        costs.append(len(queries))
        answered(f"Weitere {number}", "invalid", "ZANIKLY", register_number=number)
    assert len(set(costs)) == 1


def test_list_says_what_is_switched_off(client, settings):
    answered("Platná s.r.o.", "valid")
    settings.VIES_URL = "https://vies.example"
    # Within the page: Wagtail's hidden list of keyboard shortcuts has a note as well.
    text = BeautifulSoup(client.get(reverse(LIST)).content, "html.parser").select_one("main .help-block").get_text()
    assert "ARES" in text
    assert "VIES" not in text


def test_check_is_inspected_in_words(client):
    check = answered("Zaniklá s.r.o.", "invalid", "ZANIKLY")
    RegisterCheck.objects.filter(pk=check.pk).update(answer={"name": "Zaniklá s.r.o.", "ceased_on": "2021-05-31"})
    response = client.get(reverse("directory_register-checks_modeladmin_inspect", args=[check.pk]))
    assert response.status_code == 200
    assert "31. Mai 2021" in response.content.decode().replace("\xa0", " ")


@pytest.mark.parametrize("action", ["edit", "delete"])
def test_nobody_changes_what_a_register_has_said(client, action):
    check = answered("Platná s.r.o.", "valid")
    address = reverse(f"directory_register-checks_modeladmin_{action}", args=[check.pk])
    assert client.get(address).status_code in (302, 403)
    assert client.post(address).status_code in (302, 403)
    assert RegisterCheck.objects.filter(pk=check.pk).exists()


def test_others_area_is_not_seen(editor_ahk):
    """AHK Services answers for Most, MAS Český sever for Děčín."""
    editors = at_work(editor_ahk)
    own = answered("Vlastní s.r.o.", "invalid")
    others = answered("Cizí s.r.o.", "invalid", register_number="25123891", town="decin")
    assert names(editors.get(reverse(LIST))) == ["Vlastní s.r.o."]
    for name in ("directory_register-checks_modeladmin_inspect", "register_check_again"):
        assert editors.get(reverse(name, args=[others.pk])).status_code == 404
        assert editors.get(reverse(name, args=[own.pk])).status_code in (200, 302)
    assert editors.post(reverse("register_check_again", args=[others.pk])).status_code == 404


def test_author_sees_no_list(author):
    assert at_work(author).get(reverse(LIST), headers=XHR).status_code == 403


def test_register_is_asked_again_after_a_question(client, switched_on):
    check = answered("Platná s.r.o.", "valid")
    long_ago = timezone.now() - timedelta(days=2)
    RegisterCheck.objects.filter(pk=check.pk).update(checked_at=long_ago, due_at=None, attempts=3)
    form = url(check.company, "edit")
    address = reverse("register_check_again", args=[check.pk]) + f"?next={form}"
    assert client.get(address).status_code == 200
    assert RegisterCheck.objects.get(pk=check.pk).due_at is None
    response = client.post(address)
    assert (response.status_code, response["Location"]) == (302, form)
    check.refresh_from_db()
    assert (check.due_at <= timezone.now(), check.attempts) == (True, 0)


def test_way_back_stays_on_the_host(client, switched_on):
    check = answered("Platná s.r.o.", "valid")
    address = reverse("register_check_again", args=[check.pk])
    for foreign in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert client.post(f"{address}?next={foreign}")["Location"] == reverse(LIST)


def test_register_just_asked_is_left_alone(client, switched_on):
    check = answered("Platná s.r.o.", "valid")
    before = RegisterCheck.objects.get(pk=check.pk).due_at
    response = client.post(reverse("register_check_again", args=[check.pk]), follow=True)
    assert ICO in messages_of(response)
    assert RegisterCheck.objects.get(pk=check.pk).due_at == before


def test_nobody_is_asked_where_it_is_switched_off(client):
    check = answered("Platná s.r.o.", "valid")
    RegisterCheck.objects.filter(pk=check.pk).update(checked_at=None, result="unknown", due_at=None)
    assert client.post(reverse("register_check_again", args=[check.pk])).status_code == 302
    assert RegisterCheck.objects.get(pk=check.pk).due_at is None


def test_form_of_the_company_shows_its_checks(client, switched_on):
    check = answered("Platná s.r.o.", "valid", "NAME_DIFFERS")
    soup = BeautifulSoup(client.get(url(check.company, "edit")).content, "html.parser")
    shown = soup.select_one(".register-checks")
    assert "Jiná s.r.o." in shown.get_text()
    assert shown.find("a")["href"].startswith(reverse("register_check_again", args=[check.pk]))
    assert client.get(url(Company, "add")).status_code == 200


def test_tag_shows_the_checks_elsewhere(rf, operator, settings):
    check = answered("Platná s.r.o.", "valid")
    request = rf.get("/admin/review/1/?page=2")
    request.user = operator
    template = Template("{% load register_checks %}{% register_checks company %}")
    soup = BeautifulSoup(template.render(Context({"company": check.company, "request": request})), "html.parser")
    assert "Jiná s.r.o." in soup.get_text()
    assert soup.find("a") is None  # nothing is switched on
    settings.ARES_URL = "https://ares.example"
    soup = BeautifulSoup(template.render(Context({"company": check.company, "request": request})), "html.parser")
    assert "next=%2Fadmin%2Freview%2F1%2F%3Fpage%3D2" in soup.find("a")["href"]


def test_history_tells_of_the_check(client, register):
    company = CompanyFactory(country="CZ", register_number=ICO)
    Verification.objects.create(company=company, kind="register", verified_on="2026-01-05")
    run_checks()
    text = client.get(url(company, "history")).content.decode()
    assert f"ARES {ICO}" in text


@pytest.mark.parametrize("language", ["de", "cs"])
def test_page_names_the_source_of_a_verification(client, language):
    check = answered("Platná s.r.o.", "valid")
    company = check.company
    Verification.objects.create(company=company, kind="register", verified_on=timezone.localdate())
    with override(language):
        address = company.get_absolute_url()
    assert "ARES" in trust(client, address)
    company.verifications.update(institution=Institution.objects.get(key="wfs"))
    assert "ARES" not in trust(client, address)
    before = trust(client, address)
    company.verifications.update(institution=None)
    check.problem = "NAME_DIFFERS"
    check.save()
    assert trust(client, address) != before


def trust(client, address: str) -> str:
    return BeautifulSoup(client.get(address).content, "html.parser").select_one(".entry-trust__list").get_text()
