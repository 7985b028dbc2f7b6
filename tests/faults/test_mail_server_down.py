"""The mail server refuses, hangs, breaks off or is gone: no page notices, no mail is lost or sent twice."""

import socket
import time
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import send_mail
from django.test import Client
from django.utils import timezone

from core import outbox
from core.models import OutboxMessage
from tests.home.contact import ADDRESSES, THANKS, filled
from tests.services.conftest import MailServer

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def silent_port(deliver_to) -> Iterator[int]:
    """A server that takes the connection and never says a word."""
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        port = mute.getsockname()[1]
        deliver_to(port)
        yield port


def try_again() -> None:
    OutboxMessage.objects.pending().update(available_at=timezone.now())
    outbox.work_off_due()


def failed_row() -> OutboxMessage:
    row = OutboxMessage.objects.get()
    assert (row.state, row.attempts) == ("pending", 1)
    assert row.available_at > timezone.now()
    return row


@pytest.mark.parametrize("language", ["de", "cs"])
def test_contact_page_thanks_though_the_mail_server_is_down(free_port, deliver_to, language):
    deliver_to(free_port)
    response = Client().post(ADDRESSES[language], filled())
    assert (response.status_code, response["Location"]) == (302, THANKS[language])
    rows = OutboxMessage.objects.filter(kind="mail")
    assert [row.state for row in rows] == ["pending", "pending"]
    assert all("ConnectionRefusedError" in row.error for row in rows)


def test_server_that_comes_back_gets_each_mail_once(free_port, deliver_to):
    deliver_to(free_port)
    Client().post(ADDRESSES["de"], filled())
    try_again()
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=free_port)
    controller.start()
    try:
        for _sweep in range(3):
            try_again()
    finally:
        controller.stop()
    assert len(server.received) == 2
    assert len({message["Message-ID"] for message in server.received}) == 2
    assert {(row.state, row.attempts) for row in OutboxMessage.objects.all()} == {("done", 3)}


@pytest.mark.parametrize("answer", ["451 try later", "550 no such user", "554 spam"])
def test_refusal_is_kept_and_tried_again(mail_server, answer):
    mail_server.answer = lambda server: answer
    send_mail("Subject", "Text", None, ["to@x.example"])
    assert answer.split(maxsplit=1)[1] in failed_row().error
    mail_server.answer = lambda server: "250 OK"
    try_again()
    assert len(mail_server.received) == 1


def test_server_that_breaks_off_is_tried_again(mail_server):
    def break_off(server) -> str:
        server.transport.abort()
        return "451 never heard"

    mail_server.answer = break_off
    send_mail("Subject", "Text", None, ["to@x.example"])
    failed_row()
    mail_server.answer = lambda server: "250 OK"
    try_again()
    assert len(mail_server.received) == 1


def test_server_that_hangs_is_left_after_the_time_out(silent_port):
    start = time.monotonic()
    send_mail("Subject", "Text", None, ["to@x.example"])
    assert 0.9 < time.monotonic() - start < 4
    assert "timed out" in failed_row().error


def test_time_out_is_ten_seconds_where_nobody_says_otherwise():
    from portal.settings import base

    assert base.EMAIL_TIMEOUT == 10


def test_host_that_does_not_exist_is_tried_again(free_port, deliver_to, settings):
    deliver_to(free_port)
    settings.EMAIL_HOST = "no-such-host.invalid"
    send_mail("Subject", "Text", None, ["to@x.example"])
    assert "gaierror" in failed_row().error
