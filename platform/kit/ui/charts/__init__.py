"""Geometry of the charts: pure functions that turn figures into ready-made SVG attributes.

The components in templates/cotton/chart_*.html only place what is computed here. Widths
are percentages and heights are pixels, so that a chart fits any panel while its words keep
their size. Positions are strings: a French template would print 12.5 as "12,5".

    chart = bars(["janv.", "févr."], [Series("Places prises", [9, 8])])
    <c-chart-bars :chart="chart" title="Places par mois" />

On paper the same chart is data={"places": on_paper(chart, title="Places par mois")} and #chart(data.places).
"""

from kit.ui.charts.cartogram import Cartogram, Spot, cartogram
from kit.ui.charts.changes import changes
from kit.ui.charts.draw import bars, donut, lines
from kit.ui.charts.funnel import funnel
from kit.ui.charts.multiples import multiples
from kit.ui.charts.paper import on_paper
from kit.ui.charts.shapes import (
    BarChart,
    ChangeChart,
    Chart,
    DonutChart,
    FunnelChart,
    LineChart,
    MultiplesChart,
    Reference,
    Series,
)

__all__ = [
    "BarChart",
    "Cartogram",
    "ChangeChart",
    "Chart",
    "DonutChart",
    "FunnelChart",
    "LineChart",
    "MultiplesChart",
    "Reference",
    "Series",
    "Spot",
    "bars",
    "cartogram",
    "changes",
    "donut",
    "funnel",
    "lines",
    "multiples",
    "on_paper",
]
