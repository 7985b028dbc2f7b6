"""What comes of the answers: results, verifications, and when the register is asked again."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db.models import Q
from django.utils import timezone
from wagtail.models import ModelLogEntry

from core.models import Institution
from directory.models import Company, RegisterCheck, Verification
from directory.registers import asking, run_checks
from directory.registers.jobs import ask_registers
from tests.directory.factories import CompanyFactory

from .server import NOT_FOUND, subject, vat_answer, vat_error

pytestmark = pytest.mark.django_db

ICO, VAT = "45274649", "DE136695976"
NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nobody_else_waits():
    RegisterCheck.objects.all().delete()


@pytest.fixture
def company() -> Company:
    return CompanyFactory(legal_name="Soustružna Most, s. r. o.", country="CZ", register_number=ICO)


@pytest.fixture
def german() -> Company:
    return CompanyFactory(vat_number=VAT)


def check_of(company: Company) -> RegisterCheck:
    return company.register_checks.get()


def verified(company: Company) -> dict[str, object]:
    return {each.kind: each.verified_on for each in Verification.objects.filter(company=company)}


def logged(company: Company) -> list[tuple[str, str]]:
    entries = ModelLogEntry.objects.for_instance(company).filter(action="directory.register").order_by("timestamp")
    return [(entry.data["what"], entry.data["reason"]) for entry in entries]


def test_valid_answer_verifies_the_company(register, company):
    register.says(subject(ICO))
    assert dict(run_checks()) == {"valid": 1}
    check = check_of(company)
    assert (check.result, check.problem, check.attempts) == ("valid", "", 0)
    assert check.answer["name"] == "Soustružna Most s.r.o."
    assert check.due_at - check.checked_at == timedelta(days=180)
    assert verified(company) == {"register": timezone.localdate()}
    assert logged(company) == [("confirmed", "")]


def test_valid_vat_number_verifies_the_company(register, german):
    register.says(vat_answer(True))
    run_checks()
    assert verified(german) == {"vat": timezone.localdate()}


def test_other_name_in_the_register_is_kept_for_who_reviews(register, company):
    register.says(subject(ICO, "Pekárna Louny a.s."))
    run_checks()
    check = check_of(company)
    assert (check.result, check.problem, check.answer["name"]) == ("valid", "NAME_DIFFERS", "Pekárna Louny a.s.")
    company.legal_name = "Pekárna Louny, akciová společnost"
    company.save()
    assert check_of(company).problem == ""
    company.legal_name = "Zahradnictví Louny"
    company.save()
    assert check_of(company).problem == "NAME_DIFFERS"


def test_renewed_answer_renews_the_date_and_its_source(register, german):
    wfs = Institution.objects.get(key="wfs")
    Verification.objects.create(company=german, kind="vat", verified_on="2026-01-05", institution=wfs)
    register.says(vat_answer(True))
    run_checks()
    verification = german.verifications.get()
    assert (verification.verified_on, verification.institution) == (timezone.localdate(), None)
    assert logged(german) == []


def test_invalid_answer_takes_the_verification_away(register, company):
    Verification.objects.create(company=company, kind="register", verified_on="2026-01-05")
    Verification.objects.create(company=company, kind="email", verified_on="2026-01-05")
    register.says(NOT_FOUND, 404)
    run_checks()
    assert (check_of(company).result, check_of(company).problem) == ("invalid", "VYSTUP_SUBJEKT_NENALEZEN")
    assert set(verified(company)) == {"email"}
    assert logged(company) == [("taken_away", "VYSTUP_SUBJEKT_NENALEZEN")]


def test_saving_an_old_form_does_not_bring_back_what_was_refuted(register, company):
    Verification.objects.create(company=company, kind="register", verified_on="2026-01-05")
    opened = Company.objects.get(pk=company.pk)
    opened.verifications = list(opened.verifications.all())
    register.says(NOT_FOUND, 404)
    run_checks()
    opened.save()
    assert verified(company) == {}
    register.says(subject(ICO))
    RegisterCheck.objects.update(due_at=timezone.now())
    opened = Company.objects.get(pk=company.pk)
    opened.verifications = []
    run_checks()
    opened.save()
    assert set(verified(company)) == {"register"}


def test_word_of_a_person_after_the_answer_stands(register, company):
    register.says(NOT_FOUND, 404)
    with time_machine.travel(NOON, tick=False):
        run_checks()
        company.save()
    tomorrow = NOON.date() + timedelta(days=1)
    Verification.objects.create(company=company, kind="register", verified_on=tomorrow)
    company.save()
    assert verified(company) == {"register": tomorrow}


@pytest.mark.parametrize(("age", "stays"), [(365, True), (366, False)])
def test_unknown_leaves_what_was_verified_for_a_year(register, german, settings, age, stays):
    settings.REGISTER_KEEP_DAYS = 365
    Verification.objects.create(company=german, kind="vat", verified_on=timezone.localdate() - timedelta(days=age))
    register.says(vat_error("MS_UNAVAILABLE"))
    assert dict(run_checks()) == {"unknown": 1}
    check = check_of(german)
    assert (check.result, check.problem) == ("unknown", "MS_UNAVAILABLE")
    assert check.checked_at
    assert bool(verified(german)) is stays
    assert logged(german) == ([] if stays else [("taken_away", "TOO_OLD")])


def test_pauses_grow_up_to_a_long_rest(register, german, monkeypatch):
    monkeypatch.setattr("random.uniform", lambda low, high: high)
    register.says(vat_error("SERVICE_UNAVAILABLE"))
    pauses = []
    with time_machine.travel(NOON, tick=False) as clock:
        check = check_of(german)
        RegisterCheck.objects.update(due_at=timezone.now())
        for _ in range(len(asking.PAUSES) + 2):
            assert run_checks().total() == 1
            check.refresh_from_db()
            pauses.append((check.attempts, check.due_at - timezone.now()))
            clock.move_to(check.due_at - timedelta(seconds=1))
            assert run_checks().total() == 0
            clock.move_to(check.due_at)
    longest = [1.25 * pause for pause in asking.PAUSES]
    assert pauses == [*enumerate(longest, start=1), (0, asking.REST), (1, longest[0])]


def test_pauses_differ_between_those_that_failed_together(register):
    companies = [CompanyFactory(vat_number=number) for number in ("DE129273398", "CZ45274649", "FR40303265045")]
    register.says(vat_error("MS_UNAVAILABLE"))
    with time_machine.travel(timezone.now(), tick=False):
        run_checks()
        pauses = {company.register_checks.get().due_at - timezone.now() for company in companies}
    assert len(pauses) == 3
    assert all(timedelta(minutes=15) <= pause <= timedelta(minutes=18.75) for pause in pauses)


def test_register_that_asks_for_time_gets_it(register, german):
    register.says({}, 503, Retry_After="7200")
    with time_machine.travel(timezone.now(), tick=False):
        run_checks()
        assert check_of(german).due_at == timezone.now() + timedelta(hours=2)


def test_answer_after_failures_begins_a_new_count(register, german):
    register.says(vat_error("TIMEOUT"))
    run_checks()
    assert check_of(german).attempts == 1
    register.says(vat_answer(True))
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        run_checks()
    assert (check_of(german).attempts, check_of(german).result) == (0, "valid")


def test_register_that_is_down_is_asked_once_a_run(register, company):
    for number in ("DE129273398", "DE811569869", "CZ45274649"):
        CompanyFactory(vat_number=number)
    register.answer = lambda asked: asked.say({}, 503) if asked.command == "POST" else asked.say(subject(ICO))
    assert dict(run_checks()) == {"unknown": 1, "valid": 1}
    assert check_of(company).result == "valid"


def test_member_state_that_is_silent_does_not_hold_up_others(register):
    for number in ("DE129273398", "DE811569869", "CZ45274649"):
        CompanyFactory(vat_number=number)

    def answer(asked):
        silent = asked.server.asked[-1][2]["countryCode"] == "DE"
        asked.say(vat_error("MS_UNAVAILABLE") if silent else vat_answer(True))

    register.answer = answer
    assert dict(run_checks()) == {"unknown": 1, "valid": 1}
    assert [body["countryCode"] for _method, _path, body, _headers in register.asked] == ["DE", "CZ"]


def test_portion_is_small_and_has_pauses(register, settings, monkeypatch):
    pauses = []
    settings.REGISTER_PAUSE = 2.5
    monkeypatch.setattr("time.sleep", pauses.append)
    for number in ("DE129273398", "DE811569869", "CZ45274649"):
        CompanyFactory(vat_number=number)
    register.says(vat_answer(True))
    assert run_checks(limit=2).total() == 2
    assert len(register.asked) == 2
    assert pauses.count(2.5) == 2


def test_number_that_changes_during_the_question_is_asked_about_anew(register, german):
    check = asking._take(Q())
    german.vat_number = "DE129273398"
    german.save()
    register.says(vat_answer(True))
    assert asking.record(check, asking.clients()["vies"].look_up(check.number)) is False
    assert (check_of(german).number, check_of(german).result) == ("DE129273398", "unknown")
    assert verified(german) == {}


def test_worker_that_was_lost_keeps_a_check_for_a_while_only(register, german):
    assert asking._take(Q()) is not None
    assert asking._take(Q()) is None
    with time_machine.travel(timezone.now() + asking.LEASE + timedelta(seconds=1)):
        assert asking._take(Q()).attempts == 2


def test_timed_work_says_what_came_of_it(register, company, german, settings):
    register.answer = lambda asked: asked.say(vat_answer(False)) if asked.command == "POST" else asked.say(subject(ICO))
    assert ask_registers() == "1 invalid, 1 valid"
    assert ask_registers() == "nothing due"
    settings.ARES_URL = settings.VIES_URL = ""
    assert ask_registers() == "switched off"
