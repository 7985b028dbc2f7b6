"""Telling those who look after companies that two entries became one, or two again."""

from django.conf import settings

from accounts.models import User
from core.mail import send_template
from directory.models import Company, CompanyMerge, Membership
from directory.responsibility import responsible_institution


def owners_of(*companies: Company) -> list[User]:
    """Return the owners of some companies, each once."""
    owners = Membership.objects.filter(company__in=companies).owners().select_related("user")
    return list({membership.user_id: membership.user for membership in owners}.values())


def tell_owners(merge: CompanyMerge, owners: list[User], template: str) -> None:
    """Write to owners in their language; each mail goes out once."""
    institution = responsible_institution(merge.kept)
    for owner in owners:
        send_template(
            template,
            to=owner.email,
            language=owner.language,
            context={"merge": merge, "institution": institution, "site_url": settings.SITE_URL},
            reply_to=institution.email,
            key=f"{template}:{merge.pk}:{owner.pk}",
        )
