"""Companies with people, institutions with moderators."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType

from accounts.models import User
from core.models import Institution
from directory.models import Company, EntryChange, Membership
from tests.directory.factories import CompanyFactory

from .work import add


@pytest.fixture(autouse=True)
def _without_demo(db, settings) -> None:
    settings.EMAIL_BACKEND = "core.mail.OutboxEmailBackend"
    EntryChange.objects.all().delete()


@pytest.fixture
def owner(db) -> User:
    return User.objects.create_user("chef@firma.example", "x", language="de", first_name="Jana", last_name="Lang")


@pytest.fixture
def company(owner) -> Company:
    """A published company in Zwickau, for which IHK Chemnitz answers, with a contact and an owner."""
    company = CompanyFactory(legal_name="Drehteile Muster GmbH", summary_de="Wir drehen.", website="https://a.example")
    add(company, "contacts", name="Jana Lang", phone="+49 375 1", email="lang@firma.example", is_phone_public=True)
    Membership.objects.create(company=company, user=owner, role="owner")
    return company


@pytest.fixture
def moderator_of() -> Callable[[str], User]:
    def make(key: str) -> User:
        institution = Institution.objects.get(key=key)
        if institution.moderators is None:
            institution.moderators = Group.objects.create(name=f"{key}: Freigabe")
            institution.save()
        institution.moderators.permissions.add(Permission.objects.get(codename="access_admin"))
        user = User.objects.create_user(
            f"freigabe@{key}.example", "x", language="cs" if institution.side == "CZ" else "de"
        )
        user.groups.add(institution.moderators)
        return user

    return make


@pytest.fixture
def reviewer(moderator_of) -> User:
    """A moderator of the institution that answers for ``company``."""
    return moderator_of("ihk-chemnitz")


@pytest.fixture
def operator(operator) -> User:
    of_company: dict[str, Any] = {"content_type": ContentType.objects.get_for_model(Company)}
    right, _created = Permission.objects.get_or_create(
        codename="moderate_everywhere", defaults={**of_company, "name": "Moderate everywhere"}
    )
    operator.user_permissions.add(right)
    return User.objects.get(pk=operator.pk)
