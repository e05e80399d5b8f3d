"""Small multiples: the same measure of many antennes, a tiny drawing each, on one scale."""

from collections.abc import Sequence

from kit.formats import NBSP, number
from kit.ui.charts import scale
from kit.ui.charts.shapes import Key, MultiplesChart, Panel, Reference, Series, Show, Table, Value

WIDE, TALL = 100, 40  # the box of a drawing
EDGE = 3  # left free all around, so that the last point is never cut


def multiples(
    panels: Sequence[tuple[str, Sequence[Value]]],
    labels: Sequence[str],
    *,
    show: Show = number,
    reference: Reference | float | None = None,
    most: float | None = None,
    columns: bool = False,
    hrefs: Sequence[str] = (),
) -> MultiplesChart:
    """A curve (or `columns`) a panel, in the order given, from zero to a top that all share.

    `reference`: a target or the mean of the network, one for all or one a panel. `most`: the end of a
    known scale. `hrefs`: where each panel leads, as many as panels.
    """
    against = Reference("Repère", reference) if isinstance(reference, int | float) else reference
    series = [Series(name, values) for name, values in panels]
    levels = [None if against is None else against.at(place) for place in range(len(panels))]
    known = [*scale.given(series), *(level for level in levels if level is not None)]
    top, _ = scale.scale(known if most is None else [most])
    links = hrefs or [""] * len(panels)
    return MultiplesChart(
        empty=not scale.given(series),
        summary=scale.summary(labels, series, show),
        keys=[Key("", 1)],
        table=_table(labels, series, levels, against, show),
        panels=[
            _panel(one, labels, level=level, top=top, columns=columns, show=show, href=href)
            for one, level, href in zip(series, levels, links, strict=True)
        ],
        scale=_scale(labels, top, show),
        columns=columns,
        reference="" if against is None else scale.level(against, show),
    )


def _panel(
    one: Series, labels: Sequence[str], *, level: Value, top: float, columns: bool, show: Show, href: str
) -> Panel:
    points = [
        None if value is None else (_across(place, len(one.values)), _down(value, top))
        for place, value in enumerate(one.values)
    ]
    last = points[-1] if points else None
    return Panel(
        name=one.name,
        text=scale.written(one.values[-1] if one.values else None, show),
        summary=scale.extremes(labels, one, show),
        path=_columns(points) if columns else _curve(points),
        end="" if last is None or columns else f"M{last[0]} {last[1]}h.1",
        mark="" if level is None else f"M0 {_down(level, top)}H{WIDE}",
        href=href,
    )


def _across(place: int, count: int) -> int:
    return round(EDGE + (WIDE - 2 * EDGE) * place / (count - 1)) if count > 1 else WIDE // 2


def _down(value: float, top: float) -> int:
    return round(TALL - EDGE - (TALL - 2 * EDGE) * min(value / top, 1))


def _curve(points: Sequence[tuple[int, int] | None]) -> str:
    """A line through what is known; a lone point is a hair of a stroke, which round ends show."""
    path, drawing = "", False
    for place, point in enumerate(points):
        if point is not None:
            path += f"{' ' if drawing else 'M'}{point[0]} {point[1]}"
            if not drawing and (place + 1 == len(points) or points[place + 1] is None):
                path += "h.1"
        drawing = point is not None
    return path


def _columns(points: Sequence[tuple[int, int] | None]) -> str:
    """Strokes from the foot: their width is the style sheet's."""
    foot = TALL - EDGE
    return "".join(f"M{x} {foot}V{y}" for x, y in filter(None, points) if y < foot)


def _scale(labels: Sequence[str], top: float, show: Show) -> str:
    reach = f"Même échelle partout{NBSP}: de {show(0)} à {show(top)}"
    return f"{reach}, de {labels[0]} à {labels[-1]}" if len(labels) > 1 else reach


def _table(
    labels: Sequence[str],
    series: Sequence[Series],
    levels: Sequence[Value],
    reference: Reference | None,
    show: Show,
) -> Table:
    """A line a panel; the reference is a column of its own when it is one a panel."""
    apart = reference is not None and isinstance(reference.value, Sequence)
    name = reference.name if apart and reference else ""
    rows = [
        [
            one.name,
            *(scale.written(value, show) for value in one.values),
            *([scale.written(level, show)] if apart else []),
        ]
        for one, level in zip(series, levels, strict=True)
    ]
    return Table(["", *labels, *([name] if apart else [])], rows)
