"""ARES, the register of economic subjects of the Czech Ministry of Finance, asked by IČO.

Its REST interface answers for whom it knows with 200, for whom it does not with 404 and a JSON object of ``kod`` and
``subKod``; a 404 without these says that the address is wrong. Allowed are 500 questions a minute, but neither the same
again and again nor malformed ones (https://ares.gov.cz/stranky/podminky-provozu).
"""

import datetime as dt
from typing import Any

from django.utils import timezone

from directory.models import RegisterCheck

from .answers import Answer, as_text, invalid, unknown, valid
from .transport import NoReplyError, Reply, ask, base_address

NOT_FOUND = "NENALEZENO"
CEASED = "ZANIKLY"
MALFORMED = "VSTUP_NEVALIDNI_FORMAT_ICO"


class Ares:
    register = RegisterCheck.Register.ARES

    def __init__(self) -> None:
        self.url = base_address("ARES_URL")

    def look_up(self, number: str) -> Answer:
        """Return what ARES says about an IČO of eight digits."""
        try:
            reply = ask("GET", f"{self.url}/ekonomicke-subjekty/{number}")
        except NoReplyError as error:
            return unknown(str(error))
        return _subject(reply.data, number) if reply.is_ok else _refusal(reply)


def _refusal(reply: Reply) -> Answer:
    words = [as_text(reply.data.get(name)) for name in ("subKod", "kod")]
    word = next(filter(None, words), f"HTTP {reply.status}")
    if (reply.status == 404 and NOT_FOUND in words) or (reply.status == 400 and MALFORMED in words):
        return invalid(word)
    return unknown(word, reply.wait)


def _subject(data: dict[str, Any], number: str) -> Answer:
    name = as_text(data.get("obchodniJmeno"))
    if as_text(data.get("ico")).zfill(8) != number or not name:
        return unknown("UNREADABLE_ANSWER")
    seat = data.get("sidlo")
    told = {
        "name": name,
        "address": as_text(seat.get("textovaAdresa")) if isinstance(seat, dict) else "",
        "legal_form": as_text(data.get("pravniForma")),
        "founded_on": as_text(data.get("datumVzniku")),
        "ceased_on": as_text(data.get("datumZaniku")),
    }
    told = {key: value for key, value in told.items() if value}
    return invalid(CEASED, **told) if _has_ceased(data, told.get("ceased_on", "")) else valid(**told)


def _has_ceased(data: dict[str, Any], ceased_on: str) -> bool:
    """By its day, or by the state that the subject has in the register which ARES takes it from."""
    if ceased_on:
        try:
            return dt.date.fromisoformat(ceased_on[:10]) <= timezone.localdate()
        except ValueError:
            return True
    states = data.get("seznamRegistraci")
    source = as_text(data.get("primarniZdroj"))
    return isinstance(states, dict) and states.get(f"stavZdroje{source.capitalize()}") == CEASED
