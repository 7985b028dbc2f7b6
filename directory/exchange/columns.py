"""The columns of both kinds of files, and the headings under which people write them."""

from directory.models import ImportRun

from .words import fold

COMPANY_COLUMNS = (
    *("reference", "name", "kind", "country", "register_number", "vat_id", "street", "postal_code", "town", "website"),
    *("email", "founded", "employees", "languages", "sectors", "certificates"),
    *("summary_de", "summary_cs", "description_de", "description_cs"),
)
OFFER_COLUMNS = (
    *("reference", "company_reference", "direction", "type"),
    *("title_de", "title_cs", "description_de", "description_cs", "valid_until"),
)
COLUMNS: dict[str, tuple[str, ...]] = {ImportRun.Kind.COMPANIES: COMPANY_COLUMNS, ImportRun.Kind.OFFERS: OFFER_COLUMNS}
#: One of these has to be there: without it the same file again would write everything again.
IDENTIFYING: dict[str, tuple[str, ...]] = {
    ImportRun.Kind.COMPANIES: ("reference", "register_number"),
    ImportRun.Kind.OFFERS: ("reference",),
}
#: What a new entry cannot do without.
OBLIGATORY: dict[str, tuple[str, ...]] = {
    ImportRun.Kind.COMPANIES: ("name", "country"),
    ImportRun.Kind.OFFERS: ("company_reference", "direction", "type", "valid_until"),
}

REFERENCE = "Referenz, Referenznummer, Ref., Kennung, ID, interne Nummer, označení, kód, interní číslo, evidenční číslo"
COMPANY_ALIASES = {
    "reference": f"{REFERENCE}, Mitgliedsnummer, Kundennummer, členské číslo, číslo člena",
    "name": "Firma, Firmenname, Firmierung, Unternehmen, Unternehmensname, Bezeichnung, company, company name, "
    "legal name, název, název firmy, název společnosti, obchodní firma, obchodní název, společnost, jméno",
    "kind": "Art, Typ, Art des Eintrags, Unternehmensart, Organisationsart, druh, typ organizace, druh subjektu",
    "country": "Land, Staat, Ländercode, země, stát, kód země",
    "register_number": "Registernummer, Register-Nr., Handelsregister, Handelsregisternummer, Handelsregister-Nr., "
    "HRB, HR-Nummer, HR-Nr., IČO, IČ, IČO / HRB, HRB / IČO, identifikační číslo, registrační číslo, company number",
    "vat_id": "USt-ID, USt-IdNr., USt-Id-Nr., Umsatzsteuer-ID, Umsatzsteuer-Identifikationsnummer, UID, DIČ, VAT, "
    "VAT number, VAT no., VAT ID, daňové identifikační číslo",
    "street": "Straße, Straße und Hausnummer, Straße Nr., Adresse, Anschrift, ulice, ulice a číslo, "
    "ulice a č. p., ulice č. p., adresa, address",
    "postal_code": "PLZ, Postleitzahl, PSČ, poštovní směrovací číslo, ZIP, postcode",
    "town": "Ort, Stadt, Gemeinde, Sitz, obec, město, sídlo, místo, city",
    "website": "Webseite, Website, Web, Homepage, Internet, Internetadresse, URL, WWW, web, webová stránka, "
    "webové stránky, internetové stránky, stránky",
    "email": "E-Mail, Mail, E-Mail-Adresse, e-mailová adresa, elektronická pošta",
    "founded": "gegründet, Gründung, Gründungsjahr, Jahr der Gründung, založeno, rok založení, vznik, rok vzniku",
    "employees": "Mitarbeiter, Mitarbeiterzahl, Anzahl Mitarbeiter, Mitarbeitende, Beschäftigte, Größenklasse, "
    "zaměstnanci, počet zaměstnanců, velikost",
    "languages": "Sprachen, Sprache, jazyky, jazyk",
    "sectors": "Branchen, Branche, NACE, NACE-Code, NACE-Codes, WZ, WZ 2008, Wirtschaftszweig, Wirtschaftszweige, "
    "obory, obor, odvětví, CZ-NACE",
    "certificates": "Zertifikate, Zertifikat, Zertifizierungen, certifikáty, certifikát, certifikace, osvědčení",
}
OFFER_ALIASES = {
    "reference": f"{REFERENCE}, Angebotsnummer, číslo nabídky",
    "company_reference": "Firma, Unternehmen, Firmenreferenz, Unternehmensreferenz, Referenz der Firma, "
    "Referenz des Unternehmens, Firmen-ID, company, firma, společnost, označení firmy, kód firmy, reference firmy",
    "direction": "Richtung, Angebot oder Gesuch, Angebot/Gesuch, směr, nabídka nebo poptávka, nabídka/poptávka",
    "type": "Typ, Art, druh",
    "valid_until": "gültig bis, Laufzeit bis, Gültigkeit, läuft ab, Ablaufdatum, platí do, platné do, "
    "platnost do, platnost, konec platnosti",
}
#: Headings of texts, by column and by the language of the heading; the language of the text stands before or behind.
TEXTS = {
    "summary": {
        "de": "Kurzbeschreibung, Zusammenfassung, Kurztext, Kurzprofil",
        "cs": "souhrn, shrnutí, stručný popis, krátký popis, anotace",
        "en": "summary",
    },
    "description": {
        "de": "Beschreibung, Beschreibungstext, Text, Langtext, Profil",
        "cs": "popis, podrobný popis, celý popis",
        "en": "description",
    },
    "title": {"de": "Titel, Überschrift, Bezeichnung", "cs": "název, titulek, nadpis", "en": "title"},
}
LANGUAGES = {
    "de": "de, deutsch, auf Deutsch, Deutsche, německy, v němčině, německý, německá, German",
    "cs": "cs, cz, tschechisch, auf Tschechisch, Tschechische, česky, v češtině, český, česká, Czech",
}


def recognise(heading: str, kind: str) -> str:
    """Return the column that a heading means, or nothing."""
    return _HEADINGS[kind].get(fold(heading), "")


def _headings(columns: tuple[str, ...], aliases: dict[str, str]) -> dict[str, str]:
    found = {fold(column): column for column in columns}
    for column, line in aliases.items():
        for alias in line.split(", "):
            found.setdefault(fold(alias), column)
    for stem, headings in TEXTS.items():
        if f"{stem}_de" in columns:
            for of_heading, line in headings.items():
                for heading in line.split(", "):
                    _add_text(found, stem, fold(heading), of_heading)
    return found


def _add_text(found: dict[str, str], stem: str, heading: str, of_heading: str) -> None:
    """With the language in front or behind; a heading without one is of its own language."""
    for language, words in LANGUAGES.items():
        for word in words.split(", "):
            found.setdefault(heading + fold(word), f"{stem}_{language}")
            found.setdefault(fold(word) + heading, f"{stem}_{language}")
        if language == of_heading:
            found.setdefault(heading, f"{stem}_{language}")


_HEADINGS = {
    ImportRun.Kind.COMPANIES.value: _headings(COMPANY_COLUMNS, COMPANY_ALIASES),
    ImportRun.Kind.OFFERS.value: _headings(OFFER_COLUMNS, OFFER_ALIASES),
}
