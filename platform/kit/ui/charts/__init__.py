"""Geometry of the charts: pure functions that turn figures into ready-made SVG attributes.

The components in templates/cotton/chart_*.html only place what is computed here. Widths
are percentages and heights are pixels, so that a chart fits any panel while its words keep
their size. Positions are strings: a French template would print 12.5 as "12,5".

    chart = bars(["janv.", "févr."], [Series("Places prises", [9, 8])])
    <c-chart-bars :chart="chart" title="Places par mois" />
"""

from kit.ui.charts.cartogram import Cartogram, Spot, cartogram
from kit.ui.charts.changes import changes
from kit.ui.charts.draw import bars, donut, lines
from kit.ui.charts.shapes import BarChart, ChangeChart, DonutChart, LineChart, Series

__all__ = [
    "BarChart",
    "Cartogram",
    "ChangeChart",
    "DonutChart",
    "LineChart",
    "Series",
    "Spot",
    "bars",
    "cartogram",
    "changes",
    "donut",
    "lines",
]
