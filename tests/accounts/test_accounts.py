"""Accounts: signing in by e-mail, one language per person, and their management by operators."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from wagtail.test.utils.form_data import querydict_from_html
from wagtail.users.models import UserProfile

from accounts.models import User
from tests.editing import XHR, at_work

TAKEN = "There is an account with this e-mail address already."
PASSWORD = "grenzenlos-bez-hranic"


@pytest.fixture
def user(db) -> User:
    return User.objects.create_user("Jana.Nova@Firma.example", PASSWORD, first_name="Jana", language="cs")


@pytest.mark.parametrize("email", ["jana.nova@firma.example", "JANA.NOVA@FIRMA.EXAMPLE", "Jana.Nova@firma.example"])
def test_sign_in_takes_the_address_in_any_case(client, user, email):
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    response = client.post(reverse("wagtailadmin_login"), {"username": email, "password": PASSWORD})
    assert response["Location"] == reverse("wagtailadmin_home")
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize(
    ("email", "password"), [("jana.nova@firma.example", "falsch"), ("niemand@firma.example", PASSWORD)]
)
def test_sign_in_with_something_wrong_is_refused(user, email, password):
    assert authenticate(username=email, password=password) is None


def test_inactive_account_cannot_sign_in(user):
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert authenticate(username=user.email, password=PASSWORD) is None


def test_address_in_other_case_is_taken(user):
    with pytest.raises(ValidationError, match=translation.gettext(TAKEN)):
        User(email="JANA.nova@firma.example", password="x").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("JANA.nova@firma.example", PASSWORD)


def test_account_is_called_by_its_name_or_its_address(user):
    assert (str(user), user.get_short_name()) == ("Jana", "Jana")
    nameless = User(email="info@firma.example")
    assert (str(nameless), nameless.get_short_name()) == ("info@firma.example", "info@firma.example")


def test_new_account_gets_a_profile_in_its_language(user):
    assert UserProfile.objects.get(user=user).preferred_language == "cs"


def test_language_of_the_account_reaches_the_admin(user):
    user.language = "de"
    user.save()
    assert UserProfile.objects.get(user=user).preferred_language == "de"


def test_language_chosen_in_the_admin_reaches_the_account(editor_ahk):
    client = at_work(editor_ahk)
    address = reverse("wagtailadmin_account")
    data = account_form(client, address)
    field = next(name for name in data if name.endswith("preferred_language"))
    assert data[field] == ["cs"]
    assert client.post(address, data | {field: "de"}).status_code == 302
    assert User.objects.get(pk=editor_ahk.pk).language == "de"
    assert UserProfile.objects.get(user=editor_ahk).preferred_language == "de"


def account_form(client, address: str) -> dict:
    html = client.get(address).content.decode()
    forms = BeautifulSoup(html, "html.parser").find_all("form")
    number = next(number for number, form in enumerate(forms) if "preferred_language" in str(form))
    data = querydict_from_html(html, form_index=number)
    return {name: data.getlist(name) for name in data}


def account_data(**fields) -> dict:
    return {
        "email": "novy@firma.example",
        "first_name": "Petr",
        "last_name": "Nový",
        "language": "cs",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "is_active": "on",
    } | fields


def test_operator_adds_an_account_with_language_and_role(operator):
    group = operator.groups.get()
    response = at_work(operator).post(reverse("wagtailusers_users:add"), account_data(groups=[group.pk]))
    assert response.status_code == 302
    added = User.objects.get(email="novy@firma.example")
    assert (added.language, added.first_name, list(added.groups.all())) == ("cs", "Petr", [group])
    assert authenticate(username="NOVY@firma.example", password=PASSWORD) == added
    assert UserProfile.objects.get(user=added).preferred_language == "cs"


def test_operator_is_told_of_an_address_that_is_taken_in_other_case(operator, user):
    data = account_data(email="JANA.NOVA@firma.example")
    response = at_work(operator).post(reverse("wagtailusers_users:add"), data)
    assert response.status_code == 200
    with translation.override("de"):
        message = translation.gettext(TAKEN)
    assert message in str(response.context["form"].errors)
    assert User.objects.filter(email__iexact="jana.nova@firma.example").count() == 1


def test_operator_changes_language_and_takes_an_account_out(operator, user):
    client = at_work(operator)
    address = reverse("wagtailusers_users:edit", args=[user.pk])
    data = {"email": user.email, "first_name": "Jana", "last_name": "Nová", "language": "de", "password1": ""}
    assert client.post(address, data | {"password2": ""}).status_code == 302
    user.refresh_from_db()
    assert (user.language, user.is_active) == ("de", False)


@pytest.mark.parametrize("role", ["editor_wfs", "author"])
def test_others_cannot_manage_accounts(request, role, user):
    client = at_work(request.getfixturevalue(role))
    for address in (reverse("wagtailusers_users:add"), reverse("wagtailusers_users:edit", args=[user.pk])):
        assert client.post(address, account_data(), headers=XHR).status_code == 403
    assert not User.objects.filter(email="novy@firma.example").exists()


def test_operator_cannot_make_superusers(operator, user):
    client = at_work(operator)
    data = account_data(is_superuser="on")
    address = reverse("wagtailusers_users:edit", args=[user.pk])
    own = reverse("wagtailusers_users:edit", args=[operator.pk])
    for form in (reverse("wagtailusers_users:add"), address, own):
        assert 'name="language"' in client.get(form).content.decode()
        assert 'name="is_superuser"' not in client.get(form).content.decode()
    assert client.post(reverse("wagtailusers_users:add"), data).status_code == 302
    assert client.post(address, data | {"email": user.email}).status_code == 302
    assert not User.objects.filter(is_superuser=True).exists()
