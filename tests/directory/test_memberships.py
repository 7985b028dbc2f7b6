"""Who belongs to which company, in the admin."""

import pytest
from django.urls import reverse

from accounts.models import User
from core.models import Institution
from directory.models import Membership
from tests.editing import at_work

from .editing import errors_of
from .factories import CompanyFactory

pytestmark = pytest.mark.django_db


def url(view: str, *numbers: int) -> str:
    return reverse(f"directory_membership_modeladmin_{view}", args=numbers)


@pytest.fixture
def moderator():
    return User.objects.filter(groups=Institution.objects.get(key="ihk-chemnitz").moderators).first()


@pytest.fixture
def person():
    return User.objects.create_user("Chefin@firma.example", "x")


def add(client, company, email: str):
    return client.post(url("create"), {"company": company.pk, "email": email, "role": "owner"})


def test_moderator_names_the_owner_by_address(moderator, person):
    company = CompanyFactory()
    client = at_work(moderator)
    assert add(client, company, "chefin@FIRMA.example").status_code == 302
    membership = Membership.objects.get(company=company)
    assert (membership.user, membership.role) == (person, "owner")
    assert "firma.example" in client.get(url("index")).content.decode()
    assert client.post(url("delete", membership.pk)).status_code == 302
    assert not Membership.objects.filter(company=company).exists()


def test_unknown_address_second_time_and_foreign_company_are_refused(moderator, person):
    company, foreign = CompanyFactory(), CompanyFactory(country="CZ")
    client = at_work(moderator)
    assert errors_of(add(client, company, "niemand@firma.example"))
    assert errors_of(add(client, foreign, person.email))
    add(client, company, person.email)
    assert errors_of(add(client, company, person.email))
    assert Membership.objects.filter(user=person).count() == 1


def test_memberships_of_another_area_are_not_there(moderator, person):
    membership = Membership.objects.create(company=CompanyFactory(country="CZ"), user=person)
    client = at_work(moderator)
    assert "firma.example" not in client.get(url("index")).content.decode()
    for view in ("edit", "delete"):
        assert client.get(url(view, membership.pk)).status_code == 404
    assert "Chefin" not in b"".join(client.get(url("index") + "?export=csv").streaming_content).decode()
