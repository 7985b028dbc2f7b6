"""Names of firms as people write them: brought into one spelling, and compared with one another.

„Müller & Söhne GmbH“, „Mueller und Soehne“ and „Söhne Muller“ are one name; „Müller“ and „Möller“ are two. For finding
duplicates and for search.
"""

import re
from collections.abc import Collection
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import OSA

#: As registers of both sides and of the neighbours write them, in all lengths; spaces and full stops do not matter.
LEGAL_FORMS = """
    GmbH | gGmbH | mbH | G.m.b.H. | GmbH & Co. KG | GmbH & Co. KGaA | GmbH & Co. OHG
    GmbH Co. KG | AG | gAG | AG & Co. KG | KGaA
    UG (haftungsbeschränkt) | UG haftungsbeschränkt & Co. KG | UG | UG & Co. KG | gUG | SE | SE & Co. KG | SCE
    e.K. | e. Kfm. | e. Kfr. | e. Kffr. | eK | eKfm | OHG | KG | & Co. KG | & Co. | GbR | eGbR | eG | e.V.
    eV | e.Gen. | r.V.
    PartG | PartG mbB | PartGmbB | Partnerschaft mbB | Stiftung & Co. KG | KdöR | AöR | i.G. | i.L. | i. Gr.
    Gesellschaft mit beschränkter Haftung | gemeinnützige GmbH | Aktiengesellschaft | Kommanditgesellschaft
    offene Handelsgesellschaft | Gesellschaft bürgerlichen Rechts | eingetragener Verein | eingetragene Genossenschaft
    eingetragener Kaufmann | eingetragene Kauffrau | Unternehmergesellschaft haftungsbeschränkt
    s.r.o. | sro | spol. s r.o. | spol. sro | společnost s r.o. | společnost s ručením omezeným | a.s. | as
    akc. spol. | akciová společnost | v.o.s. | veřejná obchodní společnost | k.s. | komanditní společnost
    z.s. | z.ú. | o.p.s. | p.o. | s.p. | n.p. | o.s. | z.s.p.o. | v.v.i. | družstvo
    výrobní družstvo | v.d. | státní podnik
    zapsaný spolek | zapsaný ústav | příspěvková organizace | obecně prospěšná společnost | národní podnik | o.z.
    odštěpný závod | organizační složka | org. složka | v likvidaci
    sp. z o.o. | spółka z o.o. | S.A. | sp.k. | sp.j. | s.r.l. | kft. | zrt. | Ges.m.b.H. | GesmbH | Ltd. | Limited
    B.V. | N.V. | Inc. | S.à r.l. | SARL
"""
#: What joins the parts of a name, and what stands before the name itself.
JOINING = {"und", "and", "a", "i", "et", "&"}
BEFORE_NAMES = {"fa", "firma", "inh", "inhaber", "inhaberin"}
#: Words by which firms of one group differ, so that one more of them makes it another firm.
SISTERS = set(
    """
    vertrieb vertriebs verwaltung verwaltungs beteiligung beteiligungs besitz betrieb betriebs immobilien holding
    service services servis logistik logistika handel handels obchod obchodni trade trading invest reality immo
    nord sud ost west sever jih vychod zapad
    """.split()  # noqa: SIM905 - legible as words
)

# From these lengths on, a letter more, less or swapped is a typing error; another letter; two errors.
SLIP, OTHER_LETTER, TWO_SLIPS = 5, 8, 12
SHORTEST_STEM = 4
VOWELS = "aeiouy"
WITH_SLIP = 0.9
#: From here on two names are probably one.
PROBABLY = 0.75
PER_WORD_MORE, PER_SISTER_MORE = 0.15, 0.4

WORDS = re.compile(r"[a-z0-9]+")
# Umlauts written out; after these letters the e belongs to the next sound: neue, Bauer, Quelle.
UMLAUTS = re.compile(r"([ao])e|(?<![aeq])(u)e")


@lru_cache(maxsize=100_000)
def fold_name(text: str) -> str:
    """Return a name in small Latin letters and digits, without legal form, with umlauts as a, o, u however written."""
    words = _plain(text).split()
    words = _without_forms(words) or words
    joined = [word for place, word in enumerate(words) if word not in JOINING or place in (0, len(words) - 1)]
    named = [word for word in joined if word not in BEFORE_NAMES]
    return " ".join(named or joined)


def alike(first: str, second: str) -> float:
    """Return from 0 to 1 how far two names are the same: 1 in other words the same, from ``PROBABLY`` on most likely.

    The order of words does not count, nor where compounds are split; other numbers are another name.
    """
    return likeness(fold_name(first), fold_name(second))


def likeness(first: str, second: str, *, towns: Collection[str] = ()) -> float:
    """Return the same of two names that are folded already; one of them may add ``towns``, words of where both are."""
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    mine, others = _merged(first.split(), second.split())
    if _numbers(mine) != _numbers(others):
        return 0.0
    pairs = _paired(mine, others)
    left = _left(mine, [pair[0] for pair in pairs]) + _left(others, [pair[1] for pair in pairs])
    if all(word in towns for word in left):
        left = []
    share = sum((len(mine[i]) + len(others[j])) * score for i, j, score in pairs)
    whole = sum(len(mine[i]) + len(others[j]) for i, j, _score in pairs) + sum(map(len, left))
    lacking = sum(PER_SISTER_MORE if word in SISTERS else PER_WORD_MORE for word in left)
    return max(0.0, min(share / whole, 1 - lacking)) if pairs else 0.0


def _plain(text: str) -> str:
    letters = anyascii(text).lower().replace("&", " & ").replace("+", " & ")
    return " ".join(re.findall(r"[a-z0-9]+|&", UMLAUTS.sub(lambda found: found[1] or found[2], letters)))


def _forms() -> list[tuple[str, ...]]:
    written = (form for line in LEGAL_FORMS.strip().splitlines() for form in line.split("|"))
    return sorted({tuple(_plain(form).split()) for form in written}, key=len, reverse=True)


FORMS: dict[str, list[tuple[str, ...]]] = {}
for _form in _forms():
    FORMS.setdefault(_form[0], []).append(_form)


def _without_forms(words: list[str]) -> list[str]:
    """Leave out legal forms wherever they stand, except at the very beginning: there it is part of the name."""
    kept: list[str] = []
    place = 0
    while place < len(words):
        length = _form_at(words, place) if kept else 0
        if not length:
            kept.append(words[place])
        place += length or 1
    return kept


def _form_at(words: list[str], place: int) -> int:
    forms = FORMS.get(words[place], ())
    return next((len(form) for form in forms if tuple(words[place : place + len(form)]) == form), 0)


def _numbers(words: list[str]) -> set[str]:
    return {digits for word in words for digits in re.findall(r"\d+", word)}


def _merged(mine: list[str], others: list[str]) -> tuple[list[str], list[str]]:
    """Write compounds that one name splits as the other writes them: „Metall Bau“ as „Metallbau“."""
    return _as_in(mine, others), _as_in(others, mine)


def _as_in(words: list[str], others: list[str]) -> list[str]:
    compounds = {word for word in others if len(word) > SLIP} - set(words)
    merged: list[str] = []
    for word in words:
        together = merged[-1] + word if merged else ""
        if together in compounds:
            merged[-1] = together
        else:
            merged.append(word)
    return merged


def _paired(mine: list[str], others: list[str]) -> list[tuple[int, int, float]]:
    """Return which word stands for which, the best first, each once: their places and how alike they are."""
    scored = [(same_word(a, b), i, j) for i, a in enumerate(mine) for j, b in enumerate(others)]
    pairs: list[tuple[int, int, float]] = []
    for score, i, j in sorted(scored, reverse=True):
        if score and all(i != taken[0] and j != taken[1] for taken in pairs):
            pairs.append((i, j, score))
    return pairs


def same_word(first: str, second: str) -> float:
    """Return 1 for the same word, something less for one with a slip, an initial or another ending, else 0."""
    if first == second:
        return 1.0
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) == 1:
        return WITH_SLIP if shorter.isalpha() and longer.startswith(shorter) else 0.0
    return WITH_SLIP if _is_other_ending(shorter, longer) or _is_slip(shorter, longer) else 0.0


def _is_other_ending(shorter: str, longer: str) -> bool:
    """Whether only the last vowel differs, as between cases: sklo, skla."""
    same_length = len(shorter) == len(longer) >= SHORTEST_STEM
    return same_length and shorter[:-1] == longer[:-1] and shorter[-1] in VOWELS and longer[-1] in VOWELS


def _is_slip(shorter: str, longer: str) -> bool:
    if len(longer) < SLIP or shorter.isdigit() or longer.isdigit():
        return False
    distance = OSA.distance(shorter, longer, score_cutoff=2)
    if distance == 2:
        return len(shorter) >= TWO_SLIPS
    is_letter_for_letter = len(shorter) == len(longer) and sorted(shorter) != sorted(longer)
    return distance == 1 and (not is_letter_for_letter or len(shorter) >= OTHER_LETTER)


def _left(words: list[str], taken: list[int]) -> list[str]:
    return [word for place, word in enumerate(words) if place not in taken]
