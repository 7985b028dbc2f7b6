"""Two entries of one company with everything that can belong to them, and all their rows as they are stored."""

import datetime as dt
from typing import Any

from django.utils import timezone

from accounts.models import User
from core.models import Institution, PortalImage
from directory.models import (
    Capability,
    Certificate,
    Company,
    CompanyCertificate,
    CompanyPicture,
    Contact,
    DifferentCompanies,
    EntryChange,
    EntryReference,
    Language,
    Membership,
    ProblemReport,
    RegisterCheck,
    Sector,
    Verification,
)
from directory.responsibility import responsible_institution
from tests.directory.factories import CompanyFactory, ConceptFactory, OfferFactory

TODAY = dt.date(2026, 5, 4)
#: What a merge and its undoing leave behind in the history, and what is computed.
HISTORY = {"Revision", "ModelLogEntry", "CompanyMerge", "SuspectedPair", "OutboxMessage"}


def full_entry(name: str, **facts: Any) -> Company:
    """Return a company with rows in every relation."""
    company = CompanyFactory(legal_name=name, **facts)
    wfs = Institution.objects.get(key="wfs")
    Contact.objects.create(company=company, name="Jana Veselá", email=f"info{company.pk}@firma.example")
    Capability.objects.create(company=company, concept=ConceptFactory(), free_hours_per_week=None)
    CompanyCertificate.objects.create(company=company, certificate=Certificate.objects.last(), number=f"{company.pk}")
    Verification.objects.create(company=company, kind="institution", verified_on=TODAY, institution=wfs)
    CompanyPicture.objects.create(company=company, image=PortalImage.objects.first(), alt_de=name)
    EntryReference.objects.create(institution=wfs, reference=f"M-{company.pk}", company=company)
    Membership.objects.create(company=company, user=account(f"{company.pk}@firma.example"), role="owner")
    report(company)
    change(company, state="approved", decided_at=timezone.now())
    RegisterCheck.objects.update_or_create(company=company, register="vies", defaults={"number": "DE136695976"})
    OfferFactory(company=company)
    company.sectors.set(Sector.objects.filter(code__in=["25", "28"]))
    company.languages.set(Language.objects.all()[:1])
    company.save()
    return Company.objects.get(pk=company.pk)


def account(email: str, language: str = "de") -> User:
    return User.objects.create_user(email, "x", language=language)


def report(company: Company) -> ProblemReport:
    institution = responsible_institution(company)
    return ProblemReport.objects.create(
        company=company, kind="correction", message="…", institution=institution, key=f"p-{company.pk}"
    )


def change(company: Company, **facts: Any) -> EntryChange:
    number = EntryChange.objects.count()
    given = {"submitted_at": timezone.now(), "fields": {}, "language": "de", "key": f"c-{number}", **facts}
    return EntryChange.objects.create(company=company, institution=responsible_institution(company), **given)


def different(company: Company, other: Company) -> DifferentCompanies:
    first, second = sorted((company, other), key=lambda each: each.pk)
    return DifferentCompanies.objects.create(first=first, second=second)


def all_rows() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of the directory and of Wagtail's index of references, by model."""
    from django.apps import apps

    models = [*apps.get_app_config("directory").get_models(include_auto_created=True)]
    return {
        model.__name__: list(model._base_manager.order_by("pk").values_list())
        for model in models
        if model.__name__ not in HISTORY
    }
