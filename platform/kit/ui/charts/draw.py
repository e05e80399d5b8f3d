"""Bars, curves and shares of a whole."""

from collections.abc import Sequence

from kit.formats import number, percent
from kit.ui.charts import scale
from kit.ui.charts.shapes import (
    PLOT,
    ROOM,
    Arc,
    Bar,
    BarChart,
    Curve,
    DonutChart,
    Dot,
    Group,
    Key,
    LineChart,
    Mark,
    Reference,
    Series,
    Show,
    Table,
    Tick,
    Value,
)

TONES = 6  # colours of the style sheet
LONGEST_FOOT = 9  # letters that fit under a column; beyond, the bars lie down
MOST_COLUMNS = 14
WIDEST_BAR = 11  # percent of the drawing
EDGE = 3  # percent left free at both ends of a curve
MOST_DOTS = 14  # beyond, the points of a curve would touch


def bars(
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    overlaid: bool = False,
    highest: float | None = None,
    reference: Reference | None = None,
    show: Show = number,
) -> BarChart:
    """Bars from zero, side by side; values are never negative. `highest` is the end of a known scale.

    `overlaid` draws the second series inside the first (places taken of places open).
    `reference` marks a target over the bars: one for all, or one a label.
    Bars lie down by themselves when a label is too long to stand under its column.
    """
    marked = [] if reference is None else [_as_series(reference, len(labels))]
    top, step = scale.scale(scale.given([*series, *marked]) if highest is None else [highest])
    across = 1 if overlaid else len(series)
    marks = scale.ticks(top, step, show)
    return BarChart(
        empty=not any(scale.given(series)),
        summary=scale.summary(labels, [*series, *marked], show),
        keys=scale.keys(series),
        table=scale.table(labels, [*series, *marked], show),
        lying=len(labels) > MOST_COLUMNS or any(len(label) > LONGEST_FOOT for label in labels),
        overlaid=overlaid,
        dense=len(labels) * across > 6,
        groups=[
            _group(place, labels, series, reference, across=across, top=top, show=show)
            for place in range(len(labels))
        ],
        ticks=marks,
        axis_width=scale.width_of(marks),
        reference="" if reference is None else scale.level(reference, show),
    )


def lines(labels: Sequence[str], series: Sequence[Series], *, show: Show = number) -> LineChart:
    """One curve a series over the same labels (three at most read well); a None leaves a gap in the curve."""
    top, step = scale.scale(scale.given(series))
    marks = scale.ticks(top, step, show)
    xs = _along(len(labels))
    ends = _ends(series, top, show)
    return LineChart(
        empty=not any(scale.given(series)),
        summary=scale.summary(labels, series, show),
        keys=scale.keys(series),
        table=scale.table(labels, series, show),
        curves=[
            _curve(tone, one, xs=xs, top=top, end=ends.get(tone)) for tone, one in enumerate(series, start=1)
        ],
        feet=scale.feet(labels, xs),
        ticks=marks,
        axis_width=scale.width_of(marks),
        ends_width=scale.width_of(ends.values()),
    )


def donut(parts: Sequence[tuple[str, float]], *, show: Show = number) -> DonutChart:
    """Shares of a whole, in the order given; past six, the last ones become "Autres"."""
    shown = _gathered([(name, value) for name, value in parts if value > 0])
    total = sum(value for _, value in shown)
    keys = [
        Key(name, tone, show(value), percent(value / total, 0))
        for tone, (name, value) in enumerate(shown, start=1)
    ]
    return DonutChart(
        empty=not shown,
        summary=", ".join(f"{key.name} {key.text} ({key.share})" for key in keys),
        keys=keys,
        table=Table(["", "Nombre", "Part"], [[key.name, key.text, key.share] for key in keys]),
        arcs=_arcs([value / total * 100 for _, value in shown]),
        total=show(total),
    )


def _group(
    place: int,
    labels: Sequence[str],
    series: Sequence[Series],
    reference: Reference | None,
    *,
    across: int,
    top: float,
    show: Show,
) -> Group:
    slot = 100 / len(labels)
    middle = slot * (place + 0.5)
    width = min(slot * 0.66 / across, WIDEST_BAR)
    left = middle - width * across / 2
    return Group(
        label=labels[place],
        foot=scale.foot(place, labels[place], len(labels), middle),
        bars=[
            _bar(place_in + 1, one.values[place], left + place_in % across * width, width, top, show)
            for place_in, one in enumerate(series)
        ],
        mark=_mark(None if reference is None else reference.at(place), slot * place, slot, top, show),
    )


def _as_series(reference: Reference, count: int) -> Series:
    return Series(reference.name, [reference.at(place) for place in range(count)])


def _mark(value: Value, x: float, width: float, top: float, show: Show) -> Mark | None:
    if value is None:
        return None
    return Mark(
        x=scale.share(x),
        y=scale.plain(scale.height(value, top)),
        width=scale.share(width),
        reach=scale.share(value / top * 100),
        text=show(value),
    )


def _bar(tone: int, value: Value, x: float, width: float, top: float, show: Show) -> Bar:
    y = scale.height(value, top)
    return Bar(
        tone=tone,
        text=scale.written(value, show),
        x=scale.share(x + width * 0.05),
        width=scale.share(width * 0.9),
        y=scale.plain(y),
        height=scale.plain(ROOM + PLOT - y),
        middle=scale.share(x + width / 2),
        above=scale.plain(y - 6),
        reach=scale.share((value or 0) / top * 100),
    )


def _along(count: int) -> list[float]:
    """Where each label stands on the width, in percent."""
    if count < 2:
        return [50.0] * count
    return [EDGE + (100 - 2 * EDGE) * place / (count - 1) for place in range(count)]


def _ends(series: Sequence[Series], top: float, show: Show) -> dict[int, Tick]:
    """The label of each curve that goes to the end, by tone, none over another."""
    lasts = {
        tone: one.values[-1]
        for tone, one in enumerate(series, start=1)
        if one.values and one.values[-1] is not None
    }
    heights = scale.spread([scale.height(last, top) for last in lasts.values()])
    return {
        tone: Tick(scale.plain(at), scale.written(last, show))
        for (tone, last), at in zip(lasts.items(), heights, strict=True)
    }


def _curve(tone: int, series: Series, *, xs: list[float], top: float, end: Tick | None) -> Curve:
    heights = [None if value is None else scale.height(value, top) for value in series.values]
    return Curve(
        tone=tone,
        path=_path(xs, heights),
        dots=[
            Dot(scale.share(xs[place]), scale.plain(heights[place] or 0))
            for place in _dotted(series.values, series.dashed)
        ],
        end=end,
        dashed=series.dashed,
    )


def _path(xs: list[float], heights: list[Value]) -> str:
    steps: list[str] = []
    pen = "M"
    for x, y in zip(xs, heights, strict=True):
        if y is not None:
            steps.append(f"{pen}{scale.plain(x)} {scale.plain(y)}")
        pen = "M" if y is None else "L"
    return " ".join(steps)


def _dotted(values: Sequence[Value], dashed: bool) -> list[int]:
    """The places that bear a dot: all of them, or of many (and of a target) those that no line shows."""
    known = [place for place, value in enumerate(values) if value is not None]
    if len(values) <= MOST_DOTS and not dashed:
        return known
    alone = [place for place in known if not {place - 1, place + 1} & set(known)]
    return alone if dashed else sorted({*alone, *known[-1:]})


def _arcs(shares: list[float]) -> list[Arc]:
    gap = 0.8 if len(shares) > 1 else 0  # a hair of paper between two shares
    arcs, start = [], 0.0
    for tone, length in enumerate(shares, start=1):
        dashes = f"{scale.plain(max(length - gap, 0.2))} 100"
        arcs.append(Arc(tone=tone, dashes=dashes, offset=scale.plain(-start)))
        start += length
    return arcs


def _gathered(parts: list[tuple[str, float]]) -> list[tuple[str, float]]:
    if len(parts) <= TONES:
        return parts
    return [*parts[: TONES - 1], ("Autres", sum(value for _, value in parts[TONES - 1 :]))]
