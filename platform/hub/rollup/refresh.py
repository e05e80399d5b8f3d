"""Bringing an antenne's cells up to date, from what its marks say has moved.

The lock is taken *first*, then the marks are read and deleted in one statement, then the source is
read: a mark committed after that statement stays for the next refresh, whatever the interleaving.
A whole month is recomputed, all versions: in one antenne that is a handful of cells. The rows of cohorts
and what falls due are counted with them.

Three things move without a mark: the office allocates funds, a day passes over a loan that is not
brought back, and a new release brings another edition of the dictionary. Each is looked for.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import localdate

from hub.rollup import sources
from hub.rollup.cohorts import count_cohorts
from hub.rollup.differences import Difference
from hub.rollup.dues import count_dues, fallen_due
from hub.rollup.measures import EDITION, MEASURES
from hub.rollup.models import Figure, Freshness
from hub.rollup.sources import Cell, Key, Months
from hub.rollup.sources.people import months_of
from hub.rollup.uses import Moved, count_uses, uncounted
from kit.antennes import inside
from kit.marks.models import Mark

_FUNDS = ("funds_allocated", "devices_allocated", "funds_consumed")
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def refresh(antenne: Any, *, now: datetime) -> int:
    """Recompute what has moved; the number of months. Safe to run twice and to die anywhere."""
    with inside(antenne), transaction.atomic():
        return _refresh(antenne, now)


def rebuild(antenne: Any, *, now: datetime) -> list[Difference]:
    """Recompute everything from the source; what differed although no mark was waiting."""
    with inside(antenne), transaction.atomic():
        _refresh(antenne, now)
        used = [_of_use(one) for one in count_uses(antenne, now=now)]
        before = {cell.key: cell for cell in _stored(Figure.objects.filter(antenne=antenne))}
        after = {cell.key: cell for cell in _recount(antenne, None, now)}
        beside = used + count_cohorts(antenne, None, now=now) + count_dues(antenne)
        return _differences(before, after) + beside


def has_moved(antenne: Any, *, now: datetime) -> bool:
    """Whether a refresh would change something. Standing in the antenne."""
    return Mark.objects.exists() or _moved_by_itself(antenne, now) or uncounted(antenne)


def say_fresh(antenne: Any, *, now: datetime) -> None:
    """Nothing has moved: the cells are those of now. Standing in the antenne."""
    Freshness.objects.filter(antenne=antenne).update(refreshed_at=now, edition=EDITION)


def _refresh(antenne: Any, now: datetime) -> int:
    fresh = _lock(antenne)
    marked = _take_marks(antenne)
    if marked or uncounted(antenne):
        count_uses(antenne, now=now)
    if marked:
        count_dues(antenne)  # first: a loan may have begun and become late since the last time
    months = _months(antenne, marked, fresh, now)
    if months is None:
        count_dues(antenne)
    if months is None or months:
        cells = _recount(antenne, months, now)
        count_cohorts(antenne, months, now=now)
        months = months or frozenset(cell.month for cell in cells)
    say_fresh(antenne, now=now)
    return len(months)


def _lock(antenne: Any) -> Freshness:
    never = Freshness(antenne=antenne, refreshed_at=_NEVER, edition=EDITION)
    Freshness.objects.bulk_create([never], ignore_conflicts=True)
    return Freshness.objects.select_for_update(of=("self",)).get(antenne=antenne)


def _take_marks(antenne: Any) -> set[date]:
    # One statement: it deletes exactly the marks that it returns. Reading, then deleting up to the
    # highest id would lose one that was numbered earlier and committed in between.
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM marks_mark RETURNING month, person_id")
        taken = cursor.fetchall()
    people = {person for _, person in taken if person}
    return {month for month, _ in taken if month} | months_of(people, antenne.tz)


def _months(antenne: Any, marked: set[date], fresh: Freshness, now: datetime) -> Months:
    if fresh.edition != EDITION:
        return None
    late = fallen_due(antenne, since=fresh.refreshed_at, today=localdate(now, antenne.tz))
    return frozenset(marked | late | _months_of_moved_funds(antenne))


def _moved_by_itself(antenne: Any, now: datetime) -> bool:
    fresh = Freshness.objects.filter(antenne=antenne).first()
    if fresh is None:
        return bool(_months_of_moved_funds(antenne))
    months = _months(antenne, set(), fresh, now)
    return months is None or bool(months)


def _months_of_moved_funds(antenne: Any) -> set[date]:
    # The national office allocates without a view into the antenne, so it leaves no mark there:
    # the sums are compared instead.
    given = {cell.key: cell.value for cell in sources.funds(antenne, None)}
    cells = _stored(Figure.objects.filter(antenne=antenne, measure__in=_FUNDS))
    stored = {cell.key: cell.value for cell in cells}
    return {key.month for key in given.keys() | stored.keys() if given.get(key) != stored.get(key)}


def _recount(antenne: Any, months: Months, now: datetime) -> list[Cell]:
    """Put the cells of these months (or all) in the place of what is stored."""
    outdated = Figure.objects.filter(antenne=antenne)
    if months is not None:
        outdated = outdated.filter(month__in=months)
    cells = sources.cells(antenne, months, localdate(now, antenne.tz))
    _replace(antenne, outdated, cells, now)
    return cells


def _stored(rows: Any) -> list[Cell]:
    columns = ("month", "version_id", "level", "measure", "value", "n", "template_id")
    return [Cell(*row) for row in rows.order_by().values_list(*columns)]


def _replace(antenne: Any, outdated: Any, cells: Iterable[Cell], now: datetime) -> None:
    outdated.delete()
    Figure.objects.bulk_create(
        (
            Figure(
                antenne=antenne,
                month=cell.month,
                template_id=cell.template_id,
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
    return Difference(
        month=moved.month, measure=f"sponsoring_use.{moved.count}", stored=moved.stored, source=moved.source
    )


def _differences(before: dict[Key, Cell], after: dict[Key, Cell]) -> list[Difference]:
    return [
        Difference(
            **key._asdict(),
            stored=before[key].value if key in before else None,
            source=after[key].value if key in after else None,
        )
        for key in sorted(before.keys() | after.keys(), key=str)
        if before.get(key) != after.get(key)
    ]
