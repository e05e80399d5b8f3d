"""What falls due on a day and is not done yet: a few rows an antenne, counted whole."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.timezone import localdate

from billing.equipment.models import Loan
from hub.rollup.differences import Difference
from hub.rollup.models import Due
from programs.cohorts.models import Session
from programs.cohorts.queries.cohorts import LEFT_TO_LOCK, TO_LOCK

Key = tuple[str, date]


def count_dues(antenne: Any) -> list[Difference]:
    """Bring the rows up to date; what differed. Standing in the antenne, under the lock of its Freshness."""
    before, after = _stored(antenne), _source()
    moved = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    for kind in {kind for kind, _ in moved}:
        days = [day for of, day in moved if of == kind]
        Due.objects.filter(antenne=antenne, kind=kind, day__in=days).delete()
    Due.objects.bulk_create(
        Due(antenne=antenne, kind=kind, day=day, count=after[kind, day])
        for kind, day in moved
        if (kind, day) in after
    )
    return [
        Difference(
            month=key[1].replace(day=1),
            measure=f"rollup_due.{key[0]}",
            stored=before.get(key),
            source=after.get(key),
        )
        for key in sorted(moved)
    ]


def fallen_due(antenne: Any, *, since: datetime, today: date) -> set[date]:
    """The months in which a loan has become late since that moment: a day has passed, nobody did anything."""
    first = localdate(since, antenne.tz)
    loans = Due.objects.filter(antenne=antenne, kind=Due.Kind.LOAN, day__gte=first, day__lt=today)
    return set(loans.order_by().dates("day", "month"))


def _stored(antenne: Any) -> dict[Key, int]:
    rows = Due.objects.filter(antenne=antenne).order_by().values_list("kind", "day", "count")
    return {(kind, day): count for kind, day, count in rows}


def _source() -> dict[Key, int]:
    sheets = Session.objects.filter(TO_LOCK, state__in=LEFT_TO_LOCK)
    loans = Loan.objects.filter(state=Loan.State.RUNNING)
    return _by_day(Due.Kind.SHEET, sheets, "day") | _by_day(Due.Kind.LOAN, loans, "due_on")


def _by_day(kind: str, rows: QuerySet[Any], day: str) -> dict[Key, int]:
    counted = rows.order_by().values_list(day).annotate(count=Count("pk"))
    return {(str(kind), on): count for on, count in counted}
