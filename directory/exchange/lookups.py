"""What cells refer to, read once per run: languages, sectors, certificates, towns, objections."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from core.models import Place, PlaceAlias
from directory.models import Certificate, Language, Objection, Sector, Term

from .words import countries, directions, fold, fold_court, kinds, types

#: What stands in front of and behind the number of a standard.
STANDARD_BODIES = re.compile(r"\b(din|csn|en|iso|iec|ts)\b")
EDITION = re.compile(r"[:\s(]+(19|20)\d\d\)?\s*$")
PART_OF_TOWN = re.compile(r"\s*[/(,]|\s+OT\s|\s+[-–]\s+")


class Lookups:
    """Small tables by the words that cells may have for them."""

    def __init__(self) -> None:
        self.kinds, self.countries, self.directions, self.types = kinds(), countries(), directions(), types()
        self.languages: dict[str, str] = {}
        self.language_ids: dict[str, int] = {}
        for pk, code, *names in Language.objects.values_list("pk", "code", "name_de", "name_cs"):
            self.language_ids[code] = pk
            for word in (code, *names):
                self.languages[fold(word)] = code
        sectors = Sector.objects.in_scheme(Sector.Scheme.NACE_2).values_list("code", "pk")
        self.sector_ids: dict[str, int] = dict(sectors)

    @cached_property
    def certificate_ids(self) -> dict[str, int]:
        return dict(Certificate.objects.values_list("concept__key", "pk"))

    @cached_property
    def certificates(self) -> dict[str, str]:
        """Keys by all names of certificates; a name that two share is none."""
        names: dict[str, set[str]] = defaultdict(set)
        for certificate in Certificate.objects.all():
            for name in (certificate.key, certificate.concept.name_de, certificate.concept.name_cs):
                names[fold(name)].add(certificate.key)
                names[standard(name)].add(certificate.key)
        terms = Term.objects.filter(concept__certificate__isnull=False).values_list("text", "concept__key")
        for text, key in terms:
            names[fold(text)].add(key)
        exact = {fold(key): key for key in self.certificate_ids}
        return {name: next(iter(keys)) for name, keys in names.items() if len(keys) == 1} | exact

    def certificate(self, text: str) -> str:
        """Return the key of a certificate, such as that of “DIN EN ISO 9001:2015”, or nothing."""
        without_edition = EDITION.sub("", text)
        for word in (fold(text), fold(without_edition), standard(without_edition)):
            if word in self.certificates:
                return self.certificates[word]
        return ""

    @cached_property
    def towns(self) -> "Towns":
        return Towns()

    @cached_property
    def objected_numbers(self) -> dict[tuple[str, str], set[str]]:
        """The courts of numbers, folded; an empty one stands for any."""
        courts = defaultdict(set)
        rows = Objection.objects.exclude(register_number="")
        for country, number, court in rows.values_list("country", "register_number", "register_court"):
            courts[country, number].add(fold_court(court))
        return courts

    @cached_property
    def objected_names(self) -> set[tuple[str, str]]:
        return {(country, name.casefold()) for country, name in Objection.objects.values_list("country", "legal_name")}

    def has_objected(self, country: str, number: str, court: str, name: str) -> bool:
        """The same as ``Objection.objects.covers``, for many companies."""
        courts = self.objected_numbers.get((country, number), set()) if number else set()
        by_number = bool(courts) and (not court or not courts.isdisjoint({"", fold_court(court)}))
        return by_number or (country, name.casefold()) in self.objected_names


def standard(name: str) -> str:
    """Return what identifies a standard, whoever has adopted it: ČSN EN ISO 9001 and ISO 9001 alike."""
    folded = " ".join(fold(word) for word in re.split(r"[\s/-]+", name) if fold(word))
    number = STANDARD_BODIES.sub("", folded).replace(" ", "")
    return f"standard{number}" if number[:1].isdigit() else fold(name)


class Towns:
    """All towns by name and by postal code."""

    def __init__(self) -> None:
        self.by_slug: dict[str, Place] = {place.slug: place for place in Place.objects.all()}
        self.by_id = {place.pk: place for place in self.by_slug.values()}
        self.by_name: dict[tuple[str, str], list[Place]] = defaultdict(list)
        self.by_code: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for place in self.by_slug.values():
            self._add(place, (place.name_de, place.name_cs))
            self.by_code[place.country, digits(place.postal_code)].append(place)
        for alias in PlaceAlias.objects.all():
            self._add(self.by_id[alias.place_id], (alias.name,))
        # „Adorf“ for „Adorf/Vogtl.“, as long as no other town is called so.
        for place in self.by_slug.values():
            short = fold(PART_OF_TOWN.split(place.name_de)[0])
            if (place.country, short) not in self.by_name:
                self.by_name[place.country, short].append(place)

    def _add(self, place: Place, names: Iterable[str]) -> None:
        for name in names:
            places = self.by_name[place.country, fold(name)]
            if place not in places:
                places.append(place)

    def named(self, town: str, country: str) -> list[Place]:
        """Return the towns of a name; „Zwickau, OT Planitz“ is in Zwickau."""
        return self.by_name.get((country, fold(town))) or self.by_name.get(
            (country, fold(PART_OF_TOWN.split(town)[0])), []
        )

    def with_code(self, postal_code: str, country: str) -> Place | None:
        """Return the only town with a postal code, where there is just one."""
        places = self.by_code.get((country, digits(postal_code)), []) if postal_code else []
        return places[0] if len(places) == 1 else None


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)
