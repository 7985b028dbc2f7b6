"""Which registers the operator has switched on."""

from typing import Protocol

from django.conf import settings

from directory.models import RegisterCheck

from .answers import Answer
from .ares import Ares
from .vies import Vies

ADDRESSES = {RegisterCheck.Register.ARES: "ARES_URL", RegisterCheck.Register.VIES: "VIES_URL"}


class Client(Protocol):
    def look_up(self, number: str) -> Answer: ...


def is_on(register: str) -> bool:
    """Whether the setting names an address for the register."""
    return bool(getattr(settings, ADDRESSES[RegisterCheck.Register(register)]))


def clients() -> dict[str, Client]:
    """Return who asks, by register, where it is switched on; raises ``ImproperlyConfigured`` for a wrong address."""
    return {client.register: client() for client in (Ares, Vies) if is_on(client.register)}
