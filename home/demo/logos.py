"""Logos of the demo companies: initials on a plain shape in a colour of their own, the same bytes on every run."""

import hashlib
import math
import re
from collections.abc import Callable
from io import BytesIO

from anyascii import anyascii
from django.core.files.images import ImageFile
from PIL import Image, ImageDraw, ImageFont

from core.models import PortalImage

SIZE = 320
SUPERSAMPLING = 3
CREDIT = "Glokal"
#: Of five companies, so many have a logo; for the others the portal draws its pattern.
SHARE = 3
INKS = ("#1f4e79", "#8c1d2f", "#2c5f2d", "#5b3a8c", "#b3541e", "#22313f", "#00707a", "#7a6a00")
#: What says nothing about a company: legal forms and words that stand in every other name.
FILLERS = {"GMBH", "MBH", "CO", "KG", "EK", "OHG", "AG", "EV", "SRO", "SPOL", "AS", "SE", "ZS", "UND", "A"}

Point = tuple[float, float]
Shape = Callable[[ImageDraw.ImageDraw, int, str], None]


def logo_of(key: str, name: str) -> PortalImage | None:
    """Return the logo of a demo company, drawn on its first use; ``None`` for those that have none."""
    dice = hashlib.blake2b(key.encode(), digest_size=4).digest()
    if dice[0] % 5 >= SHARE:
        return None
    title = f"Logo {name}"
    logo = PortalImage.objects.filter(title=title, credit=CREDIT).first()
    if logo is None:
        logo = PortalImage(title=title, credit=CREDIT)
        logo.file = ImageFile(BytesIO(draw(initials(name), dice)), name=f"logo-{key}.png")
        logo.save()
    return logo


def initials(name: str) -> str:
    """Return one or two letters that stand for a name, in ASCII, without its legal form."""
    words = re.findall(r"\w+", anyascii(name).upper().replace(".", ""))
    words = [word for word in words if word not in FILLERS]
    return "".join(word[0] for word in words[:2] if word[0].isalpha()) or "G"


def draw(letters: str, dice: bytes) -> bytes:
    """Return a square PNG with a transparent ground; ``dice`` (three bytes or more) decides on shape and colour."""
    side = SIZE * SUPERSAMPLING
    image = Image.new("RGBA", (side, side))
    canvas = ImageDraw.Draw(image)
    ink = INKS[dice[1] % len(INKS)]
    shape = SHAPES[dice[2] % len(SHAPES)]
    shape(canvas, side, ink)
    _write(canvas, side, letters, ink if shape in OPEN_SHAPES else "#ffffff")
    buffer = BytesIO()
    image.resize((SIZE, SIZE), Image.Resampling.LANCZOS).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _write(canvas: ImageDraw.ImageDraw, side: int, letters: str, ink: str) -> None:
    font = ImageFont.load_default(side * (0.56 if len(letters) == 1 else 0.4))
    stroke = side // 110
    canvas.text((side / 2, side / 2), letters, ink, font, anchor="mm", stroke_width=stroke, stroke_fill=ink)


def _polygon(side: int, corners: int, turn: float, radius: float = 0.49) -> list[Point]:
    angles = (turn + 2 * math.pi * corner / corners for corner in range(corners))
    return [(side * (0.5 + radius * math.cos(angle)), side * (0.5 + radius * math.sin(angle))) for angle in angles]


def _disc(canvas: ImageDraw.ImageDraw, side: int, ink: str) -> None:
    canvas.ellipse((side * 0.02, side * 0.02, side * 0.98, side * 0.98), ink)


def _tile(canvas: ImageDraw.ImageDraw, side: int, ink: str) -> None:
    canvas.rounded_rectangle((side * 0.03, side * 0.03, side * 0.97, side * 0.97), side * 0.08, ink)


def _hexagon(canvas: ImageDraw.ImageDraw, side: int, ink: str) -> None:
    canvas.polygon(_polygon(side, 6, math.pi / 6), ink)


def _cogwheel(canvas: ImageDraw.ImageDraw, side: int, ink: str) -> None:
    for tooth in range(12):
        middle = 2 * math.pi * tooth / 12
        points = [(radius, middle + swing) for radius, swing in ((0.4, -0.16), (0.49, -0.1), (0.49, 0.1), (0.4, 0.16))]
        canvas.polygon([(side * (0.5 + r * math.cos(a)), side * (0.5 + r * math.sin(a))) for r, a in points], ink)
    canvas.ellipse((side * 0.09, side * 0.09, side * 0.91, side * 0.91), ink)


def _ring(canvas: ImageDraw.ImageDraw, side: int, ink: str) -> None:
    canvas.arc((side * 0.03, side * 0.03, side * 0.97, side * 0.97), 300, 240, ink, round(side * 0.06))


def _bars(canvas: ImageDraw.ImageDraw, side: int, ink: str) -> None:
    for top in (0.08, 0.86):
        canvas.rectangle((side * 0.06, side * top, side * 0.94, side * (top + 0.06)), ink)


SHAPES: tuple[Shape, ...] = (_disc, _tile, _hexagon, _cogwheel, _ring, _bars)
#: Shapes that the letters stand within, in the same colour, instead of on them.
OPEN_SHAPES = (_ring, _bars)
