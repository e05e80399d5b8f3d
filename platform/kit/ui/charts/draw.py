"""The three kinds of charts."""

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


def bars(
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    overlaid: bool = False,
    highest: float | None = None,
    show: Show = number,
) -> BarChart:
    """Bars from zero, side by side; values are never negative. `highest` is the end of a known scale.

    `overlaid` draws the second series inside the first (places taken of places open).
    Bars lie down by themselves when a label is too long to stand under its column.
    """
    top, step = scale.scale(scale.given(series) if highest is None else [highest])
    across = 1 if overlaid else len(series)
    marks = scale.ticks(top, step, show)
    return BarChart(
        empty=not any(scale.given(series)),
        summary=scale.summary(labels, series, show),
        keys=scale.keys(series),
        table=scale.table(labels, series, show),
        lying=len(labels) > MOST_COLUMNS or any(len(label) > LONGEST_FOOT for label in labels),
        overlaid=overlaid,
        dense=len(labels) * across > 6,
        groups=[
            _group(place, labels, series, across=across, top=top, show=show) for place in range(len(labels))
        ],
        ticks=marks,
        axis_width=scale.width_of(marks),
    )


def lines(labels: Sequence[str], series: Sequence[Series], *, show: Show = number) -> LineChart:
    """One curve a series over the same labels; a None leaves a gap in the curve."""
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
        feet=[scale.foot(place, label, len(labels), xs[place]) for place, label in enumerate(labels)],
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
    steps: list[str] = []
    dots: list[Dot] = []
    pen = "M"
    for x, value in zip(xs, series.values, strict=True):
        if value is None:
            pen = "M"
            continue
        y = scale.plain(scale.height(value, top))
        steps.append(f"{pen}{scale.plain(x)} {y}")
        dots.append(Dot(scale.share(x), y))
        pen = "L"
    return Curve(tone=tone, path=" ".join(steps), dots=dots, end=end)


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
