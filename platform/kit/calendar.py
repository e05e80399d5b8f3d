"""Days: months clamped to their end, and the public holidays of France."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import holidays

# Alsace and Moselle have two more, each overseas département its own.
_SUBDIVISION = {"57": "57", "67": "6AE", "68": "6AE"} | {
    code: code for code in ("971", "972", "973", "974", "976")
}


def add_months(day: date, months: int) -> date:
    """The same day some months later; 31 August + 6 months is 28 or 29 February."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_public_holiday(day: date, *, departement: str) -> bool:
    """Whether that day is a public holiday there (Code du travail, art. L3133-1 and L3134-13)."""
    return day in _holidays(departement)


def working_days(first: date, *, weekdays: set[int], departement: str) -> Iterator[date]:
    """The days from `first` on that fall on these weekdays (0 is Monday), holidays skipped."""
    if not weekdays:
        raise ValueError("at least one weekday")
    day = first
    while True:
        if day.weekday() in weekdays and not is_public_holiday(day, departement=departement):
            yield day
        day += timedelta(days=1)


@cache
def _holidays(departement: str) -> holidays.HolidayBase:
    return holidays.country_holidays("FR", subdiv=_SUBDIVISION.get(departement))
