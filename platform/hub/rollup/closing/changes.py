"""What the figures of a closed period say otherwise: an edition than the one before, and the live
cells than the edition in force. One statement, whatever the number of editions, antennes and months."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from hub.rollup.measures import MEASURES
from hub.rollup.models import ClosedPeriod
from kit import formats
from programs.catalogue.models import Level

_KEY = "antenne_id, month, template_id, version_id, level, measure"
_MINUS = "−"

# Each edition stands against the one before it; the live cells are as an edition that would come next.
_SIDES = f"""
SELECT e.period_id, e.number, TRUE AS after, {_KEY}, value, n, computed_at
FROM public.rollup_figureedition e JOIN public.rollup_editioncell c ON c.edition_id = e.id
UNION ALL
SELECT e.period_id, e.number + 1, FALSE, {_KEY}, value, n, computed_at
FROM public.rollup_figureedition e JOIN public.rollup_editioncell c ON c.edition_id = e.id
UNION ALL
SELECT p.id, next.number, TRUE, {_KEY}, value, n, computed_at
FROM public.rollup_closedperiod p
JOIN (SELECT period_id, max(number) + 1 AS number FROM public.rollup_figureedition GROUP BY 1) AS next
    ON next.period_id = p.id
JOIN public.rollup_figure f ON f.month >= lower(p.months) AND f.month < upper(p.months)
"""  # noqa: S608 — nothing in it comes from outside
_BEFORE, _NOW = "FILTER (WHERE NOT after)", "FILTER (WHERE after)"
# A month of an antenne is recounted as a whole: where it was not, no cell is compared. That is most of them.
_RECOUNTED = " OR ".join(
    f"{what} {_NOW} IS DISTINCT FROM {what} {_BEFORE}"
    for what in ("max(computed_at)", "count(*)", "sum(value)", "sum(n)")
)
_VALUES = f"coalesce(sum(value) {_BEFORE}, 0)::bigint", f"coalesce(sum(value) {_NOW}, 0)::bigint"
_ANSWERS = f"coalesce(sum(n) {_BEFORE}, 0)::bigint", f"coalesce(sum(n) {_NOW}, 0)::bigint"
_CHANGED = f"""
WITH sides AS NOT MATERIALIZED (SELECT * FROM ({_SIDES}) AS every WHERE {{}}),
recounted AS MATERIALIZED (
    SELECT period_id, number, antenne_id, month FROM sides GROUP BY 1, 2, 3, 4 HAVING {_RECOUNTED}
)
SELECT period_id, number, {_KEY}, {", ".join((*_VALUES, *_ANSWERS))}
FROM sides JOIN recounted USING (period_id, number, antenne_id, month)
GROUP BY period_id, number, {_KEY}
HAVING {" <> ".join(_VALUES)} OR {" <> ".join(_ANSWERS)}
"""  # noqa: S608
_NAMED = f"""
SELECT changed.number, antenne.name, month, coalesce(template.name, ''), level, measure,
    before, now, n_before, n_now
FROM ({_CHANGED.format("period_id = %(period)s AND number >= %(first)s")})
    AS changed (period_id, number, {_KEY}, before, now, n_before, n_now)
JOIN public.network_antenne antenne ON antenne.id = antenne_id
LEFT JOIN public.catalogue_programmetemplate template ON template.id = template_id
ORDER BY changed.number, antenne.name, month, template.name NULLS FIRST, measure, level, version_id
"""  # noqa: S608
_WAITING = """
(period_id, number) IN (SELECT period_id, max(number) + 1 FROM public.rollup_figureedition GROUP BY period_id)
"""
_COUNTED = f"""
SELECT period_id, count(*) FROM ({_CHANGED.format(_WAITING)}) AS changed GROUP BY period_id
"""  # noqa: S608


@dataclass(frozen=True)
class Change:
    """A cell that differs. No cell is zero. `number` is the edition that says `now`: the next one, for
    what the live cells say. Values are in the measure's unit; n is zero where the measure has none."""

    number: int
    antenne: str
    month: date
    programme: str
    level: str
    measure: str
    before: int
    now: int
    n_before: int
    n_now: int

    @property
    def label(self) -> str:
        return MEASURES[self.measure].label if self.measure in MEASURES else self.measure

    @property
    def where(self) -> str:
        """The programme and the level, where the measure has them."""
        level = Level(self.level).label if self.level in Level.values else self.level
        return " · ".join(word for word in (self.programme, level) if word)

    @property
    def words_before(self) -> str:
        return self._written(self.before, self.n_before)

    @property
    def words_now(self) -> str:
        return self._written(self.now, self.n_now)

    @property
    def difference(self) -> str:
        """Like "+3" or "−15 €"; for a change of n alone, "n +1"."""
        change = self.now - self.before
        if change:
            return f"{_sign(change)}{self._one(abs(change))}"
        more = self.n_now - self.n_before
        return f"n{formats.NBSP}{_sign(more)}{formats.number(abs(more))}"

    def _written(self, value: int, n: int) -> str:
        sign = _MINUS if value < 0 else ""
        words = f"{sign}{self._one(abs(value))}"
        return f"{words} sur {formats.number(n)}" if n else words

    def _one(self, value: int) -> str:
        unit = MEASURES[self.measure].unit if self.measure in MEASURES else ""
        if unit == "cents":
            return formats.euros(value)
        return formats.minutes_as_hours(value) if unit == "minutes" else formats.number(value)


def changes_of(period: ClosedPeriod, *, waiting: bool = False) -> list[Change]:
    """Edition after edition, then what the live cells say; `waiting`: the latter alone.

    The period comes from `with_edition`. By antenne, month, programme, measure and level.
    """
    first = period.edition + 1 if waiting else 2
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, {"period": period.pk, "first": first})
        return [Change(*row) for row in cursor.fetchall()]


def waiting_counts() -> dict[Any, int]:
    """{period's id: how many live cells differ from its edition in force}; none is not there."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED)
        return dict(cursor.fetchall())


def seal(changes: Iterable[Change]) -> str:
    """The same for the same changes: what was read is what gets published."""
    return hashlib.sha256(repr(list(changes)).encode()).hexdigest()[:16]


def _sign(value: int) -> str:
    return "+" if value > 0 else _MINUS
