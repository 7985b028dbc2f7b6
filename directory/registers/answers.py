"""What a register answers, in one form for all of them."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from core.names import alike
from directory.models import RegisterCheck

#: From here on two names are the same but for spelling (``core.names.alike``).
SAME_NAME = 0.8
#: Not a register's word but ours: the number is there, under another name than the entry's.
NAME_DIFFERS = "NAME_DIFFERS"
#: A register's word is kept as it came, but not at any length.
LONGEST_PROBLEM = RegisterCheck._meta.get_field("problem").max_length
LONGEST_TEXT = 300


@dataclass(frozen=True)
class Answer:
    """Valid, invalid, or unknown with the register's word for why; ``told`` is what it says about the company.

    ``wait`` is how long the register asks to be left alone.
    """

    result: RegisterCheck.Result
    problem: str = ""
    told: dict[str, str] = field(default_factory=dict)
    wait: timedelta | None = None

    @property
    def is_final(self) -> bool:
        return self.result != RegisterCheck.Result.UNKNOWN


def valid(**told: str) -> Answer:
    return Answer(RegisterCheck.Result.VALID, told=told)


def invalid(problem: str, **told: str) -> Answer:
    return Answer(RegisterCheck.Result.INVALID, as_word(problem), told)


def unknown(problem: str, wait: timedelta | None = None) -> Answer:
    return Answer(RegisterCheck.Result.UNKNOWN, as_word(problem), wait=wait)


def as_word(value: Any) -> str:
    return as_text(value)[:LONGEST_PROBLEM]


def as_text(value: Any) -> str:
    """Return what a register wrote as one line; its dashes for „nothing“ and what no database takes fall away."""
    lines = str(value or "").splitlines()
    text = ", ".join(filter(None, ("".join(filter(str.isprintable, line)).strip() for line in lines)))
    return text[:LONGEST_TEXT] if text.strip("-–— ") else ""


def differs(written: str, told: str) -> bool:
    """Whether the register's name is another than the entry's; where it tells none, it does not differ."""
    return bool(told) and alike(written, told) < SAME_NAME
