"""What waits for three working days is brought to mind, once."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from core.models import Institution
from core.periodic import jobs
from directory.changes.escalation import escalate
from directory.models import EntryChange
from directory.services import approve_change
from tests.directory.factories import CompanyFactory

from .work import submitted

pytestmark = pytest.mark.django_db


def moment(day: str, hour: int = 10) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(dt.date.fromisoformat(day), dt.time(hour)))


@pytest.fixture
def offices(operator):
    Institution.objects.filter(key="ihk-chemnitz").update(email="ihk@x.example")
    Institution.objects.filter(key="ahk-services").update(email="ahk@x.example")
    return operator


@pytest.fixture
def wait(django_capture_on_commit_callbacks):
    """Submit on one day, look on another; returns how many were reminded of."""

    def until(submitted_at: dt.datetime, now: dt.datetime, country: str = "DE") -> int:
        company = CompanyFactory(country=country)
        submitted(company, f"{company.pk}", website="https://b.example")
        EntryChange.objects.filter(company=company).update(submitted_at=submitted_at)
        with time_machine.travel(now, tick=False), django_capture_on_commit_callbacks(execute=True):
            return escalate()

    return until


@pytest.mark.parametrize(
    ("start", "end", "country", "reminded"),
    [
        (moment("2026-11-09"), moment("2026-11-12", 9), "DE", 0),
        (moment("2026-11-09"), moment("2026-11-12"), "DE", 1),
        (moment("2026-11-12"), moment("2026-11-16"), "DE", 0),  # over a weekend
        (moment("2026-11-12"), moment("2026-11-17"), "DE", 1),
        (moment("2026-11-16"), moment("2026-11-19"), "DE", 0),  # Buß- und Bettag
        (moment("2026-11-16"), moment("2026-11-20"), "DE", 1),
        (moment("2026-11-13"), moment("2026-11-18"), "DE", 0),
        (moment("2026-11-13"), moment("2026-11-18"), "CZ", 0),  # 17. listopad
        (moment("2026-11-13"), moment("2026-11-19"), "CZ", 1),
        (moment("2026-12-23"), moment("2026-12-28"), "CZ", 0),
    ],
)
def test_three_working_days_of_the_institutions_side(offices, wait, start, end, country, reminded):
    assert wait(start, end, country) == reminded
    assert EntryChange.objects.filter(escalated_at__isnull=False).count() == reminded


def test_institution_and_operators_are_told_once_each_in_their_language(offices, wait):
    offices.language = "cs"
    offices.save()
    assert wait(moment("2026-11-02"), moment("2026-11-12")) == 1
    told = {message.to[0]: message.extra_headers["Content-Language"] for message in mail.outbox}
    assert told == {"ihk@x.example": "de", offices.email: "cs"}
    change = EntryChange.objects.get()
    assert all(f"/admin/changes/{change.pk}/" in message.body for message in mail.outbox)
    with time_machine.travel(moment("2026-11-30"), tick=False):
        assert escalate() == 0
    assert len(mail.outbox) == 2


def test_several_changes_of_one_institution_are_one_mail(offices, wait, django_capture_on_commit_callbacks):
    wait(moment("2026-11-11"), moment("2026-11-11"))
    assert wait(moment("2026-11-11"), moment("2026-11-20")) == 2
    assert [message.to[0] for message in mail.outbox].count("ihk@x.example") == 1


def test_decided_changes_are_left_alone(offices, company, reviewer):
    change = submitted(company, website="https://b.example")
    approve_change(change=change, user=reviewer, seen=change.digest)
    with time_machine.travel(timezone.now() + dt.timedelta(days=30), tick=False):
        assert escalate() == 0


def test_newer_submission_begins_to_wait_anew(offices, company):
    submitted(company, "1", website="https://b.example")
    EntryChange.objects.update(submitted_at=timezone.now() - dt.timedelta(days=30), escalated_at=timezone.now())
    submitted(company, "2", website="https://c.example")
    assert EntryChange.objects.waiting().get().escalated_at is None
    assert escalate() == 0


def test_job_runs_every_quarter_of_an_hour():
    assert jobs["escalate-changes"].every == dt.timedelta(minutes=15)
