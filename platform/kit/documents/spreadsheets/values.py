"""The kinds of a column: what the product holds, and what a workbook or a CSV holds of it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.utils import timezone

from kit.documents.spreadsheets.guard import clean, guard

# "percent" is a ratio from 0 to 1, "hours" are minutes.
Kind = Literal["text", "whole", "decimal", "percent", "hours", "euros", "date", "moment"]

NUMBER_FORMATS: dict[Kind, str] = {
    "text": "@",
    "whole": "#,##0",
    "decimal": "#,##0.0#",
    "percent": "0.0\\ %",
    "hours": '#,##0.0#\\ "h"',
    "euros": '#,##0.00\\ "€"',
    "date": "dd/mm/yyyy",
    "moment": "dd/mm/yyyy hh:mm",
}
_LONGEST_TEXT = 32_767  # of a cell, by Excel


def for_a_workbook(value: Any, kind: Kind) -> str | int | Decimal | date | datetime | None:
    """The value of a cell. A value that is not of the column's kind is the caller's mistake: TypeError."""
    if value is None:
        return None
    match kind:
        case "text":
            return clean(_words(value))[:_LONGEST_TEXT] or None
        case "whole" if isinstance(value, int):
            return int(value)
        case "decimal" | "percent" if isinstance(value, int | float | Decimal):
            return Decimal(str(value))
        case "hours" if isinstance(value, int):
            return Decimal(value) / 60
        case "euros" if isinstance(value, int):
            return Decimal(value) / 100
        case "date" if isinstance(value, date) and not isinstance(value, datetime):
            return value
        case "moment" if isinstance(value, datetime):
            # A workbook knows no time zone: the hour is that of the antenne's clock.
            return timezone.localtime(value).replace(tzinfo=None)
    raise TypeError(f"{type(value).__name__} in a column of {kind}")


def for_a_csv(value: Any, kind: Kind) -> str:
    """The same, as French Excel reads it: decimal comma, ISO dates, guarded texts."""
    held = for_a_workbook(value, kind)
    match held:
        case None:
            return ""
        case str():
            return guard(held)
        case datetime():
            return f"{held:%Y-%m-%d %H:%M}"
        case date():
            return held.isoformat()
        case Decimal():
            return _written(held, kind).replace(".", ",")
    return str(held)


def _written(held: Decimal, kind: Kind) -> str:
    return f"{held:.2f}" if kind in {"euros", "hours"} else f"{held:f}"


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return str(value)
