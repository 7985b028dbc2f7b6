"""What the tests of both lists share: asking for a list, and reading what it shows."""

import re
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation


@dataclass
class Shown:
    """A list as a visitor gets it: the addresses of its rows, the counts, and the soup for the rest."""

    soup: BeautifulSoup
    queries: int

    @property
    def rows(self) -> list[str]:
        return [link.get_text(strip=True) for link in self.soup.select(".rows :is(h3) a")]

    @property
    def count(self) -> int:
        return int(re.sub(r"\D", "", self.soup.select_one(".find-head__count").get_text()))

    @property
    def chips(self) -> list[str]:
        return [link["href"] for link in self.soup.select("a.chip")]

    @property
    def towns(self) -> dict[str, int]:
        """The list below the map: how many by town."""
        items = self.soup.select(".place-map__town")
        return {item.a.get_text(): int(item.select_one(".place-map__count").get_text()) for item in items}

    def markers(self, width: str = "wide") -> dict[str, int]:
        """The markers of the map: how many by what their link says."""
        links = self.soup.select(f".map-markers--{width} a")
        return {link["aria-label"]: int(link.select_one(".map-markers__count").get_text()) for link in links}

    def choices(self, parameter: str) -> list[str]:
        fields = self.soup.select(f'input[name="{parameter}"], select[name="{parameter}"] option')
        return [field["value"] for field in fields if field["value"]]


def address_of(name: str, language: str = "de") -> str:
    with translation.override(language):
        return reverse(name)


def show(name: str, query: dict[str, Any] | None = None, *, language: str = "de") -> Shown:
    """Ask for a list, by the name of its address, as a stranger."""
    client = Client()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address_of(name, language), query)
    assert response.status_code == 200
    return Shown(BeautifulSoup(response.content, "html.parser"), len(captured))


def status_of(name: str, query: dict[str, Any] | str, *, language: str = "de") -> int:
    if isinstance(query, str):
        return Client().get(f"{address_of(name, language)}?{query}").status_code
    return Client().get(address_of(name, language), query).status_code
