"""Ready reasons for a rejection, in the language of the company that reads them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

#: A short name for the reviewer, and what the company reads.
PHRASES = (
    (
        _("No proof"),
        _(
            "We could not verify this information. Please send us a document that proves it, such as an extract from "
            "the register or the certificate, and submit the change again."
        ),
    ),
    (
        _("Another company"),
        _(
            "According to the register, this name or this number belongs to another company. Please check both and "
            "submit the change again."
        ),
    ),
    (
        _("Already listed"),
        _(
            "Your company is listed already. So that customers find one complete entry, please keep that one up to "
            "date; we are glad to help you take it over."
        ),
    ),
    (
        _("Advertising"),
        _(
            "The text praises more than it tells. Please describe in plain words what you make, from which material "
            "and in which quantities: that is what buyers search for."
        ),
    ),
    (
        _("Hard to understand"),
        _(
            "We could not understand parts of the text. Please write it in German or Czech in short sentences; you "
            "need not write it in both languages."
        ),
    ),
    (
        _("Personal data"),
        _(
            "The text contains personal data of people who have not agreed to be named. Please use the contact fields "
            "and submit the change again."
        ),
    ),
)


@dataclass(frozen=True)
class Phrase:
    key: str
    name: str
    text: str


def phrases(language: str) -> list[Phrase]:
    """Return the phrases with their names for the reviewer and their text in the company's language."""
    names = [str(name) for name, _text in PHRASES]
    with override(language):
        return [Phrase(str(number), names[number], str(text)) for number, (_name, text) in enumerate(PHRASES)]
