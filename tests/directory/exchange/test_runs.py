"""The life of an import: all or nothing, only good rows, once only, undone."""

import datetime as dt

import pytest
from django.core.files.storage import storages
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision

from accounts.models import User
from core.models import Institution
from directory.exchange import RefusedImportError, check, hindrances, may_write, periodic_jobs, runs, undo, write
from directory.exchange.history import as_json, contents
from directory.exchange.writing_companies import CompanyWriter
from directory.models import Company, Contact, EntryChange, EntryReference, ImportRow, ImportRun, Membership, Offer
from tests.directory.exchange.files import OFFER, checked, codes, company, csv_file, numbered, results, tally, written
from tests.directory.factories import CompanyFactory, OfferFactory

pytestmark = pytest.mark.django_db


def test_check_changes_nothing_in_the_directory():
    before = Company.objects.count()
    checked([company(), numbered(2)])
    assert Company.objects.count() == before
    assert not EntryReference.objects.exists()


def test_one_wrong_row_keeps_all_from_being_written():
    run = checked([company(), numbered(2, country="AT")])
    assert may_write(run) == "errors"
    with pytest.raises(RefusedImportError):
        write(run)
    assert not EntryReference.objects.exists()


def test_only_good_rows_are_written_when_that_is_wanted():
    run = written([company(), numbered(2, country="AT"), numbered(3)], only_good_rows=True)
    assert (tally(run), EntryReference.objects.count()) == ((2, 0, 0, 1), 2)


def test_file_without_a_single_good_row_is_not_written():
    assert may_write(checked(company(country="AT"), only_good_rows=True)) == "nothing"


def test_run_is_written_once():
    run = written(company())
    with pytest.raises(RefusedImportError):
        write(run)
    with pytest.raises(RefusedImportError):
        check(run)


def test_run_that_another_process_has_taken_is_left_alone():
    run = checked(company())
    ImportRun.objects.update(state="writing")
    with pytest.raises(RefusedImportError):
        write(run)
    assert not EntryReference.objects.exists()


def test_check_can_be_started_again():
    run = checked([company(), numbered(2)])
    assert tally(check(run)) == (2, 0, 0, 0)


@pytest.mark.parametrize("wrong", ["unique", "changed", "gone"])
def test_run_that_is_out_of_date_is_checked_anew_instead_of_written(wrong):
    there = CompanyFactory(register_number="HRB 7")
    run = checked([company(), numbered(2, register_number="HRB 7")])
    if wrong == "unique":
        CompanyFactory(register_number="HRB 22069")
    elif wrong == "changed":
        there.save()
    else:
        there.delete()
    run = write(run)
    assert (run.state, run.remarks[0]["code"]) == ("checked", "changed_meanwhile")
    assert not EntryReference.objects.exists()
    assert write(run).state == "written"


def test_failure_in_the_middle_leaves_nothing(monkeypatch):
    monkeypatch.setattr(runs, "in_chunks", lambda rows: ([row] for row in rows.order_by("line")))
    write_rows = CompanyWriter.write
    monkeypatch.setattr(
        CompanyWriter, "write", lambda self, rows: 1 / 0 if rows[0].line == 3 else write_rows(self, rows)
    )
    run = checked([company(), numbered(2)])
    with pytest.raises(ZeroDivisionError):
        write(run)
    run.refresh_from_db()
    assert run.state == "checked"
    assert not EntryReference.objects.exists()


def test_every_written_entry_has_a_revision_and_a_log_entry():
    there = CompanyFactory(register_number="HRB 22069", legal_name="Alt GmbH")
    user = User.objects.get(email="betrieb@glokal.example")
    run = checked([company(email="a@b.example", languages="cs|de", certificates="iso-9001", sectors="25"), numbered(2)])
    run.user = user
    run.save()
    run = write(run)
    for row in run.rows.all():
        entry = row.company
        assert entry.updated_at == run.written_at
        log = ModelLogEntry.objects.get(object_id=str(entry.pk), action="directory.import")
        assert log.revision == entry.latest_revision
        assert (log.user, log.message) == (user, f"Importiert aus „firmen.csv“, Zeile {row.line}")
        assert_same(entry.latest_revision.content, entry)
    assert [each.content["legal_name"] for each in there.revisions.order_by("pk")] == [
        "Alt GmbH",
        "Dreherei Muster GmbH",
    ]


def assert_same(content: dict, entry: Company | Offer) -> None:
    known = as_json(entry.serializable_data())
    for name in ("updated_at", "latest_revision"):
        content.pop(name)
        known.pop(name)
    assert content == known


@pytest.mark.parametrize("model", [Company, Offer])
def test_contents_in_bulk_are_those_of_single_entries(model):
    entries = list(model.objects.all()[:25])
    found = contents(model, [entry.pk for entry in entries])
    for entry in entries:
        assert_same(as_json(found[entry.pk]), entry)


def test_offers_have_a_history_too():
    run = written(
        OFFER | {"company_reference": f"glokal-{CompanyFactory().pk}", "valid_until": "2020-01-31"}, kind="offers"
    )
    offer = run.rows.get().offer
    assert_same(offer.latest_revision.content, offer)


def test_file_is_deleted_when_the_run_is_written():
    run = checked(company())
    name = run.stored_as
    assert storages["private"].exists(name)
    write(run)
    assert not storages["private"].exists(name)


def test_lost_runs_are_given_back_after_a_while():
    run, reading = checked(company()), checked(numbered(2))
    ImportRun.objects.filter(pk=run.pk).update(state="writing")
    assert periodic_jobs.give_back_lost_runs() == "0 given back, 0 failed"
    old = timezone.now() - dt.timedelta(hours=1)
    ImportRun.objects.filter(pk=run.pk).update(touched_at=old)
    ImportRun.objects.filter(pk=reading.pk).update(touched_at=old, state="reading")
    assert periodic_jobs.give_back_lost_runs() == "1 given back, 1 failed"
    run.refresh_from_db()
    reading.refresh_from_db()
    assert (run.state, run.remarks[0]["code"]) == ("checked", "stopped")
    assert (reading.state, codes(reading)) == ("failed", ["interrupted"])
    assert write(run).state == "written"


def test_old_files_and_old_runs_are_forgotten():
    run = checked(company())
    done = written(numbered(2))
    assert periodic_jobs.forget_old_files() == "0 forgotten"
    ImportRun.objects.update(started_at=timezone.now() - dt.timedelta(days=31))
    assert periodic_jobs.forget_old_files() == "1 forgotten"
    assert not storages["private"].exists(run.stored_as)
    assert periodic_jobs.forget_old_runs() == "0 forgotten"
    ImportRun.objects.update(started_at=timezone.now() - dt.timedelta(days=366))
    assert periodic_jobs.forget_old_runs() == "2 forgotten"
    assert not ImportRow.objects.exists()
    assert Company.objects.filter(references__reference=done.rows.model and "N-2").exists()


# --- Undoing --------------------------------------------------------------------------------------------------------


def test_undoing_deletes_what_was_new_and_puts_back_what_was_changed():
    there = CompanyFactory(legal_name="Alt GmbH", register_number="HRB 22069", website="https://alt.example")
    there.certificates.create(certificate=first_certificate(), number="44 100", issuer="TÜV")
    Contact.objects.create(company=there, email="alt@alt.example", is_imported=True)
    there = Company.objects.get(pk=there.pk)
    before = as_json(there.serializable_data())
    run = written(
        [
            company(website="", languages="de|cs", sectors="25.62", certificates="iso-50001", email="", town="Dresden"),
            numbered(2, email="neu@neu.example"),
        ]
    )
    assert tally(run) == (1, 1, 0, 0)
    assert undo(run, user=None).state == "undone"
    there = Company.objects.get(pk=there.pk)
    after = as_json(there.serializable_data())
    for name in ("updated_at", "latest_revision"):
        del before[name], after[name]
    assert after == before
    assert there.latest_revision.content["legal_name"] == "Alt GmbH"
    assert not EntryReference.objects.exists()
    assert not Company.objects.filter(legal_name="Firma 2 GmbH").exists()
    assert tally(checked([company(), numbered(2)])) == (1, 1, 0, 0)


def first_certificate():
    from directory.models import Certificate

    return Certificate.objects.get(concept__key="iso-9001")


def test_undoing_offers():
    there = OfferFactory(title_de="Alt")
    reference = f"glokal-{there.pk}"
    rows = [
        {"reference": reference, "title_de": "Neu", "company_reference": f"glokal-{there.company_id}"},
        OFFER | {"company_reference": f"glokal-{there.company_id}"},
    ]
    for row in rows:
        row["valid_until"] = "2020-01-31"
    rows = [OFFER | row for row in rows]
    run = written(rows, kind="offers")
    undo(run, user=None)
    again = Offer.objects.get(pk=there.pk)
    assert (again.title_de, again.valid_from, again.valid_until) == ("Alt", there.valid_from, there.valid_until)
    assert again.company.offers.count() == 1


@pytest.mark.parametrize("edit", ["saved", "offer", "membership", "change", "deleted"])
def test_nothing_is_undone_once_somebody_has_edited(edit):
    run = written([company(), numbered(2)])
    there = run.rows.get(line=3).company
    if edit == "saved":
        there.save()
    elif edit == "offer":
        OfferFactory(company=there)
    elif edit == "membership":
        Membership.objects.create(company=there, user=User.objects.first())
    elif edit == "change":
        EntryChange.objects.create(
            company=there, language="de", submitted_at=timezone.now(), key="k",
            institution=Institution.objects.get(key="wfs"),
        )  # fmt: skip
    else:
        there.delete()
    assert [(each.line, each.name) for each in hindrances(run)] == [(3, "Firma 2 GmbH")]
    with pytest.raises(RefusedImportError, match="edited"):
        undo(run, user=None)
    assert Company.objects.filter(legal_name="Dreherei Muster GmbH").exists()


def test_run_can_be_undone_once():
    run = undo(written(company()), user=None)
    with pytest.raises(RefusedImportError):
        undo(run, user=None)


def test_later_import_of_the_same_entry_hinders_until_it_is_undone():
    first, second = written(company()), None
    second = written(company(website="https://neu.example"))
    assert hindrances(first)
    undo(second, user=None)
    assert results(checked(company())) == ["unchanged"]


def test_revisions_of_deleted_entries_go_with_them():
    run = written(company())
    number = run.rows.get().company_id
    undo(run, user=None)
    assert not Revision.objects.filter(object_id=str(number), object_str="Dreherei Muster GmbH").exists()
    assert ModelLogEntry.objects.filter(object_id=str(number), action="directory.import.undo").exists()


def test_more_rows_than_fit_into_one_step(monkeypatch):
    monkeypatch.setattr(runs, "CHUNK", 3)
    run = checked(csv_file(*(numbered(n) for n in range(10))))
    seen = []
    write(run, lambda done, total: seen.append((done, total)))
    assert tally(run) == (10, 0, 0, 0)
    assert seen[-1] == (10, 10)
