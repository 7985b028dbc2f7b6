"""Duplicates in the admin: the warnings, the list of likely pairs, comparing, merging and taking it back."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate

from core.models import Institution
from directory.duplicates.merging import merge_companies
from directory.duplicates.pairs import rebuild_pairs, refresh_pairs
from directory.duplicates.undoing import UNDO_WITHIN
from directory.models import Company, CompanyMerge, DifferentCompanies, SuspectedPair
from tests.directory.editing import messages_of, save, url
from tests.directory.factories import CompanyFactory, OfferFactory
from tests.editing import at_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(operator):
    return at_work(operator)


@pytest.fixture
def moderator(db):
    """Somebody who moderates for IHK Chemnitz."""
    from .entries import account

    user = account("moderation@ihk.example")
    user.groups.add(Institution.objects.get(key="ihk-chemnitz").moderators)
    return user


@pytest.fixture
def pair():
    return [CompanyFactory(legal_name=name, town="zwickau") for name in ("Zinnoberkern GmbH", "Zinnoberkern AG")]


@pytest.fixture
def across():
    """Return an entry of IHK Chemnitz, and one like it that IHK Dresden answers for and nobody else may see."""
    facts = {"vat_number": "DE136695976", "summary_de": "Geheimnis."}
    mine = CompanyFactory(legal_name="Zinnoberkern GmbH", town="zwickau", **facts)
    return mine, CompanyFactory(legal_name="Scharlachkern AG", town="goerlitz", state="draft", **facts)


def compare(first, second):
    return reverse("compare_companies", args=[first.pk, second.pk])


def merge_url(kept, merged):
    return reverse("merge_companies", args=[kept.pk, merged.pk])


def text(response):
    assert response.status_code == 200, response
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def check(client, **typed):
    return client.get(reverse("check_typed_company"), typed)


def worklist(client, **query):
    return text(client.get(reverse("directory_suspectedpair_modeladmin_index"), query))


def send(client, kept, merged, **choices):
    soup = BeautifulSoup(client.get(merge_url(kept, merged)).content, "html.parser")
    form = soup.find("input", {"name": "seen"}).find_parent("form")
    data = {field["name"]: field["value"] for field in form.select("input[type=hidden], input[checked]")}
    return client.post(merge_url(kept, merged), {**data, **choices})


def test_somebody_typing_is_warned_with_links(client, pair):
    response = check(client, legal_name="Zinoberkern", country="DE", place=pair[0].seat.place.pk)
    links = [link["href"] for link in BeautifulSoup(response.content, "html.parser").select("a")]
    assert [link for link in links if "edit" in link] == [url(each, "edit") for each in pair]
    assert text(check(client, legal_name="Etwas anderes", country="DE")) == ""


def test_stored_company_is_not_warned_of_itself(client, pair):
    shown = text(check(client, pk=pair[0].pk, legal_name="Zinnoberkern", country="DE", place=pair[0].seat.place.pk))
    assert pair[1].legal_name in shown
    assert pair[0].legal_name not in shown


def test_warning_names_nothing_of_another_area_that_is_not_public(moderator, across):
    client = at_work(moderator)
    shown = text(check(client, legal_name="Neu", country="DE", vat_number="DE136695976"))
    assert "Zinnoberkern GmbH" in shown
    assert "Scharlachkern" not in shown
    assert "IHK Dresden" in shown
    Company.objects.filter(pk=across[1].pk).update(state="published")
    assert "Scharlachkern" in text(check(client, legal_name="Neu", country="DE", vat_number="DE136695976"))


@pytest.mark.parametrize(
    "typed", [{"pk": "9" * 30}, {"pk": "x"}, {"place": "9" * 30}, {"legal_name": "\x00", "website": "http://[" * 99}]
)
def test_nonsense_typed_is_no_error(client, typed):
    assert check(client, **typed).status_code == 200


def test_form_carries_the_place_for_the_warning(client, pair):
    soup = BeautifulSoup(client.get(url(pair[0], "edit")).content, "html.parser")
    panel = soup.select_one("[data-suspects]")
    assert (panel["data-url"], panel["data-number"]) == (reverse("check_typed_company"), str(pair[0].pk))
    assert soup.select_one('script[type=module][src*="suspects"]')


def test_warning_stands_after_saving_too_and_the_pair_is_listed(client, pair):
    response = client.get(save(client, pair[0], employees="10-49")["Location"])
    assert pair[1].legal_name in messages_of(response)
    assert SuspectedPair.objects.filter(first=pair[0], second=pair[1]).exists()


def test_saving_warns_of_nothing_that_one_may_not_see(moderator, across):
    client = at_work(moderator)
    response = client.get(save(client, across[0], employees="10-49")["Location"])
    assert "Scharlachkern" not in response.content.decode()
    assert "IHK Dresden" in messages_of(response)


def test_worklist_holds_likely_pairs(client, pair):
    rebuild_pairs()
    assert "Zinnoberkern GmbH" in worklist(client)
    assert "Zinnoberkern GmbH" in worklist(client, strength="likely", why="same_name", area="both", side="DE")
    for query in ({"strength": "very"}, {"why": "vat"}, {"area": "one"}, {"side": "CZ"}, {"q": "Etwas"}):
        assert "Zinnoberkern GmbH" not in worklist(client, **query), query
    assert "Zinnoberkern GmbH" in worklist(client, q="zinnober")


def test_worklist_of_a_moderator_holds_the_own_area_and_hides_the_rest(moderator, across):
    elsewhere = [CompanyFactory(legal_name=f"Purpurkern {word}", town="goerlitz") for word in ("GmbH", "AG")]
    rebuild_pairs()
    shown = worklist(at_work(moderator))
    assert "Zinnoberkern GmbH" in shown
    assert "Scharlachkern" not in shown
    assert elsewhere[0].legal_name not in shown
    assert "Zinnoberkern" not in worklist(at_work(moderator), q="Scharlach")


def test_rebuilding_the_list_and_refreshing_single_companies_agree(pair):
    rebuild_pairs()
    rows = sorted(SuspectedPair.objects.values_list("first", "second", "score"))
    assert (pair[0].pk, pair[1].pk) in [row[:2] for row in rows]
    refresh_pairs(Company.objects.values_list("pk", flat=True))
    assert sorted(SuspectedPair.objects.values_list("first", "second", "score")) == rows


def test_pair_disappears_when_it_is_not_alike_any_more(pair):
    refresh_pairs([pair[0].pk])
    pair[1].legal_name = "Etwas ganz anderes"
    pair[1].save()
    refresh_pairs([pair[1].pk])
    assert not SuspectedPair.objects.filter(first=pair[0]).exists()


def test_not_the_same_is_remembered_and_can_be_taken_back(client, operator, pair):
    rebuild_pairs()
    for _twice in range(2):
        assert client.post(compare(*pair[::-1]), {"decision": "different"}).status_code == 302
    decision = DifferentCompanies.objects.get()
    assert (decision.first, decision.second, decision.decided_by) == (*pair, operator)
    assert "Zinnoberkern GmbH" not in worklist(client)
    rebuild_pairs()
    assert "Zinnoberkern GmbH" not in worklist(client)
    assert "Zinnoberkern GmbH" in text(client.get(reverse("directory_differentcompanies_modeladmin_index")))
    client.post(compare(*pair), {"decision": "take_back"})
    assert not DifferentCompanies.objects.exists()
    assert "Zinnoberkern GmbH" in worklist(client)


def test_two_entries_are_shown_side_by_side(client, pair):
    OfferFactory(company=pair[1], title_de="Drehteile aus Zinnober")
    shown = text(client.get(compare(*pair)))
    assert all(word in shown for word in ("Zinnoberkern GmbH", "Zinnoberkern AG", "Drehteile aus Zinnober", "Zwickau"))


def test_entry_of_another_area_is_not_shown_beside_the_own(moderator, across):
    client = at_work(moderator)
    shown = client.get(compare(*across)).content.decode()
    assert "Zinnoberkern GmbH" in shown
    assert "Scharlachkern" not in shown and "Geheimnis" not in shown  # noqa: PT018
    assert "IHK Dresden" in shown
    assert merge_url(*across) not in shown
    assert client.post(compare(*across), {"decision": "different"}).status_code == 302
    assert DifferentCompanies.objects.exists()


def test_nobody_reaches_pairs_of_other_areas(moderator, across):
    client, (mine, other) = at_work(moderator), across
    third = CompanyFactory(town="bautzen")
    record = merge_companies(kept=CompanyFactory(town="dresden"), merged=CompanyFactory(), choices={}, user=None)
    undo = reverse("undo_merge", args=[record.pk])
    forbidden = [compare(other, third), merge_url(mine, other), merge_url(other, mine), merge_url(other, third), undo]
    for address in forbidden:
        assert client.get(address).status_code == 404, address
        assert client.post(address, {"seen": "x", "decision": "different"}).status_code == 404, address
    assert CompanyMerge.objects.count() == 1
    assert not DifferentCompanies.objects.exists()


def test_who_may_change_no_companies_sees_nothing_of_this(author, pair):
    client = at_work(author)
    addresses = [compare(*pair), merge_url(*pair), reverse("check_typed_company")]
    addresses += [reverse(f"directory_{name}_modeladmin_index") for name in ("suspectedpair", "companymerge")]
    for address in addresses:
        response = client.get(address)
        assert response.status_code in (302, 403, 404), address
        assert "Zinnoberkern" not in response.content.decode()


def test_merge_shows_first_what_it_would_do(client, pair):
    OfferFactory(company=pair[1], title_de="Drehteile aus Zinnober")
    shown = text(client.get(merge_url(*pair)))
    assert all(word in shown for word in ("Zinnoberkern GmbH", "Zinnoberkern AG", "Drehteile aus Zinnober"))
    assert not CompanyMerge.objects.exists()


def test_merge_takes_what_was_chosen_and_can_be_undone(client, pair):
    response = send(client, *pair, legal_name="merged")
    assert response["Location"] == url(pair[0], "edit")
    assert Company.objects.get(pk=pair[0].pk).legal_name == "Zinnoberkern AG"
    record = CompanyMerge.objects.get()
    listed = text(client.get(reverse("directory_companymerge_modeladmin_index")))
    assert "Zinnoberkern" in listed
    assert date_format(localdate(record.merged_at) + UNDO_WITHIN, "d.m.Y") in listed
    undo = reverse("undo_merge", args=[record.pk])
    assert "Zinnoberkern" in text(client.get(undo))
    assert client.post(undo)["Location"] == compare(*pair)
    assert Company.objects.get(pk=pair[0].pk).legal_name == "Zinnoberkern GmbH"
    assert Company.objects.get(pk=pair[1].pk).merged_into is None


def test_merge_is_done_once_however_often_it_is_sent(client, pair):
    assert send(client, *pair).status_code == 302
    assert client.post(merge_url(*pair), {"seen": "x"}).status_code == 404
    assert CompanyMerge.objects.count() == 1


def test_merge_of_what_has_changed_meanwhile_is_not_done(client, pair):
    response = send(client, *pair, seen="gestern")
    assert response.status_code == 200
    assert not CompanyMerge.objects.exists()


def test_undoing_that_would_lose_something_says_what(client, pair):
    send(client, *pair, legal_name="merged")
    Company.objects.filter(pk=pair[0].pk).update(legal_name="Ganz neu GmbH")
    shown = text(client.get(reverse("undo_merge", args=[CompanyMerge.objects.get().pk])))
    assert "Ganz neu GmbH" in shown


def test_form_of_a_merged_entry_leads_to_the_kept_one(client, pair):
    merge_companies(kept=pair[0], merged=pair[1], choices={}, user=None)
    assert client.get(url(pair[1], "edit"))["Location"] == url(pair[0], "edit")
    assert client.post(url(pair[1], "edit"), {"legal_name": "x"})["Location"] == url(pair[0], "edit")
    assert client.get(url(pair[1], "history")).status_code == 200


@pytest.mark.parametrize("language", ["de", "cs"])
def test_pages_are_there_in_both_languages(operator, pair, language):
    operator.language = language
    operator.save()
    client = at_work(operator)
    record = merge_companies(kept=CompanyFactory(), merged=CompanyFactory(), choices={}, user=None)
    for address in (compare(*pair), merge_url(*pair), reverse("undo_merge", args=[record.pk])):
        assert BeautifulSoup(client.get(address).content, "html.parser").html["lang"] == language
