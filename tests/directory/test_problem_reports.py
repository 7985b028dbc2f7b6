"""Reporting a problem: one report, one mail to who decides, one to who reported it; and what a decision leads to."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from core.models import Institution, Place
from directory.forms import ProblemForm
from directory.models import Company, Objection, Offer, ProblemReport
from directory.services import decide_report
from tests.editing import at_work
from tests.factories import CommittingClient

from .factories import CompanyFactory, OfferFactory
from .pages import LANGUAGES, address

pytestmark = pytest.mark.django_db

BOTH = pytest.mark.parametrize("language", LANGUAGES)
REPORTER = "m.novakova@firma.example"


@pytest.fixture(autouse=True)
def mails_through_the_outbox(settings):
    settings.EMAIL_BACKEND = "core.mail.OutboxEmailBackend"


@pytest.fixture
def company() -> Company:
    """Listed in Most, so that AHK Services answers for it."""
    Institution.objects.filter(key="ahk-services").update(email="ahk@x.example")
    return CompanyFactory(legal_name="Strojírna Žandov s.r.o.", country="CZ")


def stamp(*, seconds_ago: float = 30) -> str:
    with time_machine.travel(timezone.now() - timedelta(seconds=seconds_ago), tick=False):
        return ProblemForm().initial["stamp"]


def filled(**changes: str) -> dict[str, str]:
    return {
        "kind": "correction",
        "message": "Telefonní číslo\nuž neplatí.",
        "name": "Marie Nováková",
        "email": REPORTER,
        "homepage": "",
        "stamp": stamp(),
        **changes,
    }


def post(entry: Company | Offer, language: str = "de", **changes: str):
    return CommittingClient().post(address(entry, language, report=True), filled(**changes))


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


@BOTH
def test_report_reaches_the_institution_and_is_confirmed(company, language):
    response = post(company, language)
    assert response.status_code == 302
    thanks = Client().get(response["Location"])
    assert thanks.status_code == 200
    assert not thanks.cookies
    report = ProblemReport.objects.get()
    assert (report.company, report.kind, report.language) == (company, "correction", language)
    office, receipt = mail.outbox
    assert (office.to, office.reply_to) == (["ahk@x.example"], [REPORTER])
    assert office.extra_headers["Content-Language"] == "cs"
    assert (receipt.to, receipt.reply_to) == ([REPORTER], ["ahk@x.example"])
    assert receipt.extra_headers["Content-Language"] == language
    for message, own in ((office, "cs"), (receipt, language)):
        assert "Strojírna Žandov" in message.subject
        assert "už neplatí." in message.body
        assert f"http://testserver{address(company, own)}" in message.body


def test_german_entry_is_reported_to_its_institution_in_german():
    Institution.objects.filter(key="ihk-chemnitz").update(email="ihk@x.example")
    post(CompanyFactory(), "cs")
    office, receipt = mail.outbox
    assert (office.to, office.extra_headers["Content-Language"]) == (["ihk@x.example"], "de")
    assert receipt.extra_headers["Content-Language"] == "cs"


def test_institution_without_address_is_reached_through_the_office(company):
    Institution.objects.filter(key="ahk-services").update(email="")
    post(company)
    assert mail.outbox[0].to == ["portal@glokal.example"]


def test_report_without_an_address_is_taken_and_not_confirmed(company):
    assert post(company, name="", email="").status_code == 302
    assert [message.to for message in mail.outbox] == [["ahk@x.example"]]


@BOTH
def test_offer_is_reported_under_its_title(company, language):
    offer = OfferFactory(company=company, title_de="Drehteile", title_cs="Soustružené díly", is_anonymous=True)
    assert post(offer, language).status_code == 302
    assert ProblemReport.objects.get().offer == offer
    office, receipt = mail.outbox
    assert "Soustružené díly" in office.subject
    assert {"de": "Drehteile", "cs": "Soustružené díly"}[language] in receipt.subject
    assert company.legal_name not in receipt.body


@BOTH
def test_visitor_with_a_browser_sends_the_form_as_it_is_served(company, language):
    browser = Client(enforce_csrf_checks=True)
    path = address(company, language, report=True)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        response = browser.get(path)
        form = soup(response).find("form", method="post")
        hidden = {field["name"]: field["value"] for field in form.find_all("input", type="hidden")}
        clock.shift(timedelta(seconds=20))
        assert browser.post(form["action"], filled() | hidden).status_code == 302
    assert set(response.cookies) == {"csrftoken"}
    assert "no-store" in response["Cache-Control"]
    assert soup(response).find("meta", {"name": "robots"})["content"] == "noindex"


def test_form_sent_twice_is_one_report_and_one_mail_each(company):
    data = filled()
    path = address(company, report=True)
    assert [CommittingClient().post(path, data).status_code for _time in range(2)] == [302, 302]
    assert ProblemReport.objects.count() == 1
    assert len(mail.outbox) == 2


def test_same_form_sent_about_another_entry_is_another_report(company):
    data = filled()
    for entry in (company, OfferFactory(company=company)):
        CommittingClient().post(address(entry, report=True), data)
    assert ProblemReport.objects.count() == 2


@BOTH
def test_objection_needs_an_address_and_keeps_what_was_typed(company, language):
    response = post(company, language, kind="objection", email="")
    assert response.status_code == 422
    page = soup(response)
    assert page.find("input", {"name": "email"})["aria-invalid"] == "true"
    assert page.find("textarea", {"name": "message"}).text.strip() == "Telefonní číslo\nuž neplatí."
    assert page.find("input", {"name": "name"})["value"] == "Marie Nováková"
    assert page.find("input", {"value": "objection"}).has_attr("checked")
    assert page.find(class_="error-summary").find("a", href="#id_email")
    assert not ProblemReport.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": ""},
        {"kind": "praise"},
        {"message": " \n "},
        {"message": "x" * 3001},
        {"message": "Hallo\x00Welt"},
        {"name": "Eve\r\nBcc: all@x.example"},
        {"name": "x" * 121},
        {"email": "no-address"},
        {"email": "a@x.example\nBcc: all@x.example"},
        {"email": f"{'a' * 250}@x.example"},
        {"homepage": "https://buy.example"},
        {"stamp": ""},
        {"stamp": "forged"},
        {"stamp": stamp(seconds_ago=90_000)},
    ],
)
def test_wrong_input_is_a_message_and_never_a_report(company, wrong):
    response = post(company, **wrong)
    assert response.status_code == 422
    assert soup(response).find(class_="error-summary").get_text(strip=True)
    assert not ProblemReport.objects.exists()
    assert not mail.outbox


def test_form_sent_at_once_is_a_robots(company):
    assert post(company, stamp=stamp(seconds_ago=0)).status_code == 422


def test_eleventh_report_within_an_hour_waits(company):
    assert [post(company).status_code for _time in range(11)] == [302] * 10 + [429]
    assert ProblemReport.objects.count() == 10


@BOTH
def test_entry_that_is_not_public_takes_no_report(company, language):
    offer = OfferFactory(company=company)
    Company.objects.filter(pk=company.pk).update(state="hidden", state_reason="Grund")
    for entry in (company, offer):
        assert Client().get(address(entry, language, report=True)).status_code == 404
        assert post(entry, language).status_code == 404


@BOTH
def test_languages_of_the_form_lead_to_each_other(company, language):
    page = soup(Client().get(address(company, language, report=True)))
    pairs = {link["hreflang"]: link["href"] for link in page.find_all("link", rel="alternate", hreflang=True)}
    assert pairs == {code: f"http://testserver{address(company, code, report=True)}" for code in LANGUAGES}


def reported(entry: Company | Offer, kind: str, language: str = "cs") -> ProblemReport:
    """A report as it lies before the institution."""
    post(entry, language, kind=kind)
    mail.outbox.clear()
    return ProblemReport.objects.get()


def decide(report: ProblemReport, django_capture_on_commit_callbacks, *, accepted: bool, user=None) -> ProblemReport:
    with django_capture_on_commit_callbacks(execute=True):
        return decide_report(report=report, accepted=accepted, decision="Weil es so ist.", user=user)


@BOTH
def test_accepted_objection_hides_the_company_and_no_import_brings_it_back(
    company, language, editor_ahk, django_capture_on_commit_callbacks
):
    Company.objects.filter(pk=company.pk).update(register_number="81234562")
    company.refresh_from_db()
    report = reported(company, "objection", language)
    decided = decide(report, django_capture_on_commit_callbacks, accepted=True, user=editor_ahk)
    assert (decided.state, decided.decision) == ("accepted", "Weil es so ist.")
    assert Client().get(address(company)).status_code == 404
    company.refresh_from_db()
    assert (company.state, company.state_reason) == ("hidden", "Weil es so ist.")
    (message,) = mail.outbox
    assert (message.to, message.extra_headers["Content-Language"]) == ([REPORTER], language)
    assert "Weil es so ist." in message.body
    company.delete()
    again = Company(legal_name="Strojírna Žandov a.s.", country="CZ", register_number="81234562", source="import")
    with pytest.raises(ValidationError):
        again.full_clean()
    again.source = "company"  # it may well come by itself
    again.full_clean()


def test_objection_reported_on_an_offer_hides_its_company(company, django_capture_on_commit_callbacks):
    report = reported(OfferFactory(company=company), "objection")
    decide(report, django_capture_on_commit_callbacks, accepted=True)
    company.refresh_from_db()
    assert company.state == "hidden"
    assert Objection.objects.get().legal_name == company.legal_name


def test_accepted_removal_suspends_what_was_reported_and_nothing_else(company, django_capture_on_commit_callbacks):
    offer = OfferFactory(company=company)
    decide(reported(offer, "removal"), django_capture_on_commit_callbacks, accepted=True)
    offer.refresh_from_db()
    company.refresh_from_db()
    assert (offer.state, company.state) == ("suspended", "published")
    assert not Objection.objects.exists()


@pytest.mark.parametrize(("kind", "accepted"), [("correction", True), ("objection", False), ("removal", False)])
def test_other_decisions_leave_the_entry_as_it_is(company, kind, accepted, django_capture_on_commit_callbacks):
    decide(reported(company, kind), django_capture_on_commit_callbacks, accepted=accepted)
    company.refresh_from_db()
    assert company.state == "published"
    assert not Objection.objects.exists()
    assert len(mail.outbox) == 1


def test_objection_never_loosens_a_suspension(company, django_capture_on_commit_callbacks):
    report = reported(company, "objection")
    Company.objects.filter(pk=company.pk).update(state="suspended", state_reason="Betrug")
    decide(report, django_capture_on_commit_callbacks, accepted=True)
    company.refresh_from_db()
    assert (company.state, company.state_reason) == ("suspended", "Betrug")
    assert Objection.objects.exists()


def test_decision_needs_words_and_is_made_once(company, django_capture_on_commit_callbacks):
    report = reported(company, "removal")
    with pytest.raises(ValidationError):
        decide_report(report=report, accepted=True, decision="  ", user=None)
    company.refresh_from_db()
    assert company.state == "published"
    decide(report, django_capture_on_commit_callbacks, accepted=False)
    with pytest.raises(ValidationError):
        decide_report(report=report, accepted=True, decision="Doch.", user=None)
    assert ProblemReport.objects.get().state == "declined"


def test_open_report_follows_the_seat_and_a_decided_one_stays(company, operator, django_capture_on_commit_callbacks):
    Institution.objects.filter(key="mas-cesky-sever").update(email="mas@x.example")
    report = reported(OfferFactory(company=company), "correction")
    decin = Place.objects.get(slug="decin")
    company.locations.update(place=decin, region=decin.region)

    def shown(path: str) -> list[bool]:
        text = soup(at_work(operator).get(f"/admin/directory/problemreport/{path}")).find("main").get_text()
        return [name in text for name in ("AHK Services", "MAS Český sever")]

    for path in (f"inspect/{report.pk}/", f"edit/{report.pk}/"):
        assert shown(path) == [False, True], path
    for key, found in (("ahk-services", 0), ("mas-cesky-sever", 1)):
        page = soup(at_work(operator).get(f"/admin/directory/problemreport/?institution={key}"))
        assert len(page.select("main table.listing tbody tr")) == found, key
    decide(report, django_capture_on_commit_callbacks, accepted=False)
    assert [message.reply_to for message in mail.outbox] == [["mas@x.example"]]
    chemnitz = Place.objects.get(slug="chemnitz")
    company.locations.update(place=chemnitz, region=chemnitz.region)
    assert ProblemReport.objects.get().institution.key == "mas-cesky-sever"
    assert shown(f"inspect/{report.pk}/") == [False, True]
