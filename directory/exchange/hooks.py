"""Imports and exports in the admin's addresses and menu."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import urls


@hooks.register("register_admin_urls")
def exchange_addresses() -> list[URLResolver]:
    return [path("exchange/", include(urls))]


class ForModerators(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("directory.add_company")


def menu_items() -> list[MenuItem]:
    """Return the entries in the menu of the directory."""
    return [
        ForModerators(_("Import"), reverse("exchange:runs"), name="import", icon_name="upload", order=900),
        ForModerators(
            _("Export"), reverse("exchange:export_companies"), name="export", icon_name="download", order=910
        ),
    ]
