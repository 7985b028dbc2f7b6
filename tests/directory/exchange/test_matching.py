"""Which entry a row means."""

import pytest

from core.models import Institution
from directory.models import Company, EntryReference, Offer
from tests.directory.exchange.files import (
    OFFER,
    checked,
    codes,
    company,
    numbered,
    only,
    results,
    tally,
    written,
)
from tests.directory.factories import CompanyFactory, OfferFactory

pytestmark = pytest.mark.django_db


def institution(key: str) -> Institution:
    return Institution.objects.get(key=key)


def test_new_company_is_found_again_by_its_reference():
    written(company(register_number=""))
    run = checked(company(register_number="", website="https://www.dreherei.example"))
    assert results(run) == ["changed"]
    assert only(run).company.legal_name == "Dreherei Muster GmbH"


def test_references_are_unique_per_importing_institution():
    written(numbered(1, reference="X", town="Zwickau"), institution="ihk-chemnitz")
    written(numbered(2, reference="X", town="Görlitz"), institution="ihk-dresden")
    assert EntryReference.objects.filter(reference="X").values("company").distinct().count() == 2


def test_operators_match_references_of_all_institutions():
    written(numbered(1, reference="X", town="Zwickau"), institution="ihk-chemnitz")
    assert results(checked(numbered(1, reference="X"))) == ["unchanged"]


def test_institutions_do_not_see_the_references_of_others():
    written(numbered(1, reference="X", register_number="", town="Zwickau"))
    assert results(checked(numbered(1, reference="X", register_number=""), institution="ihk-chemnitz")) == ["new"]


def test_reference_that_means_two_entries_to_an_operator_is_an_error_of_the_row():
    for key in ("ihk-chemnitz", "ihk-dresden"):
        EntryReference.objects.create(institution=institution(key), reference="A-1", company=CompanyFactory())
    assert codes(checked(company())) == ["ambiguous_reference"]


def test_never_imported_entry_is_matched_by_its_number():
    there = CompanyFactory(legal_name="Metallbau Huber GmbH")
    row = only(checked({"reference": f"glokal-{there.pk}", "name": "Metallbau Huber GmbH"}))
    assert (row.result, row.company) == ("unchanged", there)


@pytest.mark.parametrize("model", ["companies", "offers"])
def test_number_that_no_entry_has_is_a_reference_like_any_other(model):
    row = company(reference="glokal-987654321")
    if model == "offers":
        CompanyFactory(register_number="HRB 22069")
        row = OFFER | {"reference": "glokal-987654321", "company_reference": "HRB 22069", "valid_until": "2020-01-31"}
    written(row, kind=model)
    assert results(checked(row, kind=model)) == ["unchanged"]


def test_reference_goes_before_the_register_number():
    by_reference = CompanyFactory(register_number="HRB 11111")
    EntryReference.objects.create(reference="A-1", company=by_reference)
    row = only(checked(company(register_number="HRB 33333")))
    assert row.company == by_reference


def test_company_is_matched_by_country_and_register_number():
    there = CompanyFactory(register_number="HRB 22069", register_court="Chemnitz")
    row = only(checked(company(name=there.legal_name, summary_de=there.summary_de)))
    assert (row.company, row.values) == (there, {"reference": "A-1"})


def test_reference_of_a_row_matched_by_number_is_remembered():
    there = CompanyFactory(register_number="HRB 22069")
    rows = company(name=there.legal_name, summary_de=there.summary_de)
    written(rows)
    assert there.references.get().reference == "A-1"
    assert results(checked(rows)) == ["unchanged"]


def test_number_without_court_matches_when_exactly_one_company_has_it():
    CompanyFactory(register_number="HRB 22069", register_court="Chemnitz")
    CompanyFactory(register_number="HRB 22069", register_court="Dresden")
    assert codes(checked(company())) == ["ambiguous_number"]
    assert results(checked(company(register_number="HRB 22069, Amtsgericht Dresden"))) == ["changed"]


def test_number_with_court_matches_a_company_whose_court_is_not_known():
    there = CompanyFactory(register_number="HRB 22069")
    assert only(checked(company(register_number="HRB 22069 Chemnitz"))).company == there
    written(company(register_number="HRB 22069 Chemnitz"))
    there.refresh_from_db()
    assert there.register_court == "Chemnitz"


def test_the_same_number_at_another_court_is_another_company():
    CompanyFactory(register_number="HRB 22069", register_court="Dresden")
    assert results(checked(company(register_number="HRB 22069, Chemnitz"))) == ["new"]


def test_number_counts_with_its_country():
    CompanyFactory(country="CZ", register_number="25596641")
    assert results(checked(company(register_number="HRB 25596"))) == ["new"]
    assert results(checked(company(country="CZ", register_number="25596641", town="Most"))) == ["changed"]


def test_row_by_which_nothing_can_be_recognised_is_an_error():
    assert codes(checked(company(reference="", register_number=""))) == ["no_identity"]
    assert codes(checked(OFFER | {"reference": "", "valid_until": "2020-01-31"}, kind="offers")) == ["reference_needed"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (company(), numbered(2, reference="A-1")),
        (company(), numbered(2, register_number="HRB 22069")),
        (company(register_number="HRB 22069, Chemnitz"), numbered(2, register_number="HRB 22069")),
        (company(), numbered(2, register_number="HRB 22069, Chemnitz")),
        (
            company(country="CZ", register_number="25596641", town="Most"),
            numbered(2, country="CZ", register_number="25596641", town="Most"),
        ),
    ],
)
def test_second_row_of_a_file_that_means_the_same_company_is_an_error(first, second):
    run = checked([first, second])
    assert results(run) == ["new", "error"]
    assert run.rows.get(line=3).remarks[-1] == {"code": "twice_in_file", "column": "", "params": {"line": 2}}


def test_second_row_for_an_entry_that_is_there_is_an_error_too():
    there = CompanyFactory(register_number="HRB 22069")
    run = checked([numbered(1, reference=f"glokal-{there.pk}", register_number=""), company()])
    assert results(run)[1] == "error"


def test_one_number_at_two_courts_are_two_companies():
    run = checked([company(register_number="HRB 5, Chemnitz"), numbered(2, register_number="HRB 5, Dresden")])
    assert results(run) == ["new", "new"]


def test_merged_company_leads_to_the_one_that_was_kept():
    kept = CompanyFactory()
    merged = CompanyFactory(state="hidden", state_reason="Doppelt", merged_into=kept)
    EntryReference.objects.create(reference="A-1", company=merged)
    assert only(checked(company())).company == kept
    assert only(checked({"reference": f"glokal-{merged.pk}", "name": kept.legal_name})).company == kept


def test_register_number_that_another_company_has_is_an_error_of_the_row():
    there, other = CompanyFactory(), CompanyFactory(country="CZ", register_number="25596641", legal_name="Jiná s.r.o.")
    run = checked(company(reference=f"glokal-{there.pk}", country="CZ", register_number="25596641", town="Most"))
    assert codes(run) == ["number_taken"]
    assert only(run).remarks[0]["params"] == {"name": other.legal_name}


def test_offer_finds_its_company_as_companies_are_matched():
    there = CompanyFactory(register_number="HRB 22069", register_court="Chemnitz")
    EntryReference.objects.create(reference="A-1", company=there)
    for text in ("A-1", f"glokal-{there.pk}", "HRB 22069"):
        row = OFFER | {"company_reference": text, "valid_until": "2020-01-31"}
        assert only(checked(row, kind="offers")).values["company_reference"] == there.pk


def test_offer_of_an_unknown_or_ambiguous_company_is_an_error_of_the_row():
    row = OFFER | {"valid_until": "2020-01-31"}
    assert "company_unknown" in codes(checked(row, kind="offers"))
    for key in ("ihk-chemnitz", "ihk-dresden"):
        EntryReference.objects.create(institution=institution(key), reference="A-1", company=CompanyFactory())
    assert "company_ambiguous" in codes(checked(row, kind="offers"))


def test_offer_does_not_change_its_company():
    offer, other = OfferFactory(), CompanyFactory()
    row = OFFER | {
        "reference": f"glokal-{offer.pk}",
        "company_reference": f"glokal-{other.pk}",
        "valid_until": "2020-01-31",
    }
    assert "other_company" in codes(checked(row, kind="offers"))


def test_same_file_again_changes_nothing():
    rows = [company(), numbered(2), numbered(3, country="CZ", register_number="25596641", town="Most")]
    assert tally(written(rows)) == (3, 0, 0, 0)
    stamps = set(Company.objects.values_list("updated_at", flat=True))
    assert tally(written(rows)) == (0, 0, 3, 0)
    assert set(Company.objects.values_list("updated_at", flat=True)) == stamps
    offers = [OFFER | {"valid_until": "2020-01-31"}, OFFER | {"reference": "O-2", "valid_until": "31. 1. 2020"}]
    assert tally(written(offers, kind="offers")) == (2, 0, 0, 0)
    assert tally(written(offers, kind="offers")) == (0, 0, 2, 0)
    assert Offer.objects.filter(company__legal_name="Dreherei Muster GmbH").count() == 2
