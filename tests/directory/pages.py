"""Reading the pages of entries as a visitor does."""

import json
from typing import Any

from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from directory.models import Company, Offer

LANGUAGES = ("de", "cs")


def address(entry: Company | Offer, language: str = "de", *, report: bool = False) -> str:
    with translation.override(language):
        return entry.get_report_url() if report else entry.get_absolute_url()


def page_of(entry: Company | Offer, language: str = "de") -> BeautifulSoup:
    """The page of an entry, which must be there."""
    response = Client().get(address(entry, language))
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def text_of(entry: Company | Offer, language: str = "de") -> str:
    return page_of(entry, language).find("main").get_text(" ", strip=True)


def data_of(page: BeautifulSoup) -> dict[str, Any]:
    """What the page tells search engines about its entry; the breadcrumbs are another script."""
    scripts = [json.loads(script.string) for script in page.find_all("script", type="application/ld+json")]
    return next(data for data in scripts if data["@type"] != "BreadcrumbList")


def count_queries(path: str) -> int:
    client = Client()
    client.get(path)  # finds out where the trees begin, and cuts pictures to size
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
