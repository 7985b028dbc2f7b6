"""What search engines are told of companies and offers."""

import xml.etree.ElementTree as ET

import pytest
from django.test import Client
from django.utils import translation

from tests.directory.factories import CompanyFactory, OfferFactory

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def entries(section: str) -> dict[str, dict[str, str]]:
    """The addresses of a section, each with its alternates by language."""
    tree = ET.fromstring(Client().get(f"/sitemap-{section}.xml").content)
    found = {}
    for url in tree.findall("s:url", NAMES):
        links = {link.attrib["hreflang"]: link.attrib["href"] for link in url.findall("x:link", NAMES)}
        found[url.findtext("s:loc", namespaces=NAMES)] = links
    return found


def addresses(entry) -> dict[str, str]:
    found = {}
    for code in ("de", "cs"):
        with translation.override(code):
            found[code] = f"http://testserver{entry.get_absolute_url()}"
    return found


@pytest.mark.parametrize(("section", "factory"), [("companies", CompanyFactory), ("offers", OfferFactory)])
def test_entry_is_there_in_both_languages(section, factory):
    own = addresses(factory())
    found = entries(section)
    for address in own.values():
        assert found[address] == {**own, "x-default": own["de"]}


def test_what_is_not_public_is_not_there():
    hidden = CompanyFactory(state="hidden", state_reason="Auf Wunsch des Unternehmens.")
    draft = OfferFactory(state="draft")
    of_hidden = OfferFactory(company=hidden)
    assert addresses(hidden)["de"] not in entries("companies")
    for offer in (draft, of_hidden):
        assert addresses(offer)["cs"] not in entries("offers")


def test_lists_are_there():
    assert set(entries("lists")) == {
        f"http://testserver{path}" for path in ("/de/unternehmen/", "/cs/firmy/", "/de/angebote/", "/cs/nabidky/")
    }


def test_index_names_every_section():
    index = Client().get("/sitemap.xml").text
    for section in ("pages", "lists", "companies", "offers"):
        assert f"/sitemap-{section}.xml" in index
