"""Sorting as the reader's dictionary does, in every database alike.

PostgreSQL sorts by ICU, SQLite by bytes, and neither knows the reader. A key of plain letters and digits, kept in a
column with an index, sorts the same everywhere. German: DIN 5007-1 (ä as a, ß as ss). Czech: ČSN 97 6030 (č, ch, ř, š,
ž are letters of their own; other accents do not count).
"""

import unicodedata
from functools import cache, lru_cache

#: Letters that come after their base letter in Czech.
CZECH_LETTERS = {"č": "c", "ř": "r", "š": "s", "ž": "z"}
CZECH_CH = "h"
KEY_LENGTH = 160


def sort_key(text: str, language: str) -> str:
    """Return the key by which ``text`` sorts in a language (``"de"`` or ``"cs"``): lower-case letters and digits only.

    Each letter becomes two characters, the letter and its place after it; words end with ``0``, before every letter.
    """
    weights = _czech_weights if language == "cs" else _weights
    words = [word for word in _words(text.casefold()) if word]
    return "0".join(weights(word) for word in words)[:KEY_LENGTH]


def _words(text: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in unicodedata.normalize("NFC", text)).split()


@lru_cache(maxsize=20_000)
def _weights(word: str) -> str:
    return "".join(_weight(letter) for char in word for letter in _base(char))


@lru_cache(maxsize=20_000)
def _czech_weights(word: str) -> str:
    weights, rest = [], word
    while rest:
        if rest.startswith("ch"):
            weights.append(_weight(CZECH_CH, later=True))
            rest = rest[2:]
        elif rest[0] in CZECH_LETTERS:
            weights.append(_weight(CZECH_LETTERS[rest[0]], later=True))
            rest = rest[1:]
        else:
            weights += [_weight(letter) for letter in _base(rest[0])]
            rest = rest[1:]
    return "".join(weights)


def _weight(letter: str, *, later: bool = False) -> str:
    return f"{letter}{2 if later else 1}"


@cache
def _base(char: str) -> str:
    """Return the letters without accents that a character is sorted by; foreign scripts sort after all, as ``z9…``."""
    plain = "".join(part for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part))
    plain = plain.replace("ß", "ss").replace("æ", "ae").replace("ø", "o").replace("đ", "d").replace("ł", "l")
    return "".join(part if part.isascii() and part.isalnum() else f"z9{ord(part):x}" for part in plain)
