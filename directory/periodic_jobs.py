"""The timed work of the directory."""

from datetime import timedelta

from django.utils import timezone

from core.periodic import job

from .changes.escalation import escalate
from .models import ProblemReport

#: As long as a company can still claim something from how a report was decided (German Civil Code, § 195).
KEEP_DECIDED_REPORTS = timedelta(days=3 * 365)


@job("forget-problem-reports", every=timedelta(days=1))
def forget_decided_reports() -> str:
    """Delete reports of problems three years after they were decided; open ones stay until somebody decides."""
    old = ProblemReport.objects.filter(decided_at__lt=timezone.now() - KEEP_DECIDED_REPORTS)
    return f"{old.delete()[0]} forgotten"


@job("escalate-changes", every=timedelta(minutes=15))
def remind_of_waiting_changes() -> str:
    """Remind institutions and operators, once, of changes that have been waiting for three working days."""
    return f"{escalate()} reminded of"
