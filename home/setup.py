"""Set-up steps of this app: the site with its ready pages, settings, groups and workflows."""

from collections.abc import Callable
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from wagtail.models import Page, Site

from core.models import FooterLink, FunderSettings, PortalDocument, PortalSettings, SharedText
from core.setup import setup_steps

from . import roles
from .content import ready
from .content.pages import find

FOOTER = ("contact", "help", "accessibility", "privacy", "imprint")

FUNDER = {
    "statement_de": "Kofinanziert von der Europäischen Union",
    "statement_cs": "Spolufinancováno Evropskou unií",
    "programme_de": "Interreg Sachsen–Tschechien 2021–2027",
    "programme_cs": "Interreg Sasko–Česko 2021–2027",
    "note_de": "Projekt „Glokalisierung – Global denken, lokal handeln“, Nr.\u00a0100690924",
    "note_cs": "Projekt „Glokalizace – globálně myslet, lokálně jednat“, č.\u00a0100690924",
    "link_de": "https://www.sn-cz2027.eu/de/",
    "link_cs": "https://www.sn-cz2027.eu/cz/",
}
ABOUT = {
    "about_de": "Glokal ist das Lieferantenportal der sächsisch-tschechischen Grenzregion. Es wird von der "
    "Wirtschaftsförderung Sachsen und AHK Services betrieben und ist kostenlos.",
    "about_cs": "Glokal je dodavatelský portál sasko-českého pohraničí. Provozují ho Wirtschaftsförderung Sachsen "
    "a AHK Services a je zdarma.",
}


@setup_steps.register("site and ready pages", order=40)
def write_ready_pages(progress: Callable[[str], None]) -> None:
    """Write the ready pages once; afterwards they are the editors', and what these delete stays deleted.

    The site that leads to them is written by the next step: without it, what is there was left by a set-up that was cut
    short, and is written anew. (No transaction around it all: wagtail-localize publishes on commit, and would put back
    the page tree as it was before the commit.)
    """
    home = find("ready", "home")
    if home and Site.objects.filter(root_page=home).exists():
        progress("there already")
        return
    _forget_unfinished()
    content = ready.Library(documents=ready.write_documents())
    ready.write_pages(Page.get_first_root_node(), content)
    progress(f"{len(content.pages)} pages in {len(settings.LANGUAGES)} languages")


def _forget_unfinished() -> None:
    """Delete Wagtail's “Welcome” page with its site, or what an interrupted set-up left."""
    Page.objects.filter(depth=2).delete()
    SharedText.objects.all().delete()
    PortalDocument.objects.all().delete()


@setup_steps.register("site address and settings", order=50)
def write_site(progress: Callable[[str], None]) -> None:
    address = urlsplit(settings.SITE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site, _created = Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname,
            "port": port,
            "site_name": settings.WAGTAIL_SITE_NAME,
            "root_page": find("ready", "home"),
        },
    )
    FunderSettings.objects.get_or_create(site=site, defaults=FUNDER)
    contact = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    portal, created = PortalSettings.objects.get_or_create(site=site, defaults={"contact_email": contact, **ABOUT})
    if created:
        pages = [page for key in FOOTER if (page := find("ready", key))]
        FooterLink.objects.bulk_create(
            FooterLink(settings=portal, page=page, sort_order=order) for order, page in enumerate(pages)
        )
    progress(settings.SITE_URL)


@setup_steps.register("groups, rights and workflow", order=60)
def write_roles(progress: Callable[[str], None]) -> None:
    progress(", ".join(roles.write()))


@setup_steps.register("search index", order=90)
def index_pages(progress: Callable[[str], None]) -> None:
    call_command("update_index", verbosity=0)
    progress("built")
