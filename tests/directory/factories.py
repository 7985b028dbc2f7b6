"""Companies and offers for tests: published, complete in German, with a seat in Zwickau."""

import datetime as dt
from typing import Any

import factory
from django.utils import timezone

from core.models import Place
from directory.models import Company, Concept, Location, Offer


class CompanyFactory(factory.django.DjangoModelFactory):
    """``town`` is the slug of the seat's place, else Zwickau or Most by country."""

    class Meta:
        model = Company
        skip_postgeneration_save = True

    legal_name = factory.Sequence(lambda number: f"Metallbau {number} GmbH")
    country = "DE"
    state = "published"
    summary_de = "Wir drehen und fräsen."

    @factory.post_generation
    def town(company, create: bool, slug: str | None, **kwargs: Any) -> None:  # noqa: N805
        if not create:
            return
        place = Place.objects.get(slug=slug or ("zwickau" if company.country == "DE" else "most"))
        Location.objects.create(company=company, is_seat=True, place=place, country=place.country)


class ConceptFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Concept

    key = factory.Sequence(lambda number: f"concept-{number}")
    kind = "process"
    name_de = "Drehen"
    name_cs = "soustružení"


class OfferFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Offer

    company = factory.SubFactory(CompanyFactory)
    direction = "offer"
    type = "service"
    state = "published"
    title_de = factory.Sequence(lambda number: f"Drehteile {number}")
    valid_from = factory.LazyFunction(timezone.localdate)
    valid_until = factory.LazyAttribute(lambda offer: offer.valid_from + dt.timedelta(days=90))
