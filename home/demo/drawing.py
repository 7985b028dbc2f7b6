"""The sheet on which the demo pictures are drawn: one palette, two weights of line, the running stitch."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageDraw

from home.demo.geometry import Line, Point, Points, closed, dashes, direction, hatching, moved, polar, turned

WIDTH, HEIGHT = 1600, 1000
SUPERSAMPLING = 3
OUTLINE, FINE, SEAM = 4.0, 2.0, 6.0
STITCH = (36.0, 16.0, 10.0, 16.0)
ARROW = 18.0


@dataclass(frozen=True)
class Palette:
    """Colours by their part in the drawing, so that a motif can stand on paper, on a tint or on deep pine."""

    ground: str
    mark: str
    line: str
    pine: str
    pine_soft: str
    pine_tint: str
    copper: str
    copper_soft: str
    copper_tint: str
    surface: str
    sun: str = "#f2b632"


PAPER = Palette(
    ground="#f6f4ee",
    mark="#d9d5c9",
    line="#08332e",
    pine="#0d4f47",
    pine_soft="#a3c7bb",
    pine_tint="#dcebe5",
    copper="#a1441a",
    copper_soft="#e0b095",
    copper_tint="#f8e6db",
    surface="#fffefb",
)
PINE_TINT = Palette(
    ground="#dcebe5",
    mark="#bdd5cb",
    line="#08332e",
    pine="#0d4f47",
    pine_soft="#8fbbad",
    pine_tint="#bfdad0",
    copper="#a1441a",
    copper_soft="#dfa78a",
    copper_tint="#f3dccd",
    surface="#fffefb",
)
COPPER_TINT = Palette(
    ground="#f8e6db",
    mark="#e6cdbd",
    line="#08332e",
    pine="#0d4f47",
    pine_soft="#8fbbad",
    pine_tint="#d3e4da",
    copper="#a1441a",
    copper_soft="#dca283",
    copper_tint="#f0d0bd",
    surface="#fffefb",
)
DEEP = Palette(
    ground="#08332e",
    mark="#14483f",
    line="#c9ddd5",
    pine="#7fd0bf",
    pine_soft="#1f6f62",
    pine_tint="#0d4f47",
    copper="#f0a57d",
    copper_soft="#a1441a",
    copper_tint="#5a3a26",
    surface="#0b3d37",
)


class Sheet:
    """A drawing of 1600 by 1000 units that fills an image of any size, cropped at the longer side."""

    def __init__(self, palette: Palette, size: tuple[int, int]) -> None:
        self.palette = palette
        self.scale = max(size[0] / WIDTH, size[1] / HEIGHT) * SUPERSAMPLING
        pixels = (size[0] * SUPERSAMPLING, size[1] * SUPERSAMPLING)
        self.shift = ((pixels[0] - WIDTH * self.scale) / 2, (pixels[1] - HEIGHT * self.scale) / 2)
        self.image = Image.new("RGB", pixels, palette.ground)
        self.draw = ImageDraw.Draw(self.image)

    def finished(self) -> Image.Image:
        return self.image.reduce(SUPERSAMPLING)

    def area(self, points: Line, colour: str) -> None:
        self.draw.polygon(self._pixels(points), fill=colour)

    def line(self, points: Line, colour: str = "", weight: float = FINE) -> None:
        width = max(1, round(weight * self.scale))
        self.draw.line(self._pixels(points), fill=colour or self.palette.line, width=width, joint="curve")

    def outline(self, points: Line, colour: str = "", weight: float = OUTLINE) -> None:
        # The first edge is drawn twice so that the joint at the start is round as well.
        self.line([*closed(points), points[1]], colour, weight)

    def shape(self, points: Line, fill: str, weight: float = OUTLINE, colour: str = "") -> None:
        self.area(points, fill)
        self.outline(points, colour, weight)

    def disc(self, centre: Point, radius: float, fill: str) -> None:
        (x, y) = self._pixels([centre])[0]
        reach = radius * self.scale
        self.draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=fill)

    def ring(self, centre: Point, radius: float, weight: float = FINE, colour: str = "") -> None:
        (x, y) = self._pixels([centre])[0]
        reach = (radius + weight / 2) * self.scale
        width = max(1, round(weight * self.scale))
        bounds = (x - reach, y - reach, x + reach, y + reach)
        self.draw.ellipse(bounds, outline=colour or self.palette.line, width=width)

    def wheel(self, centre: Point, radius: float, fill: str, weight: float = OUTLINE) -> None:
        """A disc with its outline."""
        self.disc(centre, radius, fill)
        self.ring(centre, radius, weight)

    def stitch(self, points: Line, colour: str = "", weight: float = SEAM) -> None:
        for piece in dashes(points, STITCH):
            self.line(piece, colour or self.palette.copper, weight)

    def hidden(self, points: Line, colour: str = "") -> None:
        """The dashed line of a covered edge."""
        for piece in dashes(points, (14, 8)):
            self.line(piece, colour)

    def hatch(self, points: Line, angle: float = -45, gap: float = 18, colour: str = "") -> None:
        for piece in hatching(points, angle, gap):
            self.line(piece, colour)

    def section(self, points: Line, fill: str, angle: float = -45, gap: float = 18) -> None:
        """A cut surface: tinted, hatched, with a strong outline."""
        self.area(points, fill)
        self.hatch(points, angle, gap)
        self.outline(points)

    def dimension(self, start: Point, end: Point, reach: float) -> None:
        """A dimension line at a distance from the measured edge, with its extension lines and arrows."""
        sideways = direction(start, end) - 90
        near, far = polar(start, reach, sideways), polar(end, reach, sideways)
        overshoot = reach + (12 if reach > 0 else -12)
        for foot in (start, end):
            gap = polar(foot, 10 if reach > 0 else -10, sideways)
            self.line([gap, polar(foot, overshoot, sideways)])
        self.line([near, far])
        self._arrow(near, direction(far, near))
        self._arrow(far, direction(near, far))

    def node(self, centre: Point, rim: str = "") -> None:
        """A point of the sun's colour: a town, a place to meet."""
        self.disc(centre, 18, rim or self.palette.ground)
        self.disc(centre, 13, self.palette.sun)

    @contextmanager
    def within(self, outline: Line) -> Iterator[None]:
        """Keep what is drawn in the block inside an outline."""
        before = self.image.copy()
        yield
        mask = Image.new("L", self.image.size)
        ImageDraw.Draw(mask).polygon(self._pixels(outline), fill=255)
        before.paste(self.image, mask=mask)
        self.image = before
        self.draw = ImageDraw.Draw(before)

    def _arrow(self, tip: Point, angle: float) -> None:
        head = moved([(0, 0), (-ARROW, -ARROW / 5), (-ARROW, ARROW / 5)], *tip)
        self.area(turned(head, tip, angle), self.palette.line)

    def _pixels(self, points: Line) -> Points:
        return [(x * self.scale + self.shift[0], y * self.scale + self.shift[1]) for x, y in points]


def ruled(sheet: Sheet) -> None:
    """The small crosses of a drawing sheet, every hundred units."""
    for x in range(100, WIDTH, 100):
        for y in range(100, HEIGHT, 100):
            sheet.line([(x - 5, y), (x + 5, y)], sheet.palette.mark, 1.5)
            sheet.line([(x, y - 5), (x, y + 5)], sheet.palette.mark, 1.5)
