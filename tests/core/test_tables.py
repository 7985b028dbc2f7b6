"""Reading tables: whatever program wrote them, in whatever encoding, damaged or not."""

import datetime as dt
import io
import time
import zipfile

import pytest
from openpyxl import Workbook

from core.tables import TableError, open_table, workbooks
from core.tables.delimited import find_separator
from core.tables.workbooks import as_text

NEW_YEARS_EVE = dt.datetime(2026, 12, 31)  # noqa: DTZ001 - as workbooks have them
TEXT = 'Název;Ort\n"Žižkova šťáva s.r.o.";Großenhain\nKovář a ťukan;Děčín\nMüller Öle;Übigau\n'


def read(content: bytes, **options):
    with open_table(io.BytesIO(content), **options) as table:
        return table, list(table)


def cells(content: bytes, **options) -> list[list[str]]:
    return [row.cells for row in read(content, **options)[1]]


def workbook(*rows: list, sheets: tuple[str, ...] = ()) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for title in sheets:
        book.create_sheet(title)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(content: bytes, **parts: bytes) -> bytes:
    """A workbook with other parts; names have ``__`` for ``/`` and ``_dot_`` for a dot."""
    wanted = {name.replace("__", "/").replace("_dot_", "."): part for name, part in parts.items()}
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, wanted.pop(part) if part in wanted else old.read(part))
        for name, part in wanted.items():
            new.writestr(name, part)
    return file.getvalue()


def refusal(content: bytes, **options) -> str:
    with pytest.raises(TableError) as caught:
        read(content, **options)
    assert str(caught.value)
    return caught.value.code


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1250", "cp1250"),
        ("iso8859-2", "iso8859-2"),
        ("cp852", "cp852"),
    ],
)
def test_encoding_is_found(encoding, found):
    table, rows = read(TEXT.encode(encoding))
    assert (table.encoding, table.separator) == (found, ";")
    assert [row.cells for row in rows][1:] == [
        ["Žižkova šťáva s.r.o.", "Großenhain"], ["Kovář a ťukan", "Děčín"], ["Müller Öle", "Übigau"],
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["cp1252", "cp1250", "iso8859-1", "cp852", "cp850"])
def test_german_texts_are_read_alike_in_every_encoding(encoding):
    text = "Firma,Ort\nMüller & Söhne Großhandel,Görlitz\nÖlmühle Übigau,Weißwasser\n"
    assert cells(text.encode(encoding)) == [line.split(",") for line in text.splitlines()]


def test_typographic_signs_are_no_letters():
    text = "Firma;Text\nÖle „Übigau“;Größe 5 – 10 m², 80 €, § 3\n"
    assert cells(text.encode("cp1252"))[1] == ["Öle „Übigau“", "Größe 5 – 10 m², 80 €, § 3"]


@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-2"])
def test_words_that_read_otherwise_elsewhere_are_shown(encoding):
    table, _rows = read(TEXT.encode(encoding))
    assert any(doubt.text == "šťáva" and doubt.otherwise != "šťáva" for doubt in table.doubts)


def test_plain_text_leaves_no_doubt():
    assert read(b"a;b\n1;2\n")[0].doubts == []
    assert read("a;b\nš;ť\n".encode())[0].doubts == []


def test_encoding_can_be_said_by_a_person():
    assert cells("Název;x\nŠťáva;1\n".encode("cp1250"), encoding="cp1252")[1] == ["Š�áva", "1"]
    assert refusal(b"a;b\n", encoding="klingon") == "unknown_encoding"


def test_text_that_was_encoded_twice_is_doubted():
    broken = "Firma;Ort\nMüller;Großenhain\n".encode().decode("cp1252").encode()
    assert read(broken)[0].doubts[0] == ("MÃ¼ller", "Müller", "utf-8")


@pytest.mark.parametrize("cell", ["x" * 2_000_000 + "ß", "ß" * 1_000_000])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_cell_without_end_is_looked_at_quickly(cell, encoding):
    began = time.monotonic()
    assert cells(f"a;Größe\n1;{cell}\n".encode(encoding))[0] == ["a", "Größe"]
    assert time.monotonic() - began < 5


def test_utf8_with_a_damaged_row_stays_utf8_and_names_the_row():
    content = "a;b\nŠťáva;Ústí\nKovář;Děčín\nMüller;Großröhrsdorf\n".encode() + b"kaputt \xff\xe9;x\n"
    table, rows = read(content)
    assert table.encoding == "utf-8"
    assert [row.problem and row.problem[0] for row in rows] == [None, None, None, None, "damaged_characters"]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_separator_is_found(separator):
    text = f'a{separator}b{separator}c\n"1;2,3\t4"{separator}x{separator}y: z\n'
    assert cells(text.encode()) == [["a", "b", "c"], ["1;2,3\t4", "x", "y: z"]]


def test_separator_is_what_gives_the_most_columns_everywhere():
    assert find_separator(["a;b;c\n", "1,2;3,4;5,6\n"]) == ";"
    assert find_separator(["name\n", "Müller, Söhne\n"]) in (";", ",")


def test_cell_without_end_does_not_hide_the_separator():
    assert find_separator(["a,b;c,d\n", "1,2,3\n", f"{'x' * 200_000},2,3\n"]) == ","


def test_first_line_of_excel_names_the_separator():
    table, rows = read(b"sep=,\na;x,b\n1,2\n")
    assert table.separator == ","
    assert [(row.line, row.cells) for row in rows] == [(2, ["a;x", "b"]), (3, ["1", "2"])]


def test_quoted_line_breaks_and_quotation_marks():
    _table, rows = read(b'a;b\r\n"eins\r\nzwei";"sagt ""ja"""\r\n3;4\r\n')
    assert [(row.line, row.cells) for row in rows] == [
        (1, ["a", "b"]),
        (2, ["eins\r\nzwei", 'sagt "ja"']),
        (4, ["3", "4"]),
    ]


def test_quotation_marks_that_do_not_match_cost_their_rows_only():
    _table, rows = read(b'a;b\n"Firma "Alfa" s.r.o.";x\n3;4\n')
    assert rows[1].problem == ("quotation_marks", {"first": 2, "last": 2})
    assert rows[2].cells == ["3", "4"]
    _table, rows = read(b'a;b\n"offen;x\n3;4\n')
    assert rows[1].problem == ("quotation_marks", {"first": 2, "last": 3})


def test_zero_bytes_are_taken_out():
    assert cells(b"a;b\n1\x00;2\x00\x00\n") == [["a", "b"], ["1", "2"]]


def test_empty_rows_are_left_out_and_lines_still_count():
    _table, rows = read(b"\n;;\na;b\n;\n\n1;2\n")
    assert [(row.line, row.cells) for row in rows] == [(3, ["a", "b"]), (6, ["1", "2"])]


def test_old_line_ends():
    assert cells(b"a;b\r1;2\r") == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\n\n;;\n", "empty"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "Workbook".encode("utf-16-le"), "old_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"<html><table><tr><td>reference</td></tr></table></html>", "web_page"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "no_table"),
        (bytes(range(1, 32)) * 20, "no_table"),
        (b"\x1f\x8b\x08\x00" + b"x" * 50, "other_archive"),
        (b"PK\x03\x04 and nothing", "damaged"),
        (workbook(["a"])[:-200], "damaged"),
        (repacked(workbook(["a"]), xl__worksheets__sheet1_dot_xml=b"<worksheet><sheetData><row"), "damaged"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content, code):
    assert refusal(content) == code


def test_other_archives_are_told_from_workbooks():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    assert refusal(file.getvalue()) == "open_document"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("firmen.csv", "a;b")
    assert refusal(file.getvalue()) == "other_archive"


def test_workbook_that_unpacks_to_too_much_is_refused_before_it_is_read(monkeypatch):
    bomb = repacked(workbook(["a"]), xl__worksheets__sheet1_dot_xml=b"<x>" + b" " * 5_000_000)
    assert len(bomb) < 50_000
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 1_000_000)
    monkeypatch.setattr(workbooks, "ExcelReader", None)
    assert refusal(bomb) == "too_large_unpacked"


def test_workbook_with_a_cell_without_end_is_refused():
    sheet = b"<worksheet><sheetData><row><c><is><t>" + b"A" * 600_000 + b"</t></is></c></row></sheetData></worksheet>"
    assert refusal(repacked(workbook(["a"]), xl__worksheets__sheet1_dot_xml=sheet)) == "too_large_unpacked"


def test_part_that_is_read_into_memory_as_a_whole_has_its_own_limit(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_OF_A_PART", 100_000)
    assert refusal(repacked(workbook(["a"]), xl__styles_dot_xml=b" " * 200_000)) == "too_large_unpacked"


def test_workbook_of_very_many_parts_is_refused(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_PARTS", 5)
    assert refusal(workbook(["a"])) == "too_many_parts"


def test_entities_of_xml_are_not_expanded():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    assert refusal(repacked(workbook(["a"]), xl__worksheets__sheet1_dot_xml=bomb)) == "damaged"


def test_cells_of_a_workbook_become_text():
    rows = cells(workbook(["a", "b"], [NEW_YEARS_EVE, 25596641.0], [True, 25.6], [dt.date(1998, 1, 1), None]))
    assert rows == [["a", "b"], ["2026-12-31", "25596641"], ["true", "25.6"], ["1998-01-01"]]


def test_first_of_several_sheets_is_read():
    table, rows = read(workbook(["a"], ["1"], sheets=("zwei", "drei")))
    assert (table.sheets, len(rows)) == (["Sheet", "zwei", "drei"], 2)


def test_hidden_sheet_in_front_is_passed_over():
    book = Workbook()
    book.active.sheet_state = "hidden"
    book.create_sheet("Firmen").append(["a"])
    file = io.BytesIO()
    book.save(file)
    table, rows = read(file.getvalue())
    assert (table.sheets, rows[0].cells) == (["Firmen", "Sheet"], ["a"])


def test_formula_gives_its_computed_value_or_is_refused():
    computed = workbook(["a"], ["=1+1"])
    assert refusal(computed) == "formulas_without_values"
    with zipfile.ZipFile(io.BytesIO(computed)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    sheet = sheet.replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>").replace(b"<v/>", b"<v>2</v>")
    assert cells(repacked(computed, xl__worksheets__sheet1_dot_xml=sheet)) == [["a"], ["2"]]


def test_texts_that_cells_share_are_kept_on_the_disk():
    strings = "".join(f"<si><t>Text {n} ž</t></si>" for n in range(3))
    namespace = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    sheet = "".join(f'<row r="{n + 1}"><c r="A{n + 1}" t="s"><v>{n}</v></c></row>' for n in (0, 1, 2))
    content = repacked(
        workbook(["a"]),
        xl__sharedStrings_dot_xml=f"<sst {namespace}>{strings}</sst>".encode(),
        xl__worksheets__sheet1_dot_xml=f"<worksheet {namespace}><sheetData>{sheet}</sheetData></worksheet>".encode(),
    )
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        types = archive.read("[Content_Types].xml")
    override = (
        b'<Override PartName="/xl/sharedStrings.xml" '
        b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    if b"sharedStrings" not in types:
        content = repacked(content, **{"[Content_Types]_dot_xml": types.replace(b"</Types>", override)})
    assert cells(content) == [["Text 0 ž"], ["Text 1 ž"], ["Text 2 ž"]]


@pytest.mark.parametrize("size", ['ref="A1:A1"', 'ref="A1:XFD1048576"'])
def test_wrong_size_of_a_sheet_does_no_harm(size):
    content = workbook(["a", "b"], ["1", "2"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").replace(b'ref="A1:B2"', size.encode())
    assert cells(repacked(content, xl__worksheets__sheet1_dot_xml=sheet)) == [["a", "b"], ["1", "2"]]


def test_cell_far_beyond_the_table_does_no_harm():
    content = workbook(["a", "b"], ["1", "2"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").replace(b'r="B2"', b'r="XFD2"')
    assert cells(repacked(content, xl__worksheets__sheet1_dot_xml=sheet)) == [["a", "b"], ["1"]]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (1, "1"),
        (1.5, "1.5"),
        (0.1 + 0.2, "0.3"),
        (NEW_YEARS_EVE.replace(hour=3), "2026-12-31 03:00"),
        ("a_x000D_\nb", "a\r\nb"),
    ],
)
def test_value_of_a_cell_as_text(value, text):
    assert as_text(value) == text


def test_rows_come_as_a_stream():
    class Endless(io.RawIOBase):
        """A file of a million rows that complains when somebody reads it as a whole."""

        size, place, largest = 8_000_000, 0, 0

        def readable(self):
            return True

        def seekable(self):
            return True

        def seek(self, offset, whence=0):
            self.place = offset
            return offset

        def tell(self):
            return self.place

        def read(self, size=-1):
            assert size >= 0
            self.largest = max(self.largest, size)
            block = (b"1;2;3;4\n" * (size // 8 + 2))[self.place % 8 :][: min(size, self.size - self.place)]
            self.place += len(block)
            return block

    file = Endless()
    with open_table(file) as table:
        assert sum(1 for _row in table) == 1_000_000
    assert file.largest <= 1 << 20
