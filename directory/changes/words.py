"""What differs between two texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Words, runs of spaces, and signs each for itself.
TOKENS = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A stretch of text: in both, only in the ``old`` one or only in the ``new`` one."""

    text: str
    kind: str = "both"


def pieces(old: str, new: str) -> list[Piece]:
    """Return the two texts as one, in which what was taken out stands before what came in for it."""
    before, after = TOKENS.findall(old), TOKENS.findall(new)
    found = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("".join(before[i:j])))
            continue
        found += [Piece("".join(before[i:j]), "old")] if j > i else []
        found += [Piece("".join(after[k:m]), "new")] if m > k else []
    return found
