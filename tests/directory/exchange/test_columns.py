"""Headings and cells as people write them."""

import pytest

from directory.exchange.columns import recognise
from directory.exchange.lookups import Lookups
from directory.exchange.parsing import COMPANY_PARSERS, OFFER_PARSERS
from directory.exchange.remarks import ERRORS, NOTES, CellError, Remark, describe

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def lookups(django_db_setup, django_db_blocker) -> Lookups:
    with django_db_blocker.unblock():
        found = Lookups()
        assert found.certificates
        assert found.towns
    return found


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("reference", "reference"),
        ("Referenz", "reference"),
        ("Firmenname", "name"),
        ("NÁZEV FIRMY", "name"),
        ("Registernummer", "register_number"),
        ("IČO", "register_number"),
        ("ico", "register_number"),
        ("USt-IdNr.", "vat_id"),
        ("DIČ", "vat_id"),
        ("Straße und Hausnummer", "street"),
        ("strasse", "street"),
        ("Straße, Nr.", "street"),
        ("ulice, č. p.", "street"),
        ("Nr.", ""),
        ("PSČ", "postal_code"),
        (" P L Z ", "postal_code"),
        ("Obec", "town"),
        ("E-Mail", "email"),
        ("rok založení", "founded"),
        ("Groessenklasse", "employees"),
        ("počet zaměstnanců", "employees"),
        ("Sprachen", "languages"),
        ("CZ-NACE", "sectors"),
        ("Zertifizierungen", "certificates"),
        ("Kurzbeschreibung (deutsch)", "summary_de"),
        ("Kurzbeschreibung Tschechisch", "summary_cs"),
        ("stručný popis česky", "summary_cs"),
        ("německý popis", "description_de"),
        ("Beschreibung", "description_de"),
        ("popis", "description_cs"),
        ("Description DE", "description_de"),
        ("Umsatz", ""),
        ("", ""),
    ],
)
def test_heading_of_companies(heading, column):
    assert recognise(heading, "companies") == column


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("company_reference", "company_reference"),
        ("Firma", "company_reference"),
        ("Richtung", "direction"),
        ("nabídka/poptávka", "direction"),
        ("Typ", "type"),
        ("druh", "type"),
        ("Titel", "title_de"),
        ("název česky", "title_cs"),
        ("gültig bis", "valid_until"),
        ("platí do", "valid_until"),
        ("PLZ", ""),
    ],
)
def test_heading_of_offers(heading, column):
    assert recognise(heading, "offers") == column


@pytest.mark.parametrize(
    ("column", "country", "text", "value"),
    [
        ("kind", "", "", "company"),
        ("kind", "", "Forschungseinrichtung", "research"),
        ("kind", "", "síť", "network"),
        ("country", "", "Deutschland", "DE"),
        ("country", "", "Česká republika", "CZ"),
        ("country", "", "d", "DE"),
        ("register_number", "CZ", "255 96 641", ["25596641", ""]),
        ("register_number", "CZ", "IČO: 25596641", ["25596641", ""]),
        ("register_number", "CZ", "6947", ["00006947", ""]),
        ("register_number", "DE", "hrb 22069", ["HRB 22069", ""]),
        ("register_number", "DE", "HRB22069 B", ["HRB 22069 B", ""]),
        ("register_number", "DE", "Amtsgericht Chemnitz, HRB 22069", ["HRB 22069", "Chemnitz"]),
        ("register_number", "DE", "HRB 22069, Chemnitz", ["HRB 22069", "Chemnitz"]),
        ("register_number", "DE", "HRB 22069 (AG Dresden)", ["HRB 22069", "Dresden"]),
        ("register_number", "DE", "HRA Nr. 678", ["HRA 678", ""]),
        ("vat_id", "DE", "DE 136 695 976", "DE136695976"),
        ("vat_id", "CZ", "25123891", "CZ25123891"),
        ("postal_code", "DE", "1067", "01067"),
        ("postal_code", "DE", "D-08056", "08056"),
        ("postal_code", "CZ", "40001", "400 01"),
        ("website", "", "www.firma.cz", "https://www.firma.cz"),
        ("email", "", "mailto:info@firma.cz", "info@firma.cz"),
        ("founded", "", "1998", 1998),
        ("founded", "", "1998-05-01", 1998),
        ("founded", "", "", None),
        ("employees", "", "1–9", "1-9"),
        ("employees", "", "37", "10-49"),
        ("employees", "", "250 +", "250+"),
        ("employees", "", "2026-09-01", "1-9"),
        ("employees", "", "01. Sep", "1-9"),
        ("employees", "", "9.I", "1-9"),
        ("employees", "", "1949-10-01", "10-49"),
        ("employees", "", "Okt 49", "10-49"),
        ("languages", "", "de|Tschechisch|angličtina", ["cs", "de", "en"]),
        ("languages", "", "DE, EN", ["de", "en"]),
        ("sectors", "", "25.62|C 25.11|2561", ["25.11", "25.61", "25.62"]),
        ("sectors", "", "1.11", ["01.11"]),
        ("sectors", "", "25.62.0", ["25.62"]),
        ("sectors", "", "25", ["25"]),
        ("certificates", "", "iso-9001", ["iso-9001"]),
        ("certificates", "", "DIN EN ISO 9001:2015|ČSN EN ISO 14001", ["iso-14001", "iso-9001"]),
        ("certificates", "", "IATF 16949", ["iatf-16949"]),
        ("name", "", "Zwei\nZeilen  GmbH", "Zwei Zeilen GmbH"),
    ],
)
def test_cell_of_a_company(lookups, column, country, text, value):
    assert COMPANY_PARSERS[column](text, lookups, country, []) == value


@pytest.mark.parametrize(
    ("column", "country", "text", "code"),
    [
        ("kind", "", "Verein?", "unknown_choice"),
        ("country", "", "Österreich", "unknown_choice"),
        ("register_number", "CZ", "12345678", "ico_checksum"),
        ("register_number", "CZ", "123456789", "ico_format"),
        ("register_number", "DE", "22069", "register_format"),
        ("register_number", "", "HRB 22069", "number_without_country"),
        ("vat_id", "DE", "DE123456789", "vat_checksum"),
        ("postal_code", "DE", "123", "postal_code"),
        ("website", "", "keine Webseite", "website"),
        ("website", "", "javascript:alert(1)", "website"),
        ("email", "", "info(at)firma.de", "email"),
        ("founded", "", "999", "year"),
        ("founded", "", "2999", "year"),
        ("employees", "", "viele", "employees"),
        ("employees", "", "0", "employees"),
        ("languages", "", "Klingonisch", "unknown_language"),
        ("sectors", "", "99.99", "unknown_sector"),
        ("sectors", "", "Metallbau", "unknown_sector"),
        ("certificates", "", "ISO 999999", "unknown_certificate"),
        ("name", "", "", "required"),
        ("street", "", "x" * 121, "too_long"),
    ],
)
def test_cell_that_cannot_be_right(lookups, column, country, text, code):
    with pytest.raises(CellError) as caught:
        COMPANY_PARSERS[column](text, lookups, country, [])
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-12-31", "2026-12-31"),
        ("2026-12-31 00:00:00", "2026-12-31"),
        ("31.12.2026", "2026-12-31"),
        ("31. 12. 2026", "2026-12-31"),
        ("1.2.26", "2026-02-01"),
        ("31/12/2026", "2026-12-31"),
        ("46387", "2026-12-31"),
    ],
)
def test_dates_as_people_and_excel_write_them(lookups, text, value):
    assert OFFER_PARSERS["valid_until"](text, lookups, "", []) == value


@pytest.mark.parametrize("text", ["31.02.2026", "12/31/2026", "Ende 2026", "2026"])
def test_what_is_no_date(lookups, text):
    with pytest.raises(CellError):
        OFFER_PARSERS["valid_until"](text, lookups, "", [])


@pytest.mark.parametrize(("text", "value"), [("Angebot", "offer"), ("POPTÁVKA", "request"), ("Gesuch", "request")])
def test_direction_by_its_words(lookups, text, value):
    assert OFFER_PARSERS["direction"](text, lookups, "", []) == value


@pytest.mark.parametrize(
    ("text", "value"), [("Dienstleistung", "service"), ("volná kapacita", "capacity"), ("spolupráce", "cooperation")]
)
def test_type_by_its_words(lookups, text, value):
    assert OFFER_PARSERS["type"](text, lookups, "", []) == value


@pytest.mark.parametrize(
    ("column", "country", "text", "code"),
    [
        ("register_number", "CZ", "6947", "ico_mended"),
        ("postal_code", "DE", "1067", "postal_code_mended"),
        ("vat_id", "DE", "136695976", "vat_mended"),
        ("employees", "", "2026-09-01", "employees_mended"),
        ("sectors", "", "1.11", "sector_mended"),
    ],
)
def test_what_was_mended_is_said(lookups, column, country, text, code):
    notes: list[Remark] = []
    COMPANY_PARSERS[column](text, lookups, country, notes)
    assert [note.code for note in notes] == [code]
    assert not notes[0].is_error
    assert describe(notes[0].as_json())


def test_no_code_is_both_an_error_and_a_note():
    assert not ERRORS.keys() & NOTES.keys()
