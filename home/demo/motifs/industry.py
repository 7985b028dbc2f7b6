"""Industry: an injection mould, a circuit board, power from wind and sun."""

from itertools import pairwise

from home.demo.drawing import Sheet
from home.demo.geometry import Point, Points, bow, box, mirrored_x, mirrored_y, polar, rounded_box, smooth

AXIS = 500
MOULD_TOP, MOULD_HEIGHT = 110, 780
PARTING = 790


def plastics(sheet: Sheet) -> None:
    """An injection mould in section: a cup between cavity and core, parted along the seam."""
    palette = sheet.palette
    _plates(sheet)
    _guides(sheet)
    core = box(596, AXIS - 164, PARTING - 596, 328)
    sheet.area(_cup(), palette.copper)
    sheet.section(core, palette.copper_tint, angle=45)
    sheet.outline(_cup())
    _nozzle(sheet)
    _ejectors(sheet)
    for x in (470, 640, 860):
        for y in (MOULD_TOP + 150, MOULD_TOP + MOULD_HEIGHT - 150):
            sheet.wheel((x, y), 24, palette.pine_soft)
    sheet.stitch([(PARTING, 30), (PARTING, 970)])


def _plates(sheet: Sheet) -> None:
    palette = sheet.palette
    plates = (
        *((300, 80, palette.pine_tint, 45), (380, PARTING - 380, palette.surface, -45)),
        *((PARTING, 230, palette.copper_tint, 45), (1340, 80, palette.pine_tint, 45)),
    )
    for x, width, fill, angle in plates:
        sheet.section(box(x, MOULD_TOP, width, MOULD_HEIGHT), fill, angle, 22)
    for y in (MOULD_TOP, MOULD_TOP + MOULD_HEIGHT - 110):
        sheet.section(box(1020, y, 320, 110), palette.surface, -45, 22)


def _cup() -> Points:
    """The cup with its sprue; the core fills its inside."""
    sprue = [(300, AXIS - 10), (566, AXIS - 18)]
    wall = [(566, AXIS - 188), (PARTING, AXIS - 200), (PARTING, AXIS - 164), (596, AXIS - 164)]
    half = [*sprue, *wall]
    return [*half, *mirrored_y(half, AXIS)]


def _guides(sheet: Sheet) -> None:
    for y in (MOULD_TOP + 60, MOULD_TOP + MOULD_HEIGHT - 100):
        sheet.shape(box(420, y, 600, 40), sheet.palette.pine_soft)
        sheet.shape(box(980, y - 12, 40, 64), sheet.palette.pine_soft)


def _nozzle(sheet: Sheet) -> None:
    palette = sheet.palette
    half = [(0, AXIS - 90), (170, AXIS - 90), (230, AXIS - 50), (300, AXIS - 34)]
    sheet.shape([*half, *mirrored_y(half, AXIS)], palette.pine)
    bore = [(0, AXIS - 46), (170, AXIS - 46), (236, AXIS - 12), (302, AXIS - 10)]
    sheet.area([*bore, *mirrored_y(bore, AXIS)], palette.copper)


def _ejectors(sheet: Sheet) -> None:
    palette = sheet.palette
    for y in (AXIS - 100, AXIS + 84):
        sheet.shape(box(596, y, 504, 16), palette.surface, weight=2)
    sheet.section(box(1100, AXIS - 230, 44, 460), palette.pine_tint, 45)
    sheet.section(box(1144, AXIS - 230, 44, 460), palette.pine_soft, -45)
    sheet.shape(box(1188, AXIS - 34, 412, 68), palette.pine)


CHIP, CHIP_REACH = (540, 500), 150
DRIVER, DRIVER_REACH = (1240, 500), 90
BARRIER = 940


def electronics(sheet: Sheet) -> None:
    """A circuit board: traces fan out from a chip; the seam is the line that keeps two circuits apart."""
    palette = sheet.palette
    sheet.shape(rounded_box(80, 80, 1440, 840, 28), palette.surface)
    for corner in ((130, 130), (1470, 130), (130, 870), (1470, 870)):
        sheet.wheel(corner, 22, palette.ground)
    _fan_out(sheet)
    _outputs(sheet)
    sheet.stitch([(BARRIER, 30), (BARRIER, 970)])
    _couplers(sheet)
    _chip(sheet, CHIP, CHIP_REACH, 9)
    _chip(sheet, DRIVER, DRIVER_REACH, 5)


def _fan_out(sheet: Sheet) -> None:
    """Nine traces from each side of the chip, wider apart the further they come."""
    for pin in range(-4, 5):
        start = (CHIP[0] - CHIP_REACH, CHIP[1] + 30 * pin)
        _trace(sheet, start, (160, CHIP[1] + 62 * pin))
        for side in (-1, 1):
            _branch(sheet, (CHIP[0] + 30 * pin, CHIP[1] + side * CHIP_REACH), 26 * pin, side)


def _trace(sheet: Sheet, pin: Point, pad: Point) -> None:
    """From a pin level outwards, then at 45 degrees, then level to a pad."""
    side = 1 if pad[0] > pin[0] else -1
    bend = pin[0] + side * 40
    knee = (bend + side * abs(pad[1] - pin[1]), pad[1])
    sheet.line([pin, (bend, pin[1]), knee, pad], sheet.palette.copper, 6)
    _pad(sheet, pad, 17, sheet.palette.copper)


def _branch(sheet: Sheet, pin: Point, aside: float, side: int) -> None:
    """From a pin upwards or downwards to a contact through the board."""
    bend, x = pin[1] + side * 40, pin[0] + aside
    via = (x, pin[1] + side * (225 - abs(aside) * 0.85))
    sheet.line([pin, (pin[0], bend), (x, bend + side * abs(aside)), via], sheet.palette.pine, 6)
    _pad(sheet, via, 13, sheet.palette.pine)


def _pad(sheet: Sheet, centre: Point, radius: float, colour: str) -> None:
    sheet.disc(centre, radius, colour)
    sheet.disc(centre, radius * 0.45, sheet.palette.ground)


def _chip(sheet: Sheet, centre: Point, reach: float, pins: int) -> None:
    palette = sheet.palette
    for pin in range(pins):
        offset = (pin - (pins - 1) / 2) * 30
        for side in (-1, 1):
            sheet.area(box(centre[0] + side * reach - 22, centre[1] + offset - 7, 44, 14), palette.line)
            sheet.area(box(centre[0] + offset - 7, centre[1] + side * reach - 22, 14, 44), palette.line)
    body = reach - 8
    sheet.shape(box(centre[0] - body, centre[1] - body, 2 * body, 2 * body), palette.pine_soft)
    sheet.disc((centre[0] - body + 32, centre[1] - body + 32), 10, palette.sun)


def _couplers(sheet: Sheet) -> None:
    """Parts that hand the signal over the line; each end keeps to its own circuit."""
    for pin in (-2, -1, 1, 2):
        y = CHIP[1] + 105 * pin
        _trace(sheet, (CHIP[0] + CHIP_REACH, CHIP[1] + 60 * pin), (BARRIER - 66, y))
        _trace(sheet, (DRIVER[0] - DRIVER_REACH, CHIP[1] + 30 * pin), (BARRIER + 66, y))
        sheet.shape(box(BARRIER - 56, y - 34, 112, 68), sheet.palette.pine_tint)


def _outputs(sheet: Sheet) -> None:
    for pin in range(-2, 3):
        _trace(sheet, (DRIVER[0] + DRIVER_REACH, DRIVER[1] + 30 * pin), (1450, DRIVER[1] + 56 * pin))
        for side in (-1, 1):
            _branch(sheet, (DRIVER[0] + 30 * pin, DRIVER[1] + side * DRIVER_REACH), 26 * pin, side)


def energy(sheet: Sheet) -> None:
    """Wind turbines on the hills, rows of solar panels before them, a line that carries the power over."""
    palette = sheet.palette
    sheet.disc((1240, 250), 92, palette.sun)
    hills = (
        ([(-20, 640), (240, 560), (560, 610), (900, 520), (1260, 590), (1620, 500)], palette.pine_tint),
        ([(-20, 760), (300, 690), (700, 730), (1060, 640), (1400, 700), (1620, 660)], palette.pine_soft),
    )
    for ridge, colour in hills:
        sheet.area([*smooth(ridge), (1620, 1010), (-20, 1010)], colour)
        sheet.line(smooth(ridge), weight=4)
    for foot, height, angle in (((160, 746), 300, 92), ((425, 702), 455, 28), ((690, 728), 350, 64)):
        _turbine(sheet, foot, height, angle)
    _power_line(sheet)
    _solar_field(sheet)


def _turbine(sheet: Sheet, foot: Point, height: float, angle: float) -> None:
    palette = sheet.palette
    hub = (foot[0], foot[1] - height)
    half = [(foot[0] - 11, foot[1] + 10), (hub[0] - 5, hub[1])]
    sheet.shape([*half, *mirrored_x(half, foot[0])], palette.surface)
    for turn in (0, 120, 240):
        reach, side = height * 0.46, angle + turn
        root = polar(hub, reach * 0.22, side + 10)
        sheet.shape([hub, root, polar(hub, reach, side), polar(hub, reach * 0.14, side - 8)], palette.surface)
    sheet.wheel(hub, 11, palette.copper)


def _power_line(sheet: Sheet) -> None:
    pylons = ((950, 400), (1225, 440), (1500, 430))
    for x, top in pylons:
        _pylon(sheet, x, top)
    sheet.shape(box(790, 680, 74, 60), sheet.palette.copper_soft)
    sheet.shape([(780, 680), (827, 640), (874, 680)], sheet.palette.copper)
    sheet.stitch(bow((827, 640), (890, 400), -24))
    for (left, start), (right, end) in pairwise((*pylons, (1775, 410))):
        sheet.stitch(bow((left + 60, start), (right - 60, end), -36))


def _pylon(sheet: Sheet, x: float, top: float) -> None:
    foot = top + 290
    sheet.line([(x - 44, foot), (x - 12, top + 90), (x, top - 30), (x + 12, top + 90), (x + 44, foot)], weight=4)
    sheet.line([(x - 60, top), (x + 60, top)], weight=4)
    for step in range(4):
        y, reach = top + 90 + step * 50, 12 + step * 8
        sheet.line([(x - reach, y), (x + reach + 8, y + 50)])
        sheet.line([(x + reach, y), (x - reach - 8, y + 50)])


def _solar_field(sheet: Sheet) -> None:
    for row, y in enumerate((810, 900)):
        for column in range(6):
            _panel(sheet, 130 - 70 * row + column * 250, y)


def _panel(sheet: Sheet, x: float, y: float) -> None:
    sheet.area([(x, y + 70), (x + 40, y), (x + 240, y), (x + 200, y + 70)], sheet.palette.pine)
    for column in (50, 100, 150):
        sheet.line([(x + column, y + 70), (x + column + 40, y)], sheet.palette.pine_soft)
    sheet.line([(x + 20, y + 35), (x + 220, y + 35)], sheet.palette.pine_soft)
