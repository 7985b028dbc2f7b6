"""What a company submits: what becomes part of it, what is refused, what goes live at once."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.models import Place
from directory.models import Company, EntryChange, RegisterCheck, State
from directory.services import submit_change
from tests.directory.factories import CompanyFactory, ConceptFactory, OfferFactory

from .work import add, rows, submitted

pytestmark = pytest.mark.django_db


def test_only_what_differs_becomes_part_and_the_entry_stays_as_it_is(company, owner):
    values = company.serializable_data() | {"summary_de": "Wir drehen und fräsen.", "employees": "10-49"}
    change = submit_change(entry=company, values=values, author=owner, language="de", key="1", note="Bitte bald.")
    assert change.fields == {
        "employees": {"old": "", "new": "10-49"},
        "summary_de": {"old": "Wir drehen.", "new": "Wir drehen und fräsen."},
    }
    assert (change.state, change.note, change.author) == ("waiting", "Bitte bald.", owner)
    assert change.institution.key == "ihk-chemnitz"
    company.refresh_from_db()
    assert company.summary_de == "Wir drehen."


def test_nothing_differs_is_no_change(company):
    assert submitted(company, **company.serializable_data()) is None
    assert submitted(company, website="https://a.example", founded="") is None
    assert not EntryChange.objects.exists()


def test_rows_are_told_apart_by_their_number(company):
    kept = company.contacts.get()
    gone = add(company, "contacts", name="Alt")
    contacts = [
        {"pk": kept.pk, "role_de": "Vertrieb", "name": "Jana Lang"},
        {"pk": None, "name": "Neu", "email": "neu@firma.example"},
    ]
    change = submitted(company, contacts=contacts)
    changed, added, removed = change.fields["contacts"]
    assert changed == {"pk": kept.pk, "old": {"role_de": ""}, "new": {"role_de": "Vertrieb"}}
    assert added == {"pk": None, "old": None, "new": {"name": "Neu", "email": "neu@firma.example"}}
    assert (removed["pk"], removed["old"]["name"], removed["new"]) == (gone.pk, "Alt", None)


def test_row_of_another_company_becomes_a_new_one(company):
    foreign = add(CompanyFactory(), "contacts", name="Fremd")
    change = submitted(company, contacts=[*rows(company, "contacts"), {"pk": foreign.pk, "name": "Geändert"}])
    assert change.fields["contacts"] == [{"pk": None, "old": None, "new": {"name": "Geändert"}}]


@pytest.mark.parametrize(
    "values",
    [
        {"state": "hidden"},
        {"source": "import"},
        {"merged_into": 1},
        {"verifications": [{"pk": None, "kind": "vat", "verified_on": "2026-05-04"}]},
        {"last_confirmed_on": "2026-05-04"},
        {"sort_key_de": "aaa"},
    ],
)
def test_what_is_not_the_companys_is_left_alone(company, values):
    assert submitted(company, **values) is None


@pytest.mark.parametrize(
    ("values", "beside"),
    [
        ({"legal_name": ""}, "legal_name"),
        ({"website": "keine Adresse"}, "website"),
        ({"founded": "bald"}, "founded"),
        ({"founded": 3000}, "founded"),
        ({"vat_number": "DE136695977"}, "vat_number"),
        ({"summary_de": ""}, "summary_de"),
        ({"sectors": ["x"]}, "sectors"),
        ({"logo": 999_999}, "logo"),
        ({"contacts": [{"pk": None, "name": "A", "email": "kein"}]}, "contacts-0-email"),
        ({"contacts": [{"pk": None}]}, "contacts-0-name"),
        ({"capabilities": [{"pk": None, "concept": 999_999}]}, "capabilities-0-concept"),
        ({"capabilities": [{"pk": None, "lot_from": "viele"}]}, "capabilities-0-lot_from"),
        ({"locations": []}, "locations"),
    ],
)
def test_refusal_stands_beside_its_field(company, values, beside):
    with pytest.raises(ValidationError) as caught:
        submitted(company, **values)
    assert beside in caught.value.message_dict
    assert not EntryChange.objects.exists()


def test_second_seat_is_refused_and_a_moved_one_taken(company):
    most = Place.objects.get(slug="most").pk
    new = {"pk": None, "place": most, "is_seat": True}
    with pytest.raises(ValidationError) as caught:
        submitted(company, locations=[*rows(company, "locations"), new])
    assert set(caught.value.message_dict) == {"locations-1-is_seat"}
    assert submitted(company, locations=[*rows(company, "locations", {"is_seat": False}), new]).is_waiting


def test_certificate_twice_is_refused(company, django_assert_num_queries):
    from directory.models import Certificate

    row = {"pk": None, "certificate": Certificate.objects.first().pk, "number": "1"}
    with pytest.raises(ValidationError) as caught:
        submitted(company, certificates=[row, row])
    assert set(caught.value.message_dict) == {"certificates-1-certificate"}


def test_same_key_is_the_same_change(company):
    first = submitted(company, "k", website="https://b.example")
    assert submitted(company, "k", website="https://c.example") == first
    assert EntryChange.objects.count() == 1
    with pytest.raises(ValidationError):
        submitted(CompanyFactory(), "k", website="https://b.example")


def test_newer_submission_replaces_the_waiting_one(company, reviewer):
    first = submitted(company, "1", website="https://b.example", summary_de="Alt")
    EntryChange.objects.update(submitted_at=timezone.now() - dt.timedelta(days=9), assigned_to=reviewer)
    second = submitted(company, "2", website="https://c.example")
    first.refresh_from_db()
    assert (first.state, first.decided_at is not None) == ("replaced", True)
    assert second.fields == {"website": {"old": "https://a.example", "new": "https://c.example"}}
    assert second.submitted_at.date() == timezone.now().date()
    assert second.assigned_to == reviewer
    assert second.digest != first.digest


def test_form_that_puts_everything_back_takes_the_waiting_change_back(company):
    change = submitted(company, "1", website="https://b.example")
    assert submitted(company, "2", **company.serializable_data()) is None
    change.refresh_from_db()
    assert change.state == "withdrawn"


def verified(company: Company) -> Company:
    add(company, "verifications", kind="vat", verified_on=timezone.localdate())
    return company


def test_phone_of_a_verified_company_is_live_at_once_and_the_rest_waits(company, owner):
    contacts = rows(verified(company), "contacts", {"phone": "+49 375 2", "name": "Jana Kurz"})
    change = submitted(company, author=owner, contacts=contacts, website="https://b.example")
    contact = company.contacts.get()
    assert (contact.phone, contact.name) == ("+49 375 2", "Jana Lang")
    assert change.is_waiting
    assert change.fields["contacts"] == [{"pk": contact.pk, "old": {"name": "Jana Lang"}, "new": {"name": "Jana Kurz"}}]
    at_once = EntryChange.objects.get(state="at_once")
    assert at_once.fields["contacts"][0]["new"] == {"phone": "+49 375 2"}
    assert Company.objects.get(pk=company.pk).latest_revision.user == owner


def test_quick_change_at_once_leaves_the_waiting_one_alone(company):
    waiting = submitted(verified(company), "1", summary_de="Neu.")
    quick = submitted(company, "2", contacts=rows(company, "contacts", {"phone": "+49 375 2"}))
    assert quick.state == "at_once"
    waiting.refresh_from_db()
    assert waiting.is_waiting


def test_free_capacity_of_a_verified_company_is_live_at_once(company):
    add(company, "capabilities", concept=ConceptFactory(), free_hours_per_week=10)
    free = {"free_hours_per_week": "40", "free_from": "2027-01-04"}
    assert submitted(verified(company), capabilities=rows(company, "capabilities", free)).state == "at_once"
    capability = company.capabilities.get()
    assert (capability.free_hours_per_week, capability.free_from) == (40, dt.date(2027, 1, 4))


@pytest.mark.parametrize("situation", ["not verified", "refused since", "hidden", "locked", "new row"])
def test_phone_waits_where_nobody_vouches_for_it(company, situation):
    if situation != "not verified":
        verified(company)
    if situation == "refused since":
        RegisterCheck.objects.create(
            company=company, register="vies", number="1", result="invalid", checked_at=timezone.now()
        )
    contacts = rows(company, "contacts", {"phone": "+49 375 2"})
    if situation == "hidden":
        Company.objects.filter(pk=company.pk).update(state="hidden", state_reason="Grund")
    if situation == "locked":
        Company.objects.filter(pk=company.pk).update(locked=True)
    if situation == "new row":
        contacts = [*rows(company, "contacts"), {"pk": None, "phone": "+49 375 2"}]
    assert submitted(company, contacts=contacts).is_waiting


def test_what_would_be_wrong_alone_waits_with_the_rest(company):
    contact = add(verified(company), "contacts", phone="+49 375 9")
    contacts = [*rows(company, "contacts")]
    contacts[1] |= {"phone": "", "name": "Empfang"}
    change = submitted(company, contacts=contacts)
    assert (change.state, change.fields["contacts"][0]["pk"]) == ("waiting", contact.pk)
    assert set(change.fields["contacts"][0]["new"]) == {"phone", "name"}


def test_offer_is_extended_and_withdrawn_without_review(company, owner):
    offer = OfferFactory(company=company, valid_from=timezone.localdate() - dt.timedelta(days=300))
    until = timezone.localdate() + dt.timedelta(days=200)
    assert submitted(offer, "1", valid_until=until.isoformat(), title_de="Neu").is_waiting
    offer.refresh_from_db()
    assert (offer.valid_until, offer.valid_from) == (until, timezone.localdate())
    assert offer.title_de != "Neu"
    change = submitted(offer, "2", author=owner, state="hidden", note="Verkauft.")
    offer.refresh_from_db()
    assert (change.state, offer.state, offer.state_reason) == ("at_once", "hidden", "Verkauft.")


def test_expired_offer_comes_back_when_extended(company):
    today = timezone.localdate()
    offer = OfferFactory(company=company, valid_from=today - dt.timedelta(days=90), valid_until=today - dt.timedelta(1))
    assert submitted(offer, valid_until=today + dt.timedelta(days=30)).state == "at_once"
    offer.refresh_from_db()
    assert offer.is_public


def test_offer_cannot_be_extended_beyond_twelve_months(company):
    with pytest.raises(ValidationError) as caught:
        submitted(OfferFactory(company=company), valid_until=timezone.localdate() + dt.timedelta(days=400))
    assert "valid_until" in caught.value.message_dict


def test_draft_asks_for_its_first_publication_even_unchanged(company):
    Company.objects.filter(pk=company.pk).update(state=State.DRAFT)
    change = submitted(company)
    assert (change.publishes, change.fields, change.is_waiting) == (True, {}, True)


def test_incomplete_draft_is_refused_at_submission(company):
    Company.objects.filter(pk=company.pk).update(state=State.DRAFT, summary_de="")
    with pytest.raises(ValidationError) as caught:
        submitted(company)
    assert set(caught.value.message_dict) == {"summary_de"}


def test_entry_that_is_gone_or_merged_takes_nothing(company):
    other = CompanyFactory()
    Company.objects.filter(pk=company.pk).update(state="hidden", state_reason="Doppelt", merged_into=other)
    with pytest.raises(ValidationError):
        submitted(company, website="https://b.example")
    gone = Company.objects.get(pk=other.pk)
    company.delete()
    other.delete()
    with pytest.raises(ValidationError):
        submitted(gone, website="https://b.example")


def test_form_opened_before_somebody_else_saved_undoes_nothing(company):
    opened = company.save_revision(clean=False)
    stale = rows(company, "contacts")
    contact = company.contacts.get()
    contact.phone = "+49 375 7"
    company.contacts = [contact]
    company.employees = "10-49"
    company.save()
    company.save_revision(clean=False)
    change = submitted(company, base_revision=opened, contacts=stale, employees="", website="https://b.example")
    assert set(change.fields) == {"website"}


def test_form_opened_before_somebody_else_saved_the_same_shows_the_conflict(company):
    opened = company.save_revision(clean=False)
    company.website = "https://live.example"
    company.save()
    company.save_revision(clean=False)
    change = submitted(company, base_revision=opened, website="https://b.example")
    assert change.fields["website"] == {"old": "https://a.example", "new": "https://b.example"}
