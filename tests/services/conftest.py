"""Real parts for the tests: real transactions, a real mail server."""

import socket
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django_tasks_db.models import DBTaskResult

from core.models import JobRun, OutboxMessage


@pytest.fixture
def transactional_db(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """The set-up database with transactions that are really committed.

    What the queue, the outbox and the timer wrote is deleted afterwards. It stands in for pytest-django's own, which
    empties every table, the pages that the other tests need included; the name is what makes it prepare a database.
    """
    with django_db_blocker.unblock():
        yield
        for model in (OutboxMessage, JobRun, DBTaskResult):
            model.objects.all().delete()


class MailServer:
    """A real SMTP server on a free port; ``answer`` says what it does with a message."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.envelopes: list[Envelope] = []
        self.asked = 0
        self.answer: Callable[[SMTP], str] = lambda server: "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.asked += 1
        answer = self.answer(server)
        if answer.startswith("250"):
            self.envelopes.append(envelope)
            self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        return answer

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.received if message["To"] == address]


@pytest.fixture
def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def deliver_to(settings) -> Callable[[int], None]:
    """Mail goes through the outbox to the SMTP server on a port of this machine."""

    def on_port(port: int) -> None:
        settings.EMAIL_BACKEND = "core.mail.OutboxEmailBackend"
        settings.EMAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 1

    return on_port


@pytest.fixture
def mail_server(free_port: int, deliver_to) -> Iterator[MailServer]:
    """A running mail server that the portal delivers to."""
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=free_port)
    controller.start()
    deliver_to(free_port)
    yield server
    controller.stop()
