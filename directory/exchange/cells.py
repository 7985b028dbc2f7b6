"""Values as the cells of an export; a cell that reads as the export would write it leaves its value alone."""

import re
from typing import Any

from core.spreadsheets import STARTS_OF_FORMULAS

STARTS = "".join(re.escape(start) for start in STARTS_OF_FORMULAS)
#: What a spreadsheet program could compute, with the guards of ours and of others in front of it.
FORMULA = re.compile(rf"'*[{STARTS}\n＝＋－＠]")
BLANKS = re.compile(r"[ \t\xa0\u2009\u202f]+")
#: What XML, and so XLSX, cannot hold.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def guarded(text: str) -> str:
    """Return a cell that starts no formula; ``without_guard`` gives the text back."""
    return f"'{text}" if FORMULA.match(text) else text


def without_guard(text: str) -> str:
    return text[1:] if text.startswith("'") and FORMULA.match(text, 1) else text


def tidy(text: str) -> str:
    """Return a text without what nobody sees: outer blanks, the many kinds of line ends and blanks."""
    if text.isprintable() and "  " not in text:  # where a plain blank is the only one
        return text.strip()
    plain = UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return BLANKS.sub(" ", plain).strip()


def cell_of(column: str, value: Any) -> str:
    """Return a value of a column as text, such as a person would write it."""
    if value is None:
        return ""
    if column == "register_number":
        return ", ".join(part for part in value if part)
    return tidy("|".join(value) if isinstance(value, list) else str(value))
