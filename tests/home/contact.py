"""The contact form as a visitor fills it in."""

from datetime import timedelta
from typing import Any

import time_machine
from django.utils import timezone

from home.forms import ContactForm

ADDRESSES = {"de": "/de/kontakt/", "cs": "/cs/kontakt/"}
THANKS = {"de": "/de/kontakt/danke/", "cs": "/cs/kontakt/dekujeme/"}
OFFICE = "portal@glokal.example"
SENDER = "j.svoboda@truhlarstvi.example"


def stamp(*, seconds_ago: float = 30) -> str:
    """The stamp of a form that was opened so long ago."""
    with time_machine.travel(timezone.now() - timedelta(seconds=seconds_ago), tick=False):
        return ContactForm().initial["stamp"]


def filled(**changes: Any) -> dict[str, Any]:
    return {
        "institution": "",
        "name": "Jiřina Svobodová",
        "email": SENDER,
        "subject": "Poptávka dveří",
        "message": "Dobrý den,\nhledáme dodavatele dubových dveří.",
        "homepage": "",
        "stamp": stamp(),
        **changes,
    }
