"""In which encoding a text is written, judged by the letters that German and Czech have.

Windows-1250, Windows-1252, ISO 8859-2 and code page 852 decode each other almost without error and damage š, ť and ž.
What tells them apart is which reading gives words: letters of the two languages inside words, no signs between letters.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from typing import IO

from charset_normalizer import from_bytes

from .opening import Doubt
from .problems import TableError

#: In the order of preference where two read the same.
ONE_BYTE = ("cp1252", "cp1250", "iso8859-2", "cp852")
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
LETTERS = frozenset("äöüßÄÖÜáčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ")
#: Signs of German and Czech texts that may stand beside letters.
SIGNS = frozenset("„“”‚‘’»«›‹–—…€§°²³·•®©™±×Øø½¼¾µ\xa0´")
BLOCK = 1 << 20
SAMPLE = 1 << 16
MOST_DOUBTS = 10
WORD = re.compile(rb"[^\s;,\"|()<>/]+")
#: What UTF-8 looks like after somebody has read it as Windows-1252 and saved it again.
TWICE_ENCODED = re.compile(r"Ã[¤¶¼Ÿ–„œ©¡\xad³º½]|Å[¡¾™¯ˆ¥]|Ä[›\x8d\x8f]")


def detect(file: IO[bytes], wanted: str = "") -> tuple[str, list[Doubt]]:
    """Return the name of a file's encoding and words that somebody should look at; ``wanted`` overrules the guess."""
    file.seek(0)
    head = file.read(4096)
    if wanted:
        return _known(wanted), []
    for bom, name in BOMS.items():
        if head.startswith(bom):
            return name, []
    if name := _utf16_without_bom(head):
        return name, []
    words, is_utf8 = _words_beyond_ascii(file)
    if is_utf8:
        return "utf-8", _twice_encoded(words)
    return _of_one_byte(b" ".join(words)[: 2 * SAMPLE])


def _known(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        raise TableError("unknown_encoding", encoding=name) from None


def _utf16_without_bom(head: bytes) -> str:
    """Every second byte of mostly Latin text is zero."""
    for name, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if len(zeros) > 1 and zeros.count(0) > 0.6 * len(zeros):
            return name
    return ""


def _words_beyond_ascii(file: IO[bytes]) -> tuple[list[bytes], bool]:
    """Return the first words that are not plain ASCII, and whether the file is UTF-8 as far as it was read."""
    words: dict[bytes, None] = {}
    size, broken = 0, 0
    for line in _lines(file):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            broken += 1
        for word in WORD.findall(line):
            if not word.isascii() and word not in words:
                words[word] = None
                size += len(word)
        if size > SAMPLE and broken:
            break
    return list(words), not broken or _is_damaged_utf8(words)


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """Yield pieces with bytes beyond ASCII, cut at line ends where there are some."""
    file.seek(0)
    rest = b""
    while block := file.read(BLOCK):
        block = rest + block
        cut = block.rfind(b"\n") + 1 or (len(block) if len(block) > 4 * BLOCK else 0)
        rest = block[cut:]
        yield from (line for line in block[:cut].split(b"\n") if not line.isascii())
    if not rest.isascii():
        yield rest


def _is_damaged_utf8(words: dict[bytes, None]) -> bool:
    """Whether words beyond ASCII are UTF-8 that hardly ever are by chance: then the others are damaged."""
    good = sum(_decodes(word) for word in words)
    return good > len(words) - good


def _decodes(word: bytes) -> bool:
    try:
        word.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _of_one_byte(sample: bytes) -> tuple[str, list[Doubt]]:
    readings = {name: _read(sample, name) for name in ONE_BYTE}
    guess = from_bytes(sample, cp_isolation=list(ONE_BYTE)).best()
    scores = {name: score(text) for name, text in readings.items()}
    if guess is not None and guess.encoding.replace("_", "-") in scores:
        scores[guess.encoding.replace("_", "-")] += 0.5  # decides between equals only
    best, second = sorted(ONE_BYTE, key=lambda name: -scores[name])[:2]
    return best, _differences(readings[best], readings[second], second)


def _read(sample: bytes, name: str) -> str:
    return sample.decode(name, errors="replace")


def score(text: str) -> float:
    """Return how much a text looks like German or Czech: the higher, the better."""
    total = 0.0
    for before, char, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if not char.isascii():
            total += _worth(before, char, after)
    return total


def _worth(before: str, char: str, after: str) -> float:
    beside_letter = before.isalpha() or after.isalpha()
    if char in LETTERS:
        shouts_within = char.isupper() and before.islower()
        return -1 if shouts_within else 1 if beside_letter else 0
    if char in SIGNS:
        return -1 if before.isalpha() and after.isalpha() and char not in "’–\xa0" else 0.1
    return -1 if unicodedata.category(char).startswith("L") else -3


def _differences(text: str, otherwise: str, encoding: str) -> list[Doubt]:
    pairs = zip(text.split(" "), otherwise.split(" "), strict=False)
    return [Doubt(one, other, encoding) for one, other in pairs if one != other][:MOST_DOUBTS]


def _twice_encoded(words: list[bytes]) -> list[Doubt]:
    doubts = []
    for word in words:
        text = word.decode("utf-8", errors="replace")
        if TWICE_ENCODED.search(text):
            mended = text.encode("cp1252", errors="replace").decode("utf-8", errors="replace")
            doubts.append(Doubt(text, mended, "utf-8"))
    return doubts[:MOST_DOUBTS]
