"""Metal: a turned part, a galvanizing line, a casting."""

from itertools import pairwise

from home.demo.drawing import Sheet
from home.demo.geometry import Points, arc, box, mirrored_x, mirrored_y, moved, polar, rounded_box, scatter, turned

AXIS = 500
# Length and radius of each step of the shaft, from left to right.
STEPS = ((150, 104), (60, 160), (280, 220), (40, 196), (220, 150), (190, 96))
SHAFT_START = 130
SHAFT_END = SHAFT_START + sum(length for length, _ in STEPS)
BORE = 52
END_VIEW = (1320, AXIS)


def machining(sheet: Sheet) -> None:
    """A turned part, its upper half cut open, with the view from the end beside it."""
    upper = _shaft_profile()
    sheet.shape([*upper, *mirrored_y(upper, AXIS)], sheet.palette.pine_tint)
    sheet.section([*upper, (SHAFT_END, AXIS - BORE), (SHAFT_START, AXIS - BORE)], sheet.palette.copper_tint)
    sheet.area(box(SHAFT_START, AXIS - BORE, SHAFT_END - SHAFT_START, BORE), sheet.palette.surface)
    sheet.outline(box(SHAFT_START, AXIS - BORE, SHAFT_END - SHAFT_START, BORE))
    for x, radius in _shoulders():
        sheet.line([(x, AXIS), (x, AXIS + radius)])
    _thread(sheet)
    _end_view(sheet)
    _shaft_dimensions(sheet)
    sheet.stitch([(40, AXIS), (1560, AXIS)])


def _shaft_profile() -> Points:
    x, chamfer = SHAFT_START, 14
    profile: Points = [(x, AXIS - STEPS[0][1] + chamfer), (x + chamfer, AXIS - STEPS[0][1])]
    for (length, radius), (_, following) in pairwise(STEPS):
        x += length
        profile += [(x, AXIS - radius), (x, AXIS - following)]
    radius = STEPS[-1][1]
    return [*profile, (SHAFT_END - chamfer, AXIS - radius), (SHAFT_END, AXIS - radius + chamfer)]


def _shoulders() -> list[tuple[float, float]]:
    places, x = [(SHAFT_START + 14.0, STEPS[0][1])], SHAFT_START
    for (length, radius), (_, following) in pairwise(STEPS):
        x += length
        places.append((x, max(radius, following)))
    return [*places, (SHAFT_END - 14, STEPS[-1][1])]


def _thread(sheet: Sheet) -> None:
    length, radius = STEPS[-1]
    start, root = SHAFT_END - length + 30, radius - 16
    sheet.line([(start, AXIS - root), (SHAFT_END, AXIS - root)])
    sheet.line([(start, AXIS + root), (SHAFT_END, AXIS + root)])
    sheet.line([(start, AXIS), (start, AXIS + radius)])


def _end_view(sheet: Sheet) -> None:
    palette = sheet.palette
    for radius, fill in ((220, palette.pine_tint), (150, palette.pine_soft), (96, palette.pine_tint)):
        sheet.wheel(END_VIEW, radius, fill)
    sheet.wheel(END_VIEW, BORE, palette.surface)
    sheet.ring(END_VIEW, 185)
    for angle in range(30, 390, 60):
        sheet.wheel(polar(END_VIEW, 185, angle), 16, palette.surface)
        sheet.line([polar(END_VIEW, 160, angle), polar(END_VIEW, 210, angle)])
    sheet.stitch([(END_VIEW[0], AXIS - 283), (END_VIEW[0], AXIS + 283)])


def _shaft_dimensions(sheet: Sheet) -> None:
    flange = SHAFT_START + STEPS[0][0] + STEPS[1][0]
    sheet.dimension((flange, AXIS - 220), (flange + STEPS[2][0], AXIS - 220), 90)
    sheet.dimension((flange + STEPS[2][0] + 40, AXIS - 220), (SHAFT_END, AXIS - 220), 90)
    sheet.dimension((SHAFT_END, AXIS + 220), (flange, AXIS + 220), 90)
    sheet.dimension((SHAFT_END, AXIS + 220), (SHAFT_START, AXIS + 220), 170)
    sheet.dimension((SHAFT_START, AXIS + 104), (SHAFT_START, AXIS - 104), 56)


TANKS = ((120, "pine_tint"), (620, "copper_soft"), (1120, "pine_soft"))
TANK_WIDTH, TANK_TOP, TANK_BOTTOM = 360, 540, 850
RAIL = 130


def galvanizing(sheet: Sheet) -> None:
    """Three baths in section; racks of beams travel from one to the next below the crane rail."""
    for x, liquid in TANKS:
        _bath(sheet, x, getattr(sheet.palette, liquid))
    sheet.area(box(0, RAIL - 36, 1600, 36), sheet.palette.pine)
    _rack(sheet, 800, 620)
    _rack(sheet, 1300, 350)
    for x, _ in TANKS:
        _tank_wall(sheet, x)
    lifted = [*arc((340, 460), 40, 180, 270), *arc((760, 460), 40, 270, 360)]
    sheet.stitch([(300, 770), *lifted, (800, 548)])
    sheet.stitch([(1300, 524), (1300, 770)])
    sheet.line([(0, TANK_BOTTOM + 40), (1600, TANK_BOTTOM + 40)], weight=4)


def _bath(sheet: Sheet, x: float, liquid: str) -> None:
    sheet.area(box(x, TANK_TOP, TANK_WIDTH, TANK_BOTTOM - TANK_TOP), sheet.palette.surface)
    sheet.area(box(x, TANK_TOP + 40, TANK_WIDTH, TANK_BOTTOM - TANK_TOP - 40), liquid)
    sheet.line([(x, TANK_TOP + 40), (x + TANK_WIDTH, TANK_TOP + 40)])


def _tank_wall(sheet: Sheet, x: float) -> None:
    wall, right = 30, x + TANK_WIDTH
    profile = [
        *((x - wall, TANK_TOP), (x, TANK_TOP), (x, TANK_BOTTOM - wall), (right, TANK_BOTTOM - wall)),
        *((right, TANK_TOP), (right + wall, TANK_TOP), (right + wall, TANK_BOTTOM), (x - wall, TANK_BOTTOM)),
    ]
    sheet.section(profile, sheet.palette.surface)
    for foot in (x + 20, right - 50):
        sheet.shape(box(foot, TANK_BOTTOM, 30, 40), sheet.palette.pine)


def _rack(sheet: Sheet, x: float, depth: float) -> None:
    palette = sheet.palette
    sheet.shape(rounded_box(x - 50, RAIL, 100, 46, 8), palette.copper)
    for rope in (x - 26, x + 26):
        sheet.line([(rope, RAIL + 48), (rope, depth - 60)])
    sheet.shape(box(x - 150, depth - 60, 300, 24), palette.copper)
    for offset in (-114, -38, 38, 114):
        sheet.line([(x + offset, depth - 36), (x + offset, depth)])
        _beam(sheet, x + offset, depth)


def _beam(sheet: Sheet, x: float, top: float) -> None:
    """A rolled beam, seen at its cut end."""
    left = [(-6, 15), (-27, 15), (-27, 0), (27, 0), (27, 15), (6, 15)]
    profile = [*left, *mirrored_y(left, 80)]
    sheet.shape(moved(profile, x, top), sheet.palette.pine_tint)


PARTING = 570
WHEEL = 880
SPRUE = 390


def casting(sheet: Sheet) -> None:
    """A ladle pours into a sand mould; the wheel in it is seen in section along the parting line."""
    _sand(sheet)
    for cavity in _cavities():
        sheet.outline(cavity, weight=8)
    for cavity in _cavities():
        sheet.area(cavity, sheet.palette.copper)
    sheet.shape(box(WHEEL - 34, PARTING - 200, 68, 400), sheet.palette.pine_soft)
    _flask(sheet)
    _ladle(sheet)
    sheet.stitch([(60, PARTING), (SPRUE - 30, PARTING)])
    sheet.stitch([(1250, PARTING), (1540, PARTING)])


def _sand(sheet: Sheet) -> None:
    sheet.area(box(180, 330, 1240, 560), sheet.palette.pine_tint)
    for index in range(1100):
        grain = (186 + 1228 * scatter(index), 336 + 548 * scatter(7 * index + 3))
        sheet.disc(grain, 2 + 2 * scatter(3 * index), sheet.palette.pine_soft)


def _cavities() -> list[Points]:
    """Sprue with runner, the wheel (hub, web and rim) and the riser; they overlap where the metal flows on."""
    half = [
        *((WHEEL - 80, PARTING - 150), (WHEEL - 86, PARTING - 26), (WHEEL - 290, PARTING - 26)),
        *((WHEEL - 294, PARTING - 130), (WHEEL - 364, PARTING - 130), (WHEEL - 372, PARTING)),
    ]
    left = [*half, *mirrored_y(half, PARTING)]
    sprue = [(SPRUE - 60, 330), (SPRUE + 60, 330), (SPRUE + 20, 400), (SPRUE + 15, PARTING)]
    runner = [(WHEEL - 366, PARTING), (WHEEL - 366, PARTING + 34), (SPRUE - 17, PARTING + 34), (SPRUE - 20, 400)]
    riser = box(WHEEL - 26, 330, 52, 100)
    return [[*left, *mirrored_x(left, WHEEL)], [*sprue, *runner], moved(riser, 330, 0), box(WHEEL + 304, 420, 52, 60)]


def _flask(sheet: Sheet) -> None:
    for x in (150, 1420):
        sheet.section(box(x, 330, 30, PARTING - 330), sheet.palette.surface)
        sheet.section(box(x, PARTING, 30, 890 - PARTING), sheet.palette.surface, angle=45)
    for x in (110, 1420):
        for y in (PARTING - 28, PARTING + 4):
            sheet.shape(box(x, y, 70, 24), sheet.palette.pine_soft)
    sheet.line([(0, 892), (1600, 892)], weight=4)


def _ladle(sheet: Sheet) -> None:
    palette, centre = sheet.palette, (226, 186)
    pot = turned(moved([(-124, -104), (124, -104), (98, 104), (-98, 104)], *centre), centre, 50)
    inside = turned(moved([(-104, -104), (104, -104), (82, 86), (-82, 86)], *centre), centre, 50)
    lip = inside[1]
    stream = [(lip[0] - 6, lip[1]), (SPRUE - 14, 236), (SPRUE - 10, 340), (SPRUE + 10, 340), (SPRUE + 8, 230), lip]
    sheet.area(stream, palette.sun)
    sheet.shape(pot, palette.pine_soft)
    sheet.area(inside, palette.surface)
    with sheet.within(inside):
        sheet.area(box(0, lip[1], 600, 300), palette.sun)
    sheet.outline(inside, weight=2)
    sheet.line([(centre[0], 0), centre], weight=4)
    sheet.wheel(centre, 18, palette.surface)
