"""Days in force, and how the database refuses two at once without any extension of PostgreSQL."""

from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Func

_BITS = "('x' || substr(replace({value}::text, '-', ''), {start}, 16))::bit(64)::bigint"
_NONE = "coalesce(%(expressions)s, '00000000-0000-0000-0000-000000000000'::uuid)"


class _Half(Func):
    """Half of a UUID (null counts as zero) as a range of one number: two of them name it whole."""

    function = "int8range"

    def __init__(self, name: str, *, start: int) -> None:
        bits = _BITS.format(value=_NONE, start=start)
        super().__init__(name, template=f"int8range({bits}, {bits}, '[]')")

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # type: ignore[override]
        sql, parameters = super().as_sql(compiler, connection, **extra)
        return sql, (*parameters, *parameters)


def same_uuid(name: str) -> list[tuple[Func, str]]:
    """The part of an exclusion that says "with the same key in this column" (null is a key too)."""
    return [(_Half(name, start=start), RangeOperators.OVERLAPS) for start in (1, 17)]


class Dated(models.Model):
    """Something in force on the days [lower, upper); upper is empty while it lasts."""

    during = DateRangeField("en vigueur")

    class Meta:
        abstract = True

    @property
    def first_day(self) -> date:
        return self.during.lower

    @property
    def last_day(self) -> date | None:
        """The last day it is in force; None while it lasts."""
        return self.during.upper - timedelta(days=1) if self.during.upper else None

    def holds_on(self, day: date) -> bool:
        return self.during.lower <= day and (self.during.upper is None or day < self.during.upper)
