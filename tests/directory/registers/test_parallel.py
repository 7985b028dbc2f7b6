"""Several workers at once ask about each number once."""

from collections.abc import Iterator

import pytest

from directory.models import Company, RegisterCheck
from directory.registers import queue_checks, run_checks
from tests.services.conftest import transactional_db  # noqa: F401 - tidies up after itself
from tests.services.test_parallel import at_once

from .server import serving, vat_answer

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("postgresql", "transactional_db")]

NUMBERS = ["DE129273398", "DE811569869", "DE136695976", "CZ45274649", "CZ25123891", "FR40303265045"]


@pytest.fixture
def companies() -> Iterator[list[Company]]:
    """Companies that wait, while those of the demo do not; what is committed here is taken back."""
    others = list(RegisterCheck.objects.all())
    RegisterCheck.objects.update(due_at=None)
    companies = [Company.objects.create(legal_name=number, country="DE", vat_number=number) for number in NUMBERS]
    yield companies
    for company in companies:
        company.delete()
    RegisterCheck.objects.bulk_update(others, ["due_at"])


def test_workers_at_once_ask_about_each_number_once(settings, companies):
    with serving() as register:
        settings.VIES_URL = register.address
        register.says(vat_answer(True))
        results = at_once(run_checks, 4)
        asked = sorted(body["vatNumber"] for _method, _path, body, _headers in register.asked)
    assert sum(result.total() for result in results) == len(NUMBERS)
    assert asked == sorted(number[2:] for number in NUMBERS)
    checks = RegisterCheck.objects.filter(company__in=companies)
    assert set(checks.values_list("result", "attempts")) == {("valid", 0)}


def test_same_company_queued_at_once_waits_once(companies):
    numbers = [company.pk for company in companies]
    RegisterCheck.objects.filter(company__in=numbers).delete()
    at_once(lambda: queue_checks(Company.objects.filter(pk__in=numbers)), 6)
    assert sorted(RegisterCheck.objects.filter(company__in=numbers).values_list("number", flat=True)) == sorted(NUMBERS)
