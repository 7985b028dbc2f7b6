"""The timed work of the register checks."""

from datetime import timedelta

from core.periodic import job

from .asking import run_checks
from .clients import clients
from .queue import catch_up

#: Companies that one run of ``queue_overlooked`` looks after.
OVERLOOKED = 5000


@job("ask-registers", every=timedelta(minutes=2))
def ask_registers() -> str:
    """Ask the registers that are switched on about the next few numbers."""
    if not clients():
        return "switched off"
    return ", ".join(f"{count} {result}" for result, count in sorted(run_checks().items())) or "nothing due"


@job("queue-register-checks", every=timedelta(hours=1))
def queue_overlooked() -> str:
    """Queue numbers that were there before the checks, or were written past the portal."""
    return f"{catch_up(OVERLOOKED)} queued"
