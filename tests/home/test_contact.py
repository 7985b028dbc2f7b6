"""The contact form: one message arrives once, robots and nonsense do not, nothing that was typed is lost."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page

from core.models import Institution, OutboxMessage
from home.models import ContactPage
from tests.home.contact import ADDRESSES, OFFICE, SENDER, THANKS, filled, stamp

pytestmark = pytest.mark.django_db

BOTH = pytest.mark.parametrize("language", ["de", "cs"])


@pytest.fixture(autouse=True)
def mails_through_the_outbox(settings):
    settings.EMAIL_BACKEND = "core.mail.OutboxEmailBackend"


@pytest.fixture
def post(client, django_capture_on_commit_callbacks):
    """Post the form and let the outbox work."""

    def send(language: str = "de", *, by: Client = client, **changes):
        with django_capture_on_commit_callbacks(execute=True):
            return by.post(ADDRESSES[language], filled(**changes))

    return send


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def nothing_was_sent() -> bool:
    return not mail.outbox and not OutboxMessage.objects.filter(kind="mail").exists()


@BOTH
def test_message_and_copy_are_sent_and_thanked_for(post, client, language):
    response = post(language)
    assert response.status_code == 302
    assert response["Location"] == THANKS[language]
    office, copy = mail.outbox
    assert (office.to, office.reply_to) == ([OFFICE], [SENDER])
    assert (copy.to, copy.reply_to) == ([SENDER], [])
    for message in (office, copy):
        assert "Poptávka dveří" in message.subject
        assert "hledáme dodavatele dubových dveří." in message.body
        assert message.extra_headers["Content-Language"] == language
    thanks = client.get(response["Location"])
    assert thanks.status_code == 200
    assert soup(thanks).html["lang"] == language


@BOTH
def test_visitor_with_a_browser_sends_the_form_as_it_is_served(language, django_capture_on_commit_callbacks):
    browser = Client(enforce_csrf_checks=True)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        form = soup(browser.get(ADDRESSES[language])).find("form", method="post")
        hidden = {field["name"]: field.get("value", "") for field in form.find_all("input", type="hidden")}
        clock.shift(timedelta(seconds=20))
        with django_capture_on_commit_callbacks(execute=True):
            response = browser.post(form.get("action") or ADDRESSES[language], filled() | hidden)
    assert response.status_code == 302
    assert len(mail.outbox) == 2


def test_institution_gets_its_message_in_its_language_and_the_sender_the_copy_in_the_pages(post):
    Institution.objects.filter(key="wfs").update(email="wfs@x.example")
    assert post("cs", institution="wfs").status_code == 302
    office, copy = mail.outbox
    assert (office.to, office.extra_headers["Content-Language"]) == (["wfs@x.example"], "de")
    assert (copy.to, copy.extra_headers["Content-Language"]) == ([SENDER], "cs")


def test_institution_without_address_is_reached_through_the_office(post):
    Institution.objects.filter(key="wfs").update(email="")
    post(institution="wfs")
    assert mail.outbox[0].to == [OFFICE]
    assert "Wirtschaftsförderung Sachsen" in mail.outbox[0].body


@BOTH
def test_empty_form_is_answered_with_messages_beside_the_fields(post, language):
    response = post(language, name="", email="", subject="", message="")
    assert response.status_code == 422
    for name in ("name", "email", "subject", "message"):
        field = soup(response).find(attrs={"name": name})
        assert field["aria-invalid"] == "true"
        described_by = field["aria-describedby"].split()
        texts = [soup(response).find(id=element_id).get_text(strip=True) for element_id in described_by]
        assert any(texts), name
    assert nothing_was_sent()


def test_error_messages_are_in_the_pages_language(post):
    assert "Toto pole je " in post("cs", name="").text
    assert "Dieses Feld " in post("de", name="").text


@BOTH
def test_typed_text_is_kept_when_something_is_wrong(post, language):
    response = post(language, email="no-address", institution="ihk-dresden")
    assert response.status_code == 422
    form = soup(response)
    assert form.find("textarea", {"name": "message"}).text.strip() == "Dobrý den,\nhledáme dodavatele dubových dveří."
    assert form.find("input", {"name": "name"})["value"] == "Jiřina Svobodová"
    assert form.find("input", {"name": "email"})["value"] == "no-address"
    assert form.find("input", {"name": "subject"})["value"] == "Poptávka dveří"
    assert form.find("option", selected=True)["value"] == "ihk-dresden"


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "no-address"},
        {"email": "a@x.example\nBcc: all@x.example"},
        {"email": f"{'a' * 250}@x.example"},
        {"name": "Eve\r\nBcc: all@x.example"},
        {"name": "Eve\x00"},
        {"name": "x" * 121},
        {"subject": "Offer\nBcc: all@x.example"},
        {"subject": "Offer\r\n\r\nText"},
        {"subject": "Offer\u2028Bcc: all@x.example"},
        {"subject": "x" * 121},
        {"message": "x" * 5001},
        {"message": "Hello\x00world"},
        {"message": "   \n "},
        {"institution": "nobody"},
        {"institution": "\x00"},
        {"homepage": "https://buy.example"},
        {"stamp": ""},
        {"stamp": "forged"},
        {"stamp": "\x00"},
    ],
)
def test_wrong_input_is_a_message_and_never_a_mail(post, wrong):
    response = post(**wrong)
    assert response.status_code == 422
    assert soup(response).find(class_="error-summary").get_text(strip=True)
    assert nothing_was_sent()


def test_longest_message_and_every_script_arrive(post):
    text = "Schönen Gruß – Příliš žluťoučký kůň 🚪👷🏽‍♀️ " + "x" * 4950
    assert post(message=text[:5000], name="Žofie 🛠 O’Connor", subject="Türen & „Dveře“ <b>").status_code == 302
    office = mail.outbox[0]
    assert text[:5000] in office.body
    assert "Türen & „Dveře“ <b>" in office.subject
    assert "Žofie 🛠 O’Connor" in office.body
    assert "<b>" not in office.alternatives[0][0].replace("<body", "")


def test_form_sent_too_quickly_may_be_sent_again(post):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first = post(stamp=stamp(seconds_ago=1))
        assert first.status_code == 422
        assert nothing_was_sent()
        clock.shift(timedelta(seconds=5))
        again = soup(first).find("input", {"name": "stamp"})["value"]
        assert post(stamp=again).status_code == 302
    assert len(mail.outbox) == 2


def test_form_from_yesterday_may_be_sent_again(post):
    old = post(stamp=stamp(seconds_ago=25 * 3600))
    assert old.status_code == 422
    assert nothing_was_sent()
    with time_machine.travel(timezone.now() + timedelta(seconds=10)):
        assert post(stamp=soup(old).find("input", {"name": "stamp"})["value"]).status_code == 302
    assert len(mail.outbox) == 2


def test_double_click_sends_once(post):
    form = filled()
    responses = [post(**form) for _time in range(3)]
    assert [response.status_code for response in responses] == [302, 302, 302]
    assert sorted(message.to[0] for message in mail.outbox) == [SENDER, OFFICE]


def test_other_text_from_the_same_form_is_another_message(post):
    form = filled()
    post(**form)
    post(**form | {"message": "Noch etwas: die Türen sollen zweiflügelig sein."})
    assert [message.to[0] for message in mail.outbox] == [OFFICE, SENDER] * 2


@BOTH
def test_eleventh_message_within_an_hour_waits(post, language):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert [post(language).status_code for _message in range(10)] == [302] * 10
        refused = post(language)
        assert refused.status_code == 429
        assert "hledáme dodavatele dubových dveří." in refused.text
        assert soup(refused).find(class_="error-summary") is not None
        assert post(language, by=Client(REMOTE_ADDR="198.51.100.7")).status_code == 302
        clock.shift(timedelta(minutes=61))
        assert post(language).status_code == 302
    assert len(mail.outbox) == 24


def test_mistakes_do_not_count_for_the_limit(post):
    assert {post(email="no-address").status_code for _attempt in range(15)} == {422}
    assert post().status_code == 302


@BOTH
@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_nothing_but_a_post_sends(client, language, method):
    response = getattr(client, method)(ADDRESSES[language], query_params=filled())
    assert response.status_code in (200, 405)
    assert nothing_was_sent()


def test_empty_post_is_an_empty_form_and_says_so(client):
    assert client.post(ADDRESSES["de"]).status_code == 422


def test_subject_can_be_given_in_the_address(client):
    response = client.get(ADDRESSES["de"], {"subject": 'Frage zu „Türen“ "><script>\r\nx\x00' + "x" * 200})
    assert response.status_code == 200
    assert soup(response).find("input", {"name": "subject"})["value"].startswith("Frage zu „Türen“")
    assert '"><script>' not in response.text


@BOTH
def test_post_without_token_is_refused_in_the_pages_language(language):
    response = Client(enforce_csrf_checks=True).post(ADDRESSES[language], filled())
    assert response.status_code == 403
    assert soup(response).html["lang"] == language
    assert response["Content-Language"] == language
    assert nothing_was_sent()


@BOTH
def test_page_with_the_form_is_never_cached_and_sets_only_the_csrf_cookie(client, post, language):
    for response in (client.get(ADDRESSES[language]), post(language, name="")):
        directives = {directive.strip() for directive in response["Cache-Control"].split(",")}
        assert {"private", "no-store"} <= directives
        assert set(response.cookies) == {"csrftoken"}
    assert not client.get(THANKS[language]).cookies


def test_no_other_public_page_sets_a_cookie(client):
    addresses = [page.url for page in Page.objects.live().filter(depth__gt=1).not_type(ContactPage)]
    addresses += ["/", "/robots.txt", "/sitemap.xml", "/.well-known/security.txt", "/de/nichts/", "/healthz/live"]
    for language in ADDRESSES:
        with translation.override(language):
            addresses.append(reverse("find_pages") + "?q=a")
    assert len(addresses) > 60
    assert [address for address in addresses if client.get(address).cookies] == []


def test_mail_that_cannot_be_written_leaves_nothing_behind(client, monkeypatch, settings):
    """Either both mails are written or none, and who sent the form is told."""
    from home import services

    def fail_for_the_copy(template, **options):
        if template == "contact_copy":
            raise RuntimeError("no space left")
        original(template, **options)

    original = services.send_template
    monkeypatch.setattr(services, "send_template", fail_for_the_copy)
    client.raise_request_exception = False
    assert client.post(ADDRESSES["de"], filled()).status_code == 500
    assert nothing_was_sent()
