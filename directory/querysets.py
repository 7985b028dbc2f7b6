"""How companies and offers are picked out: what is public, where it is, and what a view shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Case, Count, Exists, F, FilteredRelation, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

#: When a company last confirmed its entry. Never is long ago: databases differ in where they put what is empty.
CONFIRMED = Coalesce("last_confirmed_on", Value(dt.date.min), output_field=models.DateField())


def valid_today() -> Q:
    """Certificates that hold today; one without a beginning or an end is taken to."""
    today = timezone.localdate()
    has_begun = Q(valid_from__isnull=True) | Q(valid_from__lte=today)
    return has_begun & (Q(valid_until__isnull=True) | Q(valid_until__gte=today))


class EntryQuerySet(models.QuerySet):
    """What companies and offers are picked out by alike.

    Reference data is named by its primary keys, not by its codes: ``directory.chosen`` says why.
    """

    def with_capability(self, concepts: Iterable[int]) -> Any:
        """With any of some concepts."""
        return self.filter(Exists(self._parts("capabilities").filter(concept__in=concepts)))

    def with_language(self, language: int) -> Any:
        """With people who speak a language, or with answers accepted in it."""
        return self.filter(Exists(self._through("languages").filter(language=language)))

    def chosen(self, numbers: Iterable[int], language: str) -> dict[int, Any]:
        """With what blocks of pages show, by the numbers under which editors chose them."""
        return self.for_blocks(language).in_bulk(list(numbers))

    def for_blocks(self, language: str) -> Any:
        """With what a page's block shows, in one query."""
        raise NotImplementedError

    def _parts(self, name: str) -> Any:
        """The rows of a relation that belong to the entry."""
        return self._related(name).filter(**{self._own_name: OuterRef("pk")})

    def _through(self, name: str) -> Any:
        """The rows that join the entry to those of a many-to-many relation."""
        field: Any = self.model._meta.get_field(name)
        return field.remote_field.through._default_manager.filter(**{self._own_name: OuterRef("pk")})

    def _related(self, name: str) -> Any:
        related: Any = self.model._meta.get_field(name).related_model
        return related._default_manager.all()

    @property
    def _own_name(self) -> str:
        return str(self.model._meta.model_name)


class CompanyQuerySet(EntryQuerySet):
    def published(self) -> CompanyQuerySet:
        """What anybody may see."""
        return self.filter(state="published")

    def withheld(self) -> CompanyQuerySet:
        """What is not published."""
        return self.exclude(state="published")

    def unmerged(self) -> CompanyQuerySet:
        """All but the rows of entries that went into another."""
        return self.filter(merged_into=None)

    def on_side(self, *countries: str) -> CompanyQuerySet:
        return self.filter(country__in=countries)

    def in_region(self, code: str) -> CompanyQuerySet:
        """With the seat in a region; a kraj holds its okresy."""
        return self.filter(Exists(self._seats().filter(Q(region__code=code) | Q(region__parent__code=code))))

    def in_places(self, places: Iterable[int], *, or_in_none: bool = False) -> CompanyQuerySet:
        """With the seat in one of some towns, or in none that the list of towns has."""
        wanted = Q(Exists(self._seats().filter(place__in=places)))
        if or_in_none:
            wanted |= ~Q(Exists(self._seats().filter(place__isnull=False)))
        return self.filter(wanted)

    def in_sector(self, sectors: Iterable[int]) -> CompanyQuerySet:
        """In any of some sectors."""
        return self.filter(Exists(self._through("sectors").filter(sector__in=sectors)))

    def with_certificate(self, certificate: int) -> CompanyQuerySet:
        """Holding a certificate that is valid today."""
        return self.filter(Exists(self._parts("certificates").filter(valid_today(), certificate=certificate)))

    def in_order(self, order: str, language: str) -> CompanyQuerySet:
        """By ``name`` as the reader's language sorts, the ``newest`` first, or those ``confirmed`` last first."""
        if order == "newest":
            return self.order_by("-created_at", "-pk")
        if order == "confirmed":
            return self.order_by(CONFIRMED.desc(), "-pk")
        return self.order_by(f"sort_key_{language}", "pk")

    def count_by_place(self) -> dict[int | None, int]:
        """Return how many have their seat in each town, by its primary key; ``None`` stands for no town."""
        seat = FilteredRelation("locations", condition=Q(locations__is_seat=True))
        return dict(self.order_by().annotate(at=seat).values_list("at__place").annotate(count=Count("pk")))

    def with_seat(self) -> CompanyQuerySet:
        """With what tells where a company is."""
        return self.prefetch_related(Prefetch("locations", queryset=self.seats(), to_attr="seat_rows"))

    def seats(self, *joined: str) -> models.QuerySet:
        """The rows that tell where companies are, with town and region."""
        return self._related("locations").filter(is_seat=True).select_related("place", "region__parent", *joined)

    def for_rows(self) -> CompanyQuerySet:
        """With what a row of a list shows: town, valid certificates, languages, numbers of offers and requests."""
        held = self._related("certificates").filter(valid_today()).select_related("certificate__concept")
        return (
            self.with_seat()
            .prefetch_related(Prefetch("certificates", queryset=held, to_attr="valid_certificates"), "languages")
            .annotate(offer_count=self._count("offer"), request_count=self._count("request"))
        )

    def for_blocks(self, language: str) -> CompanyQuerySet:
        """With what a page's block of a company shows, in one query: the town in the reader's language."""
        seat = FilteredRelation("locations", condition=Q(locations__is_seat=True))
        return self.annotate(at=seat).annotate(town=Coalesce(F(f"at__place__name_{language}"), F("at__other_town")))

    def chosen(self, numbers: Iterable[int], language: str) -> dict[int, Any]:
        """The same; for an entry that was merged the one that it leads to, which takes further queries."""
        found = super().chosen(numbers, language)
        ends = {pk: self.end_of(pk) for pk, company in found.items() if company.merged_into_id}
        kept = self.for_blocks(language).in_bulk(list(ends.values())) if ends else {}
        return found | {pk: kept[end] for pk, end in ends.items()}

    def end_of(self, pk: int) -> int:
        """Return the number of the entry that one leads to, over however many merges."""
        way = [pk]
        while (after := self.filter(pk=way[-1]).values_list("merged_into", flat=True).first()) and after not in way:
            way.append(after)
        return way[-1]

    def for_editors(self) -> CompanyQuerySet:
        """With what the admin's list shows: seat, verifications, the number of all offers, public or not."""
        offers = self._parts("offers").order_by().values("company").annotate(count=Count("pk")).values("count")
        return self.with_seat().prefetch_related("verifications").annotate(offers_total=Coalesce(Subquery(offers), 0))

    def _count(self, direction: str) -> Coalesce:
        """How many public offers or requests name the company; counted only for the rows that are shown."""
        offers = self._related("offers").published().named().filter(company=OuterRef("pk"), direction=direction)
        return Coalesce(Subquery(offers.order_by().values("company").annotate(count=Count("pk")).values("count")), 0)

    def _seats(self) -> Any:
        return self._parts("locations").filter(is_seat=True)


class OfferQuerySet(EntryQuerySet):
    def published(self) -> OfferQuerySet:
        """What anybody may see: published, of a published company, and not past its last day.

        Few companies are withheld: setting their offers aside costs less than joining all the others to theirs.
        """
        valid = self.filter(state="published", valid_until__gte=timezone.localdate())
        return valid.exclude(Exists(self._related("company").withheld().filter(pk=OuterRef("company"))))

    def named(self) -> OfferQuerySet:
        """Those that name their company."""
        return self.filter(is_anonymous=False)

    def of(self, companies: CompanyQuerySet) -> OfferQuerySet:
        return self.filter(company__in=companies)

    def in_places(self, places: Iterable[int], *, or_in_none: bool = False) -> OfferQuerySet:
        """Of companies with their seat in one of some towns, or in none; an anonymous offer names no town."""
        there = self._related("company").in_places(places, or_in_none=or_in_none)
        wanted = Q(company__in=there, is_anonymous=False)
        return self.filter(wanted | Q(is_anonymous=True) if or_in_none else wanted)

    def in_order(self, order: str) -> OfferQuerySet:
        """The ``newest`` first, or those ``ending`` soon first."""
        return self.order_by("valid_until", "pk") if order == "ending" else self.newest_first()

    def newest_first(self) -> OfferQuerySet:
        """By the day of publication or last extension."""
        return self.order_by("-valid_from", "-pk")

    def count_by_place(self) -> dict[int | None, int]:
        """Return how many are in each town, by its primary key; anonymous ones are in none, ``None``."""
        seat = FilteredRelation("company__locations", condition=Q(company__locations__is_seat=True))
        shown = Case(When(is_anonymous=False, then=F("at__place")))
        return dict(self.order_by().annotate(at=seat, town=shown).values_list("town").annotate(count=Count("pk")))

    def for_blocks(self, language: str) -> OfferQuerySet:
        """With what a page's block of an offer shows, in one query."""
        return self.select_related("company")

    def for_rows(self) -> OfferQuerySet:
        """With what a row of a list shows: the company, where it is, and who answers for it."""
        seats = self._related("company").seats("region__moderated_by", "region__parent__moderated_by")
        return self.select_related("company").prefetch_related(
            Prefetch("company__locations", queryset=seats, to_attr="seat_rows")
        )
