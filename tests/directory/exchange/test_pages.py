"""Imports and exports through the pages of the admin."""

import io

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook

from core.models import Institution
from core.tables import TABLE_PROBLEMS
from directory.exchange import COLUMNS, counts
from directory.exchange.columns import recognise
from directory.exchange.headings import HEADINGS
from directory.models import Company, ImportRow, ImportRun, Offer
from tests.directory.editing import messages_of
from tests.directory.factories import CompanyFactory, OfferFactory
from tests.editing import XHR, at_work

pytestmark = pytest.mark.django_db

HEAD = "reference;name;country;register_number;town;summary_de;summary_cs"
ZWICKAU = "Z-1;Fräsbär Zwickau GmbH;DE;HRB 987654;Zwickau;Wir fräsen.;Frézujeme."


def csv_file(*lines: str, name: str = "firmen.csv", encoding: str = "utf-8") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\r\n".join(lines).encode(encoding))


def upload(client: Client, file: SimpleUploadedFile, **fields):
    return client.post(reverse("exchange:new"), {"kind": "companies", "file": file, **fields})


def page(name: str, run: ImportRun, **more) -> str:
    return reverse(f"exchange:{name}", kwargs={"pk": run.pk, **more})


def newest() -> ImportRun:
    return ImportRun.objects.latest("pk")


def soup_of(response) -> BeautifulSoup:
    assert response.status_code == 200, response
    return BeautifulSoup(response.content, "html.parser")


def imported(client: Client, *lines: str, **fields) -> ImportRun:
    """Upload a file and return its run, checked."""
    answer = upload(client, csv_file(HEAD, *lines), **fields)
    assert answer.status_code == 302, soup_of(answer).select(".error-message")
    return newest()


@pytest.mark.parametrize(("language", "town"), [("de", "zwickau"), ("cs", "zwickau")])
def test_upload_check_write_and_undo(moderator_chemnitz, language, town):
    moderator_chemnitz.language = language
    moderator_chemnitz.save()
    client = at_work(moderator_chemnitz)
    old = CompanyFactory(legal_name="Alt GmbH", town=town, register_number="HRB 987655")
    run = imported(client, ZWICKAU, "Z-2;Neu GmbH;DE;HRB 987655;Zwickau;Wir drehen und fräsen.;")
    assert run.state == "checked"
    assert run.institution.key == "ihk-chemnitz"

    checked = soup_of(client.get(page("run", run)))
    changes = checked.select_one(".exchange-changes").get_text(" ", strip=True)
    assert changes.split()[0] == "name"
    assert "Alt GmbH" in changes
    assert "Neu GmbH" in changes
    with override(language):
        assert str(run.get_state_display()) in checked.select_one(".exchange-state").text
        assert str(ImportRow.Result.CHANGED.label) in checked.select_one(".exchange-rows").text

    written = client.post(page("write", run), follow=True)
    run.refresh_from_db()
    assert run.state == "written"
    assert soup_of(written).select_one(".exchange-progress") is None
    assert Company.objects.get(legal_name="Fräsbär Zwickau GmbH").state == "published"

    asked = soup_of(client.get(page("undo", run)))
    assert asked.select_one("button.serious")
    client.post(page("undo", run))
    run.refresh_from_db()
    old.refresh_from_db()
    assert run.state == "undone"
    assert old.legal_name == "Alt GmbH"
    assert not Company.objects.filter(legal_name="Fräsbär Zwickau GmbH").exists()
    assert client.get(page("undo", run)).status_code == 302


def test_undoing_names_what_is_in_its_way(operator):
    client = at_work(operator)
    run = imported(client, ZWICKAU)
    client.post(page("write", run))
    OfferFactory(company=Company.objects.get(legal_name="Fräsbär Zwickau GmbH"))
    asked = soup_of(client.get(page("undo", run)))
    assert "Fräsbär Zwickau GmbH" in asked.select_one(".exchange-hindrances").text
    assert asked.select_one("button.serious") is None
    client.post(page("undo", run))
    run.refresh_from_db()
    assert run.state == "written"


@pytest.mark.parametrize("language", ["de", "cs"])
def test_wrong_file_is_told_beside_the_field_in_the_readers_language(operator, language):
    operator.language = language
    operator.save()
    client = at_work(operator)
    answer = upload(client, SimpleUploadedFile("liste.pdf", b"%PDF-1.7 liste"))
    with override(language):
        assert soup_of(answer).select_one(".w-field--error .error-message").get_text(strip=True) == str(
            TABLE_PROBLEMS["pdf"]
        )
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    "content", [b"", b"a;b\r\n1;2\r\n", b"name;country\r\nX;DE\r\n", b"reference;name\r\n", b"PK\x03\x04 torn"]
)
def test_file_without_table_headings_or_rows_is_refused(operator, content):
    answer = upload(at_work(operator), SimpleUploadedFile("firmen.csv", content))
    assert soup_of(answer).select(".error-message")
    assert not ImportRun.objects.exists()


def test_rows_with_errors_are_written_only_around(operator):
    client = at_work(operator)
    run = imported(client, ZWICKAU, "Z-2;Ohne Ort GmbH;DE;;;Wir drehen.;")
    assert counts(run) == {"new": 1, "changed": 0, "unchanged": 0, "error": 1}
    shown = soup_of(client.get(page("run", run) + "?result=error"))
    assert len(shown.select(".exchange-rows tbody tr")) == 1
    assert messages_of(client.post(page("write", run), follow=True))
    run.refresh_from_db()
    assert run.state == "checked"
    client.post(page("write", run), {"only_good_rows": "on"})
    run.refresh_from_db()
    assert run.state == "written"
    assert not Company.objects.filter(legal_name="Ohne Ort GmbH").exists()


def test_without_a_good_row_writing_is_disabled(operator):
    client = at_work(operator)
    run = imported(client, "Z-2;Ohne Ort GmbH;DE;;;Wir drehen.;")
    assert soup_of(client.get(page("run", run))).select_one("[data-import-write] button").has_attr("disabled")


def test_file_is_read_again_with_another_encoding(operator):
    client = at_work(operator)
    upload(client, csv_file(HEAD, "Z-1;Dvořák Truhlářství s.r.o.;CZ;;Cheb;;Vyrábíme židle.", encoding="cp1250"))
    run = newest()
    assert (run.encoding, run.separator) == ("cp1250", ";")
    assert soup_of(client.get(page("run", run))).select("#reading-content tbody tr")
    client.post(page("read", run), {"encoding": "cp852", "separator": ";"})
    run.refresh_from_db()
    assert run.encoding == "cp852"
    assert "Dvořák" not in run.rows.get().name
    client.post(page("read", run), {"encoding": "", "separator": ""})
    assert run.rows.get().name == "Dvořák Truhlářství s.r.o."


def test_wrong_separator_makes_a_file_without_columns_and_can_be_corrected(operator):
    client = at_work(operator)
    run = imported(client, ZWICKAU)
    client.post(page("read", run), {"encoding": "", "separator": "\t"})
    run.refresh_from_db()
    assert run.state == "failed"
    client.post(page("read", run), {"encoding": "", "separator": ";"})
    run.refresh_from_db()
    assert run.state == "checked"
    assert client.post(page("read", run), {"encoding": "klingon"}, follow=True).status_code == 200


def test_what_the_worker_has_not_done_yet_is_waited_for(operator, monkeypatch):
    monkeypatch.setattr("directory.exchange.run_views.write_later", lambda run: None)
    client = at_work(operator)
    run = imported(client, ZWICKAU)
    waiting = client.post(page("write", run))
    assert soup_of(client.get(waiting["Location"])).select_one("[data-import-progress]")
    progress = page("progress", run) + "?" + waiting["Location"].partition("?")[2]
    assert client.get(progress).json()["phase"] == "waiting"
    ImportRun.objects.filter(pk=run.pk).update(state="writing")
    assert client.get(progress).json()["phase"] == "writing"
    assert client.get(page("undo", run)).status_code == 302
    ImportRun.objects.filter(pk=run.pk).update(state="reading", rows_done=500, rows_total=2000)
    assert client.get(progress).json() | {"text": ""} == {"phase": "reading", "text": "", "done": 500, "total": 2000}


#: Every address of one run.
OF_RUN = [("run", {}), ("progress", {}), ("read", {}), ("write", {}), ("undo", {}), ("rows", {"file_format": "csv"})]


@pytest.mark.parametrize(("name", "more"), OF_RUN)
def test_run_of_another_institution_is_not_found(moderator_chemnitz, moderator_karlovy_vary, editor, name, more):
    run = imported(at_work(moderator_chemnitz), ZWICKAU)
    for user in (moderator_karlovy_vary, editor):
        client = at_work(user)
        for method in (client.get, client.post):
            assert method(page(name, run, **more), headers=XHR).status_code == 404
    run.refresh_from_db()
    assert run.state == "checked"


def test_list_has_the_own_institutions_runs(moderator_chemnitz, moderator_karlovy_vary, operator):
    imported(at_work(moderator_chemnitz), ZWICKAU)
    address = reverse("exchange:runs")
    found = {
        user: "firmen.csv" in at_work(user).get(address).content.decode()
        for user in (moderator_chemnitz, moderator_karlovy_vary, operator)
    }
    assert list(found.values()) == [True, False, True]


@pytest.mark.parametrize("name", ["runs", "new", "export_companies", "export_offers"])
def test_who_moderates_nothing_is_turned_away(editor, author, moderator_chemnitz, name):
    answers = [
        at_work(user).get(reverse(f"exchange:{name}"), headers=XHR) for user in (editor, author, moderator_chemnitz)
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 200]


def test_moderator_imports_for_the_own_area_only(moderator_karlovy_vary):
    client = at_work(moderator_karlovy_vary)
    assert soup_of(client.get(reverse("exchange:new"))).select_one("[name=institution]") is None
    wfs = Institution.objects.get(key="wfs")
    run = imported(client, ZWICKAU, institution=wfs.pk)
    assert run.institution.key == "khk-kv"
    assert counts(run)["error"] == 1


def test_page_tells_nothing_of_another_institutions_draft(moderator_karlovy_vary):
    draft = CompanyFactory(legal_name="Kanárek GmbH", state="draft")
    client = at_work(moderator_karlovy_vary)
    upload(client, csv_file("reference;website", f"glokal-{draft.pk};https://example.org"))
    run = newest()
    assert run.rows.get().result == "error"
    for address in (page("run", run), page("rows", run, file_format="csv")):
        text = client.get(address).getvalue().decode()
        assert "Kanárek" not in text
        assert f"/edit/{draft.pk}/" not in text


def test_operator_imports_for_an_institution(operator):
    institution = Institution.objects.get(key="ihk-chemnitz")
    assert imported(at_work(operator), ZWICKAU, institution=institution.pk).institution == institution


def test_page_of_a_run_costs_the_same_for_one_row_and_for_many(operator, django_assert_max_num_queries):
    client = at_work(operator)
    town = CompanyFactory(register_number="HRB 987600")
    few = imported(client, "Z-0;Eins GmbH;DE;HRB 987600;Chemnitz;Wir drehen.;")
    many = imported(
        client,
        *(f"N-{number};Neu {number} GmbH;DE;HRB 9877{number:02};Zwickau;Wir drehen.;" for number in range(60)),
        "Z-0;Zwei GmbH;DE;HRB 987600;Plauen;Wir drehen.;",
    )
    assert town.pk
    client.get(page("run", few))
    with django_assert_max_num_queries(100) as first:
        assert len(soup_of(client.get(page("run", few))).select(".exchange-rows tbody tr")) == 1
    with django_assert_max_num_queries(len(first)):
        assert len(soup_of(client.get(page("run", many))).select(".exchange-rows tbody tr")) == 50
    assert len(soup_of(client.get(page("run", many) + "?p=2")).select(".exchange-rows tbody tr")) == 11
    assert client.get(page("run", many) + "?p=9").status_code == 404


@pytest.mark.parametrize("kind", ["companies", "offers"])
def test_headings_of_the_templates_are_understood(kind):
    assert list(HEADINGS[kind]) == list(COLUMNS[kind])
    for column, headings in HEADINGS[kind].items():
        assert [recognise(heading, kind) for heading in headings] == [column, column]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["de", "cs"])
@pytest.mark.parametrize("kind", ["companies", "offers"])
@pytest.mark.parametrize("role", ["moderator_chemnitz", "moderator_karlovy_vary", "editor_wfs", "operator"])
def test_template_can_be_imported_by_who_downloads_it(request, role, kind, language, file_format):
    client = at_work(request.getfixturevalue(role))
    CompanyFactory(), CompanyFactory(country="CZ", town="cheb"), CompanyFactory(town="dresden")
    sample = client.get(reverse("exchange:sample", args=[kind, language, file_format])).getvalue()
    upload(client, SimpleUploadedFile(f"muster.{file_format}", sample), kind=kind)
    row = newest().rows.get()
    assert (row.result, [remark["code"] for remark in row.remarks]) == ("new", [])
    assert set(newest().columns) == set(COLUMNS[kind])


def test_results_are_downloaded_without_formulas(operator):
    client = at_work(operator)
    run = imported(client, "=1+1;=Formel GmbH;DE;;;Wir drehen.;")
    text = client.get(page("rows", run, file_format="csv")).getvalue().decode("utf-8-sig")
    assert ";'=1+1;" in text or "'=1+1;" in text
    assert ";=" not in text
    sheet = load_workbook(io.BytesIO(client.get(page("rows", run, file_format="xlsx")).getvalue())).active
    assert sheet.max_row == 2


def test_export_holds_the_own_area(moderator_chemnitz, moderator_karlovy_vary):
    CompanyFactory(legal_name="Eigen GmbH"), CompanyFactory(legal_name="Vlastní s.r.o.", country="CZ", town="cheb")
    address = reverse("exchange:export_companies")
    query = {"format": "csv", "columns": ["reference", "name"]}
    texts = [
        at_work(user).get(address, query).getvalue().decode("utf-8-sig")
        for user in (moderator_chemnitz, moderator_karlovy_vary)
    ]
    assert [("Eigen GmbH" in text, "Vlastní s.r.o." in text) for text in texts] == [(True, False), (False, True)]
    assert texts[0].splitlines()[0] == "reference;name"


def test_export_is_filtered(operator):
    client = at_work(operator)
    company = CompanyFactory(legal_name="Entwurf GmbH", state="draft")
    OfferFactory(company=company, title_de="Frästeile"), OfferFactory(title_de="Drehteile", state="draft")
    address = reverse("exchange:export_offers")
    query = {"format": "csv", "columns": ["title_de"], "state": ["draft"], "region": company.seat.region_id}
    text = (
        client.get(address, query | {"institution": Institution.objects.get(key="ihk-chemnitz").pk}).getvalue().decode()
    )
    assert "Drehteile" in text
    assert "Frästeile" not in text
    assert (
        client.get(address, query | {"institution": Institution.objects.get(key="khk-kv").pk}).getvalue().count(b"\n")
        == 1
    )


@pytest.mark.parametrize(
    "query", [{"format": "pdf", "columns": ["name"]}, {"format": "csv"}, {"format": "csv", "columns": ["x"]}]
)
def test_export_of_nothing_known_is_told_beside_the_field(operator, query):
    assert soup_of(at_work(operator).get(reverse("exchange:export_companies"), query)).select(".error-message")


def test_export_can_be_imported_again_without_change(operator):
    client = at_work(operator)
    for kind, model in (("companies", Company), ("offers", Offer)):
        query = {"format": "xlsx", "columns": COLUMNS[kind]}
        content = client.get(reverse(f"exchange:export_{kind}"), query).getvalue()
        upload(client, SimpleUploadedFile("export.xlsx", content), kind=kind)
        assert {result for result, number in counts(newest()).items() if number} == {"unchanged"}
        assert newest().rows_total == model.objects.count()
