"""Two institutions with an entry of each kind, and every address of the admin that could show one of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from wagtail.models import Revision

from accounts.models import User
from core.models import Institution
from directory.models import (
    Certificate,
    CompanyMerge,
    Concept,
    DifferentCompanies,
    EntryChange,
    ImportRun,
    Language,
    Location,
    Membership,
    Objection,
    ProblemReport,
    RegisterCheck,
    Sector,
    SuspectedPair,
)
from directory.responsibility import responsible_institution
from tests.editing import XHR

from .factories import CompanyFactory, OfferFactory

#: Stands in every text of the other institution's entries.
CANARY = "Kanárek"
NAMESPACES = {
    "wagtailsnippets_directory_company",
    "wagtailsnippets_directory_offer",
    "wagtailsnippetchoosers_directory_company",
    "wagtailsnippetchoosers_directory_offer",
    "company_of_offer_chooser",
    "directory_changes",
    "exchange",
}
#: Addresses without a group, by name.
PAIRS = {"check_typed_company", "compare_companies", "merge_companies", "undo_merge"}
#: Records that tell of no entry, so that everybody with the right sees all of them.
NEUTRAL = {"sector": Sector, "concept": Concept, "certificate": Certificate, "language": Language}


@dataclass
class Side:
    """What one institution answers for: drafts, each with a version, a report and an address to look at."""

    name: str
    town: str

    def __post_init__(self) -> None:
        texts = {"summary_de": f"{self.name} dreht.", "state": "draft"}
        self.company = CompanyFactory(legal_name=f"{self.name} GmbH", town=self.town, **texts)
        self.offer = OfferFactory(title_de=f"{self.name} Teile", company=self.company, state="draft")
        for entry in (self.company, self.offer):
            entry.save_revision(log_action=True)
        region = self.company.seat.region
        self.location = Location.objects.create(company=self.company, other_town=f"{self.name} Dorf", region=region)
        self.report = self._report()
        self.twin = CompanyFactory(legal_name=f"{self.name} & Co. KG", town=self.town, **texts)
        self.records = {
            "problemreport": self.report,
            "outside-towns": self.location,
            "objection": Objection.objects.create(legal_name=f"{self.name} Einspruch", country="DE"),
            "membership": self._membership(),
            "register-checks": RegisterCheck.objects.create(company=self.company, register="vies", number=self.name),
            "companymerge": CompanyMerge.objects.create(kept=self.company, merged=self.twin),
            "differentcompanies": DifferentCompanies.objects.create(first=self.company, second=self.twin),
            "suspectedpair": SuspectedPair.objects.create(first=self.company, second=self.twin, score=90),
            "change": self._change(),
            "run": ImportRun.objects.create(
                kind="companies", file_name=f"{self.name}.csv", institution=self.institution, state="checked"
            ),
        }

    @property
    def institution(self) -> Institution:
        return responsible_institution(self.company)

    def _membership(self) -> Membership:
        person = User.objects.create_user(f"{self.name.lower()}@firma.example", first_name=self.name)
        return Membership.objects.create(company=self.company, user=person, role="owner")

    def _change(self) -> EntryChange:
        facts = {"institution": self.institution, "submitted_at": timezone.now(), "language": "de", "key": self.name}
        texts = {"summary_de": {"old": f"{self.name} dreht.", "new": f"{self.name} fräst."}}
        return EntryChange.objects.create(company=self.company, fields=texts, **facts)

    def _report(self) -> ProblemReport:
        facts = {"kind": "correction", "message": f"{self.name} meldet.", "language": "de", "key": self.name}
        return ProblemReport.objects.create(offer=self.offer, institution=Institution.objects.get(key="wfs"), **facts)

    def arguments(self, name: str) -> dict[str, Any]:
        """Return what stands in an address: the numbers of this side's records."""
        entry = self.offer if "_offer:" in name else self.company
        group = name.split(":")[0]
        if "modeladmin" in name:
            return {"instance_pk": self._record(name.split("_")[1]).pk}
        if group in ("directory_changes", "exchange"):
            record = self.records["change" if group == "directory_changes" else "run"]
            return {"pk": record.pk, "kind": "companies", "language": "de", "file_format": "csv"}
        if name in PAIRS:
            return {"first": self.company.pk, "second": self.twin.pk, "pk": self.records["companymerge"].pk}
        revision = Revision.objects.for_instance(entry).get()
        revisions = {"revision_id": revision.pk, "revision_id_a": revision.pk, "revision_id_b": "live"}
        return {"pk": entry.pk, **revisions}

    def _record(self, kind: str) -> Any:
        return self.records[kind] if kind in self.records else NEUTRAL[kind].objects.first()


def addresses() -> dict[str, set[str]]:
    """Return the names of all addresses of the directory in the admin, with the arguments that each takes."""
    return {
        name: set(pattern.pattern.regex.groupindex) | set(pattern.pattern.converters)
        for name, pattern in _named(get_resolver())
        if name.split(":")[0] in NAMESPACES or name.startswith("directory_") or name in PAIRS
    }


def _named(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _named(pattern, f"{pattern.namespace}:" if pattern.namespace else namespace)
        elif pattern.name:
            yield f"{namespace}{pattern.name}", pattern


def ask(client: Client, method: str, name: str, side: Side, **data: Any) -> HttpResponse:
    needed = addresses()[name]
    arguments = {key: value for key, value in side.arguments(name).items() if key in needed} if needed else {}
    return getattr(client, method.lower())(reverse(name, kwargs=arguments), data, headers=XHR)


def text_of(response: HttpResponse) -> str:
    return response.getvalue().decode("utf-8", "replace")
