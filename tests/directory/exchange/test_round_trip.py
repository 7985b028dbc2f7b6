"""What is exported can be imported again without change, here and in a portal that is empty."""

import pytest
from django.utils import timezone

from directory.exchange import COMPANY_COLUMNS, OFFER_COLUMNS, stream_entries
from directory.exchange.cells import guarded, without_guard
from directory.models import Company, EntryReference, Offer
from tests.directory.exchange.files import checked, codes, tally, written
from tests.directory.factories import CompanyFactory, OfferFactory

pytestmark = pytest.mark.django_db


def exported(model, suffix: str, columns=()) -> bytes:
    return b"".join(stream_entries(model.objects.all(), columns, suffix))


@pytest.fixture
def only_public() -> None:
    """The demo without its drafts, some of which are duplicates: where there is nothing, they are the same company."""
    Company.objects.exclude(state="published").delete()


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_export_of_the_demo_changes_nothing(suffix):
    companies = checked(exported(Company, suffix))
    offers = checked(exported(Offer, suffix), kind="offers")
    assert tally(companies) == (0, 0, Company.objects.count(), 0)
    assert tally(offers) == (0, 0, Offer.objects.count(), 0)


def test_export_of_the_demo_fills_an_empty_portal_once(only_public):
    companies, offers = exported(Company, "csv"), exported(Offer, "xlsx")
    numbers = Company.objects.count(), Offer.objects.count()
    Company.objects.all().delete()
    assert tally(written(companies)) == (numbers[0], 0, 0, 0)
    assert tally(written(offers, kind="offers")) == (numbers[1], 0, 0, 0)
    assert tally(checked(companies)) == (0, 0, numbers[0], 0)
    assert tally(checked(offers, kind="offers")) == (0, 0, numbers[1], 0)
    again = exported(Company, "csv"), exported(Offer, "xlsx")
    assert tally(checked(again[0])) == (0, 0, numbers[0], 0)
    assert tally(checked(again[1], kind="offers")) == (0, 0, numbers[1], 0)
    assert all(each.source == "import" and each.is_public for each in Company.objects.all())


def test_two_entries_that_share_a_number_are_told_apart_by_their_references():
    for court in ("", "Chemnitz"):
        CompanyFactory(register_number="HRB 987654", register_court=court)
    assert tally(checked(exported(Company, "csv")))[1:] == (0, Company.objects.count(), 0)


def test_draft_that_is_not_complete_is_unchanged():
    Company.objects.create(legal_name="Entwurf GmbH", country="DE", state="draft")
    assert tally(checked(exported(Company, "csv")))[1:] == (0, Company.objects.count(), 0)


def test_imported_export_has_the_same_cells(only_public):
    content = exported(Company, "csv")
    Company.objects.all().delete()
    written(content)
    assert sorted(exported(Company, "csv").splitlines()) == sorted(content.splitlines())


def test_text_with_line_ends_of_a_form_and_double_blanks_is_unchanged():
    CompanyFactory(legal_name="Zwei  Leerzeichen GmbH", description_de=" Zeile eins\r\n\r\nZeile  zwei \n")
    assert tally(checked(exported(Company, "csv")))[1] == 0


@pytest.mark.parametrize("text", ["=1+1", "+49 3761", "- Drehen", "@home", "'=x", "''", "'n Abend", "＝1", "plain"])
def test_guard_is_taken_off_again(text):
    assert not guarded(text).startswith(("=", "+", "-", "@", "＝"))
    assert without_guard(guarded(text)) == text


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_no_exported_cell_starts_a_formula(suffix):
    company = CompanyFactory(legal_name="=HYPERLINK(1)", summary_de="-2+3", description_de="@SUM(A1)")
    content = exported(Company, suffix)
    assert tally(checked(content))[1] == 0
    if suffix == "csv":
        line = next(line for line in content.decode("utf-8-sig").splitlines() if "HYPERLINK" in line)
        assert "'=HYPERLINK" in line
        assert "'-2+3" in line
        assert not any(cell.lstrip('"').startswith(("=", "+", "-", "@")) for cell in line.split(";"))
    company.refresh_from_db()
    assert company.legal_name == "=HYPERLINK(1)"


def test_only_chosen_columns_are_exported_in_their_order():
    CompanyFactory(legal_name="Alpha GmbH")
    header = exported(Company, "csv", ["town", "name"]).decode("utf-8-sig").splitlines()[0]
    assert header == "name;town"


def test_default_columns_are_those_of_the_import():
    assert exported(Company, "csv").decode("utf-8-sig").splitlines()[0] == ";".join(COMPANY_COLUMNS)
    assert exported(Offer, "csv").decode("utf-8-sig").splitlines()[0] == ";".join(OFFER_COLUMNS)


@pytest.mark.parametrize(("columns", "suffix"), [(["nonsense"], "csv"), ([], "ods")])
def test_unknown_column_or_format_is_refused(columns, suffix):
    with pytest.raises(ValueError, match="Unknown"):
        exported(Company, suffix, columns)


def test_never_imported_entry_is_called_by_its_number():
    company = CompanyFactory()
    offer = OfferFactory(company=company)
    assert f"\nglokal-{company.pk};" in exported(Company, "csv").decode().replace("\r", "")
    assert f"\nglokal-{offer.pk};glokal-{company.pk};" in exported(Offer, "csv").decode().replace("\r", "")


def test_entry_from_another_portal_does_not_take_the_name_of_ours():
    ours, other = CompanyFactory(), CompanyFactory()
    EntryReference.objects.create(reference=f"glokal-{ours.pk}", company=other)
    content = exported(Company, "csv")
    assert f"glokal-0{ours.pk};".encode() in content
    assert tally(checked(content))[1] == 0


def test_reference_that_two_institutions_use_is_not_exported_to_operators(django_assert_max_num_queries):
    from core.models import Institution

    first, second = CompanyFactory(), CompanyFactory()
    for key, company in (("ihk-chemnitz", first), ("wfs", second)):
        EntryReference.objects.create(institution=Institution.objects.get(key=key), reference="X", company=company)
    content = exported(Company, "csv")
    assert b"\nX;" not in content
    assert tally(checked(content))[1:] == (0, Company.objects.count(), 0)


def test_expired_offer_is_exported_and_unchanged():
    today = timezone.localdate()
    OfferFactory(
        valid_from=today.replace(year=today.year - 1, day=1), valid_until=today.replace(year=today.year - 1, day=2)
    )
    run = checked(exported(Offer, "csv"), kind="offers")
    assert tally(run)[1] == 0
    assert "expired" not in codes(run)
