"""Materials: blown glass, a wooden joint, woven cloth."""

from math import cos, radians, sin

from home.demo.drawing import Sheet
from home.demo.geometry import Line, Point, Points, between, box, closed, mirrored_x, moved, polar, smooth

GLASS_TOP = 250
# Distance from the axis and depth below the pipe: the gob as gathered, and the vase it becomes.
GOB: Points = [(22, 0), (30, 26), (62, 60), (84, 110), (80, 160), (46, 196), (0, 206)]
VASE: Points = [(92, 0), (58, 90), (84, 210), (152, 360), (148, 500), (96, 580), (0, 590)]
STAGES = ((150, 0.0, "sun"), (400, 0.22, "copper"), (670, 0.48, "copper_soft"), (970, 0.76, "pine_soft"))
FINISHED = 1330


def glass(sheet: Sheet) -> None:
    """A vase in five stages, from the glowing gob on the pipe to the cooled vessel cut open."""
    for axis, share, colour in STAGES:
        _pipe(sheet, axis)
        outline = _vessel(between(GOB, VASE, share), axis)
        sheet.shape(outline, getattr(sheet.palette, colour))
        _inner_lines(sheet, between(GOB, VASE, share), axis)
    _finished_vase(sheet)
    feet = [(axis, GLASS_TOP + between(GOB, VASE, share)[-1][1] + 46) for axis, share, _ in STAGES]
    sheet.stitch(smooth([(20, 440), *feet, (1180, 880), (1580, 890)]))


def _vessel(profile: Line, axis: float) -> Points:
    right = moved(smooth(profile), axis, GLASS_TOP)
    return [*right, *mirrored_x(right, axis)]


def _pipe(sheet: Sheet, axis: float) -> None:
    sheet.area(box(axis - 9, 0, 18, GLASS_TOP), sheet.palette.surface)
    for x in (axis - 9, axis + 9):
        sheet.line([(x, 0), (x, GLASS_TOP)])
    sheet.shape(box(axis - 24, GLASS_TOP - 18, 48, 18), sheet.palette.pine_soft)


def _inner_lines(sheet: Sheet, profile: Line, axis: float) -> None:
    """The bubble blown into the glass, drawn as two lines nearer to the axis."""
    depth = profile[-1][1]
    for width, wall in ((0.72, 0.1), (0.42, 0.22)):
        stretch = (depth * (1 - wall) - 30) / depth
        right = moved(smooth([(x * width, 30 + y * stretch) for x, y in profile]), axis, GLASS_TOP)
        sheet.line([*right, *mirrored_x(right, axis)], sheet.palette.ground)


def _finished_vase(sheet: Sheet) -> None:
    palette = sheet.palette
    sheet.shape(_vessel(VASE, FINISHED), palette.pine_tint)
    outer = moved(smooth(VASE), FINISHED, GLASS_TOP)
    inner = moved(smooth([(max(x - 18, 0), y if y < 500 else y - 22) for x, y in VASE]), FINISHED, GLASS_TOP)
    sheet.area([*outer, *reversed(inner)], palette.ground)
    sheet.hatch([*outer, *reversed(inner)], gap=12, colour=palette.pine)
    sheet.line(inner, weight=4)
    sheet.outline(_vessel(VASE, FINISHED))
    for depth, reach in ((90, 58), (360, 152), (500, 148)):
        sheet.line([(FINISHED - reach, GLASS_TOP + depth), (FINISHED, GLASS_TOP + depth)])
    sheet.line([(FINISHED, GLASS_TOP - 60), (FINISHED, GLASS_TOP + 620)])
    sheet.dimension((FINISHED - 92, GLASS_TOP), (FINISHED + 92, GLASS_TOP), 70)
    sheet.dimension((FINISHED + 160, GLASS_TOP), (FINISHED + 160, GLASS_TOP + 590), 50)


PITH: Point = (470, 520)


def wood(sheet: Sheet) -> None:
    """The end of a trunk with its growth rings, and a dovetail joint before it is pushed together."""
    palette = sheet.palette
    for reach, fill in ((1.0, palette.copper), (0.955, palette.copper_tint), (0.62, palette.copper_soft)):
        sheet.shape(_ring(420 * reach), fill)
    for index in range(1, 25):
        sheet.line(closed(_ring(16 * index + 5 * sin(index * 1.7))), palette.copper)
    for x, y in ((650, 340), (610, 560), (210, 300), (180, 520)):
        sheet.hidden(closed(box(x, y, 130, 170)))
    split = [polar(PITH, 450, 97), polar(PITH, 90, 99), polar(PITH, 450, 101)]
    sheet.area(split, palette.ground)
    with sheet.within(_ring(422)):
        sheet.line(split, weight=4)
    sheet.disc(PITH, 7, palette.line)
    _dovetail(sheet)


def _ring(radius: float) -> Points:
    """A closed ring that is rounder near the pith and bulges the same way as its neighbours further out."""
    points = []
    for angle in range(0, 360, 3):
        turn = radians(angle)
        bulge = 1 + (radius / 420) * (0.035 * sin(2 * turn + 0.6) + 0.022 * cos(3 * turn) + 0.012 * sin(7 * turn))
        points.append((PITH[0] + radius * bulge * cos(turn), PITH[1] + radius * bulge * sin(turn) * 0.97))
    return points


TAILS = (240, 500, 760)


def _dovetail(sheet: Sheet) -> None:
    _board(sheet, [(950, 110), *_tails(1130), (1130, 890), (950, 890)], sheet.palette.copper_tint)
    _board(sheet, [(1310, 110), *_tails(1310), (1310, 890), (1540, 890), (1540, 110)], sheet.palette.pine_tint)
    for middle in TAILS:
        sheet.stitch([(1020, middle), (1500, middle)])


def _tails(x: float) -> Points:
    """The edge that both boards share: narrow at the neck, wide at the end."""
    edge: Points = [(x, 110)]
    for middle in TAILS:
        edge += [(x, middle - 58), (x + 120, middle - 88), (x + 120, middle + 88), (x, middle + 58)]
    return edge


def _board(sheet: Sheet, outline: Line, fill: str) -> None:
    sheet.area(outline, fill)
    with sheet.within(outline):
        for row in range(14):
            y = 130 + row * 58
            sheet.line(smooth([(930, y), (1100, y + 9), (1260, y - 7), (1420, y + 8), (1560, y)]), sheet.palette.copper)
    sheet.outline(outline)


THREAD, PITCH = 36, 50
HEM = 50


def textile(sheet: Sheet) -> None:
    """Two cloths, a twill and a plain weave, joined by a seam."""
    palette = sheet.palette
    sheet.area(box(0, 0, 1600, 1000), palette.surface)
    _cloth(sheet, range(-43, 750, PITCH), 4, (palette.pine_tint, palette.pine_soft))
    _cloth(sheet, range(857, 1650, PITCH), 2, (palette.copper_tint, palette.copper_soft))
    for left in (800 - HEM, 800):
        sheet.shape(box(left, -10, HEM, 1020), palette.surface)
        sheet.stitch([(left + HEM / 2, 0), (left + HEM / 2, 1000)])


def _cloth(sheet: Sheet, columns: range, repeat: int, colours: tuple[str, str]) -> None:
    warp, weft = colours
    for x in columns:
        sheet.area(box(x, 0, THREAD, 1000), warp)
        sheet.line([(x, 0), (x, 1000)])
        sheet.line([(x + THREAD, 0), (x + THREAD, 1000)])
    for row, y in enumerate(range(140, 1000, PITCH)):
        for column, x in enumerate(columns):
            if (row + column) % repeat < repeat // 2:
                _weft(sheet, x - (PITCH - THREAD) / 2, y, weft)


def _weft(sheet: Sheet, x: float, y: float, colour: str) -> None:
    """The piece of a weft thread that lies over one warp thread."""
    sheet.area(box(x, y, PITCH, THREAD), colour)
    sheet.line([(x, y), (x + PITCH, y)])
    sheet.line([(x, y + THREAD), (x + PITCH, y + THREAD)])
