"""Axes, and figures as words: what the kinds of charts have in common."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from kit.formats import NBSP, NOTHING
from kit.ui.charts.shapes import PLOT, ROOM, Key, Reference, Series, Show, Table, Tick, Value

ROUND_STEPS = (1, 2, 2.5, 5, 10)
LETTER = 7  # pixels a letter of a chart takes, at most
SHORT = 6  # letters of a month in short
WIDE, NARROW = 390, 216  # pixels that a curve has for its labels, in half a page and on a phone


def scale(values: Sequence[float]) -> tuple[float, float]:
    """A round top of the axis at or above the highest value, and a round step up to it."""
    highest = max(values, default=0) or 1
    rough = highest / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * part for part in ROUND_STEPS if power * part >= rough * 0.999)
    if highest >= 1 and all(float(value).is_integer() for value in values):
        step = float(math.ceil(step))  # no half person
    return step * math.ceil(highest / step - 1e-9), step


def ticks(top: float, step: float, show: Show) -> list[Tick]:
    count = round(top / step)
    return [Tick(plain(height(step * n, top)), show(step * n)) for n in range(count + 1)]


def foot(place: int, label: str, count: int, at: float) -> Tick:
    """A label under the drawing. Past six, a narrow panel keeps one in two (or three),
    counted from the last, which is the one people look for."""
    keep = 1 if count <= 6 else 2 if count <= 12 else 3
    return Tick(share(at), label, minor=(count - 1 - place) % keep != 0)


def feet(labels: Sequence[str], xs: Sequence[float]) -> list[Tick]:
    """The labels under a curve, counted from the last: a year of short ones stands whole, of more
    (24 or 36 months) those that fit, and in a narrow panel fewer."""
    count, longest = len(labels), max(map(len, labels), default=0)
    if count <= 12 and longest <= SHORT:
        return [foot(place, label, count, xs[place]) for place, label in enumerate(labels)]
    need = LETTER * longest + 2
    wide = _every(count, WIDE // need)
    narrow = _every(count, NARROW // need, of=wide)
    return [
        Tick(share(xs[place]), labels[place], minor=(count - 1 - place) % narrow != 0)
        for place in range(count)
        if (count - 1 - place) % wide == 0
    ]


def _every(count: int, room: int, of: int = 1) -> int:
    """One label in how many, so that no more than `room` stand: a part of a year, or years."""
    tries = (every for every in (1, 2, 3, 4, 6, 12, 24, 48) if every % of == 0)
    return next((every for every in tries if -(-count // every) <= room), count)


def width_of(marks: Iterable[Tick]) -> int:
    """Pixels that the longest of these labels needs, with its margin."""
    return 14 + LETTER * max((len(mark.text) for mark in marks), default=0)


def height(value: Value, top: float) -> float:
    """Where a value stands, from the top of the drawing down."""
    return ROOM + PLOT * (1 - (value or 0) / top)


def spread(heights: Sequence[float], apart: float = 16) -> list[float]:
    """Push labels up so that no two overlap, the lowest staying where it is."""
    placed = list(heights)
    order = sorted(range(len(placed)), key=lambda place: -placed[place])
    for below, above in pairwise(order):
        placed[above] = min(placed[above], placed[below] - apart)
    return placed


def keys(series: Sequence[Series]) -> list[Key]:
    return [Key(one.name, tone, dashed=one.dashed) for tone, one in enumerate(series, start=1)]


def table(labels: Sequence[str], series: Sequence[Series], show: Show) -> Table:
    rows = [
        [label, *(written(one.values[place], show) for one in series)] for place, label in enumerate(labels)
    ]
    return Table(["", *(one.name for one in series)], rows)


def summary(labels: Sequence[str], series: Sequence[Series], show: Show) -> str:
    """The lowest and highest value of each series, as sentences."""
    return " ".join(extremes(labels, one, show) for one in series)


def extremes(labels: Sequence[str], series: Series, show: Show) -> str:
    pairs = zip(series.values, labels, strict=True)
    known = [(value, label) for value, label in pairs if value is not None]
    if not known:
        return f"{series.name}{NBSP}: aucune donnée."
    low, high = min(known, key=lambda one: one[0]), max(known, key=lambda one: one[0])
    reach = f"de {show(low[0])} ({low[1]}) à {show(high[0])} ({high[1]})"
    return f"{series.name}{NBSP}: {reach}."


def level(reference: Reference, show: Show) -> str:
    """A reference in a legend: its name, and its value when it is one for all."""
    if isinstance(reference.value, Sequence):
        return reference.name
    return f"{reference.name}{NBSP}: {show(reference.value)}"


def given(series: Iterable[Series]) -> list[float]:
    return [value for one in series for value in one.values if value is not None]


def written(value: Value, show: Show) -> str:
    return NOTHING if value is None else show(value)


def plain(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def share(value: float) -> str:
    return f"{plain(value)}%"
