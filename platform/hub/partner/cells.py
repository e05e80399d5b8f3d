"""Where people are counted, as words: "grenoble/emploi/2022-01", and in spans of months in an edition."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from hub.rollup.suppression import Lot
from kit.calendar import add_months

WHOLE = "*"  # what belongs to an antenne and to no programme


def cell(antenne: str, programme: str, month: date) -> str:
    return f"{antenne}/{programme}/{month:%Y-%m}"


def months_between(first: date, last: date) -> list[date]:
    """The first days of the months that are over on `last`, from the month of `first`."""
    month, found = first.replace(day=1), []
    while add_months(month, 1).toordinal() - 1 <= last.toordinal():
        found.append(month)
        month = add_months(month, 1)
    return found


def spans(cells: Iterable[str]) -> list[str]:
    """ "grenoble/emploi/2022-01..2022-12": months that follow one another are said by their ends."""
    rows: dict[str, list[str]] = defaultdict(list)
    for one in sorted(cells):
        row, _, month = one.rpartition("/")
        rows[row].append(month)
    return [
        f"{row}/{run[0]}" + (f"..{run[-1]}" if len(run) > 1 else "")
        for row, months in rows.items()
        for run in _runs(months)
    ]


def cells_of(said: Iterable[str]) -> frozenset[str]:
    """What `spans` was given."""
    found = set()
    for span in said:
        row, _, months = span.rpartition("/")
        first, _, last = months.partition("..")
        month, end = date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last or first}-01")
        while month <= end:
            found.add(f"{row}/{month:%Y-%m}")
            month = add_months(month, 1)
    return frozenset(found)


def as_json(lot: Lot) -> dict[str, Any]:
    """A lot as an edition keeps it; `until` is the day up to which it was counted."""
    kept: dict[str, Any] = {"cells": spans(lot.cells), "value": lot.count}
    if lot.whole is not None:
        kept["n"] = lot.whole
    return kept | {"until": date.fromordinal(lot.edition).isoformat()}


def from_json(kept: Mapping[str, Any]) -> Lot:
    day = date.fromisoformat(kept["until"])
    return Lot(cells_of(kept["cells"]), kept["value"], kept.get("n"), day.toordinal())


def _runs(months: Sequence[str]) -> list[list[str]]:
    runs: list[list[str]] = []
    for month in months:
        if runs and f"{add_months(date.fromisoformat(f'{runs[-1][-1]}-01'), 1):%Y-%m}" == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return runs
