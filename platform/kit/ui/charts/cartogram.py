"""France in equal tiles: one hexagon a place, near where it lies, and a pale one for each other département.

The same tiles are drawn on a page (<c-chart-cartogram>) and on paper (typst).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from kit.formats import NOTHING, number
from kit.ui.charts.shapes import Chart, Key, Show, Table

# The middle of each département, in tenths of a degree (longitude east, latitude north), to the nearest.
_WHERE = (
    "01 53 461,02 36 496,03 32 464,04 62 441,05 63 447,06 71 439,07 44 448,08 46 496,09 15 429,10 42 483,"
    "11 24 431,12 27 443,13 51 435,14 -4 491,15 27 451,16 2 457,17 -7 458,18 25 471,19 19 454,2A 90 419,"
    "2B 92 424,21 48 474,22 -29 484,23 20 461,24 7 451,25 64 472,26 52 447,27 10 491,28 14 484,29 -41 483,"
    "30 42 440,31 12 434,32 5 437,33 -6 448,34 34 436,35 -16 482,36 16 468,37 7 473,38 56 453,39 57 467,"
    "40 -8 440,41 14 476,42 42 457,43 38 451,44 -17 474,45 23 479,46 16 446,47 5 444,48 35 445,49 -6 474,"
    "50 -13 491,51 42 490,52 52 481,53 -7 482,54 62 488,55 54 490,56 -28 479,57 67 490,58 35 471,59 32 505,"
    "60 24 494,61 1 486,62 23 505,63 31 457,64 -8 433,65 2 431,66 25 426,67 76 487,68 73 479,69 46 459,"
    "70 61 476,71 45 466,72 2 480,73 64 455,74 64 460,75 23 489,76 10 497,77 29 486,78 18 488,79 -3 466,"
    "80 23 500,81 22 438,82 13 441,83 62 435,84 52 440,85 -13 467,86 5 466,87 12 459,88 64 482,89 36 478,"
    "90 69 476,91 22 485,92 23 489,93 25 489,94 25 488,95 21 491,971 -46 425,972 -34 425,973 -22 425,"
    "974 -40 417,976 -28 417"
)
WIDTH, HEIGHT = 40, 36  # of a tile, from one to the next
_COLUMN, _ROW = 11.5, 8.2  # the same in tenths of a degree
_WEST, _NORTH = -46, 508
_SHADES = 4
_MOST = 60  # places with a tile each: beyond, the map is no longer that of France, then has no room at all
MARGIN = 4


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to draw; `value` None is one that is not shown; `note` says why."""

    name: str
    departement: str
    value: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A hexagon by its middle and its corners; `shade` is 0 for not shown, 1 (pale) to 4 (full)."""

    x: int
    y: int
    points: str
    name: str = ""
    text: str = ""
    shade: int = 0


@dataclass(frozen=True, slots=True)
class Cartogram(Chart):
    """`around` are the tiles of France where nothing is; `box` is the view box."""

    tiles: list[Tile]
    around: list[Tile]
    box: str
    width: int
    height: int


def cartogram(spots: Sequence[Spot], *, measure: str, show: Show = number) -> Cartogram:
    """Places by their département, shaded by value; the words of the drawing stand in `table`.

    Of more than _MOST places, those of a département share a tile, with their sum.
    """
    taken: set[tuple[int, int]] = set()
    drawn = spots if len(spots) <= _MOST else _by_departement(spots)
    cells = [_take(spot.departement, taken) for spot in drawn]
    others = sorted(_middles().keys() - {spot.departement for spot in drawn})
    around = [_tile(*_take(one, taken)) for one in others]
    most = max((spot.value or 0 for spot in drawn), default=0)
    tiles = [_of(spot, cell, most, show) for spot, cell in zip(drawn, cells, strict=True)]
    columns, rows = zip(*taken, strict=True)
    width = (max(columns) + 2) * WIDTH - WIDTH // 2 + 2 * MARGIN
    height = max(rows) * HEIGHT + 48 + 2 * MARGIN
    return Cartogram(
        empty=not spots,
        summary=", ".join(f"{spot.name} {_text(spot, show)}" for spot in spots),
        keys=[Key(measure, 1)],
        table=Table(["Antenne", measure], [[spot.name, spot.note or _text(spot, show)] for spot in spots]),
        tiles=tiles,
        around=around,
        box=f"0 0 {width} {height}",
        width=width,
        height=height,
    )


def _by_departement(spots: Sequence[Spot]) -> list[Spot]:
    groups: dict[str, list[Spot]] = {}
    for spot in spots:
        groups.setdefault(spot.departement, []).append(spot)
    return [_together(departement, there) for departement, there in groups.items()]


def _together(departement: str, spots: list[Spot]) -> Spot:
    shown = [spot.value for spot in spots if spot.value is not None]
    return Spot(", ".join(spot.name for spot in spots), departement, sum(shown) if shown else None)


def _of(spot: Spot, cell: tuple[int, int], most: int, show: Show) -> Tile:
    shade = 0 if spot.value is None else max(1, -(-spot.value * _SHADES // most) if most else 1)
    return _tile(*cell, name=spot.name, text=_text(spot, show), shade=shade)


def _text(spot: Spot, show: Show) -> str:
    return NOTHING if spot.value is None else show(spot.value)


def _tile(column: int, row: int, *, name: str = "", text: str = "", shade: int = 0) -> Tile:
    x = MARGIN + column * WIDTH + WIDTH // 2 + (WIDTH // 2 if row % 2 else 0)
    y = MARGIN + row * HEIGHT + 24
    corners = [(0, -22), (18, -11), (18, 11), (0, 22), (-18, 11), (-18, -11)]
    points = " ".join(f"{x + across},{y + down}" for across, down in corners)
    return Tile(x, y, points, name, text, shade)


def _take(departement: str, taken: set[tuple[int, int]]) -> tuple[int, int]:
    """The free cell nearest to the middle of a département; one that is unknown stands in the far west."""
    x, y = _middles().get(departement, (_WEST, _NORTH - 75))
    cell = min((one for one in _cells() if one not in taken), key=lambda one: (_far(one, x, y), one))
    taken.add(cell)
    return cell


def _far(cell: tuple[int, int], x: int, y: int) -> float:
    column, row = cell
    across = _WEST + (column + (row % 2) / 2) * _COLUMN - x
    # A degree of longitude is shorter here than one of latitude.
    return (across * 0.7) ** 2 + (_NORTH - row * _ROW - y) ** 2


@cache
def _cells() -> list[tuple[int, int]]:
    return [(column, row) for row in range(14) for column in range(14)]


@cache
def _middles() -> dict[str, tuple[int, int]]:
    lines: Iterable[list[str]] = (line.split(" ") for line in _WHERE.split(","))
    return {code: (int(x), int(y)) for code, x, y in lines}
