"""People at work together: tables seen from above, the stands of a fair, a contract in two languages."""

from home.demo.drawing import Sheet
from home.demo.geometry import Point, arc, box, polar, smooth, turned

# Centre and radius of each table and the number of its seats.
TABLES = (
    *(((270, 270), 100, 6), ((720, 240), 120, 8), ((1280, 290), 130, 8)),
    *(((330, 720), 130, 8), ((860, 680), 140, 8), ((1330, 740), 105, 6)),
)
LINKS = ((0, 1), (1, 2), (0, 3), (3, 4), (4, 2), (4, 5), (1, 4))


def meeting(sheet: Sheet) -> None:
    """Round tables seen from above, half of the seats for either side, joined by seams."""
    sheet.outline(box(50, 50, 1500, 900))
    for first, second in LINKS:
        sheet.stitch([TABLES[first][0], TABLES[second][0]])
    for number, (centre, radius, seats) in enumerate(TABLES):
        _table(sheet, centre, radius, seats, turn=number * 25)


def _table(sheet: Sheet, centre: Point, radius: float, seats: int, turn: float) -> None:
    palette = sheet.palette
    for seat in range(seats):
        angle = turn + (seat + 0.5) * 360 / seats
        colour = palette.pine if seat < seats / 2 else palette.copper
        _chair(sheet, polar(centre, radius + 30, angle), angle, colour)
    sheet.wheel(centre, radius, palette.surface)
    sheet.ring(centre, radius - 14)
    sheet.disc(centre, 12, palette.sun)
    for seat in range(seats):
        angle = turn + (seat + 0.5) * 360 / seats
        paper = box(centre[0] + radius - 56, centre[1] - 17, 26, 34)
        sheet.shape(turned(paper, centre, angle), palette.pine_tint if seat < seats / 2 else palette.copper_tint, 2)


def _chair(sheet: Sheet, centre: Point, angle: float, colour: str) -> None:
    seat = [*arc(centre, 25, -90, 90), (centre[0] - 16, centre[1] + 25), (centre[0] - 16, centre[1] - 25)]
    sheet.shape(turned(seat, centre, angle), colour)


# Tops of the rows of stands: each pair of rows faces the aisle between them.
ROWS = (75, 380, 510, 815)
STANDS = 6


def fair(sheet: Sheet) -> None:
    """The plan of a cooperation exchange: stands along aisles and the way of a visitor from talk to talk."""
    palette = sheet.palette
    sheet.shape(box(60, 60, 1480, 880), palette.surface, weight=10)
    for row, y in enumerate(ROWS):
        for column in range(STANDS):
            _stand(sheet, 150 + column * 220, y, row, column)
    _doors(sheet)
    corners = [*arc((1440, 330), 40, -90, 0), *arc((1440, 685), 40, 0, 90)]
    sheet.stitch([(0, 290), *corners, (0, 725)])
    for stop in ((480, 290), (920, 290), (1140, 725), (700, 725)):
        sheet.node(stop, rim=palette.surface)


def _stand(sheet: Sheet, x: float, y: float, row: int, column: int) -> None:
    """Three walls, a counter and a table with chairs; open towards the aisle."""
    palette = sheet.palette
    width, depth = 210, 110
    back, inward = (y, 1) if row % 2 == 0 else (y + depth, -1)
    front = back + inward * depth
    colours = (palette.pine_tint, palette.copper_tint, palette.ground)
    sheet.area(box(x, y, width, depth), colours[(column + 2 * row) % 3])
    sheet.line([(x, front), (x, back), (x + width, back), (x + width, front)], weight=7)
    sheet.shape(box(x + 22, back + inward * 82 - 10, 76, 20), palette.pine if (column + row) % 2 else palette.copper)
    table = (x + 156, back + inward * 56)
    sheet.wheel(table, 20, palette.surface)
    for angle in (20, 140, 260):
        sheet.wheel(polar(table, 34, angle), 9, palette.pine_soft)


def _doors(sheet: Sheet) -> None:
    for y in (290, 725):
        sheet.area(box(54, y - 62, 12, 124), sheet.palette.surface)
        for side in (-1, 1):
            hinge = (60, y + side * 62)
            sheet.line(arc(hinge, 62, 0, -90 * side))
            sheet.line([hinge, (hinge[0] + 62, hinge[1])], weight=4)


def law(sheet: Sheet) -> None:
    """A contract in two columns, bound with a thread that ends under the seal."""
    palette = sheet.palette
    for turn, colour in ((-7, palette.pine_soft), (-3.5, palette.pine_tint), (0, palette.surface)):
        sheet.shape(turned(box(350, 90, 900, 1100), (800, 1000), turn), colour)
    for column, ink in ((430, palette.pine), (860, palette.copper)):
        _column(sheet, column, ink)
    sheet.stitch([(800, 130), (800, 740)])
    _seal(sheet)


def _column(sheet: Sheet, x: float, ink: str) -> None:
    """A heading, paragraphs whose last line is short, and the line for a signature."""
    sheet.area(box(x, 170, 210, 24), ink)
    top = 256
    for lines, last in ((4, 150), (5, 230), (3, 110)):
        sheet.area(box(x, top - 7, 14, 14), ink)
        for line in range(lines):
            length = 290 if line < lines - 1 else last
            sheet.line([(x + 34, top + line * 32), (x + 34 + length, top + line * 32)], ink, 6)
        top += lines * 32 + 44
    signature = x if x < 800 else x + 114
    sheet.line([(signature, 880), (signature + 210, 880)])


def _seal(sheet: Sheet) -> None:
    """A seal of two halves, like the mark, with the ends of the thread below it."""
    palette, centre = sheet.palette, (800, 820)
    for end in (((790, 900), (770, 960), (784, 1010)), ((810, 900), (834, 950), (824, 1010))):
        sheet.line(smooth(list(end)), palette.copper, 6)
    edge = [polar(centre, 104 if step % 2 else 94, step * 7.5) for step in range(48)]
    sheet.shape(edge, palette.sun)
    sheet.area(arc(centre, 74, 96, 264), palette.pine)
    sheet.area(arc(centre, 74, -84, 84), palette.copper)
