"""The source of each measure: one statement a family, whatever the number of months.

Called standing in the antenne. Each family gives cells; a count of zero gives none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import TruncMonth

from billing.counter.models import SaleLine
from billing.equipment.models import Device, DeviceEvent, Loan
from billing.sponsoring.models import Allocation
from billing.tariffs.models import Group
from hub.rollup.measures import MEASURES
from kit.calendar import add_months
from programs.cohorts.models import (
    LEVEL_GAINED,
    Assessment,
    Attendance,
    Booking,
    Cohort,
    Enrolment,
    Place,
    Session,
    SurveyAnswer,
    SurveyInvitation,
)
from programs.cohorts.models.cohorts import FUNDED
from programs.cohorts.models.surveys import SATISFIED

Months = frozenset[date] | None  # first days; None is "since ever"

_COHORT = Cohort.State
OPENED = (_COHORT.OPEN, _COHORT.RUNNING, _COHORT.COMPLETED, _COHORT.CLOSED)
WAITING = (Enrolment.State.WAITLISTED, Enrolment.State.OFFERED)
TAKEN = (Place.State.TAKEN, Place.State.CONSUMED)


@dataclass(frozen=True)
class Cell:
    month: date
    version_id: UUID | None
    level: str
    measure: str
    value: int
    n: int | None = None

    @property
    def key(self) -> tuple[date, UUID | None, str, str]:
        return self.month, self.version_id, self.level, self.measure


def cells(antenne: Any, months: Months) -> list[Cell]:
    """Every cell of these months (or of all), from the antenne's own tables and its allocations."""
    return list(
        chain(
            _places(months),
            _taken(months),
            _waiting(months),
            _people(months),
            _hours(months),
            _levels(months),
            _workshops(months),
            _survey(months),
            _devices(antenne, months),
            _shop(months),
            funds(antenne, months),
        )
    )


def _places(months: Months) -> Iterator[Cell]:
    places = Place.objects.filter(cohort__state__in=OPENED).exclude(state=Place.State.RELEASED)
    return _tally(
        places,
        months,
        day="cohort__starts_on",
        version="cohort__version_id",
        places_opened=Count("id"),
        places_funded=Count("id", filter=FUNDED),
        places_offered=Count("id", filter=Q(state=Place.State.OFFERED)),
    )


def _waiting(months: Months) -> Iterator[Cell]:
    # Before a place is held the level is not copied yet: these cells have none.
    return _tally(
        Enrolment.objects.filter(cohort__state__in=OPENED, state__in=WAITING),
        months,
        day="cohort__starts_on",
        version="cohort__version_id",
        waiting=Count("id"),
    )


def _taken(months: Months) -> Iterator[Cell]:
    # A place that was freed and taken again has several enrolments: the last one holds it.
    last = Enrolment.objects.filter(place=OuterRef("pk")).order_by("-enrolled_at", "-id")
    places = Place.objects.filter(cohort__state__in=OPENED, state__in=TAKEN)
    return _tally(
        places.annotate(held_level=Subquery(last.values("level")[:1])),
        months,
        day="cohort__starts_on",
        version="cohort__version_id",
        level="held_level",
        places_taken=Count("id"),
        places_consumed=Count("id", filter=Q(state=Place.State.CONSUMED)),
    )


def _people(months: Months) -> Iterator[Cell]:
    presences = Attendance.objects.filter(enrolment=OuterRef("pk"), status__in=Attendance.THERE)
    return _tally(
        Enrolment.objects.filter(cohort__state__in=OPENED),
        months,
        day="cohort__starts_on",
        version="cohort__version_id",
        level="level",
        participants=Count("id", filter=Exists(presences)),
        no_shows=Count("id", filter=Q(state=Enrolment.State.NO_SHOW)),
        completions=Count("id", filter=Q(state=Enrolment.State.COMPLETED)),
    )


def _hours(months: Months) -> Iterator[Cell]:
    yield from _tally(
        Session.objects.filter(kind=Session.Kind.COURSE).exclude(state=Session.State.CANCELLED),
        months,
        day="day",
        version="cohort__version_id",
        minutes_planned=Sum("minutes"),
    )
    yield from _tally(
        Attendance.objects.filter(session__state=Session.State.LOCKED),
        months,
        day="session__day",
        version="session__cohort__version_id",
        level="enrolment__level",
        minutes_delivered=Sum("minutes"),
    )


def _levels(months: Months) -> Iterator[Cell]:
    return _tally(
        Assessment.objects.at_the_end(),
        months,
        day="enrolment__cohort__starts_on",
        version="enrolment__cohort__version_id",
        level="enrolment__level",
        level_gained=Count("id", filter=LEVEL_GAINED),
        level_gained_n=Count("id"),
    )


def _workshops(months: Months) -> Iterator[Cell]:
    closed = Session.objects.filter(kind=Session.Kind.WORKSHOP, state=Session.State.LOCKED)
    yield from _tally(closed, months, day="day", workshops=Count("id"))
    yield from _tally(
        Booking.objects.filter(session__in=closed.order_by(), state=Booking.State.CAME),
        months,
        day="session__day",
        workshop_visits=Count("id"),
    )


def _survey(months: Months) -> Iterator[Cell]:
    yield from _tally(
        SurveyAnswer.objects.all(),
        months,
        day="cohort__starts_on",
        version="cohort__version_id",
        satisfied=Count("id", filter=Q(satisfaction__in=SATISFIED)),
        satisfied_n=Count("id"),
    )
    yield from _tally(
        SurveyInvitation.objects.all(),
        months,
        day="enrolment__cohort__starts_on",
        version="enrolment__cohort__version_id",
        survey_invited=Count("id"),
    )


def _devices(antenne: Any, months: Months) -> Iterator[Cell]:
    yield from _tally(
        DeviceEvent.objects.filter(state=Device.State.IN_CLASS),
        months,
        day="at",
        zone=antenne.tz,
        devices_in_class=Count("device", distinct=True),
    )
    yield from _tally(Loan.objects.all(), months, day="starts_on", devices_on_loan=Count("id"))


def _shop(months: Months) -> Iterator[Cell]:
    connection, equipment = Q(group=Group.CONNECTION), Q(group=Group.EQUIPMENT)
    elsewhere = F("quantity") * F("reference_cents")
    return _tally(
        SaleLine.objects.filter(sale__training=False),
        months,
        day="sale__business_day",
        connection_sold=Sum("quantity", filter=connection),
        connection_paid=Sum("gross_cents", filter=connection),
        connection_reference=Sum(elsewhere, filter=connection),
        savings=Sum(elsewhere - F("gross_cents")),
        devices_bought=Sum("quantity", filter=equipment),
    )


def funds(antenne: Any, months: Months) -> Iterator[Cell]:
    """What sponsors' agreements give to this antenne: rows of the shared floor, its own alone."""
    return _tally(
        Allocation.objects.filter(antenne=antenne).exclude(state=Allocation.State.RELEASED),
        months,
        day="allocated_on",
        funds_allocated=Sum("amount_cents"),
        devices_allocated=Sum("devices"),
    )


def _tally(
    rows: QuerySet[Any],
    months: Months,
    *,
    day: str,
    version: str = "",
    level: str = "",
    zone: Any = None,
    **counts: Any,
) -> Iterator[Cell]:
    """Count by month of `day` (a moment is dated in `zone`), version and level; "<code>_n" is the n."""
    keys = ["cell_month", *filter(None, (version, level))]
    groups = (
        rows.filter(_between(day, months, zone))
        .annotate(cell_month=TruncMonth(day, tzinfo=zone))
        .order_by()
        .values(*keys)
        .annotate(**counts)
    )
    for group in groups:
        month = date(group["cell_month"].year, group["cell_month"].month, 1)
        if months is None or month in months:
            place = month, group.get(version), group.get(level) or ""
            yield from _cells_of(place, {name: group[name] for name in counts})


def _cells_of(place: tuple[date, UUID | None, str], counted: dict[str, int]) -> Iterator[Cell]:
    for code in counted:
        value, n = counted[code] or 0, counted.get(f"{code}_n")
        if code in MEASURES and (value or n):
            yield Cell(*place, code, value, n)


def _between(day: str, months: Months, zone: Any) -> Q:
    # A range that an index serves; the months between that nobody asked for are left out later.
    if months is None:
        return Q()
    bounds: list[Any] = [min(months), add_months(max(months), 1)]
    if zone:
        bounds = [datetime.combine(bound, time(), tzinfo=zone) for bound in bounds]
    return Q(**{f"{day}__gte": bounds[0], f"{day}__lt": bounds[1]})
