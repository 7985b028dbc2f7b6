"""Every address of the portal says who may use it; one that is not declared here fails the run."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

# Anonymous visitors, GET, by the name of the address. 200: anybody; 302: a redirect that is part of its job.
PUBLIC = {
    "choose_language": ("/", 302),
    "robots": ("/robots.txt", 200),
    "security_txt": ("/.well-known/security.txt", 200),
    "sitemap_index": ("/sitemap.xml", 200),
    "sitemap": ("/sitemap-pages.xml", 200),
    "live": ("/healthz/live", 200),
    "ready": ("/healthz/ready", 200),
    "deps": ("/healthz/deps", 200),
    "style_guide": ("/de/style-guide/", 200),
    "find_pages": ("/de/suche/", 200),
    "companies": ("/de/unternehmen/", 200),
    "company": ("/de/unternehmen/gibt-es-nicht-999999/", 404),
    "report_company": ("/de/unternehmen/gibt-es-nicht-999999/melden/", 404),
    "offers": ("/de/angebote/", 200),
    "offer": ("/de/angebote/gibt-es-nicht-999999/", 404),
    "report_offer": ("/de/angebote/gibt-es-nicht-999999/melden/", 404),
    "media": ("/media/gibt-es-nicht.png", 404),
    "wagtaildocs_serve": ("/documents/999999/gibt-es-nicht.pdf", 404),
    "wagtaildocs_authenticate_with_password": ("/documents/authenticate_with_password/999999/", 404),
    "wagtailcore_login": ("/de/_util/login/", 302),
    "wagtailcore_authenticate_with_password": ("/de/_util/authenticate_with_password/999999/999999/", 404),
    "page_file": ("/de/aktuelles/rss.xml", 200),
    "wagtail_serve": ("/de/", 200),
}
# What the admin shows without a session.
ADMIN_OPEN = {
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_confirm_params",
    "wagtailadmin_password_reset_complete",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
    "jsi18n",
}


def patterns(resolver: URLResolver, prefix: str = "") -> list[tuple[str, URLPattern]]:
    found = []
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        found += patterns(entry, route) if isinstance(entry, URLResolver) else [(route, entry)]
    return found


def test_every_public_address_is_declared():
    names = {entry.name for route, entry in patterns(get_resolver()) if not route.startswith("admin/")}
    assert names == set(PUBLIC)


@pytest.mark.parametrize("name", PUBLIC)
def test_public_address_answers_as_declared(db, client: Client, name):
    address, status = PUBLIC[name]
    assert client.get(address).status_code == status


def admin_addresses() -> list[tuple[str, str]]:
    addresses = []
    for route, entry in patterns(get_resolver()):
        if route.startswith("admin/") and entry.name not in ADMIN_OPEN:
            addresses.append((entry.name or route, example_of(route)))
    return addresses


def example_of(route: str) -> str:
    examples = {"uuid": "5b0d7c2e-33a5-4f0c-9a57-6a1f6e0b8d11", "path": "x", "str": "1", "slug": "x", "int": "1"}
    route = re.sub(r"\(\?P<\w+>[^)]*\)", "1", route)
    route = re.sub(r"<(?:(\w+):)?\w+>", lambda match: examples[match[1] or "str"], route)
    return "/" + re.sub(r"\\Z|[\^$]", "", route)


@pytest.mark.parametrize("role", ["nobody", "company"])
def test_no_admin_address_opens_without_the_right_to_the_admin(db, client: Client, role):
    """S3: an account without the right to the admin gets as far as a stranger, on every address there is."""
    from accounts.models import User

    if role == "company":
        client.force_login(User.objects.create_user("firma@example.org", "x", language="cs"))
    opened = []
    addresses = admin_addresses()
    assert len(addresses) > 200
    for name, address in addresses:
        response = client.get(address)
        if response.status_code not in (302, 403, 404, 405) or (
            response.status_code == 302 and "/admin/login/" not in response["Location"]
        ):
            opened.append((name, address, response.status_code))
    assert opened == []
