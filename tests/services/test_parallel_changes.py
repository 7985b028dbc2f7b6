"""Ten people press the same button at the same moment, on PostgreSQL: one change, one decision, one mail."""

from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from accounts.models import User
from directory.models import Company, EntryChange, Membership
from directory.services import approve_change, submit_change
from tests.directory.factories import CompanyFactory

from .test_parallel import TEN, at_once

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("postgresql", "transactional_db")]


@pytest.fixture
def company(settings) -> Iterator[Company]:
    settings.EMAIL_BACKEND = "core.mail.OutboxEmailBackend"
    company = CompanyFactory()
    owner = User.objects.create_user("inhaber@firma.example", "x")
    Membership.objects.create(company=company, user=owner, role="owner")
    mail.outbox.clear()
    yield company
    ModelLogEntry.objects.for_instance(company).delete()
    company.delete()
    owner.delete()


def submit(company: Company, key: str, website: str) -> EntryChange | None:
    return submit_change(entry=company, values={"website": website}, author=None, language="de", key=key)


def test_same_submission_at_once_is_one_change(company):
    found = at_once(lambda: submit(company, "same", "https://b.example").pk)
    assert len(found) == TEN
    assert len(set(found)) == 1
    assert EntryChange.objects.filter(company=company).count() == 1


def test_different_submissions_at_once_leave_one_that_waits(company):
    numbers = iter(range(TEN))
    at_once(lambda: submit(company, f"k{(number := next(numbers))}", f"https://b{number}.example"))
    states = sorted(EntryChange.objects.filter(company=company).values_list("state", flat=True))
    assert states == [*["replaced"] * (TEN - 1), "waiting"]


def test_same_approval_at_once_is_one_decision_and_one_mail(company):
    change = submit(company, "same", "https://b.example")

    def approve() -> str:
        try:
            return approve_change(change=EntryChange.objects.get(pk=change.pk), user=None, seen=change.digest).state
        except ValidationError:
            return "refused"

    assert sorted(at_once(approve)) == ["approved", *["refused"] * (TEN - 1)]
    assert Company.objects.get(pk=company.pk).website == "https://b.example"
    assert len(mail.outbox) == 1


def test_approval_and_newer_submission_at_once_never_apply_what_nobody_saw(company):
    change = submit(company, "first", "https://b.example")
    numbers = iter(range(2))

    def one() -> str:
        if next(numbers):
            return str(submit(company, "second", "https://c.example").state)
        try:
            return approve_change(change=change, user=None, seen=change.digest).state
        except ValidationError:
            return "refused"

    answers = set(at_once(one, 2))
    website = Company.objects.get(pk=company.pk).website
    assert (answers, website) in [
        ({"waiting", "approved"}, "https://b.example"),
        ({"waiting", "refused"}, ""),
    ]
