"""Mail as a real server receives it."""

import re

import pytest
from django.core.mail import send_mail
from django.test import Client
from django.utils import timezone

from core import outbox
from core.models import OutboxMessage
from tests.home.contact import ADDRESSES, OFFICE, SENDER, filled

pytestmark = pytest.mark.usefixtures("transactional_db")

STATEMENTS = {"de": "Kofinanziert von der Europäischen Union", "cs": "Spolufinancováno Evropskou unií"}


def part(message, content_type: str) -> str:
    [found] = [part for part in message.walk() if part.get_content_type() == content_type]
    return found.get_content()


@pytest.mark.parametrize("language", ["de", "cs"])
def test_message_and_copy_arrive(mail_server, language):
    assert Client().post(ADDRESSES[language], filled()).status_code == 302
    [office], [copy] = mail_server.to(OFFICE), mail_server.to(SENDER)
    assert office["Reply-To"] == SENDER
    assert copy["Reply-To"] is None
    for message in (office, copy):
        assert message["From"] == "Glokal <portal@glokal.example>"
        assert "Poptávka dveří" in message["Subject"]
        assert message["Content-Language"] == language
        assert STATEMENTS[language] in part(message, "text/plain")
        assert STATEMENTS[language] in part(message, "text/html")
        assert "hledáme dodavatele dubových dveří." in part(message, "text/plain")
        assert "hledáme dodavatele dubových dveří." in part(message, "text/html")
    assert {envelope.mail_from for envelope in mail_server.envelopes} == {"portal@glokal.example"}
    assert not OutboxMessage.objects.filter(kind="mail").exclude(state="done", payload={}).exists()


def test_text_and_page_stand_side_by_side_with_the_emblem_inside(mail_server):
    send_mail("Subject", "Text", None, ["to@x.example"])
    [message] = mail_server.received
    types = [found.get_content_type() for found in message.walk()]
    assert types == ["multipart/related", "multipart/alternative", "text/plain", "text/html", "image/png"]
    [emblem] = [found for found in message.walk() if found.get_content_type() == "image/png"]
    assert emblem.get_content_disposition() == "inline"
    assert emblem.get_content().startswith(b"\x89PNG")
    html = part(message, "text/html")
    assert f"cid:{emblem['Content-ID'].strip('<>')}" in html
    assert re.search(r'<img[^>]+alt="[^"]+"', html)
    assert "http" not in "".join(re.findall(r'src="([^"]*)"', html))  # nothing is fetched when a mail is read


def test_message_keeps_its_number_over_all_attempts(mail_server):
    answers = ["451 later", "451 later", "250 OK"]
    numbers = []
    mail_server.answer = lambda server: answers.pop(0)
    send_mail("Subject", "Text", None, ["to@x.example"])
    for _attempt in range(2):
        row = OutboxMessage.objects.get()
        numbers.append(row.payload["headers"]["Message-ID"])
        OutboxMessage.objects.update(available_at=timezone.now())
        outbox.work_off_due()
    assert mail_server.asked == 3
    [message] = mail_server.received
    assert [message["Message-ID"]] * 2 == numbers
    assert message["Message-ID"].endswith("@testserver>")


def test_text_cannot_become_a_header(mail_server):
    tricky = filled(
        name="Eve <eve@x.example>, all@x.example",
        subject="Bcc: all@x.example; Content-Type: text/html",
        message="Subject: other\r\nBcc: all@x.example\r\n\r\n.\r\nMAIL FROM:<x@x.example>\r\n",
    )
    assert Client().post(ADDRESSES["de"], tricky).status_code == 302
    assert len(mail_server.received) == 2
    for message, envelope in zip(mail_server.received, mail_server.envelopes, strict=True):
        assert message["Bcc"] is None
        assert len(envelope.rcpt_tos) == 1
        assert "MAIL FROM:<x@x.example>" in part(message, "text/plain")


def test_name_in_every_script_arrives(mail_server):
    Client().post(ADDRESSES["cs"], filled(name="Žofie 🛠 Müller", subject="Příliš žluťoučký kůň " * 5))
    [office] = mail_server.to(OFFICE)
    assert "Žofie 🛠 Müller" in part(office, "text/plain")
    assert ("Příliš žluťoučký kůň " * 5).strip() in office["Subject"]
