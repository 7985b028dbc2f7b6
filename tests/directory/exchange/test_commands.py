"""The four commands."""

from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from directory.models import Company, EntryReference, ImportRun, Offer
from tests.directory.exchange.files import COMPANY, OFFER, company, csv_file, numbered, save

pytestmark = pytest.mark.django_db


def run(name: str, *options: str) -> str:
    out = StringIO()
    call_command(name, *options, stdout=out, stderr=StringIO(), no_color=True)
    return out.getvalue()


def failed(name: str, *options: str) -> str:
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command(name, *options, stdout=out, stderr=StringIO(), no_color=True)
    assert caught.value.returncode == 1
    return out.getvalue()


@pytest.fixture
def good(tmp_path) -> str:
    return str(save(tmp_path / "firmen.csv", csv_file(company(), numbered(2))))


@pytest.fixture
def mixed(tmp_path) -> str:
    return str(save(tmp_path / "firmen.csv", csv_file(company(), numbered(2, country="AT"))))


def test_import_writes_as_operators_do(good):
    assert "2" in run("import_companies", good)
    assert set(EntryReference.objects.values_list("reference", "institution")) == {("A-1", None), ("N-2", None)}
    written = ImportRun.objects.get()
    assert (written.state, written.user, written.file_name) == ("written", None, "firmen.csv")


def test_dry_run_writes_nothing_and_leaves_nothing(good):
    storages["private"].save("imports/other", ContentFile(b""))
    before = Company.objects.count(), storages["private"].listdir("imports")
    run("import_companies", good, "--dry-run")
    assert (Company.objects.count(), storages["private"].listdir("imports")) == before
    assert not ImportRun.objects.exists()


def test_errors_end_with_code_1_and_nothing_written(mixed):
    text = failed("import_companies", mixed)
    assert "3, Firma 2 GmbH" in text
    assert not EntryReference.objects.exists()
    assert not ImportRun.objects.exists()
    failed("import_companies", mixed, "--dry-run")


def test_only_good_rows_are_written_on_demand(mixed):
    run("import_companies", mixed, "--only-good-rows")
    assert EntryReference.objects.get().reference == "A-1"


def test_file_that_is_no_table_is_told(tmp_path):
    failed("import_companies", str(save(tmp_path / "x.csv", b"")))
    failed("import_companies", str(tmp_path / "nowhere.csv"))


def test_messages_are_in_the_chosen_language(good):
    german, czech = (run("import_companies", good, "--dry-run", "--language", code) for code in ("de", "cs"))
    assert german != czech


def test_import_for_an_institution_stays_in_its_area(good, tmp_path):
    run("import_companies", good, "--institution", "ihk-chemnitz")
    assert EntryReference.objects.filter(institution__key="ihk-chemnitz").count() == 2
    outside = str(save(tmp_path / "x.csv", csv_file(numbered(3, town="Görlitz"))))
    failed("import_companies", outside, "--institution", "ihk-chemnitz")
    failed("import_companies", outside, "--institution", "nobody")


def test_offers_are_imported_and_exported(good, tmp_path):
    run("import_companies", good)
    offers = str(save(tmp_path / "angebote.csv", csv_file(OFFER | {"valid_until": "31. 1. 2020"})))
    run("import_offers", offers)
    assert Offer.objects.get(references__reference="O-1").company.legal_name == COMPANY["name"]
    target = tmp_path / "aus.xlsx"
    run("export_offers", str(target))
    assert target.stat().st_size > 1000


def test_export_and_import_again(tmp_path):
    for name in ("companies", "offers"):
        for suffix in ("csv", "xlsx"):
            path = str(tmp_path / f"{name}.{suffix}")
            run(f"export_{name}", path)
            run(f"import_{name}", path)
    assert not ImportRun.objects.filter(rows__result__in=["new", "changed", "error"]).exists()
    assert not EntryReference.objects.exists()


def test_export_of_some_columns_and_of_an_institution(tmp_path, good):
    run("import_companies", good)
    path = tmp_path / "x.csv"
    run("export_companies", str(path), "--columns", "reference, town", "--institution", "ihk-chemnitz")
    text = path.read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "reference;town"
    assert ";Zwickau" in text
    assert "A-1;" not in text  # the operators' name for it
    failed("export_companies", str(tmp_path / "x.ods"))
    failed("export_companies", str(path), "--columns", "umsatz")
