"""What a page or an answer says of the closed periods that its months cross."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime

from hub.rollup.models import ClosedPeriod
from hub.rollup.models.closed import months_of
from kit.formats import NBSP, day_short


def closed_note(start_month: date, end_month: date) -> str:
    """Like "Période close le 15 janvier 2023, édition 2", "En partie close : 2022, édition 1"; "" when the
    months (first days, both included) are open. One statement."""
    return note_of(editions_in_force(start_month, end_month), start_month, end_month)


def editions_in_force(start_month: date, end_month: date) -> Sequence[Any]:
    """The closed periods that these months cross, the oldest first, with `edition` and `edition_at`."""
    return list(ClosedPeriod.objects.with_edition().crossing(start_month, end_month))


def note_of(closed: Sequence[Any], start_month: date, end_month: date) -> str:
    """The same sentence, when the closed periods have been read already."""
    asked = months_of(start_month, end_month)
    periods = [one for one in closed if one.months.lower < asked.upper and one.months.upper > asked.lower]
    if not periods:
        return ""
    if not _cover(periods, start_month, end_month):
        return f"En partie close{NBSP}: {_each(periods)}"
    if len(periods) > 1:
        return f"Période close{NBSP}: {_each(periods)}"
    return f"Période close le {on_day(periods[0].closed_at)}, édition {periods[0].edition}"


def on_day(moment: datetime) -> str:
    """Like "15 janvier 2023"."""
    local = localtime(moment)
    return f"{day_short(local)} {local.year}"


def _each(periods: Sequence[Any]) -> str:
    return " · ".join(f"{period}, édition {period.edition}" for period in periods)


def _cover(periods: Sequence[Any], start_month: date, end_month: date) -> bool:
    """Whether no month is left open; periods never share a month."""
    asked = _index(end_month) - _index(start_month) + 1
    return asked == sum(
        min(_index(one.period.end), _index(end_month))
        - max(_index(one.period.start), _index(start_month))
        + 1
        for one in periods
    )


def _index(month: date) -> int:
    return month.year * 12 + month.month
