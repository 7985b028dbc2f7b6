"""What the contracts are about: all published pages, all templates, all addresses."""

from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Page


@dataclass(frozen=True)
class Answer:
    page: Page
    language: str
    response: object
    soup: BeautifulSoup


@pytest.fixture(scope="session")
def published_pages(django_db_setup, django_db_blocker) -> list[Page]:
    with django_db_blocker.unblock():
        return list(Page.objects.live().filter(depth__gt=1).select_related("locale").order_by("path"))


@pytest.fixture(scope="session")
def answers(published_pages, django_db_blocker) -> list[Answer]:
    """Every published page as an anonymous visitor gets it; asked once, pictures are cut to size on the way."""
    client = Client()
    answers = []
    with django_db_blocker.unblock():
        for page in published_pages:
            response = client.get(page.url)
            soup = BeautifulSoup(response.content, "html.parser")
            answers.append(Answer(page, page.locale.language_code, response, soup))
    return answers
