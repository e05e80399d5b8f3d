"""What the antennes' shops sold in a month and in the month before, from the cells alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hub.rollup.measures import MEASURES, Measure
from hub.rollup.models import Published
from hub.rollup.reports import Row, report
from kit import formats
from kit.calendar import add_months
from kit.documents.spreadsheets import Column
from kit.text import fold
from kit.ui.charts import BarChart, Series, bars
from tenants.network.models import Antenne

SHORT = {
    "connection_sold": "Cartes et forfaits",
    "connection_paid": "Payé",
    "connection_reference": "Au prix de référence",
    "savings": "Économie",
    "devices_bought": "Équipements",
}  # heads of columns: the dictionary's labels are longer
CODES = tuple(SHORT)
MOST_ANTENNES = 20  # bars a person can still compare


@dataclass(frozen=True)
class Told:
    """A measure in this month and the one before, in its unit (cents for money)."""

    measure: Measure
    now: int
    before: int

    @property
    def short(self) -> str:
        return SHORT[self.measure.code]

    @property
    def in_money(self) -> bool:
        return self.measure.unit == "cents"

    @property
    def rounded(self) -> str:
        """For a headline: money to the euro, without its sign."""
        return formats.number(Decimal(self.now) / 100 if self.in_money else self.now)

    @property
    def words(self) -> str:
        return self._written(self.now)

    @property
    def words_before(self) -> str:
        return self._written(self.before)

    def _written(self, value: int) -> str:
        return formats.euros(value) if self.in_money else formats.number(value)


@dataclass(frozen=True)
class Line:
    """An antenne (None for all of them) with what each of CODES came to, in their order."""

    antenne: Antenne | None
    told: list[Told]

    def __getitem__(self, code: str) -> Told:
        return self.told[CODES.index(code)]


@dataclass(frozen=True)
class ShopMonth:
    """The shops of the network in a month: the antennes that sold then or the month before."""

    first: date
    lines: list[Line]
    total: Line

    @property
    def before(self) -> date:
        return add_months(self.first, -1)


def month_of_shops(first: date) -> ShopMonth:
    """Read the cells of the month that begins on `first`: two statements, however many antennes."""
    months = add_months(first, -1), first
    both = report(start_month=months[0], end_month=first, by=("antenne", "month"), measures=CODES)
    before, now = (both.between(month, month) for month in months)
    was = {row.keys["antenne"]: row for row in before.each("antenne")}
    is_ = {row.keys["antenne"]: row for row in now.each("antenne")}
    nothing = Row({}, {})
    lines = [
        Line(antenne, _told(is_.get(antenne, nothing), was.get(antenne, nothing)))
        for antenne in sorted(is_.keys() | was.keys(), key=lambda antenne: fold(antenne.name))
    ]
    return ShopMonth(first, lines, Line(None, _told(now.total, before.total)))


def months_of_shops() -> list[date]:
    """The first days of the months that have a cell of a shop, the latest first."""
    return list(Published.objects.filter(measure__in=CODES).dates("month", "month", order="DESC"))


def by_antenne(month: ShopMonth, code: str) -> BarChart:
    """A measure by antenne beside the month before, the highest first; below zero there is no bar."""
    lines = sorted(month.lines, key=lambda line: -line[code].now)[:MOST_ANTENNES]
    show = formats.euros if MEASURES[code].unit == "cents" else formats.number
    return bars(
        [str(line.antenne) for line in lines],
        [
            Series(formats.month(month.first), [_drawn(line[code].now) for line in lines]),
            Series(formats.month(month.before), [_drawn(line[code].before) for line in lines]),
        ],
        show=show,
    )


def sheet_of(month: ShopMonth) -> tuple[list[Column], list[Sequence[Any]]]:
    """(columns, rows): one antenne a row, this month and then the one before."""
    columns = [Column("Antenne")]
    for first in (month.first, month.before):
        columns += [_column(MEASURES[code], formats.month(first)) for code in CODES]
    rows: list[Sequence[Any]] = [
        [str(line.antenne), *(one.now for one in line.told), *(one.before for one in line.told)]
        for line in month.lines
    ]
    return columns, rows


def _told(now: Row, before: Row) -> list[Told]:
    return [Told(MEASURES[code], _whole(now, code), _whole(before, code)) for code in CODES]


def _whole(row: Row, code: str) -> int:
    return int(row[code].value or 0)


def _drawn(value: int) -> int | None:
    return value if value >= 0 else None


def _column(measure: Measure, month: str) -> Column:
    return Column(f"{measure.label}, {month}", "euros" if measure.unit == "cents" else "whole")
