"""Steps that shrink: how many are left at each, and where most are lost."""

from collections.abc import Sequence
from itertools import pairwise

from kit.formats import NBSP, NOTHING, number, percent
from kit.ui.charts import scale
from kit.ui.charts.shapes import FunnelChart, Key, Show, Step, Table, Value

_MINUS = "\u2212"


def funnel(
    labels: Sequence[str],
    values: Sequence[Value],
    *,
    show: Show = number,
    note: str | None = None,
    whole: str = "de la première étape",
) -> FunnelChart:
    """A bar a step, as long as its share of the first; None for a step that is not known (yet).

    `whole` names the first step in a sentence ("des orientations"); `note` stands under the drawing.
    """
    most = max((value for value in values if value is not None), default=0) or 1
    worst = _greatest_loss(values)
    steps = [
        _step(place, labels, values, most=most, worst=worst, show=show, whole=whole)
        for place in range(len(labels))
    ]
    return FunnelChart(
        empty=not any(values),
        summary=_summary(steps),
        keys=[Key("Nombre", 1)],
        table=_table(labels, values, show),
        steps=steps,
        note=note or "",
    )


def _step(
    place: int,
    labels: Sequence[str],
    values: Sequence[Value],
    *,
    most: float,
    worst: int | None,
    show: Show,
    whole: str,
) -> Step:
    value = values[place]
    before = values[place - 1] if place else None
    lost = place == worst and value is not None and before is not None
    return Step(
        label=labels[place],
        text=scale.written(value, show),
        shares=_shares(place, values, whole),
        reach=scale.share((value or 0) / most * 100),
        lost=scale.share((before or 0) / most * 100) if lost else "",
        loss=f"plus grande perte{NBSP}: {_MINUS}{show((before or 0) - (value or 0))}" if lost else "",
    )


def _greatest_loss(values: Sequence[Value]) -> int | None:
    """The step (its place) before which most people were lost; the first of equals, None without any."""
    losses = [
        (before - after, -place)
        for place, (before, after) in enumerate(pairwise(values), start=1)
        if before is not None and after is not None and before > after
    ]
    return -max(losses)[1] if losses else None


def _shares(place: int, values: Sequence[Value], whole: str) -> str:
    """Of the first step, then of the one before: the second step has the same one twice, and says it once."""
    words = []
    if place and (first := _share(values[place], values[0])):
        words.append(f"{first} {whole}")
    if place > 1 and (before := _share(values[place], values[place - 1])):
        words.append(f"{before}{NBSP}de{NBSP}l’étape{NBSP}d’avant")
    return " · ".join(words)


def _share(value: Value, of: Value) -> str:
    return "" if value is None or not of else percent(value / of, 0)


def _table(labels: Sequence[str], values: Sequence[Value], show: Show) -> Table:
    rows = [
        [
            label,
            scale.written(values[place], show),
            (_share(values[place], values[0]) if place else "") or NOTHING,
            (_share(values[place], values[place - 1]) if place else "") or NOTHING,
        ]
        for place, label in enumerate(labels)
    ]
    return Table(["", "Nombre", "De la première étape", "De l’étape d’avant"], rows)


def _summary(steps: list[Step]) -> str:
    parts = [f"{step.label} {step.text}" + (f" ({step.loss})" if step.loss else "") for step in steps]
    return ", ".join(parts) + "." if parts else ""
