"""A chart as plain data, for the papers: what a page draws as SVG, typst draws from the same positions.

    data={"places": on_paper(chart, title="Places par mois")}     in a room
    #chart(data.places)                                           in its template (charts.typ)

Across, positions are percentages of the drawing; down, the pixels of the page.
"""

import re
from dataclasses import asdict
from typing import Any

from kit.ui.charts.cartogram import Cartogram
from kit.ui.charts.shapes import (
    BarChart,
    ChangeChart,
    Chart,
    Curve,
    DonutChart,
    FunnelChart,
    Group,
    LineChart,
    MultiplesChart,
    Panel,
    Tick,
)

_STEP = re.compile(r"([ML])([\d.]+) ([\d.]+)")


def on_paper(chart: Chart, *, title: str = "") -> dict[str, Any]:
    """What `#chart(…)` of charts.typ draws; `kind` says which drawing. TypeError for no chart of ours."""
    match chart:
        case BarChart():
            drawing = _bars(chart)
        case LineChart():
            drawing = _lines(chart)
        case DonutChart():
            drawing = _donut(chart)
        case FunnelChart():
            drawing = _funnel(chart)
        case MultiplesChart():
            drawing = _multiples(chart)
        case ChangeChart():
            drawing = _changes(chart)
        case Cartogram():
            drawing = _cartogram(chart)
        case _:
            raise TypeError(f"no drawing on paper for {type(chart).__name__}")
    head = {"title": title, "summary": chart.summary, "empty": chart.empty, "reference": ""}
    return head | {"keys": [asdict(key) for key in chart.keys]} | drawing


def _bars(chart: BarChart) -> dict[str, Any]:
    return {
        "kind": "bars",
        "lying": chart.lying,
        "overlaid": chart.overlaid,
        "reference": chart.reference,
        "height": chart.height,
        "foot": chart.foot,
        "axis": _axis(chart.ticks),
        "groups": [_group(group) for group in chart.groups],
    }


def _group(group: Group) -> dict[str, Any]:
    bars = [
        {"tone": bar.tone, "text": bar.text}
        | {
            name: _plain(getattr(bar, name))
            for name in ("x", "y", "width", "height", "middle", "above", "reach")
        }
        for bar in group.bars
    ]
    mark = group.mark and {name: _plain(getattr(group.mark, name)) for name in ("x", "y", "width", "reach")}
    return {
        "label": group.label,
        "foot": [_plain(group.foot.at), group.foot.text],
        "bars": bars,
        "mark": mark,
    }


def _lines(chart: LineChart) -> dict[str, Any]:
    return {
        "kind": "lines",
        "height": chart.height,
        "foot": chart.foot,
        "axis": _axis(chart.ticks),
        "feet": _axis(chart.feet),
        "curves": [_curve(curve) for curve in chart.curves],
    }


def _curve(curve: Curve) -> dict[str, Any]:
    return {
        "tone": curve.tone,
        "dashed": curve.dashed,
        "steps": [[pen, float(x), float(y)] for pen, x, y in _STEP.findall(curve.path)],
        "dots": [[_plain(dot.x), _plain(dot.y)] for dot in curve.dots],
        "end": curve.end and [_plain(curve.end.at), curve.end.text],
    }


def _donut(chart: DonutChart) -> dict[str, Any]:
    arcs = [[arc.tone, float(arc.dashes.split()[0]), float(arc.offset)] for arc in chart.arcs]
    return {"kind": "donut", "total": chart.total, "arcs": arcs}


def _funnel(chart: FunnelChart) -> dict[str, Any]:
    steps = [
        {
            "label": step.label,
            "text": step.text,
            "shares": step.shares,
            "loss": step.loss,
            "reach": _plain(step.reach),
            "lost": _plain(step.lost or "0"),
        }
        for step in chart.steps
    ]
    return {"kind": "funnel", "note": chart.note, "steps": steps}


def _multiples(chart: MultiplesChart) -> dict[str, Any]:
    return {
        "kind": "multiples",
        "scale": chart.scale,
        "columns": chart.columns,
        "reference": chart.reference,
        "panels": [_panel(panel) for panel in chart.panels],
    }


def _panel(panel: Panel) -> dict[str, str]:
    return {
        "name": panel.name,
        "text": panel.text,
        "path": panel.path,
        "end": panel.end,
        "mark": panel.mark,
    }


def _changes(chart: ChangeChart) -> dict[str, Any]:
    rows = [
        {
            "label": row.label,
            "text": row.text,
            "before": None if row.before is None else _plain(row.before),
            "after": None if row.after is None else _plain(row.after),
            "start": _plain(row.start),
            "width": _plain(row.width),
            "grew": row.grew,
        }
        for row in chart.rows
    ]
    return {"kind": "changes", "rows": rows}


def _cartogram(chart: Cartogram) -> dict[str, Any]:
    return {
        "kind": "cartogram",
        "width": chart.width,
        "height": chart.height,
        "around": [[tile.x, tile.y] for tile in chart.around],
        "tiles": [[tile.x, tile.y, tile.shade, tile.text, tile.name] for tile in chart.tiles],
    }


def _axis(ticks: list[Tick]) -> list[list[Any]]:
    return [[_plain(tick.at), tick.text] for tick in ticks]


def _plain(at: str) -> float:
    """The number of a position: "12.5%" → 12.5."""
    return float(at.removesuffix("%"))
