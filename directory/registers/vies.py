"""VIES, the European Commission's way to the member states' registers of VAT numbers.

It answers with 200 also where it cannot say: the word for why is the ``userError`` of one form of its answers, in
``errorWrappers`` of the other. Only its plain yes or no counts: behind a member state that is silent, all may be well.
"""

from typing import Any

from directory.models import RegisterCheck

from .answers import Answer, as_text, invalid, unknown, valid
from .transport import NoReplyError, Reply, ask, base_address

#: The code of Greece is not that of ISO 3166.
CODES = {"GR": "EL"}
YES, NO, MALFORMED = "VALID", "INVALID", "INVALID_INPUT"
#: Words that begin like this are about one member state, all others about VIES itself.
OF_MEMBER_STATE = "MS_"


class Vies:
    register = RegisterCheck.Register.VIES

    def __init__(self) -> None:
        self.url = base_address("VIES_URL")

    def look_up(self, number: str) -> Answer:
        """Return what VIES says about a VAT number that begins with its country."""
        country, rest = number[:2], number[2:]
        try:
            question = {"countryCode": CODES.get(country, country), "vatNumber": rest}
            reply = ask("POST", f"{self.url}/check-vat-number", question)
        except NoReplyError as error:
            return unknown(str(error))
        return _answer(reply)


def _answer(reply: Reply) -> Answer:
    word, says = _word(reply.data), reply.data.get("valid", reply.data.get("isValid"))
    if word == MALFORMED:
        return invalid(word)
    if reply.is_ok and says is True and word in ("", YES):
        return valid(**_told(reply.data))
    if reply.is_ok and says is False and word in ("", NO):
        return invalid(NO)
    if reply.is_ok:
        return unknown(word if word not in ("", YES, NO) else "UNREADABLE_ANSWER", reply.wait)
    return unknown(word or f"HTTP {reply.status}", reply.wait)


def _word(data: dict[str, Any]) -> str:
    errors = data.get("errorWrappers")
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    return as_text(data.get("userError") or first.get("error")).upper()


def _told(data: dict[str, Any]) -> dict[str, str]:
    """Germany and others tell neither name nor address: they write dashes."""
    told = {name: as_text(data.get(name)) for name in ("name", "address")}
    return {name: text for name, text in told.items() if text}
