"""The words that people write into columns, in German, Czech and English, however they spell them."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from django.utils.translation import override

from directory.models import Company, Country, Offer

TWO_LETTERS = re.compile("([aou])e")
COURT_WORDS = re.compile(
    r"\b(amtsgericht|registergericht|handelsregister|ag|b(?:eim|ei|\.)|des|der|am)\b[\s.:]*", re.IGNORECASE
)


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Return a text as it is compared: letters and digits only, without accents, ä and ae alike."""
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("ß", "ss")
    return TWO_LETTERS.sub(r"\1", "".join(char for char in plain if char.isalnum()))


def court_name(text: str) -> str:
    """Return the town of a register court: „Amtsgericht Chemnitz“ is Chemnitz."""
    return " ".join(COURT_WORDS.sub(" ", text).split()).strip(" -–.")


def fold_court(text: str) -> str:
    return fold(court_name(text))


def _by_word(words: dict[str, str], choices: Iterable[tuple[str, object]]) -> dict[str, str]:
    """Return the value of each folded word: those listed here, the values themselves and their names on the pages."""
    found = {fold(word): value for value, line in words.items() for word in line.split(",")}
    for value, label in choices:
        found[fold(value)] = value
        for language in ("de", "cs"):
            with override(language):
                found.setdefault(fold(str(label)), value)
    return found


def kinds() -> dict[str, str]:
    words = {
        "company": "Unternehmen, Firma, Betrieb, společnost, podnik",
        "institution": "Einrichtung, Institution, instituce, organizace",
        "research": "Forschung, Forschungseinrichtung, výzkum, výzkumná organizace, výzkumná instituce",
        "network": "Netzwerk, Verbund, Cluster, síť, klastr",
    }
    return _by_word(words, Company.Kind.choices)


def countries() -> dict[str, str]:
    words = {
        "DE": "D, DEU, GER, Deutschland, Bundesrepublik Deutschland, BRD, Německo, SRN, Germany",
        "CZ": "CZE, ČR, CR, Tschechien, Tschechische Republik, Česko, Česká republika, Czechia, Czech Republic",
    }
    return _by_word(words, Country.choices)


def directions() -> dict[str, str]:
    words = {
        "offer": "Angebot, nabídka, nabízím",
        "request": "Gesuch, Nachfrage, Anfrage, Suche, poptávka, hledám",
    }
    return _by_word(words, Offer.Direction.choices)


def types() -> dict[str, str]:
    words = {
        "product": "Produkt, Erzeugnis, výrobek, zboží",
        "service": "Dienstleistung, Leistung, služba, služby",
        "capacity": "Kapazität, freie Kapazität, kapacita, volná kapacita",
        "cooperation": "Kooperation, Zusammenarbeit, kooperace, spolupráce",
        "technology": "Technologie, Technik, technika",
        "research": "Forschung, Entwicklung, výzkum, vývoj",
    }
    return _by_word(words, Offer.Type.choices)
