"""A change with everything that its reviewer looks at."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse

from core.i18n import LANGUAGE_CODES
from directory.details import addresses_of
from directory.duplicates import likely_duplicates
from directory.duplicates.comparing import Suspicion
from directory.models import Company, Entry, EntryChange, RegisterCheck, Verification
from directory.responsibility import responsible_institution

from .conflicts import Place, conflicts
from .diff import Section, sections
from .patch import patch
from .queue import age_of
from .snapshot import values_of


@dataclass
class Review:
    """What is asked for, what stands there now, and what is known of the company."""

    change: EntryChange

    @cached_property
    def entry(self) -> Any:
        return self.change.entry

    @cached_property
    def moved_on(self) -> dict[Place, Any]:
        """Conflicts; a change that was decided has none any more."""
        if not self.change.is_waiting:
            return {}
        live = values_of(self.entry, [name for name in self.change.fields if name != "state"])
        return conflicts({**live, "state": str(self.entry.state)}, self.change.fields)

    @cached_property
    def sections(self) -> list[Section]:
        return sections(self.entry, self.change.fields, self.moved_on)

    @property
    def age(self) -> int:
        return age_of(self.change)

    @cached_property
    def institution(self) -> Any:
        return self.change.institution if not self.change.is_waiting else responsible_institution(self.entry)

    @cached_property
    def verifications(self) -> Iterable[Verification]:
        return list(self.change.company.verifications.select_related("institution"))

    @cached_property
    def register_checks(self) -> Iterable[RegisterCheck]:
        return list(self.change.company.register_checks.all())

    @cached_property
    def suspicions(self) -> list[Suspicion]:
        """Companies that may be the same as this one would be after the change."""
        if not isinstance(self.entry, Company) or not self.change.is_waiting:
            return []
        return likely_duplicates(self.proposed())

    def proposed(self) -> Entry:
        """Return the entry as it would be, unsaved."""
        entry = type(self.entry)._default_manager.get(pk=self.entry.pk)
        patch(entry, self.change.fields)
        return entry

    def addresses(self) -> list[dict[str, str]]:
        """Return per language the public page, where there is one, and the page as it would be."""
        public = addresses_of(self.entry) if self.entry.is_public else {}
        return [
            {
                "language": code,
                "public": public.get(code, ""),
                "preview": reverse("directory_changes:preview", args=[self.change.pk, code]),
            }
            for code in LANGUAGE_CODES
        ]
