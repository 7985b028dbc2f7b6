"""The columns as people read about them: a heading in each language that an import understands, and what cells hold."""

from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from directory.models import Company, ImportRun, Offer

from .columns import COLUMNS, IDENTIFYING, OBLIGATORY

Text = str | Promise
COMPANIES, OFFERS = ImportRun.Kind.COMPANIES, ImportRun.Kind.OFFERS

#: German and Czech headings of the files that can be downloaded; ``recognise`` knows all of them.
HEADINGS: dict[str, dict[str, tuple[str, str]]] = {
    COMPANIES: {
        "reference": ("Referenz", "Označení"),
        "name": ("Firma", "Název firmy"),
        "kind": ("Art des Eintrags", "Typ organizace"),
        "country": ("Land", "Země"),
        "register_number": ("Registernummer", "IČO / HRB"),
        "vat_id": ("USt-IdNr.", "DIČ"),
        "street": ("Straße und Hausnummer", "Ulice a číslo"),
        "postal_code": ("PLZ", "PSČ"),
        "town": ("Ort", "Obec"),
        "website": ("Website", "Webové stránky"),
        "email": ("E-Mail", "E-mailová adresa"),
        "founded": ("Gründungsjahr", "Rok založení"),
        "employees": ("Mitarbeiterzahl", "Počet zaměstnanců"),
        "languages": ("Sprachen", "Jazyky"),
        "sectors": ("Branchen", "Obory"),
        "certificates": ("Zertifikate", "Certifikáty"),
        "summary_de": ("Kurzbeschreibung deutsch", "Stručný popis německy"),
        "summary_cs": ("Kurzbeschreibung tschechisch", "Stručný popis česky"),
        "description_de": ("Beschreibung deutsch", "Popis německy"),
        "description_cs": ("Beschreibung tschechisch", "Popis česky"),
    },
    OFFERS: {
        "reference": ("Angebotsnummer", "Číslo nabídky"),
        "company_reference": ("Referenz des Unternehmens", "Označení firmy"),
        "direction": ("Angebot oder Gesuch", "Nabídka nebo poptávka"),
        "type": ("Typ", "Druh"),
        "title_de": ("Titel deutsch", "Titulek německy"),
        "title_cs": ("Titel tschechisch", "Titulek česky"),
        "description_de": ("Beschreibung deutsch", "Popis německy"),
        "description_cs": ("Beschreibung tschechisch", "Popis česky"),
        "valid_until": ("gültig bis", "Platí do"),
    },
}
#: What the cells of a column may hold, where its choices do not say it.
CELLS: dict[str, dict[str, Text]] = {
    COMPANIES: {
        "reference": _("your own number of the company, the same in every file"),
        "name": _("as in the register, with the legal form"),
        "register_number": _("IČO, or HRB/HRA, with the court if need be: HRB 22069, Chemnitz"),
        "vat_id": _("with its country: DE136695976"),
        "street": _("of the seat"),
        "postal_code": _("five digits"),
        "town": _("of the seat, by its German or Czech name"),
        "website": _("with or without https://"),
        "email": _("stays hidden until the company allows to show it"),
        "founded": _("a year, such as 1994"),
        "employees": _("1-9, 10-49, 50-249 or 250+"),
        "languages": _("codes or names, several with |: de|cs|en"),
        "sectors": _("codes of NACE Rev. 2, several with |: 25.62|28.4"),
        "certificates": _("names or keys, several with |: ISO 9001|iatf-16949"),
        "summary_de": _("one sentence; a text in one language at least"),
        "summary_cs": _("one sentence; a text in one language at least"),
        "description_de": _("several paragraphs are possible"),
        "description_cs": _("several paragraphs are possible"),
    },
    OFFERS: {
        "reference": _("your own number of the offer, the same in every file"),
        "company_reference": _("the reference of the company, else its register number"),
        "title_de": _("a title in one language at least"),
        "title_cs": _("a title in one language at least"),
        "description_de": _("several paragraphs are possible"),
        "description_cs": _("several paragraphs are possible"),
        "valid_until": _("2026-12-31 or 31.12.2026; at most twelve months ahead"),
    },
}
CHOICES: dict[str, dict[str, list[tuple[Any, Any]]]] = {
    COMPANIES: {"kind": Company.Kind.choices, "country": [("DE", _("Germany")), ("CZ", _("Czechia"))]},
    OFFERS: {"direction": Offer.Direction.choices, "type": Offer.Type.choices},
}


class ColumnHelp(NamedTuple):
    """What stands beside the form about one column; ``choices`` are pairs of a value and its name."""

    name: str
    heading: str
    is_needed: bool
    text: Text
    choices: list[tuple[Any, Any]]


def heading(kind: str, column: str, language: str = "") -> str:
    """Return the heading of a column in a language, else in the reader's."""
    german, czech = HEADINGS[kind][column]
    return czech if (language or get_language()) == "cs" else german


def help_on(kind: str) -> list[ColumnHelp]:
    needed = {IDENTIFYING[kind][0], *OBLIGATORY[kind]}
    return [
        ColumnHelp(
            *(column, heading(kind, column), column in needed),
            *(CELLS[kind].get(column, ""), CHOICES[kind].get(column, [])),
        )
        for column in COLUMNS[kind]
    ]
