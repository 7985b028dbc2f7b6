"""What is done with entries: the only place that writes an entry's state or what a company wants changed."""

from .changes import approve_change, assign_change, reject_change, submit_change, withdraw_change
from .problems import decide_report, report_problem
from .states import (
    LOG_ACTION,
    LONGEST_REASON,
    SEAT_ELSEWHERE,
    WITHOUT_REASON,
    WITHOUT_SEAT,
    begin_state,
    begin_validity,
    change_state,
    record_state,
)

__all__ = [
    "LOG_ACTION",
    "LONGEST_REASON",
    "SEAT_ELSEWHERE",
    "WITHOUT_REASON",
    "WITHOUT_SEAT",
    "approve_change",
    "assign_change",
    "begin_state",
    "begin_validity",
    "change_state",
    "decide_report",
    "record_state",
    "reject_change",
    "report_problem",
    "submit_change",
    "withdraw_change",
]
