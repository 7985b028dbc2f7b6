"""Decisions about changes: exactly what was seen, conflicts, revision, log, mails."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.models import User
from core.models import Place
from directory.models import Company, EntryChange, Membership, State
from directory.services import (
    approve_change,
    assign_change,
    change_state,
    reject_change,
    submit_change,
    withdraw_change,
)
from tests.directory.factories import CompanyFactory, OfferFactory

from .work import add, rows, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def approve(reviewer, django_capture_on_commit_callbacks):
    def now(change: EntryChange, **more) -> EntryChange:
        with django_capture_on_commit_callbacks(execute=True):
            return approve_change(change=change, user=reviewer, seen=more.pop("seen", change.digest), **more)

    return now


def test_approval_writes_entry_revision_and_log(company, reviewer, approve):
    change = approve(submitted(company, summary_de="Neu.", website="https://b.example"))
    assert (change.state, change.decided_by, change.decided_at is not None) == ("approved", reviewer, True)
    company.refresh_from_db()
    assert (company.summary_de, company.website) == ("Neu.", "https://b.example")
    assert company.latest_revision.user == reviewer
    assert company.latest_revision.content["summary_de"] == "Neu."
    assert company.revisions.order_by("pk").first().content["summary_de"] == "Wir drehen."
    logged = ModelLogEntry.objects.for_instance(company).get(action="directory.change")
    assert (logged.user, logged.data["fields"]) == (reviewer, ["website", "summary_de"])


def test_rows_keep_their_numbers_and_their_order(company, approve):
    first = company.contacts.get()
    second = add(company, "contacts", name="Zwei")
    third = add(company, "contacts", name="Drei")
    contacts = rows(company, "contacts", {"name": "Eins"})
    change = submitted(company, contacts=[contacts[0], contacts[2], {"pk": None, "name": "Vier"}])
    approve(change)
    there = list(company.contacts.order_by("pk").values_list("pk", "name"))
    assert there[:2] == [(first.pk, "Eins"), (third.pk, "Drei")]
    assert [name for _pk, name in there[2:]] == ["Vier"]
    assert second.pk not in dict(there)


def test_lists_of_records_are_written(company, approve):
    from directory.models import Sector

    codes = Sector.objects.filter(scheme="nace2", code__in=["25.62", "28.41"])
    approve(submitted(company, sectors=[sector.pk for sector in codes]))
    assert set(company.sectors.all()) == set(codes)


def test_what_was_not_seen_is_not_applied(company, approve):
    seen = submitted(company, "1", website="https://b.example").digest
    newer = submitted(company, "2", website="https://boese.example")
    with pytest.raises(ValidationError):
        approve(newer, seen=seen)
    company.refresh_from_db()
    assert company.website == "https://a.example"


def test_phone_verification_and_other_fields_that_moved_on_are_kept(company, approve):
    contacts = rows(company, "contacts", {"name": "Jana Kurz"})
    change = submitted(company, "1", contacts=contacts, summary_de="Neu.")
    add(company, "verifications", kind="vat", verified_on=timezone.localdate())
    submitted(company, "2", contacts=rows(company, "contacts", {"phone": "+49 375 7"}))
    live = Company.objects.get(pk=company.pk)
    live.employees = "10-49"
    live.save()
    approve(change)
    live = Company.objects.get(pk=company.pk)
    assert (live.employees, live.summary_de, live.verifications.count()) == ("10-49", "Neu.", 1)
    assert (live.contacts.get().phone, live.contacts.get().name) == ("+49 375 7", "Jana Kurz")


def test_conflict_is_refused_until_the_reviewer_decides(company, approve):
    change = submitted(company, website="https://b.example", summary_de="Neu.")
    Company.objects.filter(pk=company.pk).update(website="https://live.example")
    with pytest.raises(ValidationError) as caught:
        approve(change)
    assert set(caught.value.message_dict) == {"website"}
    assert Company.objects.get(pk=company.pk).summary_de == "Wir drehen."
    decided = approve(change, corrections={"website": "https://live.example"})
    assert decided.state == "corrected"
    live = Company.objects.get(pk=company.pk)
    assert (live.website, live.summary_de) == ("https://live.example", "Neu.")


def test_what_moved_on_to_the_very_same_is_no_conflict(company, approve):
    change = submitted(company, website="https://b.example")
    Company.objects.filter(pk=company.pk).update(website="https://b.example")
    assert approve(change).state == "approved"


@pytest.mark.parametrize("now", ["changed", "gone"])
def test_row_that_moved_on_is_a_conflict(company, approve, now):
    change = submitted(company, contacts=rows(company, "contacts", {"name": "Jana Kurz"}))
    if now == "changed":
        company.contacts.update(name="Jana Weiß")
    else:
        company.contacts.all().delete()
    with pytest.raises(ValidationError) as caught:
        approve(change)
    assert set(caught.value.message_dict) == {"contacts"}
    approve(change, corrections={"contacts": [{"pk": None, "name": "Jana Kurz"}]})
    assert [contact.name for contact in company.contacts.all()] == ["Jana Kurz"]


def test_row_that_is_gone_need_not_be_removed_again(company, approve):
    add(company, "contacts", name="Zwei")
    change = submitted(company, contacts=rows(company, "contacts")[:1])
    company.contacts.filter(name="Zwei").delete()
    assert approve(change).state == "approved"


def test_correction_that_the_reviewer_did_not_see_any_more_is_refused(company, approve):
    change = submitted(company, website="https://b.example")
    Company.objects.filter(pk=company.pk).update(website="https://live.example")
    more = {"corrections": {"website": "https://c.example"}}
    with pytest.raises(ValidationError):
        approve(change, live_seen={"website": "https://a.example"}, **more)
    assert approve(change, live_seen={"website": "https://live.example"}, **more).state == "corrected"


def test_wrong_correction_changes_nothing(company, approve):
    change = submitted(company, website="https://b.example")
    with pytest.raises(ValidationError) as caught:
        approve(change, corrections={"website": "nein"})
    assert set(caught.value.message_dict) == {"website"}
    change.refresh_from_db()
    assert change.is_waiting


def test_number_that_somebody_took_meanwhile_is_said(company, approve):
    change = submitted(company, register_number="HRB 90002", register_court="Chemnitz")
    CompanyFactory(register_number="HRB 90002", register_court="Chemnitz")
    with pytest.raises(ValidationError) as caught:
        approve(change)
    assert set(caught.value.message_dict) == {"register_number"}


def test_first_publication(company, reviewer, approve):
    Company.objects.filter(pk=company.pk).update(state=State.DRAFT)
    approve(submitted(company, website="https://b.example"))
    company.refresh_from_db()
    assert (company.state, company.website) == ("published", "https://b.example")
    assert "Handelskammer Chemnitz" in company.state_reason
    assert ModelLogEntry.objects.for_instance(company).filter(action="directory.state").exists()
    assert "veröffentlicht" in mail.outbox[0].subject or "published" in mail.outbox[0].subject


@pytest.mark.parametrize("state", ["hidden", "suspended"])
def test_approval_never_brings_back_what_was_withheld(company, approve, state):
    Company.objects.filter(pk=company.pk).update(state=State.DRAFT)
    change = submitted(company, website="https://b.example")
    Company.objects.filter(pk=company.pk).update(state=state, state_reason="Grund")
    approve(change)
    company.refresh_from_db()
    assert (company.state, company.website) == (state, "https://b.example")


def test_moved_seat_moves_the_institution(company, approve):
    change = submitted(company, website="https://b.example")
    company.locations.update(place=Place.objects.get(slug="dresden"), region=Place.objects.get(slug="dresden").region)
    assert approve(change).institution.key == "ihk-dresden"


def test_rejection_needs_a_reason_that_the_owner_reads(company, reviewer, django_capture_on_commit_callbacks):
    change = submitted(company, website="https://b.example")
    with pytest.raises(ValidationError) as caught:
        reject_change(change=change, user=reviewer, reason=" ")
    assert set(caught.value.message_dict) == {"reason"}
    with django_capture_on_commit_callbacks(execute=True):
        assert reject_change(change=change, user=reviewer, reason="Bitte belegen.").state == "rejected"
    assert Company.objects.get(pk=company.pk).website == "https://a.example"
    (message,) = mail.outbox
    assert message.to == ["chef@firma.example"]
    assert "Bitte belegen." in message.body


def test_each_owner_reads_the_own_language_and_answers_the_institution(company, approve):
    second = User.objects.create_user("majitel@firma.example", "x", language="cs")
    silent = User.objects.create_user("weg@firma.example", "x", is_active=False)
    editor = User.objects.create_user("texte@firma.example", "x")
    for user, role in ((second, "owner"), (silent, "owner"), (editor, "editor")):
        Membership.objects.create(company=company, user=user, role=role)
    from core.models import Institution

    Institution.objects.filter(key="ihk-chemnitz").update(email="ihk@x.example")
    approve(submitted(company, summary_de="Neu."))
    assert {message.to[0]: message.extra_headers["Content-Language"] for message in mail.outbox} == {
        "chef@firma.example": "de",
        "majitel@firma.example": "cs",
    }
    assert {tuple(message.reply_to) for message in mail.outbox} == {("ihk@x.example",)}


def test_author_is_told_where_there_is_no_owner(company, owner, approve):
    Membership.objects.all().delete()
    approve(submitted(company, author=owner, summary_de="Neu."))
    assert [message.to for message in mail.outbox] == [["chef@firma.example"]]


def test_decision_is_made_once(company, reviewer, approve):
    change = submitted(company, summary_de="Neu.")
    approve(change)
    for decide in (
        lambda: approve(change),
        lambda: reject_change(change=change, user=reviewer, reason="Doch nicht."),
        lambda: withdraw_change(change=change, user=None),
        lambda: assign_change(change=change, to=reviewer),
    ):
        with pytest.raises(ValidationError):
            decide()
    assert len(mail.outbox) == 1


def test_change_is_taken_over_given_back_and_withdrawn(company, reviewer):
    change = submitted(company, summary_de="Neu.")
    assert assign_change(change=change, to=reviewer).assigned_to == reviewer
    assert assign_change(change=change, to=None).assigned_to is None
    assert withdraw_change(change=change, user=None).state == "withdrawn"
    assert not mail.outbox


def test_entry_that_was_deleted_meanwhile_is_said(company, approve):
    change = submitted(company, summary_de="Neu.")
    Company.objects.get(pk=company.pk).delete()
    with pytest.raises(ValidationError):
        approve(change)


def test_change_of_an_offer_is_decided_for_its_company(company, approve):
    offer = OfferFactory(company=company)
    change = submitted(offer, title_de="Präzisionsdrehteile")
    assert (change.company, change.offer) == (company, offer)
    approve(change)
    offer.refresh_from_db()
    assert offer.title_de == "Präzisionsdrehteile"
    assert [message.to for message in mail.outbox] == [["chef@firma.example"]]


def test_offer_that_ran_out_while_it_waited_needs_a_day_first(company, approve):
    import datetime as dt

    offer = OfferFactory(company=company, state="draft")
    change = submitted(offer)
    today = timezone.localdate()
    type(offer).objects.filter(pk=offer.pk).update(
        valid_from=today - dt.timedelta(days=9), valid_until=today - dt.timedelta(days=1)
    )
    with pytest.raises(ValidationError) as caught:
        approve(change)
    assert "valid_until" in caught.value.message_dict
    approve(change, corrections={"valid_until": (today + dt.timedelta(days=30)).isoformat()})
    offer.refresh_from_db()
    assert offer.is_public


@pytest.mark.parametrize("state", [State.HIDDEN, State.SUSPENDED])
def test_owner_is_told_when_the_entry_is_withheld(company, operator, state, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        change_state(entry=company, state=state, reason="Firma erloschen.", user=operator)
    (message,) = mail.outbox
    assert message.to == ["chef@firma.example"]
    assert "Firma erloschen." in message.body


def test_owner_who_withdraws_an_offer_gets_no_mail_about_it(company, owner, django_capture_on_commit_callbacks):
    offer = OfferFactory(company=company)
    with django_capture_on_commit_callbacks(execute=True):
        submit_change(entry=offer, values={"state": "hidden"}, author=owner, language="de", key="1")
    assert not mail.outbox
    offer.refresh_from_db()
    assert (offer.state, bool(offer.state_reason)) == ("hidden", True)
