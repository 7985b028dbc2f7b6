"""What the directory adds to the main menu."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.frame import Link, menu_entries


@menu_entries.register("companies", order=10)
def companies() -> Link:
    return Link(_("Companies"), reverse("companies"))


@menu_entries.register("offers", order=20)
def offers() -> Link:
    return Link(_("Offers & requests"), reverse("offers"))
