"""``manage.py check_registers`` and what ``manage.py check`` says about its settings."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from directory.models import RegisterCheck
from directory.registers.system_checks import registers_have_sensible_settings
from tests.directory.factories import CompanyFactory

from .server import subject, vat_answer

ICO = "45274649"


@pytest.fixture
def company(db):
    RegisterCheck.objects.all().delete()
    return CompanyFactory(legal_name="Soustružna Most s.r.o.", country="CZ", register_number=ICO, vat_number=f"CZ{ICO}")


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("check_registers", *arguments, stdout=out)
    return out.getvalue().strip()


def test_command_asks_what_is_due(register, company):
    register.answer = lambda asked: asked.say(vat_answer(True) if asked.command == "POST" else subject(ICO))
    assert run("--limit", "1") == "1 valid"
    assert run() == "1 valid"
    assert run() == "nothing due"


def test_command_asks_about_one_company_at_once(register, company):
    other = CompanyFactory(vat_number="DE136695976")
    register.answer = lambda asked: asked.say(vat_answer(True) if asked.command == "POST" else subject(ICO))
    assert run("--company", str(company.pk)) == "2 valid"
    assert run("--company", str(company.pk)) == "2 valid"
    assert other.register_checks.get().checked_at is None


def test_dry_run_asks_nobody(register, company):
    told = run("--dry-run").splitlines()
    assert [line.partition(" (due")[0] for line in told] == [
        f"ARES {ICO}: Soustružna Most s.r.o.",
        f"VIES CZ{ICO}: Soustružna Most s.r.o.",
    ]
    assert register.asked == []


def test_command_refuses_what_it_cannot_do(register, company, settings):
    with pytest.raises(CommandError, match="no company 99999999"):
        run("--company", "99999999")
    with pytest.raises(CommandError, match="--limit"):
        run("--limit", "0")
    settings.ARES_URL = settings.VIES_URL = ""
    with pytest.raises(CommandError, match="ARES_URL"):
        run()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"ARES_URL": "https://ares.gov.cz/ekonomicke-subjekty-v-be/rest"}, []),
        ({"ARES_URL": "ares.gov.cz", "VIES_URL": "http://ec.europa.eu/"}, ["directory.E001", "directory.E001"]),
        ({"REGISTER_PAUSE": -1, "REGISTER_KEEP_DAYS": 0}, ["directory.E002", "directory.E003"]),
    ],
)
def test_settings_that_make_no_sense_are_refused(settings, changes, expected):
    for name, value in changes.items():
        setattr(settings, name, value)
    assert [error.id for error in registers_have_sensible_settings()] == expected
