"""Files damaged in as many ways as they come, each with what is said of it."""

import datetime as dt

import pytest

from directory.exchange import describe
from directory.models import Company
from tests.directory.exchange.files import (
    COMPANY,
    OFFER,
    checked,
    codes,
    company,
    csv_file,
    numbered,
    results,
    tally,
    written,
    xlsx_file,
)

pytestmark = pytest.mark.django_db

HEADER = ";".join(COMPANY)
LINE = ";".join(COMPANY.values())
GOOD = f"{HEADER}\n{LINE}\n"
CZECH = ["N-9", "Žižkova šťáva s.r.o.", "CZ", "25596641", "Most", "Moštujeme."]


def without(column: str) -> bytes:
    return csv_file({key: value for key, value in company().items() if key != column})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (f"{HEADER}\n".encode(), "no_rows"),
        (xlsx_file(list(COMPANY)), "no_rows"),
        (b"Umsatz;Gewinn\n1;2\n", "no_header"),
        (b"Hallo\n", "no_header"),
        (b"Name;Land;Ort\nx;DE;Zwickau\n", "column_missing"),
        (b"reference;Name;Firma\n1;a;b\n", "column_twice"),
        (b"reference;Referenz\n1;2\n", "column_twice"),
        (b"%PDF-1.4 reference;name", "pdf"),
        (b"PK\x03\x04" + b"reference;name" * 20, "damaged"),
        (xlsx_file(list(COMPANY), list(COMPANY.values()))[:-300], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 999, "old_excel"),
        (b"<table><tr><td>reference</td></tr></table>", "web_page"),
        (xlsx_file(["reference", "name"], ["1", "=A1"]), "formulas_without_values"),
    ],
)
def test_file_that_cannot_be_imported(content, code):
    run = checked(content)
    assert (run.state, codes(run), run.rows.count()) == ("failed", [code], 0)
    assert all(describe(remark) for remark in run.remarks)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250", "iso8859-2", "cp852"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encoding_and_separator_make_no_difference(encoding, separator):
    rows = [
        dict(zip(COMPANY, CZECH, strict=True)),
        numbered(1, name="Großmüller Öle GmbH", summary_de="Öle für Söhne."),
    ]
    run = checked(csv_file(*rows, separator=separator, encoding=encoding))
    assert tally(run) == (2, 0, 0, 0)
    assert list(run.rows.values_list("name", flat=True)) == ["Žižkova šťáva s.r.o.", "Großmüller Öle GmbH"]
    assert run.separator == separator


@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-2", "cp852"])
def test_doubtful_words_are_shown_for_old_encodings(encoding):
    run = checked(csv_file(dict(zip(COMPANY, CZECH, strict=True)), encoding=encoding))
    assert [remark["code"] for remark in run.remarks] == ["doubtful"]
    assert "šťáva" in describe(run.remarks[0])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (f"Mitglieder 2026\n\n{GOOD}".encode(), "lines_before"),
        (f"{HEADER};Umsatz;Umsatz\n{LINE};1;2\n".encode(), "unknown_columns"),
        (f"{HEADER};\n{LINE};\n".encode(), None),
        (f"sep=;\n{GOOD}".encode(), None),
        (GOOD.replace("\n", "\r\n").encode(), None),
        (GOOD.replace("\n", "\r").encode(), None),
        (GOOD.replace("Muster", "Mu\x00ster").encode(), None),
        (f"{GOOD};;;;;\n\n".encode(), None),
        (xlsx_file(list(COMPANY), list(COMPANY.values()), more_sheets=("Alt",)), "more_sheets"),
        (xlsx_file(["Mitglieder"], [], list(COMPANY), list(COMPANY.values())), "lines_before"),
        (GOOD.replace("summary_de", "Kurzbeschreibung").replace("town", "Sitz").encode(), None),
        (GOOD.replace("Wir drehen.", "'=Wir drehen.").encode(), None),
    ],
)
def test_file_that_is_read_all_the_same(content, code):
    run = checked(content)
    assert tally(run) == (1, 0, 0, 0)
    assert [remark["code"] for remark in run.remarks] == ([code] if code else [])
    assert run.rows.get().name == "Dreherei Muster GmbH"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("A-2;Zu kurz GmbH;DE", "too_few_cells"),
        ("A-2;Zu lang GmbH;DE;HRB 5;Zwickau;Text; mit Semikolon", "too_many_cells"),
        ('A-2;"Firma "Alfa" GmbH";DE;HRB 5;Zwickau;Text', "quotation_marks"),
        ('A-2;"Offen GmbH;DE;HRB 5;Zwickau;Text', "quotation_marks"),
        ("A-2;#REF!;DE;HRB 5;Zwickau;Text", "formula_error"),
        (f"A-2;{'x' * 161};DE;HRB 5;Zwickau;Text", "too_long"),
        ("A-2;;DE;HRB 5;Zwickau;Text", "required"),
        ("A-2;Firma;XX;HRB 5;Zwickau;Text", "unknown_choice"),
        ("A-2;Firma;DE;HRB;Zwickau;Text", "register_format"),
        ("A-2;Firma;CZ;12345678;Most;Text", "ico_checksum"),
        ("A-2;Firma;DE;HRB 5;;Text", "no_town"),
        ("A-2;Firma;DE;HRB 5;Zwickau;", "incomplete"),
        (";Firma;DE;;Zwickau;Text", "no_identity"),
        ("A-1;Firma;DE;HRB 5;Zwickau;Text", "twice_in_file"),
        (f"{'r' * 121};Firma;DE;HRB 5;Zwickau;Text", "too_long"),
    ],
)
def test_one_wrong_row_beside_a_good_one(line, code):
    run = checked(f"{GOOD}{line}\n".encode())
    assert results(run) == ["new", "error"]
    assert codes(run) == [code]
    assert describe(run.rows.get(line=3).remarks[0])


def test_row_with_damaged_characters_is_an_error():
    good = csv_file(*(numbered(n, name=f"Großmüller Öle {n} GmbH") for n in range(3)))
    run = checked(good + "N-9;Großh".encode() + b"\xe4ndler;DE;HRB 9;Zwickau;Text\n")
    assert results(run) == ["new", "new", "new", "error"]
    assert codes(run) == ["damaged_characters"]


@pytest.mark.parametrize(("cell", "number"), [("6947", "00006947"), (6947, "00006947")])
def test_ico_that_lost_its_zeros_is_mended_and_said(cell, number):
    cells = company(country="CZ", town="Most", register_number=cell)
    run = checked(csv_file(cells) if isinstance(cell, str) else xlsx_file(list(cells), list(cells.values())))
    assert codes(run) == ["ico_mended"]
    assert run.rows.get().values["register_number"] == [number, ""]


def test_numbers_and_dates_of_excel():
    cells = company(founded=1998.0, employees=dt.datetime(2026, 9, 1), postal_code=8056, sectors=25.62)  # noqa: DTZ001
    run = checked(xlsx_file(list(cells), list(cells.values())))
    values = run.rows.get().values
    assert (values["founded"], values["employees"], values["postal_code"], values["sectors"]) == (
        1998,
        "1-9",
        "08056",
        ["25.62"],
    )
    assert set(codes(run)) == {"postal_code_mended", "employees_mended"}


@pytest.mark.parametrize("column", ["company_reference", "direction", "type", "valid_until"])
def test_new_offer_needs_its_columns(column):
    Company.objects.all().delete()
    written(COMPANY)
    row = {key: value for key, value in (OFFER | {"valid_until": "2020-01-31"}).items() if key != column}
    run = checked(row, kind="offers")
    assert results(run) == ["error"]
    assert {"code": "column_needed", "column": "", "params": {"needed": column}} in run.rows.get().remarks


def test_person_may_say_the_encoding():
    content = csv_file(dict(zip(COMPANY, CZECH, strict=True)), encoding="cp1250")
    assert checked(content, encoding="cp1250").rows.get().name == "Žižkova šťáva s.r.o."
    assert checked(content, encoding="iso8859-2").rows.get().name != "Žižkova šťáva s.r.o."
