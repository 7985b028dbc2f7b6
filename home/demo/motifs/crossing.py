"""Built between the two sides: a bridge over the Elbe, a town, a train that crosses over."""

from itertools import pairwise

from home.demo.drawing import Sheet
from home.demo.geometry import Line, Point, Points, arc, box, mirrored_x, rounded_box, smooth

DECK, PANEL = 600, 60
TOWERS = (440, 1160)
ABUTMENTS = (80, 1520)


def bridge(sheet: Sheet) -> None:
    """A cantilever bridge of steel across the Elbe, in elevation."""
    palette = sheet.palette
    sheet.disc((1370, 200), 84, palette.sun)
    _banks(sheet)
    _river(sheet)
    for x in TOWERS:
        _pier(sheet, x)
    _truss(sheet)
    sheet.area(box(0, DECK, 1600, 26), palette.pine)
    sheet.stitch([(0, DECK + 13), (1600, DECK + 13)], palette.surface)
    sheet.dimension((TOWERS[1], 830), (TOWERS[0], 830), 90)


def _banks(sheet: Sheet) -> None:
    palette = sheet.palette
    left = smooth([(-20, 400), (120, 380), (300, 440), (520, 560), (760, 700), (900, 782)])
    right = smooth([(740, 782), (880, 690), (1080, 570), (1260, 450), (1440, 420), (1620, 330)])
    for ridge, colour, corner in ((left, palette.pine_tint, -20), (right, palette.copper_tint, 1620)):
        sheet.area([*ridge, (corner, 782)], colour)
        sheet.line(ridge)


def _river(sheet: Sheet) -> None:
    palette = sheet.palette
    sheet.area(box(0, 780, 1600, 220), palette.pine_soft)
    sheet.line([(0, 780), (1600, 780)], weight=4)
    for row, y in enumerate((815, 870, 950)):
        for x in range(60 + 130 * (row % 2), 1600, 310):
            sheet.line([(x, y), (x + 150, y)], palette.surface)


def _pier(sheet: Sheet, x: float) -> None:
    outline = [(x - 44, DECK + 26), (x + 44, DECK + 26), (x + 56, 830), (x - 56, 830)]
    sheet.section(outline, sheet.palette.surface, angle=0, gap=26)


def _truss(sheet: Sheet) -> None:
    joints = [_chord(x) for x in range(ABUTMENTS[0], ABUTMENTS[1] + 1, PANEL)]
    for panel, (left, right) in enumerate(pairwise(joints)):
        # Diagonals rise towards the nearer tower; there are six panels on each side of it.
        is_rising = panel // 6 % 2 == 0
        sheet.line([(left[0], DECK), right] if is_rising else [left, (right[0], DECK)])
        sheet.line([left, (left[0], DECK)], weight=4)
    sheet.line([(ABUTMENTS[1], DECK), joints[-1]], weight=4)
    sheet.line(joints, weight=9)
    for x in TOWERS:
        sheet.shape([(x - 12, DECK), (x - 7, 196), (x + 7, 196), (x + 12, DECK)], sheet.palette.pine)


def _chord(x: float) -> Point:
    """A joint of the upper chord: it hangs between the towers and falls to the abutments."""
    reach = min(abs(x - tower) for tower in TOWERS)
    return (x, DECK - 40 - 340 * (1 - reach / 360) ** 1.6)


STREET = 880
# Left edge, width, height of the eaves above the street, height of the gable, its kind and the colour.
HOUSES = (
    *((-40, 190, 230, 150, "gable", "pine_soft"), (150, 150, 290, 130, "stepped", "surface")),
    *((300, 210, 250, 110, "eaves", "copper_soft"), (510, 140, 320, 150, "curved", "pine_tint")),
    *((650, 180, 280, 120, "gable", "surface"), (1060, 160, 300, 140, "stepped", "pine_soft")),
    *((1220, 220, 250, 110, "eaves", "surface"), (1440, 150, 310, 150, "curved", "copper_soft")),
)
TOWER = 945


def town(sheet: Sheet) -> None:
    """The roofs of a town on the market square with the tower of its church."""
    palette = sheet.palette
    sheet.disc((1330, 220), 84, palette.sun)
    hill = smooth([(-20, 560), (240, 470), (520, 520), (820, 450), (1180, 500), (1620, 420)])
    sheet.area([*hill, (1620, STREET), (-20, STREET)], palette.pine_tint)
    sheet.line(hill)
    _tower(sheet)
    for x, width, eaves, gable, kind, colour in HOUSES:
        _house(sheet, box(x, STREET - eaves, width, eaves), gable, kind, getattr(palette, colour))
    sheet.area(box(0, STREET, 1600, 120), palette.surface)
    sheet.line([(0, STREET), (1600, STREET)], weight=4)
    sheet.stitch([(0, STREET + 60), (1600, STREET + 60)])


def _house(sheet: Sheet, front: Line, gable: float, kind: str, colour: str) -> None:
    (left, top), (right, _) = front[0], front[2]
    roof = _roof(kind, left, top, right - left, gable)
    sheet.shape(front, colour)
    sheet.shape(roof, sheet.palette.copper if kind in ("gable", "eaves") else colour)
    if kind in ("stepped", "curved"):
        sheet.ring(((left + right) / 2, top - gable * 0.35), 16)
    columns = round((right - left) / 55)
    pitch = (right - left) / columns
    for row in range(3):
        for column in range(columns):
            _window(sheet, left + pitch * (column + 0.5), top + 44 + row * 74)


def _window(sheet: Sheet, x: float, y: float) -> None:
    sheet.shape(box(x - 12, y - 18, 24, 38), sheet.palette.pine, weight=2)


def _roof(kind: str, left: float, top: float, width: float, height: float) -> Points:
    """The outline above the eaves: a gable, a roof with its eaves to the street, a stepped or a curved gable."""
    middle = left + width / 2
    if kind == "gable":
        half = [(left - 8, top), (middle, top - height)]
    elif kind == "eaves":
        half = [(left - 8, top), (left + 26, top - height), (middle, top - height)]
    elif kind == "stepped":
        steps = 4
        half = []
        for step in range(steps):
            x = left + width / 2 * step / steps
            half += [(x, top - height * step / steps), (x, top - height * (step + 1) / steps)]
    else:
        rise = [(left, top), (left + width * 0.06, top - height * 0.3), (left + width * 0.22, top - height * 0.4)]
        half = smooth([*rise, (left + width * 0.28, top - height * 0.75), (middle, top - height)])
    return [*half, *mirrored_x(half, middle)]


def _tower(sheet: Sheet) -> None:
    palette = sheet.palette
    sheet.shape(box(TOWER - 130, 600, 260, STREET - 600), palette.copper_tint)
    shaft = box(TOWER - 62, 330, 124, STREET - 330)
    sheet.shape(shaft, palette.surface)
    sheet.shape(box(TOWER - 72, 318, 144, 16), palette.pine_soft)
    dome = smooth([(TOWER - 66, 318), (TOWER - 78, 276), (TOWER - 50, 236), (TOWER - 22, 206)])
    sheet.shape([*dome, *mirrored_x(dome, TOWER)], palette.pine)
    sheet.shape(box(TOWER - 18, 160, 36, 46), palette.surface)
    cap = smooth([(TOWER - 22, 160), (TOWER - 28, 140), (TOWER - 12, 116), (TOWER, 60)])
    sheet.shape([*cap, *mirrored_x(cap, TOWER)], palette.pine)
    sheet.line([(TOWER, 60), (TOWER, 24)], weight=4)
    sheet.wheel((TOWER, 410), 36, palette.copper_tint)
    sheet.line([(TOWER, 384), (TOWER, 410), (TOWER + 18, 420)], weight=4)
    for y, width in ((500, 16), (580, 16), (770, 30)):
        sill = y + (STREET - 770 if width > 16 else 50)
        arch = [(TOWER - width, sill), *arc((TOWER, y), width, 180, 360), (TOWER + width, sill)]
        sheet.shape(arch, palette.pine, weight=2)


TRACK = 830
# Left end and colours of the containers of each wagon.
WAGONS = (
    *((-330, ("pine_soft",)), (90, ("copper_soft",)), (510, ("pine_tint", "copper_tint"))),
    *((930, ("pine_soft",)), (1350, ("copper_soft",))),
)


# Left end, top and colour of the containers that stand behind the train.
STACKS = (
    *((-60, 490, "surface"), (-140, 336, "pine_tint")),
    *((1284, 490, "copper_soft"), (1350, 336, "surface")),
)


def logistics(sheet: Sheet) -> None:
    """A train of containers crosses the border; a gantry crane lifts one over it between two stacks."""
    palette = sheet.palette
    sheet.area(box(800, 0, 800, 1000), palette.copper_tint)
    sheet.area(box(0, TRACK + 36, 1600, 134), palette.pine_soft)
    sheet.stitch([(800, 0), (800, 1000)], weight=8)
    for x, y, colour in STACKS:
        _container(sheet, x, y, 376, getattr(palette, colour))
    _crane(sheet)
    for x, containers in WAGONS:
        _wagon(sheet, x, containers)
    sheet.line([(0, TRACK + 36), (1600, TRACK + 36)], weight=6)
    for x in range(20, 1600, 60):
        sheet.area(box(x, TRACK + 42, 30, 14), palette.pine)


def _wagon(sheet: Sheet, x: float, containers: tuple[str, ...]) -> None:
    palette = sheet.palette
    sheet.line([(x - 20, TRACK - 16), (x + 410, TRACK - 16)], weight=4)
    sheet.shape(box(x, TRACK - 30, 390, 26), palette.pine)
    for wheel in (60, 118, 272, 330):
        sheet.wheel((x + wheel, TRACK + 6), 26, palette.surface)
    length = 380 / len(containers)
    for index, colour in enumerate(containers):
        _container(sheet, x + 5 + index * length, TRACK - 186, length - 4, getattr(palette, colour))


def _container(sheet: Sheet, x: float, y: float, length: float, colour: str) -> None:
    sheet.shape(box(x, y, length, 154), colour)
    for rib in range(1, round(length / 16)):
        offset = x + rib * length / round(length / 16)
        sheet.line([(offset, y + 16), (offset, y + 138)])


def _crane(sheet: Sheet) -> None:
    palette = sheet.palette
    for x, inner in ((430, 520), (1170, 1080)):
        sheet.line([(x, 290), (inner, 196)], weight=9)
        sheet.shape(box(x - 16, 190, 32, TRACK - 154), palette.pine)
    sheet.shape(box(300, 150, 1000, 48), palette.pine)
    sheet.shape(rounded_box(735, 124, 130, 46, 6), palette.copper)
    for rope in (760, 840):
        sheet.line([(rope, 200), (rope, 350)])
    sheet.shape(box(670, 350, 260, 20), palette.copper)
    _container(sheet, 610, 376, 380, palette.surface)
