"""Register numbers that nobody has: valid by arithmetic, and beyond what the registers have given out."""

from collections.abc import Iterator
from random import Random

from stdnum.cz import dic

from directory.models import Company

FIRST = 8_000_000
COUNT = 1_000_000
# Has no divisor in common with COUNT, so that every number comes once.
STEP = 7_919


def free_numbers(dice: Random) -> Iterator[str]:
    """Yield IČO numbers, eight digits with the check digit and an 8 in front, that no company has yet."""
    taken = set(Company.objects.filter(country="CZ").values_list("register_number", flat=True))
    start = dice.randrange(COUNT)
    for index in range(COUNT):
        digits = str(FIRST + (start + index * STEP) % COUNT)
        number = digits + dic.calc_check_digit_legal(digits)
        if number not in taken:
            yield number
