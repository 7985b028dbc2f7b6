"""Two entries become one, and two again."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from directory.duplicates.merging import merge_companies
from directory.duplicates.planning import Plan
from directory.duplicates.undoing import undo_merge, why_not
from directory.models import (
    Capability,
    Certificate,
    Company,
    CompanyCertificate,
    Contact,
    DifferentCompanies,
    EntryChange,
    Location,
    Membership,
    RegisterCheck,
    Sector,
    State,
    Verification,
)
from tests.directory.factories import CompanyFactory, ConceptFactory, OfferFactory

from .entries import TODAY, account, all_rows, change, different, full_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    return full_entry("Zinnoberkern GmbH", town="plauen", register_number="HRB 90001", register_court="Chemnitz")


@pytest.fixture
def merged():
    return full_entry("Zinnoberkern AG", town="zwickau", register_number="HRB 90002", vat_number="DE136695976")


def merge(kept, merged, **choices):
    """Make one of two; both come back as they are stored, with the record of it."""
    record = merge_companies(kept=kept, merged=merged, choices=choices, user=None)
    return Company.objects.get(pk=kept.pk), Company.objects.get(pk=merged.pk), record


def fresh(row):
    return type(row)._default_manager.get(pk=row.pk)


def test_everything_moves_and_nothing_is_lost(kept, merged):
    counts = {name: len(rows) for name, rows in all_rows().items()}
    now_kept, now_merged, record = merge(kept, merged)
    relations = ["offers", "locations", "contacts", "capabilities", "certificates", "references", "changes"]
    for name in [*relations, "memberships", "problem_reports"]:
        assert getattr(now_kept, name).count() == 2, name
        assert len(record.moved[name]) == 1, name
    for name in [*relations, "memberships", "problem_reports", "verifications", "pictures", "register_checks"]:
        assert getattr(now_merged, name).count() == 0, name
    lost = {name for name, rows in all_rows().items() if len(rows) < counts[name]}
    assert lost == {"Verification", "CompanyPicture"}  # the same on both sides


def test_merged_entry_is_hidden_with_a_reason_and_without_numbers(kept, merged):
    now_kept, now_merged, _record = merge(kept, merged)
    assert (now_merged.state, now_merged.merged_into) == (State.HIDDEN, kept)
    assert kept.legal_name in now_merged.state_reason
    assert (now_merged.register_number, now_merged.register_court, now_merged.vat_number) == ("", "", "")
    assert (now_kept.state, now_kept.vat_number) == (State.PUBLISHED, "DE136695976")


def test_value_is_chosen_field_by_field(kept, merged):
    Company.objects.filter(pk=kept.pk).update(last_confirmed_on=TODAY, summary_cs="Soustružíme.")
    Company.objects.filter(pk=merged.pk).update(last_confirmed_on=TODAY + dt.timedelta(1), founded=1990)
    now, _merged, _record = merge(fresh(kept), fresh(merged), legal_name="merged", register_number="merged")
    assert (now.legal_name, now.register_number, now.register_court) == ("Zinnoberkern AG", "HRB 90002", "")
    assert (now.founded, now.last_confirmed_on, now.summary_cs) == (1990, TODAY + dt.timedelta(1), "Soustružíme.")
    assert now.name_key == "zinnoberkern"


@pytest.mark.parametrize(("choice", "town"), [("", "plauen"), ("kept", "plauen"), ("merged", "zwickau")])
def test_there_is_one_seat(kept, merged, choice, town):
    now, _merged, _record = merge(kept, merged, seat=choice)
    assert [row.place.slug for row in now.locations.filter(is_seat=True)] == [town]
    assert now.locations.count() == 2


def test_seat_of_the_merged_entry_is_taken_where_the_kept_one_has_none(merged):
    draft = Company.objects.create(legal_name="Zinnoberkern", country="DE")
    now, _merged, _record = merge(draft, merged)
    assert now.seat.place.slug == "zwickau"


def test_same_address_is_one_location(kept, merged):
    Location.objects.filter(company=kept).update(street="Hammerstr. 8", place=merged.seat.place)
    Location.objects.filter(company=merged).update(street="Hammerstr 8", postal_code="08056")
    now, _merged, _record = merge(fresh(kept), fresh(merged), seat="merged")
    (only,) = now.locations.all()
    assert (only.is_seat, only.postal_code, only.company_id) == (True, "08056", kept.pk)


@pytest.mark.parametrize(
    ("mine", "others", "result"),
    [
        (("12", TODAY), ("12", TODAY + dt.timedelta(9)), [("12", TODAY + dt.timedelta(9))]),
        (("12", TODAY), ("", None), [("12", TODAY)]),
        (("", None), ("12", TODAY), [("12", TODAY)]),
        (("12", TODAY), ("13", TODAY), [("12", TODAY), ("13", TODAY)]),
    ],
)
def test_same_certificate_twice_is_one(mine, others, result):
    first, second = CompanyFactory(), CompanyFactory()
    for company, (number, until) in ((first, mine), (second, others)):
        CompanyCertificate.objects.create(
            company=company, certificate=Certificate.objects.first(), number=number, valid_until=until
        )
    now, _merged, _record = merge(first, second)
    assert sorted(now.certificates.values_list("number", "valid_until")) == result


def test_of_two_verifications_of_a_kind_the_newer_one_stays():
    first, second = CompanyFactory(), CompanyFactory()
    Verification.objects.create(company=first, kind="vat", verified_on=TODAY)
    Verification.objects.create(company=second, kind="vat", verified_on=TODAY + dt.timedelta(1))
    now, _merged, _record = merge(first, second)
    assert list(now.verifications.values_list("verified_on", flat=True)) == [TODAY + dt.timedelta(1)]


def test_person_in_both_keeps_the_higher_role():
    first, second, person = CompanyFactory(), CompanyFactory(), account("jana@firma.example")
    Membership.objects.create(company=first, user=person, role="editor")
    Membership.objects.create(company=second, user=person, role="owner")
    now, _merged, _record = merge(first, second)
    assert list(now.memberships.values_list("user", "role")) == [(person.pk, "owner")]


def test_of_two_answers_of_a_register_the_newer_one_stays():
    first, second = CompanyFactory(vat_number="DE136695976"), CompanyFactory(vat_number="DE136695976")
    for company, days in ((first, 3), (second, 1)):
        answer = {"result": "valid", "checked_at": timezone.now() - dt.timedelta(days=days), "answer": {"days": days}}
        RegisterCheck.objects.filter(company=company, register="vies").update(**answer)
    now, _merged, _record = merge(first, second)
    assert [check.answer for check in now.register_checks.all()] == [{"days": 1}]


def test_same_capability_contact_and_sectors_are_there_once():
    first, second, concept = CompanyFactory(), CompanyFactory(), ConceptFactory()
    for company, hours in ((first, None), (second, 16)):
        Capability.objects.create(company=company, concept=concept, free_hours_per_week=hours)
        Contact.objects.create(company=company, email="Info@firma.example", phone="" if hours else "12")
    now, _merged, _record = merge(first, second)
    assert [capability.free_hours_per_week for capability in now.capabilities.all()] == [16]
    assert [contact.phone for contact in now.contacts.all()] == ["12"]


def test_only_one_change_waits_and_the_older_one_says_it_was_replaced():
    first, second = CompanyFactory(), CompanyFactory()
    newer, older = change(first), change(second)
    EntryChange.objects.filter(pk=older.pk).update(submitted_at=timezone.now() - dt.timedelta(days=1))
    merge(first, second)
    assert (fresh(newer).state, fresh(older).state) == ("waiting", "replaced")
    assert fresh(older).company == first


def test_who_is_another_than_the_merged_entry_is_another_than_the_kept_one():
    first, second, other, both = CompanyFactory.create_batch(4)
    for pair in [(second, other), (second, both), (first, both), (first, second)]:
        different(*pair)
    merge(first, second)
    pairs = set(DifferentCompanies.objects.values_list("first", "second"))
    assert pairs == {(first.pk, other.pk), (first.pk, both.pk)}


def test_merge_and_undoing_leave_every_row_as_it_was(kept, merged):
    other = CompanyFactory()
    different(merged, other)
    change(kept)
    change(merged)  # both wait
    change(merged, offer=merged.offers.first())
    Company.objects.filter(pk=merged.pk).update(logo=kept.pictures.first().image, founded=1990)
    kept, merged = fresh(kept), fresh(merged)
    before = all_rows()
    _kept, _merged, record = merge(
        kept, merged, legal_name="merged", seat="merged", sectors="merged", vat_number="merged"
    )
    assert all_rows() != before
    undo_merge(merge=record, user=None)
    after = all_rows()
    for name, rows in before.items():
        assert after[name] == rows, name
    assert fresh(record).undone_at


def test_entry_with_versions_gets_its_own_latest_one_back(kept, merged):
    revisions = [company.save_revision() for company in (kept, merged)]
    _kept, _merged, record = merge(fresh(kept), fresh(merged))
    undo_merge(merge=record, user=None)
    assert [fresh(kept).latest_revision, fresh(merged).latest_revision] == revisions


@pytest.mark.parametrize(
    "edit",
    [
        lambda kept: Company.objects.filter(pk=kept.pk).update(vat_number=""),
        lambda kept: kept.offers.order_by("pk").last().delete(),
        lambda kept: kept.sectors.through.objects.filter(company=kept).delete(),
        lambda kept: Location.objects.filter(company=kept, is_seat=False).update(
            is_seat=False, company=CompanyFactory()
        ),
    ],
    ids=["field", "moved row deleted", "sectors", "moved row moved again"],
)
def test_undoing_never_loses_what_somebody_has_written_since(kept, merged, edit):
    merged.sectors.clear()
    merged.save()
    merged.sectors.set(Sector.objects.filter(code="10"))
    merged.save()
    now, _merged, record = merge(kept, fresh(merged))
    edit(now)
    rows = all_rows()
    with pytest.raises(ValidationError) as caught:
        undo_merge(merge=record, user=None)
    assert len(caught.value.messages) == 1
    assert all_rows() == rows


def test_undoing_leaves_alone_what_was_written_elsewhere_since(kept, merged):
    now, _merged, record = merge(kept, merged)
    now.description_cs, now.founded = "Nový popis.", 1999
    now.save()
    now.save_revision()
    offer = OfferFactory(company=now)
    moved = now.offers.get(pk=record.moved["offers"][0])
    moved.title_de = "Neu"
    moved.save()
    undo_merge(merge=record, user=None)
    kept, merged = fresh(kept), fresh(merged)
    assert (kept.description_cs, kept.founded, kept.vat_number) == ("Nový popis.", 1999, "")
    assert fresh(offer).company == kept
    assert (fresh(moved).company, fresh(moved).title_de) == (merged, "Neu")
    assert kept.latest_revision.as_object().description_cs == "Nový popis."


def test_undoing_is_refused_where_a_number_has_another_owner(kept, merged):
    _kept, _merged, record = merge(kept, merged, register_number="kept")
    Company.objects.filter(pk=merged.pk).update(register_number="")
    CompanyFactory(country="DE", register_number="HRB 90002", register_court="")
    undo_merge(merge=record, user=None)  # without a court it is no collision

    first, second = CompanyFactory(), CompanyFactory(register_number="HRB 5", register_court="Dresden")
    first.register_number, first.register_court = "HRB 6", "Dresden"
    first.save()
    _kept, _merged, record = merge(first, second)
    CompanyFactory(register_number="HRB 5", register_court="Dresden")
    with pytest.raises(ValidationError):
        undo_merge(merge=record, user=None)
    assert fresh(second).merged_into == first


def test_merge_can_be_undone_for_thirty_days_and_once(kept, merged):
    _kept, _merged, record = merge(kept, merged)
    assert why_not(record) == []
    with time_machine.travel(timezone.now() + dt.timedelta(days=31)):
        assert len(why_not(record)) == 1
    undo_merge(merge=record, user=None)
    with pytest.raises(ValidationError):
        undo_merge(merge=record, user=None)


def test_merges_are_undone_from_the_last_one_back(kept, merged):
    third = CompanyFactory(legal_name="Zinnoberkern")
    before = all_rows()
    _kept, _merged, first = merge(kept, merged)
    _third, _kept, second = merge(third, fresh(kept))
    assert "Zinnoberkern GmbH" in why_not(fresh(first))[0]
    undo_merge(merge=second, user=None)
    undo_merge(merge=fresh(first), user=None)
    assert all_rows() == before


def test_entry_is_merged_once_and_not_with_itself(kept, merged):
    with pytest.raises(ValidationError):
        merge_companies(kept=kept, merged=kept, choices={}, user=None)
    merge(kept, merged)
    for pair in [(kept, merged), (merged, kept), (merged, CompanyFactory())]:
        with pytest.raises(ValidationError):
            merge_companies(kept=pair[0], merged=pair[1], choices={}, user=None)


def test_merge_is_what_was_looked_at(kept, merged):
    seen = Plan(fresh(kept), fresh(merged)).digest
    Contact.objects.create(company=merged, email="neu@firma.example")
    with pytest.raises(ValidationError):
        merge_companies(kept=kept, merged=merged, choices={}, user=None, seen=seen)
    seen = Plan(fresh(kept), fresh(merged)).digest
    merge_companies(kept=kept, merged=merged, choices={}, user=None, seen=seen)


def test_choice_that_would_make_the_entry_invalid_is_refused(kept):
    czech = CompanyFactory(country="CZ", register_number="89999908")
    CompanyFactory(legal_name="Dritte", register_number="HRB 7", register_court="Chemnitz")
    draft = Company.objects.create(legal_name="Leer", country="DE", state="draft")
    rows = all_rows()
    with pytest.raises(ValidationError):
        merge_companies(kept=kept, merged=draft, choices={"summary_de": "merged", "summary_cs": "merged"}, user=None)
    assert all_rows() == rows
    merge(kept, czech, register_number="merged")
    assert fresh(kept).country == "CZ"


def test_owners_of_both_are_told_in_their_language(kept, merged, settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "core.mail.OutboxEmailBackend"
    both = account("oba@firma.example", language="cs")
    for company in (kept, merged):
        Membership.objects.create(company=company, user=both, role="owner")
    Membership.objects.create(company=kept, user=account("e@firma.example"), role="editor")

    def told():
        found = {message.to[0]: message.extra_headers["Content-Language"] for message in mail.outbox}
        assert len(found) == len(mail.outbox)
        mail.outbox.clear()
        return found

    with django_capture_on_commit_callbacks(execute=True):
        _kept, _merged, record = merge(kept, merged)
    people = {f"{kept.pk}@firma.example": "de", f"{merged.pk}@firma.example": "de", "oba@firma.example": "cs"}
    assert told() == people
    with django_capture_on_commit_callbacks(execute=True):
        undo_merge(merge=record, user=None)
    assert told() == people


def test_history_of_both_says_it(kept, merged, operator):
    record = merge_companies(kept=kept, merged=merged, choices={}, user=operator)
    undo_merge(merge=record, user=operator)
    for company in (kept, merged):
        entries = ModelLogEntry.objects.filter(object_id=f"{company.pk}", user=operator)
        actions = [entry.action for entry in entries if entry.action.startswith("directory.")]
        assert len(actions) == 2
        assert all(entry.message for entry in entries)
