"""What the directory forgets, and when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import Institution
from directory.models import ProblemReport
from directory.periodic_jobs import KEEP_DECIDED_REPORTS, forget_decided_reports
from tests.directory.factories import CompanyFactory

pytestmark = pytest.mark.django_db


def report(key: str, *, decided: timedelta | None) -> ProblemReport:
    return ProblemReport.objects.create(
        company=CompanyFactory(),
        kind="correction",
        message="Die Telefonnummer stimmt nicht.",
        language="de",
        institution=Institution.objects.get(key="wfs"),
        key=key,
        state="open" if decided is None else "accepted",
        decision="" if decided is None else "Berichtigt.",
        decided_at=None if decided is None else timezone.now() - decided,
    )


def test_decided_reports_are_forgotten_after_their_time_and_open_ones_never():
    old = report("old", decided=KEEP_DECIDED_REPORTS + timedelta(days=1))
    recent = report("recent", decided=KEEP_DECIDED_REPORTS - timedelta(days=1))
    waiting = report("waiting", decided=None)
    ProblemReport.objects.filter(pk=waiting.pk).update(created_at=timezone.now() - 2 * KEEP_DECIDED_REPORTS)
    assert forget_decided_reports() == "1 forgotten"
    assert set(ProblemReport.objects.all()) == {recent, waiting}
    assert not ProblemReport.objects.filter(pk=old.pk).exists()
