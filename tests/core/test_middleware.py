"""Language and content policy of every answer."""

import pytest
from wagtail.models import Page

pytestmark = pytest.mark.django_db


def policy(response) -> dict[str, list[str]]:
    directives = (directive.split() for directive in response["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in directives}


@pytest.mark.parametrize(
    "address",
    ["/", "/de/", "/cs/kontakt/", "/de/nichts/?q=a", "/fr/nic/", "/robots.txt", "/healthz/live", "/administration/"],
)
def test_public_answers_carry_the_strict_policy(client, address):
    directives = policy(client.get(address))
    assert directives["default-src"] == ["'none'"]
    assert directives["script-src"] == directives["style-src"] == ["'self'"]
    assert directives["base-uri"] == ["'none'"]
    assert directives["form-action"] == ["'self'"]
    assert directives["frame-ancestors"] == ["'none'"]
    assert "unsafe" not in str(directives)
    assert "http:" not in str(directives)
    assert "https:" not in str(directives)


def test_looser_policy_is_the_admins_alone(client, editor_wfs, sign_in):
    for response in (client.get("/admin/login/"), sign_in(editor_wfs).get("/admin/")):
        assert response.status_code == 200
        directives = policy(response)
        assert "'unsafe-inline'" in directives["script-src"]
        assert directives["default-src"] == ["'none'"]
        assert directives["frame-ancestors"] == ["'self'"]
        assert "http:" not in str(directives)
        assert "https:" not in str(directives)
    public = policy(sign_in(editor_wfs).get("/de/"))
    assert "unsafe" not in str(public)  # for who is signed in, too


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("de", "de"),
        ("cs", "cs"),
        ("cs-CZ,cs;q=0.9,de;q=0.8", "cs"),
        ("de-AT", "de"),
        ("en-GB,en;q=0.9", "de"),
        ("fr,cs;q=0.3", "cs"),
        ("", "de"),
        ("*", "de"),
        ("x" * 5000, "de"),
    ],
)
def test_root_leads_to_the_language_that_the_browser_asks_for(client, accepted, language):
    response = client.get("/", headers={"accept-language": accepted})
    assert response.status_code == 302
    assert response["Location"] == f"/{language}/"
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize("address", ["/fr/", "/fr/unternehmen/", "/en/news/", "/nic"])
@pytest.mark.parametrize("language", ["de", "cs"])
def test_unknown_prefix_is_a_404_in_the_browsers_language(client, address, language):
    response = client.get(address, headers={"accept-language": language})
    assert response.status_code == 404
    assert response["Content-Language"] == language
    assert f'<html lang="{language}"' in response.text
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize(("address", "language"), [("/de/nichts/", "de"), ("/cs/nic/", "cs")])
def test_unknown_address_below_a_language_is_a_404_in_that_language(client, address, language):
    other = "cs" if language == "de" else "de"
    response = client.get(address, headers={"accept-language": other})
    assert response.status_code == 404
    assert response["Content-Language"] == language
    assert f'<html lang="{language}"' in response.text


@pytest.mark.parametrize("language", ["de", "cs"])
def test_address_decides_the_language_and_nothing_else(client, language):
    other = "cs" if language == "de" else "de"
    client.cookies["django_language"] = other
    response = client.get(f"/{language}/", headers={"accept-language": other})
    assert response.status_code == 200
    assert response["Content-Language"] == language
    assert f'<html lang="{language}"' in response.text
    assert "Accept-Language" not in response.get("Vary", "")  # one copy serves everybody


def test_language_cookie_is_not_looked_at(client):
    client.cookies["django_language"] = "cs"
    assert client.get("/", headers={"accept-language": "de"})["Location"] == "/de/"
    assert client.get("/fr/", headers={"accept-language": "de"})["Content-Language"] == "de"


@pytest.mark.parametrize("address", ["/de", "/cs", "/de/kontakt"])
def test_missing_slash_is_put_right(client, address):
    response = client.get(address)
    assert response.status_code in (301, 302)
    assert response["Location"] == f"{address}/"


def test_editors_preview_is_shown_in_a_frame_of_the_admin(editor_wfs, sign_in):
    page = Page.objects.get(locale__language_code="de", contactpage__isnull=False)
    client = sign_in(editor_wfs)
    preview = client.get(f"/admin/pages/{page.pk}/edit/preview/?mode=")
    assert preview.status_code == 200
    assert preview["X-Frame-Options"] == "SAMEORIGIN"
    assert policy(preview)["frame-ancestors"] == ["'self'"]


def test_answers_forbid_guessing_types_and_frames_of_strangers(client):
    response = client.get("/de/")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"


@pytest.mark.parametrize(("language", "said"), [("de", "nicht gefunden"), ("cs", "nebyla nalezena")])
def test_admin_says_in_the_accounts_language_what_is_not_there(sign_in, operator, language, said):
    operator.language = language
    operator.save()
    other = {"de": "cs", "cs": "de"}[language]
    response = sign_in(operator).get("/admin/changes/999999/", headers={"accept-language": other})
    assert response.status_code == 404
    assert response["Content-Language"] == language
    assert f'<html lang="{language}"' in response.content.decode()
    assert said in response.content.decode()
