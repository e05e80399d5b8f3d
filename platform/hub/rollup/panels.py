"""From a report to what a page draws: figures with their n, charts, tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hub.rollup.periods import Period
from hub.rollup.reports import Amount, Report, Row, label
from kit import formats
from kit.formats import NBSP, NOTHING
from kit.ui.charts import BarChart, Series, bars

MOST_ANTENNES = 20  # bars a person can still compare
MOST_NAMES = 2  # programmes said by their names


@dataclass(frozen=True)
class Headline:
    """A figure: number first, unit and n beside it, the period before under it."""

    label: str
    value: str
    unit: str = ""
    note: str = ""
    previous: str = ""


def headlines(now: Row, before: Row, *, previous: Period) -> list[Headline]:
    """The figures of a period, each rate with its numerator and n; funds when there are some."""
    shown = [
        _count("Places ouvertes", now, before, "places_opened", previous),
        _rate("Remplissage", now, before, "fill_rate", previous, "places"),
        _count("Participants", now, before, "participants", previous),
        _hours("Heures suivies", now, before, previous),
        _rate("Satisfaits ou très satisfaits", now, before, "satisfaction_rate", previous, "réponses"),
        _rate("Ont répondu à l’enquête", now, before, "response_rate", previous, "invitations"),
    ]
    if now["funds_allocated"].value or before["funds_allocated"].value:
        shown.append(_money("Fonds affectés", now, before, previous))
    return shown


def places_by_month(report: Report, period: Period) -> BarChart:
    """Places opened and, inside, taken."""
    rows = {row.keys["month"]: row for row in report.each("month")}
    many = period.start.year != period.end.year
    labels = [f"{formats.month_short(m)} {m.year}" if many else formats.month_short(m) for m in period.months]
    return bars(
        labels,
        [
            Series(name, [_value(rows.get(month), code) for month in period.months])
            for name, code in (("Places ouvertes", "places_opened"), ("Places prises", "places_taken"))
        ],
        overlaid=True,
    )


def participants_by_antenne(report: Report) -> BarChart:
    """The antennes with the most participants, longest bar first."""
    rows = [row for row in report.each("antenne") if row["participants"].value]
    rows = sorted(rows, key=lambda row: -(row["participants"].value or 0))[:MOST_ANTENNES]
    return bars(
        [str(row.keys["antenne"]) for row in rows],
        [Series("Participants", [row["participants"].value for row in rows])],
    )


def programmes(report: Report) -> str:
    """The programmes that count here, under their partner's name of the time."""
    counted = [label(row.keys["programme"]) for row in report.each("programme") if row.keys["programme"]]
    if len(counted) > MOST_NAMES:
        return f"{len(counted)} programmes"
    return " · ".join(counted)


def lines(rows: Iterable[Row], dimension: str) -> list[dict[str, Any]]:
    """The lines of the table: one an antenne, a month or a programme."""
    return [
        {
            "key": row.keys[dimension],
            "name": _name(row.keys[dimension], dimension),
            "opened": row["places_opened"].value,
            "fill": row["fill_rate"],
            "participants": row["participants"].value,
            "minutes": row["minutes_delivered"].value,
            "satisfaction": row["satisfaction_rate"],
            "funds": row["funds_allocated"].value,
        }
        for row in rows
        if row
    ]


def _name(key: Any, dimension: str) -> str:
    if dimension == "month":
        return formats.month(key)
    if dimension == "programme":
        return label(key) if key else "Hors programme (fonds, équipements)"
    return str(key)


def ratio(amount: Amount) -> str:
    """ "80,0" (the sign is the unit's), or "—" when there is nothing to divide by."""
    if amount.value is None:
        return NOTHING
    return formats.percent(amount.value).removesuffix(f"{NBSP}%")


def out_of(amount: Amount) -> str:
    return f"{formats.number(amount.numerator or 0)} sur {formats.number(amount.denominator or 0)}"


def _rate(label: str, now: Row, before: Row, code: str, previous: Period, what: str) -> Headline:
    amount, was = now[code], before[code]
    if amount.value is None:
        return Headline(label, NOTHING, previous=_was(previous, was.value is not None, _percent(was)))
    note = f"{out_of(amount)} {what}"
    return Headline(label, ratio(amount), "%", note, _was(previous, was.value is not None, _percent(was)))


def _count(label: str, now: Row, before: Row, code: str, previous: Period) -> Headline:
    was = before[code].value
    return Headline(
        label,
        formats.number(now[code].value or 0),
        previous=_was(previous, bool(was), formats.number(was or 0)),
    )


def _hours(label: str, now: Row, before: Row, previous: Period) -> Headline:
    code = "minutes_delivered"
    was = formats.number((before[code].value or 0) / 60)
    note = f"en {formats.number((now['minutes_planned'].value or 0) / 60)}{NBSP}h de séances"
    hours = formats.number((now[code].value or 0) / 60)
    return Headline(label, hours, "h", note, _was(previous, bool(before[code].value), f"{was}{NBSP}h"))


def _money(label: str, now: Row, before: Row, previous: Period) -> Headline:
    cents, was = int(now["funds_allocated"].value or 0), int(before["funds_allocated"].value or 0)
    devices = formats.number(now["devices_allocated"].value or 0)
    amount = formats.euros(cents).removesuffix(f"{NBSP}€")
    return Headline(
        label, amount, "€", f"{devices} équipements", _was(previous, bool(was), formats.euros(was))
    )


def _percent(amount: Amount) -> str:
    return f"{formats.percent(amount.value)} ({out_of(amount)})"


def _was(previous: Period, known: bool, words: str) -> str:
    return f"{previous}{NBSP}: {words}" if known else ""


def _value(row: Row | None, code: str) -> float:
    return (row[code].value if row else 0) or 0
