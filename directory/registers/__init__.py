"""Public registers asked about companies' numbers: ARES by IČO, VIES by VAT number.

Nobody waits for a register while saving: ``queue_checks`` leaves a row that says when to ask, ``run_checks`` asks, a
few at a time, and ``settle`` lets the answers decide on the verifications of companies.
"""

from .answers import Answer
from .ares import Ares
from .asking import run_checks
from .clients import clients, is_on
from .queue import ask_again, due_checks, queue_checks
from .vies import Vies

__all__ = ["Answer", "Ares", "Vies", "ask_again", "clients", "due_checks", "is_on", "queue_checks", "run_checks"]
