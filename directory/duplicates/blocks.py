"""By which parts two names can be found to be alike without comparing each with each."""

from collections.abc import Iterator

from core.names import SLIP


def parts_of_name(name_key: str) -> Iterator[str]:
    """Yield parts of a folded name of which one at least is in every name like it.

    A long word counts as two halves: a slip leaves one of them whole.
    """
    for word in name_key.split():
        if len(word) < SLIP:
            yield word
        else:
            middle = len(word) // 2
            yield from (word[:middle], word[middle:])
