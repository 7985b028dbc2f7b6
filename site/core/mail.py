"""Mail: every message of the portal and of Wagtail goes through the outbox and carries the funder's block.

``EMAIL_BACKEND`` is the outbox, so that ``send_mail`` anywhere writes a row in the caller's transaction; the worker
hands the message to the real server (``EMAIL_DELIVERY_BACKEND``). A message keeps its ``Message-ID`` over all attempts.
"""

import base64
from collections.abc import Sequence
from email.mime.image import MIMEImage
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage, make_msgid
from django.template.loader import render_to_string
from django.utils.translation import override
from wagtail.users.models import UserProfile

from . import outbox
from .i18n import LANGUAGE_CODES, active_language
from .models import FunderSettings

EMBLEM_ID = "eu-emblem"


class KeyedMessage(EmailMessage):
    """A message that is sent once, however often it is asked for, where it has a key."""

    outbox_key: str | None = None


class OutboxEmailBackend(BaseEmailBackend):
    """Writes each message into the outbox, framed in the language that it is written in."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            message.message()  # raises here, where the caller can still be told, what the mail server would not take
            outbox.enqueue(
                "mail", _as_payload(message), summary=str(message.subject), key=getattr(message, "outbox_key", None)
            )
        return len(email_messages)


def send_template(
    template: str, *, to: str, language: str, context: dict[str, Any], reply_to: str = "", key: str | None = None
) -> None:
    """Send the mail ``templates/emails/<template>.txt`` (first line: subject) to one address in its language.

    With ``key`` the same mail is sent once, however often it is asked for.
    """
    with override(language if language in LANGUAGE_CODES else LANGUAGE_CODES[0]):
        subject, _sep, body = render_to_string(f"emails/{template}.txt", context).strip().partition("\n")
        message = KeyedMessage(subject.strip(), body.strip(), to=[to], reply_to=[reply_to] if reply_to else None)
        message.outbox_key = key
        message.send()


@outbox.handlers.register("mail")
def deliver_mail(payload: dict[str, Any]) -> None:
    """Hand one message to the mail server; raises what the server or the network answers."""
    message = EmailMultiAlternatives(
        subject=payload["subject"],
        body=payload["text"],
        from_email=payload["from"],
        to=payload["to"],
        cc=payload["cc"],
        bcc=payload["bcc"],
        reply_to=payload["reply_to"],
        headers=payload["headers"],
        connection=get_connection(settings.EMAIL_DELIVERY_BACKEND),
    )
    message.attach_alternative(payload["html"], "text/html")
    for name, content, mimetype in payload["attachments"]:
        message.attach(name, base64.b64decode(content), mimetype)
    if f"cid:{EMBLEM_ID}" in payload["html"]:
        message.mixed_subtype = "related"  # type: ignore[attr-defined]
        message.attach(_emblem())
    message.send()


def _as_payload(message: EmailMessage) -> dict[str, Any]:
    language = _language_of(message)
    funder = FunderSettings.objects.filter(is_shown=True).order_by("-site__is_default_site").first()
    frame = {"text": message.body, "funder": funder, "language": language, "site_url": settings.SITE_URL}
    html = next((part[0] for part in getattr(message, "alternatives", []) if part[1] == "text/html"), "")
    return {
        "subject": str(message.subject),
        "text": render_to_string("emails/frame.txt", frame),
        "html": html or render_to_string("emails/frame.html", {**frame, "emblem_id": EMBLEM_ID}),
        "from": message.from_email,
        "to": list(message.to),
        "cc": list(message.cc),
        "bcc": list(message.bcc),
        "reply_to": list(message.reply_to),
        "headers": {
            "Message-ID": make_msgid(domain=settings.SITE_URL.rpartition("//")[2].partition(":")[0]),
            "Content-Language": language,
            **message.extra_headers,
        },
        "attachments": [_encoded(attachment) for attachment in message.attachments],
    }


def _language_of(message: EmailMessage) -> str:
    """The language that is active when a message is sent, except for Wagtail's notifications.

    Those are written in the recipient's language but sent after it has been left again.
    """
    if message.extra_headers.get("Auto-Submitted") == "auto-generated" and len(message.to) == 1:
        profile = UserProfile.objects.filter(user__email__iexact=message.to[0]).first()
        if profile and profile.get_preferred_language() in LANGUAGE_CODES:
            return profile.get_preferred_language()
    return active_language()


def _encoded(attachment: Any) -> tuple[str, str, str]:
    name, content, mimetype = attachment
    data = content.encode() if isinstance(content, str) else content
    return name, base64.b64encode(data).decode(), mimetype or "application/octet-stream"


@cache
def _emblem() -> MIMEImage:
    image = MIMEImage(Path(settings.STATICFILES_DIRS[0], "img", "eu-emblem.png").read_bytes())
    image.add_header("Content-ID", f"<{EMBLEM_ID}>")
    image.add_header("Content-Disposition", "inline", filename="eu-emblem.png")
    return image
