"""How the languages set their texts, where authors cannot be expected to type it."""

import re

# Czech prepositions and conjunctions of one letter never end a line (ČSN 01 6910). Not inside a tag: `<a ` and `<i `
# begin with a letter as well, but follow an angle bracket.
ONE_LETTER_WORD = re.compile(r"(?<=[\s(>„\u00a0])([KkSsVvZzOoUuAaIi]) (?=\S)")


def bind_one_letter_words(text: str) -> str:
    """Return Czech text or HTML whose one-letter words stay with the next word."""
    return ONE_LETTER_WORD.sub("\\1\u00a0", f" {text}")[1:]
