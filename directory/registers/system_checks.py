"""What ``manage.py check`` says about the settings of the register checks."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register

from .clients import ADDRESSES
from .transport import address_problem

LONGEST_PAUSE = 60


@register
def registers_have_sensible_settings(**kwargs: Any) -> list[Error]:
    """An address that cannot be asked, or a pause that nobody means, stops an installation before it asks anybody."""
    errors = [
        Error(f"{name} {problem}.", hint="Leave it empty to switch the register off.", id="directory.E001")
        for name in ADDRESSES.values()
        if getattr(settings, name) and (problem := address_problem(getattr(settings, name)))
    ]
    if not 0 <= settings.REGISTER_PAUSE <= LONGEST_PAUSE:
        errors.append(Error(f"REGISTER_PAUSE must be from 0 to {LONGEST_PAUSE} seconds.", id="directory.E002"))
    if settings.REGISTER_KEEP_DAYS < 1:
        errors.append(Error("REGISTER_KEEP_DAYS must be 1 or more.", id="directory.E003"))
    return errors
