"""Where a merged entry is met: old addresses lead to the kept one, and nothing shows it any more."""

from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from directory.duplicates.merging import merge_companies
from directory.models import Company, Objection
from directory.responsibility import companies_of, responsible_institution
from home.models import StandardPage
from tests.directory.editing import url
from tests.directory.factories import CompanyFactory, OfferFactory
from tests.directory.pages import LANGUAGES, address, count_queries
from tests.editing import at_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    """Return three entries, each merged into the next one, with the addresses that they had."""
    entries = [CompanyFactory(legal_name=f"Zinnoberkern {word} GmbH") for word in ("Erste", "Zweite", "Dritte")]
    for merged, kept in pairwise(entries):
        merge_companies(kept=kept, merged=merged, choices={}, user=None)
    return [Company.objects.get(pk=entry.pk) for entry in entries]


@pytest.mark.parametrize("report", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_old_address_leads_to_the_kept_entry_at_once(chain, language, report):
    for entry in chain[:2]:
        old, new = address(entry, language, report=report), address(chain[2], language, report=report)
        response = Client().get(old)
        assert (response.status_code, response["Location"]) == (301, new)


def test_redirect_keeps_what_was_asked_for_and_any_words_of_the_address(chain):
    response = Client().get(f"/de/unternehmen/ganz-anders-{chain[0].pk}/?a=1")
    assert response["Location"] == address(chain[2]) + "?a=1"


def test_address_of_an_entry_merged_into_a_hidden_one_is_gone(chain):
    Company.objects.filter(pk=chain[2].pk).update(state="hidden", state_reason="…")
    assert Client().get(address(chain[0])).status_code == 404


def test_moved_offers_stand_with_the_kept_entry():
    kept, merged = CompanyFactory(), CompanyFactory()
    offer = OfferFactory(company=merged)
    merge_companies(kept=kept, merged=merged, choices={}, user=None)
    page = Client().get(address(offer))
    assert page.status_code == 200
    assert kept.legal_name in page.content.decode()


def test_merged_entries_are_on_no_list(operator, chain):
    client = at_work(operator)
    places = [
        url(Company, "list"),
        reverse("company_of_offer_chooser:choose_results"),
        reverse(Company.snippet_viewset.chooser_viewset.get_url_name("choose_results")),
        "/de/unternehmen/",
        "/sitemap-companies.xml",
    ]
    for place in places:
        response = client.get(place, {} if "sitemap" in place else {"q": "Zinnoberkern", "place": "zwickau"})
        content = b"".join(response.streaming_content) if response.streaming else response.content
        text = content.decode().lower().replace("-", " ")
        names = [word for word in ("erste", "zweite", "dritte") if f"zinnoberkern {word}" in text]
        assert names == ["dritte"], place


def test_merged_entry_is_nobodys():
    kept, merged = CompanyFactory(), CompanyFactory()
    institution = responsible_institution(merged)
    merge_companies(kept=kept, merged=merged, choices={}, user=None)
    assert kept in companies_of(institution)
    assert not any(merged in companies_of(each) for each in type(institution).objects.all())


def test_page_that_shows_the_merged_entry_shows_the_kept_one(chain):
    parent = Page.objects.get(depth=2, locale__language_code="de")
    body = [{"type": "company", "value": entry.pk} for entry in chain]
    page = parent.add_child(instance=StandardPage(title="Zeigt", slug="zeigt", body=body, search_description="…"))
    soup = Client().get(page.url).content.decode()
    assert soup.count(f'href="{address(chain[2])}"') == 3
    assert "Erste" not in soup


def test_page_without_merged_entries_asks_no_more_than_before():
    parent = Page.objects.get(depth=2, locale__language_code="de")
    body = [{"type": "company", "value": CompanyFactory().pk}]
    page = parent.add_child(instance=StandardPage(title="Zeigt", slug="zeigt", body=body, search_description="…"))
    assert count_queries(page.url) <= 10


def test_objection_against_the_old_name_still_keeps_imports_away():
    kept, merged = CompanyFactory(), CompanyFactory(legal_name="Alter Name GmbH")
    Objection.objects.create(country="DE", legal_name="Alter Name GmbH")
    merge_companies(kept=kept, merged=merged, choices={}, user=None)
    assert Objection.objects.covers(Company.objects.get(pk=merged.pk))
