"""The part of an address that is made from a name."""

from anyascii import anyascii
from django.utils.text import slugify

# German readers write umlauts as two letters where they cannot type them.
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
MAX_LENGTH = 60


def address_slug(name: str) -> str:
    """Return a name for an address: ASCII letters, digits and hyphens, at most 60, cut between words."""
    slug = slugify(anyascii(name.translate(GERMAN))).replace("_", "-") or "glokal"
    if len(slug) <= MAX_LENGTH:
        return slug
    return slug[: MAX_LENGTH + 1].rpartition("-")[0] or slug[:MAX_LENGTH]
