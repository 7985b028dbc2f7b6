"""What visitors narrow the lists of companies and of offers down by."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, ClassVar

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.filters import Choice, Facet, ListFilter
from core.i18n import active_language
from core.models import Place
from core.models.regions import Side

from .chosen import Chosen, find_chosen
from .facets import Choices, company_choices, offer_choices
from .models import Company, Offer
from .querysets import CompanyQuerySet, OfferQuerySet

#: The value of ``place`` for what has no town on the map.
ELSEWHERE = "elsewhere"
# More concepts than these nobody scrolls through; narrower ones then wait until a broader one is chosen.
MOST_CONCEPTS = 500
CODE = re.compile(r"[\w.-]{1,60}", re.ASCII)


class EntryFilter(ListFilter):
    """What both lists are narrowed down by: side, region, sector, capability, languages, town.

    ``REFERRING`` names the parameters whose values stand for rows of the reference data (but regions, which are few).
    """

    REFERRING: ClassVar[tuple[str, ...]]

    @property
    def view(self) -> str:
        return self.kept["view"]

    @property
    def order(self) -> str:
        return self.kept["sort"]

    @property
    def orders(self) -> list[Choice]:
        names = {
            "name": pgettext("order of a list", "A–Z"),
            "newest": pgettext("order of a list", "newest first"),
            "confirmed": pgettext("order of a list", "recently confirmed"),
            "ending": pgettext("order of a list", "ending soon"),
        }
        return [Choice(order, names[order], order == self.order) for order in self.KEPT["sort"]]

    @cached_property
    def occurring(self) -> Choices:
        raise NotImplementedError

    def clean(self, name: str, value: str) -> str:
        return value.lower() if name == "side" else value

    def companies(self) -> CompanyQuerySet:
        """The published companies that side, region and sector leave."""
        companies = Company.objects.published()
        if self.values["side"]:
            companies = companies.on_side(*(side.upper() for side in self.values["side"]))
        for code in self.values["region"]:
            companies = companies.in_region(code)
        if self.values["sector"]:
            companies = companies.in_sector(self._keys("sector"))
        return companies

    def narrow(self, entries: Any) -> Any:
        """Leave the entries that town, capability and languages leave."""
        if towns := set(self.values["place"]):
            entries = entries.in_places(self._keys("place"), or_in_none=ELSEWHERE in towns)
        if self.values["capability"]:
            entries = entries.with_capability(self._keys("capability"))
        for language in self._keys("language"):
            entries = entries.with_language(language)
        return entries

    def _where(self) -> list[Facet]:
        sides = (Choice(side.value.lower(), side.label) for side in Side)
        return [
            self._facet("side", _("Side of the border"), sides),
            self._facet("region", _("Region"), self.occurring["region"], all=_("all regions")),
        ]

    def _what(self) -> list[Facet]:
        concepts = within_reach(self._known("capability"), self.values["capability"])
        return [
            self._facet("capability", _("Capability"), map(as_option, concepts), all=_("all capabilities")),
            self._facet("sector", _("Sector"), self._known("sector")),
        ]

    def _place(self) -> Facet:
        names = {row.code: Place(name_de=row.name_de, name_cs=row.name_cs).both_names for row in self._rows("place")}
        choices = [Choice(slug, names[slug]) for slug in sorted(names)]
        choices += [Choice(ELSEWHERE, _("no place on the map"))] if ELSEWHERE in self.values["place"] else []
        return self._facet("place", _("Place"), choices, is_hidden=True)

    def _known(self, name: str) -> list[Choice]:
        """What occurs, and what is chosen although it does not occur."""
        choices = self.occurring[name]
        missing = set(self.values[name]) - {choice.value for choice in choices}
        label = f"name_{active_language()}"
        return [*choices, *(Choice(row.code, getattr(row, label)) for row in self._rows(name) if row.code in missing)]

    @cached_property
    def _chosen(self) -> list[Chosen]:
        values = {name: self.values[name] for name in self.REFERRING}
        return find_chosen({name: list(filter(CODE.fullmatch, codes)) for name, codes in values.items()})

    def _rows(self, name: str) -> list[Chosen]:
        return [row for row in self._chosen if row.parameter == name]

    def _keys(self, name: str) -> list[int]:
        return [row.pk for row in self._rows(name)]


class CompanyFilter(EntryFilter):
    """The list of companies: several sectors mean any of them; several certificates or languages, all of them."""

    PARAMETERS = ("side", "region", "capability", "sector", "certificate", "employees", "language", "kind", "place")
    SEVERAL = frozenset({"side", "sector", "certificate", "employees", "language", "kind", "place"})
    REFERRING = ("capability", "sector", "certificate", "language", "place")
    KEPT = {"sort": ("name", "newest", "confirmed"), "view": ("list", "map")}

    @cached_property
    def occurring(self) -> Choices:
        return company_choices()

    @cached_property
    def facets(self) -> list[Facet]:
        sizes = (
            Choice(size.value, size.label, chip=_("%(size)s employees") % {"size": size.label})
            for size in Company.Employees
        )
        kinds = (Choice(kind.value, kind.label) for kind in Company.Kind)
        return [
            *self._where(),
            *self._what(),
            self._facet("certificate", _("Certificates"), self._known("certificate")),
            self._facet("employees", _("Employees"), sizes),
            self._facet("language", _("Languages spoken"), self._spoken()),
            self._facet("kind", _("Kind"), kinds),
            self._place(),
        ]

    def apply(self) -> CompanyQuerySet:
        """Return the published companies that the filters leave."""
        companies = self.narrow(self.companies())
        for certificate in self._keys("certificate"):
            companies = companies.with_certificate(certificate)
        for field in ("employees", "kind"):
            if self.values[field]:
                companies = companies.filter(**{f"{field}__in": self.values[field]})
        return companies

    def _spoken(self) -> list[Choice]:
        languages = self._known("language")
        return [replace(choice, chip=_("speaks %(languages)s") % {"languages": choice.label}) for choice in languages]


class OfferFilter(EntryFilter):
    """The list of offers and requests. What an anonymous one does not show, it is not found by either."""

    PARAMETERS = ("side", "region", "direction", "type", "capability", "sector", "language", "place")
    SEVERAL = frozenset({"side", "direction", "type", "sector", "language", "place"})
    REFERRING = ("capability", "sector", "language", "place")
    KEPT = {"sort": ("newest", "ending"), "view": ("list", "map")}

    @cached_property
    def occurring(self) -> Choices:
        return offer_choices()

    @cached_property
    def facets(self) -> list[Facet]:
        directions = (Choice(direction.value, direction.label) for direction in Offer.Direction)
        types = (Choice(kind.value, kind.label) for kind in Offer.Type)
        return [
            self._facet("direction", _("Offer or request"), directions),
            self._facet("type", _("Kind"), types),
            *self._what(),
            *self._where(),
            self._facet("language", _("Languages for answers"), self._known("language")),
            self._place(),
        ]

    def apply(self) -> OfferQuerySet:
        """Return the public offers and requests that the filters leave."""
        offers = self.narrow(Offer.objects.published())
        if any(self.values[name] for name in ("side", "region", "sector")):
            offers = offers.of(self.companies())
        if self.values["sector"]:
            offers = offers.named()
        for field in ("direction", "type"):
            if self.values[field]:
                offers = offers.filter(**{f"{field}__in": self.values[field]})
        return offers


def as_option(concept: Choice) -> Choice:
    """Return a field of the vocabulary as the choice of everything in it; other concepts as they are."""
    if concept.depth or not concept.group:
        return concept
    return replace(concept, label=_("%(field)s: everything") % {"field": concept.label}, chip=concept.label)


def within_reach(concepts: list[Choice], chosen: list[str]) -> list[Choice]:
    """Return all of a short list; of a long one its upper levels, and what is chosen with all that is narrower."""
    if len(concepts) <= MOST_CONCEPTS:
        return concepts
    depths = sorted(concept.depth for concept in concepts)
    deepest, below, reached = depths[MOST_CONCEPTS] - 1, None, []
    for concept in concepts:
        if below is not None and concept.depth <= below:
            below = None
        if below is None and concept.value in chosen:
            below = concept.depth
        if below is not None or concept.depth <= deepest:
            reached.append(concept)
    return reached
