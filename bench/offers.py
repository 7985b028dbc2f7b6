"""Generated offers and requests of a company."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

from django.db.models import Model

from bench.chance import Urn, geometric
from bench.reference import WORDS
from bench.texts import Author
from directory.models import Company, Offer, OfferCapability, State

#: On average 2.7 a company; a third has none, a few have more than ten.
RATE = 0.315
STATES = Urn.weighted([State.DRAFT, State.PUBLISHED], [5, 95])
DIRECTIONS = Urn.weighted(Offer.Direction.values, [2, 1])
TYPES = Urn.skewed(Offer.Type.values)
LANGUAGES = Urn.weighted(["de", "cs", "en"], [4, 4, 2])


def offers_of(company: Company, author: Author, today: dt.date) -> Iterator[Model]:
    """Yield offers and requests, each before what refers to it; every third or so is over."""
    for _number in range(geometric(author.dice, RATE)):
        yield from _offer(company, _about_some(author), today)


def _about_some(author: Author) -> Author:
    """The company's author on one to three of its concepts."""
    number = min(author.dice.randint(1, 3), len(author.concepts))
    return replace(author, concepts=author.dice.sample(author.concepts, number))


def _offer(company: Company, author: Author, today: dt.date) -> Iterator[Model]:
    dice, reference = author.dice, author.reference
    begun = today - dt.timedelta(days=dice.randrange(300))
    direction = DIRECTIONS.draw(dice)
    offer = Offer(
        company=company,
        direction=direction,
        type=TYPES.draw(dice),
        state=STATES.draw(dice),
        valid_from=begun,
        valid_until=begun + dt.timedelta(days=dice.randint(60, 360)),
        is_anonymous=dice.random() < 0.08,
        **_texts(company, author, direction),
    )
    yield offer
    for concept in author.concepts:
        yield OfferCapability(offer=offer, concept=concept)
    for code in LANGUAGES.draw_some(dice, 2):
        yield Offer.languages.through(offer=offer, language=reference.languages[code])
    if dice.random() < 0.15:
        yield Offer.regions.through(offer=offer, region=dice.choice(reference.regions))


def _texts(company: Company, author: Author, direction: str) -> dict[str, Any]:
    """In the languages that the company writes in."""
    dice: Random = author.dice
    quantity = dice.randrange(2 * len(WORDS["de"]["quantities"]))
    texts = {}
    for language in company.languages_filled:
        words = WORDS[language]
        limit = Offer._meta.get_field("title_de").max_length
        texts[f"title_{language}"] = author.write(dice.choice(words[f"{direction}s"]), language)[:limit]
        sentences = dice.sample(words[f"{direction}_sentences"], 3)
        texts[f"text_{language}"] = " ".join(author.write(sentence, language) for sentence in sentences)
        if quantity < len(words["quantities"]):
            texts[f"quantity_{language}"] = words["quantities"][quantity]
    return texts
