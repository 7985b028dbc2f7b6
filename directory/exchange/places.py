"""Where a row says that a company is: the town among the places, its region, who answers for it."""

from typing import NamedTuple

from core.models import Place

from .lookups import Lookups, digits
from .records import Record, name_in
from .remarks import Remark


class Seat(NamedTuple):
    """The slug of a town of the list, or the name of another; region by number; a note where it was not clear."""

    place: str
    other_town: str
    region: int | None
    note: Remark | None = None


def find_seat(lookups: Lookups, country: str, town: str, postal_code: str, record: Record | None) -> Seat:
    """Return where a town is; the one that the entry has already goes before others of the same name."""
    towns = lookups.towns
    places = towns.named(town, country) if town else []
    if not town and (only := towns.with_code(postal_code, country)):
        places = [only]
    if places:
        return _chosen(places, town, postal_code, record)
    near = towns.with_code(postal_code, country)
    if near is None:
        return Seat("", town, None, Remark("town_unknown", "town", {"text": town}))
    params = {"text": town, "town": f"{near.postal_code} {name_in(near, country)}"}
    return Seat("", town, near.region_id, Remark("town_by_code", "town", params))


def _chosen(places: list[Place], town: str, postal_code: str, record: Record | None) -> Seat:
    same = [place for place in places if digits(place.postal_code) == digits(postal_code)] if postal_code else []
    kept = [place for place in places if record and place.slug == record.place]
    exact = [place for place in places if town in (place.name_de, place.name_cs)]
    if certain := (same[:1] or kept or (places if len(places) == 1 else exact if len(exact) == 1 else [])):
        return Seat(certain[0].slug, "", certain[0].region_id)
    near = [place for place in places if digits(place.postal_code)[:3] == digits(postal_code)[:3]]
    place = max(near or places, key=lambda place: (place.population or 0, place.slug))
    params = {"town": name_in(place, place.country), "code": place.postal_code}
    return Seat(place.slug, "", place.region_id, Remark("town_of_several", "town", params))
