"""What the contracts are about: all published pages, lists and entries, all templates, all addresses."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page

from directory.models import Company, Offer

LANGUAGES = ("de", "cs")
# Every fifth entry: a parsed page takes half a megabyte, and there are 1,200 of them.
STEP = 5


@dataclass(frozen=True)
class Answer:
    """What an anonymous visitor gets at an address; ``page`` is ``None`` where no Wagtail page stands behind it."""

    url: str
    language: str
    response: object
    soup: BeautifulSoup
    page: Page | None = None


@pytest.fixture(scope="session")
def published_pages(django_db_setup, django_db_blocker) -> list[Page]:
    with django_db_blocker.unblock():
        return list(Page.objects.live().filter(depth__gt=1).select_related("locale").order_by("path"))


@pytest.fixture(scope="session")
def page_answers(published_pages, django_db_blocker) -> list[Answer]:
    """Every published page; asked once, pictures are cut to size on the way."""
    with django_db_blocker.unblock():
        return [ask(page.url, page.locale.language_code, page) for page in published_pages]


@pytest.fixture(scope="session")
def directory_answers(django_db_setup, django_db_blocker) -> list[Answer]:
    """Both lists, companies, offers and requests from all over the demo, and a form for reports of each kind."""
    with django_db_blocker.unblock():
        return [ask(url, language) for language in LANGUAGES for url in directory_addresses(language)]


@pytest.fixture(scope="session")
def answers(page_answers, directory_answers) -> list[Answer]:
    return page_answers + directory_answers


def directory_addresses(language: str) -> Iterator[str]:
    companies, offers = Company.objects.published(), Offer.objects.published()
    with override(language):
        yield from (reverse("companies"), reverse("offers"))
        for entries in (companies, offers):
            yield from (entry.get_absolute_url() for entry in entries.order_by("pk")[::STEP])
        yield from (companies.first().get_report_url(), offers.first().get_report_url())


def ask(url: str, language: str, page: Page | None = None) -> Answer:
    response = Client().get(url)
    return Answer(url, language, response, BeautifulSoup(response.content, "html.parser"), page)
