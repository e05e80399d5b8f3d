"""The pictures that several chapters draw, from a report to a block."""

from collections.abc import Callable, Sequence
from typing import Any

from hub.reports.chapters import Block, Told
from hub.reports.tables import name_of
from hub.reports.words import out_of
from hub.rollup.measures import MEASURES
from hub.rollup.reports import Row
from kit import formats
from kit.ui.charts import Reference, Series, Spot, bars, cartogram, funnel, lines, multiples

MOST_BARS = 20  # a person can still compare
MOST_PANELS = 40  # small charts on a page; beyond, the antennes with the most


def by_month(told: Told, title: str, codes: Sequence[str], *, overlaid: bool = False) -> Block:
    """Columns by month; `overlaid` draws the second measure inside the first."""
    rows = {row.keys["month"]: row for row in told.read.each("month")}
    period = told.question.period
    series = [
        Series(MEASURES[code].label, [_value(rows.get(month), code) for month in period.months])
        for code in codes
    ]
    return Block("bars", title, bars(months(told), series, overlaid=overlaid, show=_show(codes[0])))


def through_months(told: Told, title: str, code: str) -> Block:
    """One measure through the months, with the same months of the period before."""
    period = told.question.period
    now = {row.keys["month"]: row for row in told.read.each("month")}
    before = {row.keys["month"]: row for row in told.read.months_before}
    series = [Series(str(period), [_point(now.get(month), code) for month in period.months])]
    if before:
        past = [_point(before.get(month), code) for month in period.before.months]
        series.append(Series(str(period.before), past))
    return Block("lines", title, lines(months(told), series, show=_show(code)))


def by_view(
    told: Told, view: str, title: str, codes: Sequence[str], *, overlaid: bool = False, note: str = ""
) -> Block:
    """Bars by antenne, programme or level, the longest first; MOST_BARS of them. Rates keep their gaps."""
    rows = [row for row in told.read.each(view) if row.keys[view] is not None and row[codes[0]].value]
    rows = sorted(rows, key=lambda row: -(row[codes[0]].value or 0))[:MOST_BARS]
    series = [Series(MEASURES[code].label, [_point(row, code) for row in rows]) for code in codes]
    names = [name_of(row.keys[view], view) for row in rows]
    return Block("bars", title, bars(names, series, overlaid=overlaid, show=_show(codes[0])), note)


def against_the_network(told: Told, title: str, code: str, *, note: str = "") -> Block:
    """A rate of each antenne, the highest first, and where all of them together stand."""
    rows = [row for row in told.read.each("antenne") if row[code].value is not None]
    rows = sorted(rows, key=lambda row: -(row[code].value or 0))[:MOST_BARS]
    names = [f"{row.keys['antenne']} ({out_of(row[code])})" for row in rows]
    series = [Series(MEASURES[code].label, [row[code].value for row in rows])]
    whole = told.read.total[code].value
    mean = Reference("Ensemble", whole) if whole is not None else None
    return Block("bars", title, bars(names, series, reference=mean, show=_show(code)), note)


def side_by_side(told: Told, title: str, code: str, *, href: Callable[[Any], str]) -> Block:
    """The months of each antenne, small, on one scale."""
    found = told.read.months_of_antennes
    most = sorted(found, key=lambda one: -sum(_value(row, code) for row in found[one].values()))
    antennes = sorted(most[:MOST_PANELS], key=lambda one: one.name)
    period = told.question.period
    panels = [
        (one.name, [_value(found[one].get(month), code) for month in period.months]) for one in antennes
    ]
    chart = multiples(panels, months(told), show=_show(code), hrefs=[href(one) for one in antennes])
    return Block("multiples", title, chart)


def steps(told: Told, title: str, codes: Sequence[str], *, whole: str) -> Block:
    """Steps that shrink; `whole` names the first one in a sentence: "des orientations"."""
    values = [_value(told.read.total, code) for code in codes]
    labels = [MEASURES[code].label for code in codes]
    return Block("funnel", title, funnel(labels, values, whole=whole))


def totals(told: Told, title: str, codes: Sequence[str], *, note: str = "") -> Block:
    """Several measures of one unit side by side, for the whole period."""
    values = [_value(told.read.total, code) for code in codes]
    series = [Series(str(told.question.period), values)]
    return Block(
        "bars", title, bars([MEASURES[code].label for code in codes], series, show=_show(codes[0])), note
    )


def on_the_map(told: Told, title: str, code: str) -> Block:
    """Each antenne in its département, shaded by a measure that is counted."""
    rows = {row.keys["antenne"].pk: row for row in told.read.each("antenne")}
    spots = [
        Spot(one.name, one.departement, int(_value(rows.get(one.pk), code))) for one in told.question.antennes
    ]
    return Block("cartogram", title, cartogram(spots, measure=MEASURES[code].label, show=_show(code)))


def months(told: Told) -> list[str]:
    """The labels of the months; with their year when there are several."""
    period = told.question.period
    many = period.start.year != period.end.year
    return [f"{formats.month_short(m)} {m.year}" if many else formats.month_short(m) for m in period.months]


def _value(row: Row | None, code: str) -> float:
    return (row[code].value if row else 0) or 0


def _point(row: Row | None, code: str) -> float | None:
    # A rate without anything to divide by is a gap; a count that is missing is a zero.
    if MEASURES[code].is_rate:
        return row[code].value if row else None
    return _value(row, code)


def _show(code: str) -> Any:
    unit = MEASURES[code].unit
    if unit == "minutes":
        return lambda minutes: f"{formats.number(minutes / 60)}{formats.NBSP}h"
    return {"cents": formats.euros, "ratio": formats.percent}.get(unit, formats.number)
