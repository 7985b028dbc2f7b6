"""Every mail passes the outbox, in the language it is written in, with the funder's block."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail as django_mail
from django.core.mail import BadHeaderError, EmailMessage, get_connection, send_mail
from django.utils import translation
from wagtail.models import Page, Site

from core.mail import send_template
from core.models import FunderSettings, OutboxMessage

pytestmark = pytest.mark.django_db

STATEMENTS = {"de": "Kofinanziert von der Europäischen Union", "cs": "Spolufinancováno Evropskou unií"}
CONTEXT = {"message": {"name": "Jiřina", "email": "j@x.example", "subject": "Dveře", "message": "Dobrý den"}}


@pytest.fixture(autouse=True)
def mails_through_the_outbox(settings):
    settings.EMAIL_BACKEND = "core.mail.OutboxEmailBackend"


def payload() -> dict:
    return OutboxMessage.objects.get(kind="mail").payload


@pytest.mark.parametrize("language", ["de", "cs"])
def test_mail_carries_the_funders_block_in_its_language(language):
    send_template("contact_copy", to="j@x.example", language=language, context=CONTEXT)
    other = STATEMENTS["cs" if language == "de" else "de"]
    for part in ("text", "html"):
        assert STATEMENTS[language] in payload()[part]
        assert other not in payload()[part]
    assert "Interreg" in payload()["text"]
    assert f'<html lang="{language}">' in payload()["html"]
    assert payload()["headers"]["Content-Language"] == language


def test_mail_in_a_language_that_the_portal_does_not_speak_is_german():
    send_template("contact_copy", to="j@x.example", language="fr", context=CONTEXT)
    assert payload()["headers"]["Content-Language"] == "de"


def test_funders_block_ends_with_its_setting():
    FunderSettings.objects.update(is_shown=False)
    send_template("contact_copy", to="j@x.example", language="de", context=CONTEXT)
    assert STATEMENTS["de"] not in payload()["text"] + payload()["html"]
    assert "cid:" not in payload()["html"]


def test_signs_and_quotation_marks_stand_as_written_in_text_and_are_escaped_in_html():
    message = {**CONTEXT["message"], "subject": 'Müller & Söhne „100 %“ <b>"Türen"</b>', "message": "a < b & c"}
    send_template("contact_message", to="office@x.example", language="de", context={"message": message})
    assert payload()["subject"].endswith('Müller & Söhne „100 %“ <b>"Türen"</b>')
    assert "a < b & c" in payload()["text"]
    assert "a &lt; b &amp; c" in payload()["html"]
    assert "<b>" not in payload()["html"]


def test_same_key_is_sent_once():
    for _time in range(2):
        send_template("contact_copy", to="j@x.example", language="de", context=CONTEXT, key="contact:1")
    assert OutboxMessage.objects.filter(kind="mail").count() == 1


def test_message_keeps_all_that_django_gives_it():
    message = EmailMessage(
        "Subject",
        "Text",
        "Sender <sender@x.example>",
        ["to@x.example"],
        ["bcc@x.example"],
        cc=["cc@x.example"],
        reply_to=["reply@x.example"],
        headers={"X-Own": "yes"},
    )
    message.attach("seznam.csv", "IČO;Název", "text/csv")
    message.attach("picture.png", b"\x89PNG", "image/png")
    assert message.send() == 1
    from core.mail import deliver_mail

    deliver_mail(payload())
    [sent] = django_mail.outbox
    assert (sent.subject, sent.from_email, sent.to) == ("Subject", "Sender <sender@x.example>", ["to@x.example"])
    assert (sent.cc, sent.bcc, sent.reply_to) == (["cc@x.example"], ["bcc@x.example"], ["reply@x.example"])
    assert sent.extra_headers["X-Own"] == "yes"
    names = [part.get_filename() for part in sent.message().walk() if part.get_filename()]
    assert names == ["seznam.csv", "picture.png", "eu-emblem.png"]
    [table] = [part for part in sent.message().walk() if part.get_filename() == "seznam.csv"]
    assert table.get_payload(decode=True).decode() == "IČO;Název"


@pytest.mark.parametrize("subject", ["Hello\nBcc: all@x.example", "Hello\r\nBcc: all@x.example", "Hello\r"])
def test_line_break_in_a_subject_is_refused_where_the_caller_is_told(subject):
    with pytest.raises(BadHeaderError):
        send_mail(subject, "Text", None, ["to@x.example"])
    assert not OutboxMessage.objects.filter(kind="mail").exists()


def test_mail_without_recipient_is_none():
    assert EmailMessage("Subject", "Text", to=[]).send() == 0
    assert get_connection().send_messages([]) == 0
    assert not OutboxMessage.objects.filter(kind="mail").exists()


def test_workflow_mail_passes_the_outbox_in_its_recipients_language(editor_ahk, author):
    """Wagtail writes it in the recipient's language, but sends it in the language of whoever handed the page in."""
    page = Page.objects.filter(locale__language_code="cs", live=True, newspage__isnull=False).first().specific
    page.save_revision(user=author)
    with translation.override("de"):
        page.get_workflow().start(page, author)
    mail = OutboxMessage.objects.get(kind="mail", payload__to=[editor_ahk.email]).payload
    assert mail["headers"]["Content-Language"] == "cs"
    assert STATEMENTS["cs"] in mail["text"]
    assert STATEMENTS["cs"] in mail["html"]
    assert STATEMENTS["de"] not in mail["text"]
    assert page.title in mail["text"]
    assert mail["headers"]["Auto-Submitted"] == "auto-generated"
    assert "http://testserver/admin/" in mail["text"]


def test_password_mail_passes_the_outbox_in_the_language_it_is_written_in(client, editor_wfs):
    response = client.post("/admin/password_reset/", {"email": editor_wfs.email}, headers={"accept-language": "cs"})
    assert response.status_code == 302
    assert payload()["to"] == [editor_wfs.email]
    assert payload()["headers"]["Content-Language"] == "cs"
    assert STATEMENTS["cs"] in payload()["text"]
    assert isinstance(response.wsgi_request.user, AnonymousUser)


def test_funders_block_is_the_default_sites():
    root = Site.objects.get(is_default_site=True).root_page
    other = Site.objects.create(hostname="other.example", root_page=root)
    FunderSettings.objects.create(site=other, statement_de="Anders", statement_cs="Jinak")
    send_template("contact_copy", to="j@x.example", language="de", context=CONTEXT)
    assert STATEMENTS["de"] in payload()["text"]
