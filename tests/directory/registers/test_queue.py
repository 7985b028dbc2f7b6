"""Which numbers wait to be checked, whoever wrote them; nobody waits for a register."""

import socket
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from core.models import Institution
from directory.models import Company, RegisterCheck, Verification
from directory.registers import ask_again, due_checks, queue_checks
from directory.registers.jobs import queue_overlooked
from tests.directory.factories import CompanyFactory

pytestmark = pytest.mark.django_db

ICO, VAT, OTHER_VAT = "45274649", "CZ45274649", "DE136695976"


def czech(**fields) -> Company:
    return CompanyFactory(**{"country": "CZ", "register_number": ICO, "vat_number": VAT, **fields})


def queued(company: Company) -> dict[str, tuple[str, str]]:
    return {check.register: (check.number, check.result) for check in company.register_checks.all()}


def answered(company: Company, register: str, result: str = "valid", **fields) -> RegisterCheck:
    """Write an answer that a register gave some time ago, with the verification that came of it."""
    check = company.register_checks.get(register=register)
    values = {"result": result, "checked_at": timezone.now() - timedelta(days=30), "attempts": 0, **fields}
    RegisterCheck.objects.filter(pk=check.pk).update(due_at=timezone.now() + timedelta(days=150), **values)
    check.refresh_from_db()
    return check


def test_new_numbers_are_queued_at_once():
    assert queued(czech()) == {"ares": (ICO, "unknown"), "vies": (VAT, "unknown")}
    german = CompanyFactory(register_number="HRB 91234", register_court="Chemnitz", vat_number=OTHER_VAT)
    assert queued(german) == {"vies": (OTHER_VAT, "unknown")}
    assert queued(CompanyFactory()) == {}
    assert not RegisterCheck.objects.filter(company=german, due_at__gt=timezone.now()).exists()


def test_queueing_is_part_of_the_saving():
    with transaction.atomic():
        company = czech()
        transaction.set_rollback(True)
    assert not Company.objects.filter(legal_name=company.legal_name).exists()
    assert not RegisterCheck.objects.filter(number=ICO).exists()


def test_unchanged_number_keeps_its_answer():
    company = czech()
    before = answered(company, "vies")
    company.website = "https://soustruzna.example"
    company.save()
    company.save(update_fields=["last_confirmed_on"])
    assert company.register_checks.get(register="vies").due_at == before.due_at


def test_changed_number_makes_the_old_answer_void():
    company = czech()
    answered(company, "vies", answer={"name": "Soustružna"}, problem="")
    Verification.objects.create(company=company, kind="vat", verified_on=timezone.localdate() - timedelta(days=30))
    company.vat_number = OTHER_VAT
    company.save()
    check = company.register_checks.get(register="vies")
    assert (check.number, check.result, check.checked_at, check.answer, check.attempts) == (
        OTHER_VAT,
        "unknown",
        None,
        {},
        0,
    )
    assert check in due_with_registers()
    assert not company.verifications.exists()


def due_with_registers() -> list[RegisterCheck]:
    with override_settings(ARES_URL="https://ares.example", VIES_URL="https://vies.example"):
        return list(due_checks())


def test_number_that_is_gone_is_checked_no_more():
    company = czech()
    Verification.objects.create(company=company, kind="vat", verified_on=timezone.localdate() - timedelta(days=1))
    company.vat_number = ""
    company.save()
    assert set(queued(company)) == {"ares"}
    assert not company.verifications.exists()


def test_what_an_institution_has_checked_today_stands_for_the_new_number():
    company = czech()
    today, wfs = timezone.localdate(), Institution.objects.get(key="wfs")
    Verification.objects.create(company=company, kind="vat", verified_on=today, institution=wfs)
    company.vat_number = OTHER_VAT
    company.save()
    assert company.verifications.get().institution == wfs


def test_company_that_moves_abroad_has_no_ico_any_more():
    company = czech()
    company.country, company.register_number = "DE", "HRB 91235"
    company.save()
    assert set(queued(company)) == {"vies"}


def test_companies_written_in_bulk_are_queued_with_few_queries(django_assert_max_num_queries):
    companies = [CompanyFactory() for _ in range(3)]
    for number, company in enumerate(companies):
        company.vat_number = f"DE10000000{number}"
    with django_assert_max_num_queries(9):
        Company.objects.bulk_update(companies, ["vat_number"])
        assert queue_checks(companies) == 3
    assert queue_checks(companies) == 0
    assert RegisterCheck.objects.filter(company__in=companies).count() == 3


def test_what_was_written_past_everything_is_found():
    queue_overlooked()
    company, cleared = czech(), czech(register_number="", vat_number="DE129273398")
    company.register_checks.all().delete()
    Company.objects.filter(pk=cleared.pk).update(vat_number="")
    assert queue_overlooked() == "2 queued"
    assert set(queued(company)) == {"ares", "vies"}
    assert queued(cleared) == {}
    assert queue_overlooked() == "0 queued"


def test_number_changed_past_everything_is_not_due():
    company = czech()
    Company.objects.filter(pk=company.pk).update(vat_number=OTHER_VAT)
    assert {check.register for check in due_with_registers() if check.company_id == company.pk} == {"ares"}


def test_entries_that_are_withheld_are_not_asked_about(register):
    company = czech(state="hidden", state_reason="Widerspruch")
    assert not due_checks().filter(company=company).exists()


def test_nothing_is_due_where_no_register_is_switched_on():
    czech()
    assert not due_checks().exists()


def test_saving_calls_nobody(register, monkeypatch, django_db_blocker):
    company = czech()

    def refuse(*args):
        raise AssertionError("Saving must not call out.")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    company.vat_number = OTHER_VAT
    company.save()
    Company(legal_name="Neu GmbH", country="DE", vat_number="DE129273398").save()
    assert register.asked == []


def test_register_that_has_just_answered_is_not_asked_again():
    company = czech()
    check = answered(company, "vies", checked_at=timezone.now())
    assert ask_again(check) is False
    check = answered(company, "vies", checked_at=timezone.now() - timedelta(minutes=11))
    assert ask_again(check) is True
    check.refresh_from_db()
    assert check in due_with_registers()
