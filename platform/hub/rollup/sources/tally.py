"""Counting rows into cells: by month, and by version and level where there are some."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import TruncMonth

from hub.rollup.measures import MEASURES
from kit.calendar import add_months

Months = frozenset[date] | None  # first days; None is "since ever"


class Key(NamedTuple):
    month: date
    template_id: UUID | None
    version_id: UUID | None
    level: str
    measure: str


@dataclass(frozen=True)
class Cell:
    month: date
    version_id: UUID | None
    level: str
    measure: str
    value: int
    n: int | None = None
    template_id: UUID | None = None

    @property
    def key(self) -> Key:
        return Key(self.month, self.template_id, self.version_id, self.level, self.measure)


def tally(
    rows: QuerySet[Any],
    months: Months,
    *,
    day: str,
    version: str = "",
    level: str = "",
    zone: Any = None,
    **counts: Any,
) -> Iterator[Cell]:
    """Count by month of `day` (a moment is dated in `zone`), version and level; "<code>_n" is the n."""
    keys = ["cell_month", *filter(None, (version, level))]
    groups = (
        rows.filter(between(day, months, zone))
        .annotate(cell_month=TruncMonth(day, tzinfo=zone))
        .order_by()
        .values(*keys)
        .annotate(**counts)
    )
    for group in groups:
        month = date(group["cell_month"].year, group["cell_month"].month, 1)
        if months is None or month in months:
            place = month, group.get(version), group.get(level) or ""
            yield from _cells_of(place, {name: group[name] for name in counts})


def between(day: str, months: Months, zone: Any) -> Q:
    """A range that an index serves; the months between that nobody asked for are left out later."""
    if months is None:
        return Q()
    bounds: list[Any] = [min(months), add_months(max(months), 1)]
    if zone:
        bounds = [datetime.combine(bound, time(), tzinfo=zone) for bound in bounds]
    return Q(**{f"{day}__gte": bounds[0], f"{day}__lt": bounds[1]})


def _cells_of(place: tuple[date, UUID | None, str], counted: dict[str, int]) -> Iterator[Cell]:
    for code in counted:
        value, n = counted[code] or 0, counted.get(f"{code}_n")
        if code in MEASURES and (value or n):
            yield Cell(*place, code, value, n)
