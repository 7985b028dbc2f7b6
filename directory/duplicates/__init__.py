"""Companies that are entered twice: finding them, warning of them, making them one, and taking that back."""

from .comparing import Suspicion
from .finding import likely_duplicates
from .suspects import Suspects

__all__ = ["Suspects", "Suspicion", "likely_duplicates"]
