"""Who moderates what, and what moderators are told."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core.models import Institution, Place, Region
from directory.models import Company, Offer, ProblemReport
from directory.responsibility import area_of, responsible_institution
from directory.rights import (
    acting_for,
    companies_within,
    institutions_of,
    is_operator,
    may_change,
    offers_within,
)
from tests.editing import XHR, at_work

from .editing import add, errors_of, form_of, messages_of, part, save, typed, url
from .factories import CompanyFactory, OfferFactory

pytestmark = pytest.mark.django_db
TOWNS = {"zwickau": "ihk-chemnitz", "zittau": "ihk-dresden", "leipzig": "wfs", "cheb": "khk-kv", "most": "ahk-services"}
TOWNS |= {"varnsdorf": "mas-cesky-sever", "praha": "ahk-services"}


def moderator_of(key: str) -> User:
    user = User.objects.create_user(f"wer-auch-immer@{key}.example", language="de")
    user.groups.add(Institution.objects.get(key=key).moderators)
    return user


def company_in(town: str) -> Company:
    return CompanyFactory(town=town, country=Place.objects.get(slug=town).country)


@pytest.mark.parametrize(("town", "key"), TOWNS.items())
def test_company_is_moderated_where_its_seat_lies(town, key):
    company, offer = company_in(town), OfferFactory(company=company_in(town))
    for institution in Institution.objects.all():
        user, is_own = moderator_of(institution.key), institution.key == key
        assert (may_change(user, company), may_change(user, offer)) == (is_own, is_own)
        assert companies_within(user).filter(pk=company.pk).exists() is is_own
        assert offers_within(user).filter(pk=offer.pk).exists() is is_own


def test_every_company_is_within_one_area_and_the_same_as_by_rule():
    CompanyFactory(country="CZ").locations.all().delete()
    Region.objects.filter(code__in=["DED41", "CZ0425"]).update(moderated_by=None)
    by_area = {
        company.pk: key for key in TOWNS.values() for company in area_of([Institution.objects.get(key=key)]).companies
    }
    assert by_area == {company.pk: responsible_institution(company).key for company in Company.objects.all()}


def test_operator_has_everything_and_everybody_else_nothing(operator, editor, author):
    assert companies_within(operator).count() == Company.objects.count()
    assert acting_for(operator) is None
    for user in (editor, author, AnonymousUser()):
        assert not is_operator(user)
        assert not companies_within(user).exists()
        with pytest.raises(PermissionDenied):
            acting_for(user)


def test_moderator_acts_for_the_institution(moderator_chemnitz):
    assert [each.key for each in institutions_of(moderator_chemnitz)] == ["ihk-chemnitz"]
    assert acting_for(moderator_chemnitz).key == "ihk-chemnitz"


def test_moderator_of_two_institutions_has_both_areas(moderator_chemnitz):
    moderator_chemnitz.groups.add(Institution.objects.get(key="khk-kv").moderators)
    assert all(may_change(moderator_chemnitz, company_in(town)) for town in ("zwickau", "cheb"))


def test_group_without_the_right_looks_and_changes_nothing():
    group, institution = Group.objects.create(name="Nur sehen"), Institution.objects.get(key="ihk-chemnitz")
    Institution.objects.filter(pk=institution.pk).update(moderators=group)
    user = User.objects.create_user("sieht@ihk.example")
    user.groups.add(group)
    company = company_in("zwickau")
    assert companies_within(user).filter(pk=company.pk).exists()
    assert not may_change(user, company)


def test_area_is_found_in_few_queries(moderator_chemnitz):
    with CaptureQueriesContext(connection) as captured:
        list(companies_within(moderator_chemnitz)[:5])
    assert len(captured) <= 5  # two of them Django's for the permissions


def test_region_that_changes_hands_takes_its_companies_along(moderator_chemnitz, moderator_karlovy_vary):
    company = company_in("zwickau")
    Region.objects.filter(code="DED45").update(moderated_by=Institution.objects.get(key="khk-kv"))
    assert (may_change(moderator_chemnitz, company), may_change(moderator_karlovy_vary, company)) == (False, True)


def seat(town: str) -> dict:
    return part("locations", 0, is_seat="on", place=Place.objects.get(slug=town).pk)


NEW = {"legal_name": "Neu im Gebiet GmbH", "country": "DE", "summary_de": "Wir drehen."}


def test_moderator_adds_companies_of_the_own_area(moderator_chemnitz, operator):
    client = at_work(moderator_chemnitz)
    response = add(client, Company, **NEW, **seat("leipzig"))
    assert set(errors_of(response)) == {"place"}
    assert typed(response, "legal_name") == NEW["legal_name"]
    response = add(client, Company, **NEW)
    assert "Add the address of the seat" in response.content.decode() or "Sitz" in response.content.decode()
    assert not Company.objects.filter(legal_name=NEW["legal_name"]).exists()
    assert add(client, Company, **NEW, **seat("zwickau")).status_code == 302
    assert (
        add(
            at_work(operator), Company, **NEW | {"legal_name": "Andere s.r.o.", "country": "CZ"}, **seat("cheb")
        ).status_code
        == 302
    )


def test_region_written_by_hand_decides_for_a_town_outside_the_list(moderator_chemnitz):
    elsewhere = part("locations", 0, is_seat="on", other_town="Dorf", region=Region.objects.get(code="DED21").pk)
    client = at_work(moderator_chemnitz)
    assert set(errors_of(add(client, Company, **NEW, **elsewhere))) == {"region"}
    here = elsewhere | {"locations-0-region": Region.objects.get(code="DED45").pk}
    assert add(client, Company, **NEW, **here).status_code == 302


def test_wfs_adds_what_lies_outside_the_regions_of_its_side(editor_wfs):
    client = at_work(editor_wfs)
    assert set(errors_of(add(client, Company, **NEW, **seat("zwickau")))) == {"place"}
    assert add(client, Company, **NEW, **seat("leipzig")).status_code == 302


def test_company_moves_away_and_its_new_institution_is_told(moderator_chemnitz, moderator_karlovy_vary):
    company = company_in("zwickau")
    client = at_work(moderator_chemnitz)
    form = {**form_of(client, company), "country": "CZ", "locations-0-place": Place.objects.get(slug="cheb").pk}
    response = client.post(url(company, "edit"), form, follow=True)
    assert response.redirect_chain == [(url(Company, "list"), 302)]
    assert "KHK KK" in messages_of(response)
    soup = BeautifulSoup(response.content, "html.parser")
    assert not soup.select(f'a[href="{url(company, "edit")}"]')
    assert client.get(url(company, "edit")).status_code == 404
    assert save(at_work(moderator_karlovy_vary), company, website="https://neu.example").status_code == 302


def test_offers_are_written_for_companies_of_the_own_area(moderator_chemnitz):
    mine, theirs = company_in("zwickau"), company_in("cheb")
    client = at_work(moderator_chemnitz)
    fields = {"title_de": "Drehteile", "type": "product", "direction": "offer"}
    assert set(errors_of(add(client, Offer, **fields, company=theirs.pk))) == {"company"}
    assert add(client, Offer, **fields, company=mine.pk).status_code == 302


def test_problems_are_decided_by_the_moderators_of_the_entry(moderator_chemnitz, moderator_karlovy_vary, editor):
    facts = {"kind": "removal", "message": "Bitte.", "language": "de", "key": "1"}
    institution = Institution.objects.get(key="ihk-chemnitz")
    company = company_in("zwickau")
    report = ProblemReport.objects.create(company=company, institution=institution, **facts)
    address = reverse("directory_problemreport_modeladmin_edit", args=[report.pk])
    decision = {"state": "accepted", "decision": "Gesperrt."}
    for user in (moderator_karlovy_vary, editor):
        assert at_work(user).post(address, decision, headers=XHR).status_code == 404
    assert at_work(moderator_chemnitz).post(address, decision).status_code == 302
    company.refresh_from_db()
    assert company.state == "suspended"


@pytest.mark.parametrize(("who", "may"), [("operator", True), ("editor_wfs", False)])
def test_who_manages_groups_alone_decides_who_moderates_what(request, who, may):
    institution = Institution.objects.get(key="ihk-chemnitz")
    address = reverse("core_institution_modeladmin_edit", args=[institution.pk])
    client = at_work(request.getfixturevalue(who))
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    assert [bool(soup.find(attrs={"name": name})) for name in ("key", "moderators")] == [may, may]
    names = ("name_de", "name_cs", "short_name", "website", "side", "role", "sort_order")
    others = Group.objects.get(name__startswith="WFS: Moderation")
    fields = {name: getattr(institution, name) for name in names} | {"key": "anders", "moderators": others.pk}
    assert client.post(address, fields).status_code == 302
    institution.refresh_from_db()
    assert (institution.key == "anders", institution.moderators == others) == (may, may)
