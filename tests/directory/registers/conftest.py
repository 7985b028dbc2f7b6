"""Registers that answer on the loopback."""

from collections.abc import Iterator

import pytest

from .server import ARES, VIES, Register, serving


@pytest.fixture
def register(settings) -> Iterator[Register]:
    """One server for both registers, switched on."""
    with serving() as server:
        settings.ARES_URL = server.address + ARES
        settings.VIES_URL = server.address + VIES
        yield server


@pytest.fixture
def ares_only(register, settings) -> Register:
    settings.VIES_URL = ""
    return register


@pytest.fixture
def vies_only(register, settings) -> Register:
    settings.ARES_URL = ""
    return register
