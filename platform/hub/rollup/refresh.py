"""Bringing an antenne's cells up to date, from what its marks say has moved.

The lock is taken *first*, then the marks are read and deleted in one statement, then the source is
read: a mark committed after that statement stays for the next refresh, whatever the interleaving.
A whole month is recomputed, all versions: in one antenne that is a handful of cells.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from hub.rollup import sources
from hub.rollup.measures import MEASURES
from hub.rollup.models import Figure, Freshness
from hub.rollup.sources import Cell
from hub.rollup.uses import Moved, count_uses, uncounted
from kit.antennes import inside
from kit.marks.models import Mark

_FUNDS = ("funds_allocated", "devices_allocated")


@dataclass(frozen=True)
class Difference:
    """A stored cell that was not what the source says; None on the side where there is no cell."""

    month: date
    version_id: UUID | None
    level: str
    measure: str
    stored: int | None
    source: int | None


def refresh(antenne: Any, *, now: datetime) -> int:
    """Recompute what has moved; the number of months. Safe to run twice and to die anywhere."""
    with inside(antenne), transaction.atomic():
        return _refresh(antenne, now)


def rebuild(antenne: Any, *, now: datetime) -> list[Difference]:
    """Recompute everything from the source; what differed although no mark was waiting."""
    with inside(antenne), transaction.atomic():
        _refresh(antenne, now)
        before = {cell.key: cell for cell in _stored(antenne)}
        after = {cell.key: cell for cell in sources.cells(antenne, None)}
        _replace(antenne, Figure.objects.filter(antenne=antenne), after.values(), now)
        return _differences(before, after) + [_of_use(one) for one in count_uses(antenne, now=now)]


def has_moved(antenne: Any) -> bool:
    """Whether a refresh would change something. Standing in the antenne."""
    return Mark.objects.exists() or bool(_months_of_moved_funds(antenne)) or uncounted(antenne)


def say_fresh(antenne: Any, *, now: datetime) -> None:
    """Nothing has moved: the cells are those of now. Standing in the antenne."""
    Freshness.objects.filter(antenne=antenne).update(refreshed_at=now)


def _refresh(antenne: Any, now: datetime) -> int:
    _lock(antenne, now)
    months = _take_marks() | _months_of_moved_funds(antenne)
    if months:
        outdated = Figure.objects.filter(antenne=antenne, month__in=months)
        _replace(antenne, outdated, sources.cells(antenne, frozenset(months)), now)
    if months or uncounted(antenne):
        count_uses(antenne, now=now)
    say_fresh(antenne, now=now)
    return len(months)


def _lock(antenne: Any, now: datetime) -> None:
    Freshness.objects.bulk_create([Freshness(antenne=antenne, refreshed_at=now)], ignore_conflicts=True)
    Freshness.objects.select_for_update().get(antenne=antenne)


def _take_marks() -> set[date]:
    # One statement: it deletes exactly the marks that it returns. Reading, then deleting up to the
    # highest id would lose one that was numbered earlier and committed in between.
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM marks_mark RETURNING month")
        return {month for (month,) in cursor.fetchall()}


def _months_of_moved_funds(antenne: Any) -> set[date]:
    # The national office allocates without a view into the antenne, so it leaves no mark there:
    # the two sums are compared instead.
    given = {cell.key: cell.value for cell in sources.funds(antenne, None)}
    stored = {cell.key: cell.value for cell in _stored(antenne, measure__in=_FUNDS)}
    return {key[0] for key in given.keys() | stored.keys() if given.get(key) != stored.get(key)}


def _stored(antenne: Any, **conditions: Any) -> list[Cell]:
    rows = Figure.objects.filter(antenne=antenne, **conditions).order_by()
    return [Cell(*row) for row in rows.values_list("month", "version_id", "level", "measure", "value", "n")]


def _replace(antenne: Any, outdated: Any, cells: Iterable[Cell], now: datetime) -> None:
    outdated.delete()
    Figure.objects.bulk_create(
        (
            Figure(
                antenne=antenne,
                month=cell.month,
                version_id=cell.version_id,
                level=cell.level,
                measure=cell.measure,
                value=cell.value,
                n=cell.n,
                definition=MEASURES[cell.measure].version,
                computed_at=now,
            )
            for cell in cells
        ),
        batch_size=1000,
    )


def _of_use(moved: Moved) -> Difference:
    return Difference(moved.month, None, "", f"sponsoring_use.{moved.count}", moved.stored, moved.source)


def _differences(before: dict[Any, Cell], after: dict[Any, Cell]) -> list[Difference]:
    return [
        Difference(
            *key,
            stored=before[key].value if key in before else None,
            source=after[key].value if key in after else None,
        )
        for key in sorted(before.keys() | after.keys(), key=str)
        if before.get(key) != after.get(key)
    ]
