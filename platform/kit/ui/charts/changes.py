"""Before and after, a line each: two dots on one scale and the way between them."""

from collections.abc import Sequence

from kit.formats import NBSP, number
from kit.ui.charts import scale
from kit.ui.charts.shapes import Change, ChangeChart, Series, Show, Value

EDGE = 4  # percent left free at both ends, so that a dot is never cut


def changes(
    labels: Sequence[str], before: Series, after: Series, *, top: float, show: Show = number
) -> ChangeChart:
    """Values go from zero to `top`; None where nothing was measured."""
    both = [before, after]
    return ChangeChart(
        empty=not any(value is not None for one in both for value in one.values),
        summary=scale.summary(labels, both, show),
        keys=scale.keys(both),
        table=scale.table(labels, both, show),
        rows=[
            _change(label, before.values[place], after.values[place], top, show)
            for place, label in enumerate(labels)
        ],
    )


def _change(label: str, before: Value, after: Value, top: float, show: Show) -> Change:
    known = [_at(value, top) for value in (before, after) if value is not None]
    return Change(
        label=label,
        text=f"{scale.written(before, show)}{NBSP}→ {scale.written(after, show)}",
        before=None if before is None else scale.share(_at(before, top)),
        after=None if after is None else scale.share(_at(after, top)),
        start=scale.share(min(known, default=EDGE)),
        width=scale.share(max(known, default=0) - min(known, default=0)),
        grew=before is not None and after is not None and after > before,
    )


def _at(value: float, top: float) -> float:
    return EDGE + (100 - 2 * EDGE) * value / top
