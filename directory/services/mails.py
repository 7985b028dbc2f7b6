"""Mails to the people of a company about its entry, and to the offices of institutions."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.translation import override
from wagtail.models import Site

from accounts.models import User
from core.mail import send_template
from core.models import Institution, PortalSettings
from directory.models import Company, Entry, Membership
from directory.responsibility import responsible_institution


def office_of(institution: Institution) -> str:
    """Return where an institution reads its mail: its own address, else the portal's."""
    return institution.email or PortalSettings.for_site(Site.objects.get(is_default_site=True)).contact_email


def people_of(company: Company, *, otherwise: User | None = None) -> list[User]:
    """Return the owners of a company's entry; where there are none, whoever is named instead and may sign in."""
    owners = [each.user for each in Membership.objects.filter(company=company).owners().select_related("user")]
    return owners or [otherwise] if owners or (otherwise and otherwise.is_active) else []


def tell_people(
    entry: Entry,
    template: str,
    *,
    key: str,
    otherwise: User | None = None,
    context: Callable[[], dict[str, Any]] = dict,
) -> None:
    """Send a mail about an entry to its owners, to each in their language; an answer reaches the institution.

    ``context`` is asked once per person, in that person's language.
    """
    company: Any = entry if isinstance(entry, Company) else entry.company
    institution = responsible_institution(company)
    for person in people_of(company, otherwise=otherwise):
        with override(person.language):
            facts = {"entry": entry, "person": person, "institution": institution, "site_url": settings.SITE_URL}
            send_template(
                template,
                to=person.email,
                language=person.language,
                context=facts | context(),
                reply_to=office_of(institution),
                key=f"{key}:{person.pk}",
            )
