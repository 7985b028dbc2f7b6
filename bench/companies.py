"""Generated companies with everything that belongs to them, as rows to be written in their order."""

import datetime as dt
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from django.db.models import Model
from django.utils import timezone

from bench.chance import Urn, geometric
from bench.numbers import free_numbers
from bench.offers import offers_of
from bench.reference import WORDS, Reference
from bench.texts import Author
from core.collation import sort_key
from core.models import Place
from directory.models import (
    Capability,
    Company,
    CompanyCertificate,
    Concept,
    Contact,
    Location,
    State,
    Verification,
)

#: Where all of them have their website, which is how they are told from others; the domain is reserved for examples.
WEBSITES = "https://www.generated.example/"

STATES = Urn.weighted(State.values, [3, 94, 2, 1])
KINDS = Urn.weighted(Company.Kind.values, [96, 2, 1, 1])
EMPLOYEES = Urn.weighted(["", *Company.Employees.values], [5, 58, 25, 9, 3])
RANGES = Urn.weighted(["", *Company.DeliveryRange.values], [10, 35, 30, 20, 5])
HOME = {"DE": "de", "CZ": "cs"}
COURTS = ("Chemnitz", "Dresden", "Leipzig")
HOURS_FREE = (8, 16, 24, 40, 80)


class CompanyMaker:
    """Makes one company after the other, the same ones for the same seed and day."""

    def __init__(self, reference: Reference, seed: int) -> None:
        self.reference = reference
        self.dice = Random(seed)  # noqa: S311 - not for secrets
        self.numbers = free_numbers(self.dice)
        self.today = timezone.localdate()

    def make(self) -> Iterator[Model]:
        """Yield a company and then the rows that refer to it, none before what it refers to."""
        town, concepts = self.reference.towns.draw(self.dice), self._concepts()
        author = Author(self.dice, self.reference, concepts, town.name_de, self.dice.randint(1880, self.today.year))
        if town.country == "CZ":
            author = Author(self.dice, self.reference, concepts, town.name_cs, self.dice.randint(1990, self.today.year))
        company = self._company(town.country, author)
        yield company
        yield from self._locations(company, town)
        yield from self._sectors(company, concepts)
        yield from (self._capability(company, concept) for concept in concepts)
        yield from self._certificates(company)
        yield from self._languages(company)
        yield from self._people(company)
        yield from offers_of(company, author, self.today)

    def _concepts(self) -> list[Concept]:
        """One to eight of a field, sometimes one of another field beside them."""
        concepts = self.reference.fields.draw(self.dice).draw_some(self.dice, self.dice.randint(1, 8))
        if self.dice.random() < 0.2:
            concepts += self.reference.fields.draw(self.dice).draw_some(self.dice, 1)
        return list(dict.fromkeys(concepts))

    def _company(self, country: str, author: Author) -> Company:
        number, kind, home = next(self.numbers), KINDS.draw(self.dice), HOME[country]
        name = author.name(home, kind)
        both = self.dice.random() < 0.45
        texts = {
            f"{field}_{language}": getattr(author, field)(language)
            for language in HOME.values()
            for field in ("summary", "description")
            if both or language == home
        }
        company = Company(
            legal_name=name,
            kind=kind,
            country=country,
            founded=author.founded,
            website=f"{WEBSITES}{number}/",
            sort_key_de=sort_key(name, "de"),
            sort_key_cs=sort_key(name, "cs"),
            source=self.dice.choice(Company.Source.values),
            last_confirmed_on=self._day_before(720) if self.dice.random() < 0.7 else None,
            **texts,
            **self._in_register(country, number),
            **self._facts(),
        )
        company.write_keys()
        return company

    def _in_register(self, country: str, number: str) -> dict[str, Any]:
        if country == "CZ":
            return {"register_number": number, "vat_number": f"CZ{number}"}
        return {"register_number": f"HRB {number[:7]}", "register_court": self.dice.choice(COURTS)}

    def _facts(self) -> dict[str, Any]:
        state = STATES.draw(self.dice)
        return {
            "state": state,
            "state_reason": "Generiert / vygenerováno" if state in (State.HIDDEN, State.SUSPENDED) else "",
            "employees": EMPLOYEES.draw(self.dice),
            "delivery_range": RANGES.draw(self.dice),
        }

    def _locations(self, company: Company, town: Place) -> Iterator[Model]:
        """The seat, one in fifty in a town outside the list; one company in twelve has a second location."""
        if self.dice.random() < 0.02:
            other = self.dice.choice(WORDS[HOME[company.country]]["other_towns"])
            yield Location(company=company, is_seat=True, other_town=other, country=company.country)
        else:
            yield self._location(company, town, is_seat=True)
        if self.dice.random() < 0.08:
            yield self._location(company, self.reference.towns.draw(self.dice), is_seat=False)

    def _location(self, company: Company, town: Place, *, is_seat: bool) -> Location:
        street = self.dice.choice(WORDS[HOME[town.country]]["streets"])
        return Location(
            company=company,
            is_seat=is_seat,
            place=town,
            region=town.region,
            country=town.country,
            postal_code=town.postal_code,
            street=f"{street} {self.dice.randint(1, 120)}",
        )

    def _sectors(self, company: Company, concepts: Sequence[Concept]) -> Iterator[Model]:
        """Those of the two first capabilities, three at most."""
        found = [sector for concept in concepts[:2] for sector in self.reference.sectors[concept.pk]]
        for sector in list(dict.fromkeys(found))[:3]:
            yield Company.sectors.through(company=company, sector=sector)

    def _capability(self, company: Company, concept: Concept) -> Capability:
        capability = Capability(company=company, concept=concept)
        if self.dice.random() < 0.3:
            capability.material = self.reference.materials.draw(self.dice)
        if self.dice.random() < 0.25:
            capability.lot_from, capability.lot_to = 1, self.dice.choice([10, 500, 5_000, 100_000])
        if self.dice.random() < 0.15:
            capability.free_hours_per_week = self.dice.choice(HOURS_FREE)
        return capability

    def _certificates(self, company: Company) -> Iterator[Model]:
        """Half of the companies have one or more, each for three years; some have run out."""
        for certificate in self.reference.certificates.draw_some(self.dice, geometric(self.dice, 0.7)):
            begun = self._day_before(1_300)
            yield CompanyCertificate(
                company=company,
                certificate=certificate,
                number=f"{self.dice.randint(10_000, 99_999)}",
                valid_from=begun,
                valid_until=begun + dt.timedelta(days=3 * 365),
            )

    def _languages(self, company: Company) -> Iterator[Model]:
        """The country's own always, English often, the neighbour's now and then, others seldom."""
        own = HOME[company.country]
        often = {"en": 0.5, "de" if own == "cs" else "cs": 0.3, "pl": 0.06, "sk": 0.04, "uk": 0.02, "fr": 0.02}
        spoken = [own, *(code for code, share in often.items() if self.dice.random() < share)]
        for code in spoken:
            yield Company.languages.through(company=company, language=self.reference.languages[code])

    def _people(self, company: Company) -> Iterator[Model]:
        german, czech = WORDS["de"], WORDS["cs"]
        words = WORDS[HOME[company.country]]
        role = self.dice.randrange(len(german["roles"]))
        yield Contact(
            company=company,
            name=f"{self.dice.choice(words['given_names'])} {self.dice.choice(words['surnames'])}",
            role_de=german["roles"][role],
            role_cs=czech["roles"][role],
            email=f"{company.website.split('/')[-2]}@generated.example",
            phone=words["phone"].format(number=self.dice.randint(100_000, 999_999)),
            is_name_public=self.dice.random() < 0.6,
            is_email_public=self.dice.random() < 0.7,
            is_phone_public=self.dice.random() < 0.5,
        )
        for kind in (Verification.Kind.EMAIL_DOMAIN, Verification.Kind.REGISTER):
            if self.dice.random() < 0.35:
                yield Verification(company=company, kind=kind, verified_on=self._day_before(720))

    def _day_before(self, days: int) -> dt.date:
        return self.today - dt.timedelta(days=self.dice.randrange(days))
