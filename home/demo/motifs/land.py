"""The relief between Saxony and Bohemia, drawn from coordinates of the border, the rivers and the towns."""

from bisect import bisect
from math import cos, exp, hypot, pi, sin

from home.demo.drawing import Sheet
from home.demo.geometry import Points, smooth
from home.demo.relief import Relief

Coordinates = tuple[float, float]

# Longitude and latitude of points on the state border, from the west end to the three-country point at Zittau.
BORDER: tuple[Coordinates, ...] = (
    *((12.10, 50.32), (12.20, 50.27), (12.33, 50.24), (12.34, 50.17), (12.49, 50.35), (12.58, 50.41)),
    *((12.73, 50.43), (12.83, 50.45), (12.98, 50.42), (13.06, 50.50), (13.20, 50.51), (13.25, 50.59)),
    *((13.37, 50.64), (13.46, 50.61), (13.55, 50.71), (13.76, 50.73), (13.90, 50.79), (14.05, 50.81)),
    *((14.22, 50.86), (14.26, 50.89), (14.38, 50.90), (14.32, 50.96), (14.26, 51.00), (14.31, 51.05)),
    *((14.43, 51.02), (14.50, 51.04), (14.58, 51.00), (14.60, 50.93), (14.65, 50.92), (14.62, 50.86)),
    *((14.76, 50.82), (14.82, 50.87)),
)
ELBE: tuple[Coordinates, ...] = (
    *((14.90, 49.90), (14.47, 50.35), (14.13, 50.53), (14.04, 50.66), (14.21, 50.77), (14.23, 50.89)),
    *((14.08, 50.92), (13.94, 50.96), (13.74, 51.05), (13.47, 51.16), (13.30, 51.30)),
)
OHRE: tuple[Coordinates, ...] = (
    *((11.90, 50.12), (12.37, 50.08), (12.64, 50.18), (12.87, 50.23), (13.15, 50.36), (13.40, 50.38)),
    *((13.55, 50.33), (13.80, 50.36), (14.00, 50.45), (14.13, 50.53)),
)
# Plauen, Zwickau, Chemnitz, Dresden, Görlitz, Liberec, Ústí nad Labem, Most, Karlovy Vary, Cheb
TOWNS: tuple[Coordinates, ...] = (
    *((12.13, 50.50), (12.49, 50.72), (12.92, 50.83), (13.74, 51.05), (14.98, 51.15)),
    *((15.05, 50.77), (14.04, 50.66), (13.64, 50.50), (12.87, 50.23), (12.37, 50.08)),
)
# Longitude, latitude and height in metres of the mountain ridge, from west to east.
RIDGE = (
    *((11.6, 50.35, 620), (12.1, 50.33, 700), (12.5, 50.38, 900), (12.97, 50.41, 1080), (13.3, 50.57, 820)),
    *((13.76, 50.72, 850), (14.2, 50.80, 540), (14.62, 50.84, 700), (15.05, 50.80, 980), (15.4, 50.86, 1080)),
)
# Longitude, latitude, height in metres above the plain and reach in units of hills off the ridge.
HILLS = ((13.1, 50.27, 520, 75), (12.75, 50.08, 480, 85), (13.87, 50.53, 400, 70), (14.35, 50.68, 180, 120))
PLAIN = 190


def border(sheet: Sheet) -> None:
    """Contour lines of the ridge with rivers, towns and the border as a seam."""
    palette = sheet.palette
    relief = Relief(_height)
    for level, colour in ((330, "#0a3c36"), (470, palette.pine_tint), (620, "#125a50"), (780, "#17665a")):
        for piece in relief.band(level):
            sheet.area(piece, colour)
    for level in range(190, 1100, 70):
        for piece in relief.contour(level):
            sheet.line(piece, palette.pine_soft)
    sheet.line(smooth(_on_sheet(OHRE)), palette.pine, 5)
    sheet.line(smooth(_on_sheet(ELBE)), palette.pine, 9)
    sheet.stitch(smooth(_on_sheet(BORDER), 6), weight=8)
    for town in _on_sheet(TOWNS):
        sheet.node(town)


def _on_sheet(coordinates: tuple[Coordinates, ...]) -> Points:
    """At 50.6 degrees north a degree of latitude is 1.58 times as long as one of longitude."""
    return [((longitude - 11.9) * 500, (51.25 - latitude) * 790) for longitude, latitude in coordinates]


def _height(x: float, y: float) -> float:
    """Height in metres: a gentle rise from the north, a steep fall to the Bohemian basin, single hills beyond."""
    crest_y, crest = _ridge_at(x)
    fold = 26 * sin(x / 37 + 0.8 * sin(y / 53))
    reach = y - crest_y + fold
    ridge = (crest - PLAIN) * exp(-((abs(reach) / (85 if reach > 0 else 250)) ** 1.6))
    hills = 0.0
    for longitude, latitude, height, breadth in HILLS:
        ((hill_x, hill_y),) = _on_sheet(((longitude, latitude),))
        hills += height * exp(-((hypot(x - hill_x, y - hill_y) / breadth) ** 2))
    gorge = 210 * exp(-(((x - 1155) / 50) ** 2)) * exp(-(((y - 340) / 130) ** 2))
    ripple = 30 * sin(x / 51 + 1.3 * sin(y / 61)) + 24 * sin(y / 39 + x / 83)
    return PLAIN + ridge + hills - gorge + ripple


def _ridge_at(x: float) -> tuple[float, float]:
    """Where the ridge crosses a vertical line of the sheet, and how high it is there."""
    places = _on_sheet(tuple((longitude, latitude) for longitude, latitude, _ in RIDGE))
    index = bisect([place[0] for place in places], x) - 1
    (x0, y0), (x1, y1) = places[index : index + 2]
    share = (1 - cos(pi * (x - x0) / (x1 - x0))) / 2
    low, high = RIDGE[index][2], RIDGE[index + 1][2]
    return (y0 + (y1 - y0) * share, low + (high - low) * share)
