"""Moving periods, and the days on which a report is sent."""

from datetime import date, timedelta

from hub.rollup.models import SavedReport, Subscription
from hub.rollup.periods import Period
from kit.calendar import add_months

Span, Every = SavedReport.Span, Subscription.Every


def period_of(span: str, today: date) -> Period:
    """The months that a moving span means on a day; ValueError for FIXED, which the address says."""
    first = today.replace(day=1)
    if span == Span.YEAR:
        return Period.of_year(today.year)
    if span == Span.LAST_YEAR:
        return Period.of_year(today.year - 1)
    if span == Span.LAST_MONTH:
        return Period(add_months(first, -1), add_months(first, -1))
    if span == Span.LAST_QUARTER:
        start = add_months(_quarter(today), -3)
        return Period(start, add_months(start, 2))
    raise ValueError(span)


def next_day(every: str, after: date) -> date:
    """The first day of sending after a day: a Monday, the 1st of a month, or of a quarter."""
    if every == Every.WEEK:
        return after + timedelta(days=7 - after.weekday())
    if every == Every.MONTH:
        return add_months(after.replace(day=1), 1)
    return add_months(_quarter(after), 3)


def _quarter(day: date) -> date:
    return day.replace(month=day.month - (day.month - 1) % 3, day=1)
