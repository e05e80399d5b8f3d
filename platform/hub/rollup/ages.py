"""How long ago, in words."""

from collections.abc import Iterable
from datetime import datetime

from kit.formats import NBSP


def ago(moment: datetime, now: datetime) -> str:
    """ "à l’instant", "il y a 2 min", "il y a 3 h", "il y a 5 jours"."""
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return "à l’instant"
    if minutes < 60:
        return f"il y a {minutes}{NBSP}min"
    if minutes < 48 * 60:
        return f"il y a {minutes // 60}{NBSP}h"
    return f"il y a {minutes // (24 * 60)}{NBSP}jours"


def oldest(moments: Iterable[datetime | None]) -> datetime | None:
    """The oldest of those that are known."""
    return min((moment for moment in moments if moment is not None), default=None)
