"""Workshops without a course, once their list is closed."""

from collections.abc import Iterator

from django.db.models import Count

from hub.rollup.sources.tally import Cell, Months, tally
from programs.cohorts.models import Booking, Session


def workshops(months: Months) -> Iterator[Cell]:
    closed = Session.objects.filter(kind=Session.Kind.WORKSHOP, state=Session.State.LOCKED)
    yield from tally(closed, months, day="day", workshops=Count("id"))
    yield from tally(
        Booking.objects.filter(session__in=closed.order_by(), state=Booking.State.CAME),
        months,
        day="session__day",
        workshop_visits=Count("id"),
    )
