"""The targets of a year as a spreadsheet: one a line, beside what is reached."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from hub.rollup.measures import MEASURES
from hub.rollup.models import Target
from hub.rollup.periods import Period
from hub.rollup.reports import Report, Row, report
from hub.rollup.targets.dictionary import CARRIES
from hub.rollup.targets.words import THOUSAND, percent, unit
from kit.documents.spreadsheets import Column

_COLUMNS = [
    Column("Année", "whole"),
    Column("Antenne"),
    Column("Programme"),
    Column("Mesure"),
    Column("Objectif", "decimal"),
    Column("Atteint", "decimal"),
    Column("Unité"),
    Column("Part atteinte (%)", "whole"),
    Column("Pourquoi"),
    Column("Fixé par"),
    Column("Fixé le", "moment"),
]
_UNITS = {"%": "%", "h": "heures"}
_COUNTED = {
    "places": "places", "persons": "personnes", "devices": "équipements", "items": "articles",
    "sessions": "ateliers", "visits": "venues",
}  # fmt: skip


def sheet_of(year: int) -> tuple[list[Column], list[Sequence[Any]]]:
    """(columns, rows) of all that is in force, the network first: four statements."""
    found = Target.objects.in_force().filter(year=year, measure__in=CARRIES)
    targets = found.select_related("antenne", "template", "set_by").order_by(
        "antenne__name", "template__name", "measure", "id"
    )
    period = Period.of_year(year)
    cells = report(
        start_month=period.start, end_month=period.end, by=("antenne", "programme"), measures=CARRIES
    )
    lines = sorted(targets, key=lambda one: (one.antenne_id is not None, one.template_id is not None))
    return _COLUMNS, [_line(target, _reached(cells, target)) for target in lines]


def _reached(cells: Report, target: Target) -> Row:
    return Row.adding(
        row
        for row in cells.rows
        if target.antenne_id in {None, getattr(row.keys["antenne"], "pk", None)}
        and target.template_id in {None, getattr(row.keys["programme"], "pk", None)}
    )


def _line(target: Target, row: Row) -> list[Any]:
    code, value = target.measure, row[target.measure].value
    return [
        target.year,
        str(target.antenne or "Réseau"),
        str(target.template or "Tous"),
        MEASURES[code].label,
        _told(code, target.value),
        None if value is None else _told(code, Decimal(str(value)) * (THOUSAND if unit(code) == "%" else 1)),
        _UNITS.get(unit(code)) or _COUNTED.get(MEASURES[code].unit, ""),
        None if value is None else percent(code, value, target),
        target.note,
        target.set_by.get_full_name(),
        target.set_at,
    ]


def _told(code: str, value: Any) -> Decimal:
    """In the unit that people read: per cent, hours, or as it is counted."""
    scale = {"%": 10, "h": 60}.get(unit(code), 1)
    return round(Decimal(value) / scale, 2)
