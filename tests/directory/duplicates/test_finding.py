"""Which companies are suspected to be the same, in the two ways of looking for them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Place
from directory.duplicates import Suspects, likely_duplicates
from directory.models import Company, DifferentCompanies, Location, Reason, State
from tests.directory.factories import CompanyFactory

from .pairs import DIFFERENT, ICO, SAME, firm

pytestmark = pytest.mark.django_db


def names(pair):
    return " | ".join([pair[0], *(" ".join(map(str, each.values())) for each in pair[1:])])


def found_by(search, first, second) -> bool:
    """Whether a company finds another, in both directions."""
    forth, back = (search(one) for one in (first, second))
    there, again = second.pk in numbers(forth), first.pk in numbers(back)
    assert there == again
    return there


def numbers(suspicions):
    return [suspicion.company.pk for suspicion in suspicions]


def values_of(pair, which):
    town = Place.objects.get(slug=pair[0])
    return {"country": "DE", **pair[which], "town": town.name_de}


@pytest.mark.parametrize("pair", SAME, ids=names)
def test_almost_duplicate_is_found(pair):
    first, second = (CompanyFactory(town=pair[0], **each) for each in pair[1:])
    assert found_by(likely_duplicates, first, second)
    suspects = Suspects()
    assert found_by(suspects.of, first, second)
    for search in (likely_duplicates, suspects.of):
        assert first.pk in numbers(search(values_of(pair, 2)))


@pytest.mark.parametrize("pair", DIFFERENT, ids=names)
def test_similar_but_different_company_is_not_found(pair):
    first, second = (CompanyFactory(town=pair[0], **each) for each in pair[1:])
    assert not found_by(likely_duplicates, first, second)
    assert not found_by(Suspects().of, first, second)


def test_there_are_thirty_of_each():
    assert (len(SAME), len(DIFFERENT)) == (30, 30)


@pytest.mark.parametrize(
    ("town", "code", "other_town", "other_code", "is_found"),
    [
        ("plauen", "", "zwickau", "", False),
        ("plauen", "08523", "oelsnitz-vogtl", "08527", True),
        ("plauen", "08523", "zwickau", "08056", False),
        ("most", "434 01", "litvinov", "43401", True),
    ],
)
def test_similar_name_counts_in_the_neighbourhood(town, code, other_town, other_code, is_found):
    first = CompanyFactory(legal_name="Zinnoberkern GmbH", town=town, country="CZ" if town == "most" else "DE")
    second = CompanyFactory(legal_name="Zinnoberkern AG", town=other_town, country=first.country)
    Location.objects.filter(company=first).update(postal_code=code)
    Location.objects.filter(company=second).update(postal_code=other_code)
    first, second = Company.objects.get(pk=first.pk), Company.objects.get(pk=second.pk)
    assert found_by(likely_duplicates, first, second) is is_found
    assert found_by(Suspects().of, first, second) is is_found


def test_same_name_counts_where_a_town_is_missing():
    first = CompanyFactory(legal_name="Zinnoberkern GmbH")
    draft = Company.objects.create(legal_name="Zinnoberkern", country="DE")
    (suspicion,) = likely_duplicates(draft)
    assert (suspicion.company, suspicion.reasons) == (first, (Reason.NAME_ALONE,))
    assert found_by(Suspects().of, first, draft)


def test_town_outside_the_list_is_a_town():
    first, second = CompanyFactory(legal_name="Zinnoberkern"), CompanyFactory(legal_name="Zinnoberkern KG")
    Location.objects.filter(company__in=[first, second]).update(place=None, other_town="Uttewalde")
    first, second = Company.objects.get(pk=first.pk), Company.objects.get(pk=second.pk)
    assert found_by(likely_duplicates, first, second)
    assert found_by(Suspects().of, first, second)
    assert numbers(likely_duplicates({"name": "Zinnoberkern", "town": "uttewalde"})) == [first.pk, second.pk]


def test_strongest_comes_first_with_its_reasons_in_words(settings):
    weak = CompanyFactory(legal_name="Zinnoberkerne GmbH", town="plauen")
    strong = CompanyFactory(legal_name="Zinnoberkern GmbH", town="plauen", vat_number="DE136695976")
    found = likely_duplicates({"name": "Zinnoberkern", "town": "Plauen", "vat_id": "DE 136 695 976", "country": "DE"})
    assert numbers(found) == [strong.pk, weak.pk]
    assert found[0].reasons == (Reason.VAT, Reason.SAME_NAME)
    assert 100 >= found[0].score > found[1].score > 0
    assert len(found[0].in_words) == 2


def test_other_number_weakens_a_similar_name():
    facts = {"legal_name": "Zinnoberkern GmbH", "town": "plauen", "register_court": "Chemnitz"}
    first = CompanyFactory(**facts, register_number="HRB 90001")
    with_other = CompanyFactory(**facts, register_number="HRB 90002")
    without = CompanyFactory(**{**facts, "register_court": ""})
    found = likely_duplicates(first)
    assert numbers(found) == [without.pk, with_other.pk]
    assert found[1].reasons == (Reason.SAME_NAME, Reason.OTHER_NUMBER)


def test_said_to_be_different_is_respected():
    first, second = CompanyFactory(legal_name="Zinnoberkern GmbH"), CompanyFactory(legal_name="Zinnoberkern AG")
    DifferentCompanies.objects.create(first=first, second=second)
    assert not found_by(likely_duplicates, first, second)
    assert not found_by(Suspects().of, first, second)


def test_merged_entry_is_left_out():
    first, second = CompanyFactory(legal_name="Zinnoberkern GmbH"), CompanyFactory(legal_name="Zinnoberkern AG")
    Company.objects.filter(pk=second.pk).update(state=State.HIDDEN, state_reason="…", merged_into=first)
    assert likely_duplicates(first) == []
    assert Suspects().of(first) == []


def test_unsaved_company_is_compared():
    there = CompanyFactory(country="CZ", register_number=ICO)
    draft = Company(legal_name="Nic společného", country="CZ", register_number=ICO)
    assert numbers(likely_duplicates(draft)) == numbers(Suspects().of(draft)) == [there.pk]


def test_domain_of_many_is_no_sign():
    companies = CompanyFactory.create_batch(25, website="https://verbund.example/mitglied")
    assert likely_duplicates(companies[0]) == []
    assert Suspects().of(companies[0]) == []


def test_values_of_a_revision_are_understood():
    company = CompanyFactory(legal_name="Zinnoberkern GmbH", town="plauen")
    values = {**Company.objects.get(pk=company.pk).serializable_data(), "legal_name": "Zinnoberkern AG"}
    twin = CompanyFactory(legal_name="Zinnoberkern SE", town="plauen")
    assert numbers(likely_duplicates(values)) == [twin.pk]


def test_nonsense_finds_nothing():
    assert likely_duplicates({}) == []
    assert (
        likely_duplicates({"name": "…", "register_number": "x", "vat_id": "y", "website": "http://[", "pk": ""}) == []
    )


def test_search_costs_the_same_however_many_there_are():
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            likely_duplicates(Company.objects.get(pk=first.pk))
        return len(captured)

    first = CompanyFactory(legal_name="Zinnoberkern GmbH", website="https://zinnoberkern.example")
    CompanyFactory(legal_name="Zinnoberkern AG")
    few = cost()
    CompanyFactory.create_batch(10, legal_name="Zinnoberkern KG", website="https://zinnoberkern.example")
    assert cost() == few <= 9


def test_suspects_ask_nothing_once_they_are_built(django_assert_num_queries):
    CompanyFactory(**firm("Zinnoberkern GmbH"))
    suspects = Suspects()
    with django_assert_num_queries(0):
        assert suspects.of({"name": "Zinnoberkern", "country": "DE", "town": "Zwickau"})
