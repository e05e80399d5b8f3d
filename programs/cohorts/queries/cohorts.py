"""Questions about cohorts and their sessions."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from programs.cohorts.models import (
    Attendance,
    Booking,
    Cohort,
    Enrolment,
    Place,
    Session,
    SurveyInvitation,
)

LEFT_TO_LOCK = (Session.State.PLANNED, Session.State.HELD)
# Its sheet, or its list, is to be closed: nobody waits for that of an appointment.
TO_LOCK = Q(cohort__state=Cohort.State.RUNNING) | Q(kind=Session.Kind.WORKSHOP)
IN_USE = (Place.State.TAKEN, Place.State.CONSUMED)


def _number_of(rows: QuerySet, *, of: str = "cohort") -> Coalesce:
    """How many rows point at the outer one: a subquery, so that several do not multiply."""
    counted = rows.filter(**{of: OuterRef("pk")}).order_by().values(of).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def cohorts(states: Iterable[str] | None = None) -> QuerySet[Cohort]:
    """With places_taken, places_free, sessions_all and sessions_locked."""
    found = Cohort.objects.select_related("version").annotate(
        places_taken=_number_of(Place.objects.filter(state__in=IN_USE)),
        places_free=_number_of(Place.objects.filter(state=Place.State.FREE)),
        sessions_all=_number_of(Session.objects.exclude(state=Session.State.CANCELLED)),
        sessions_locked=_number_of(Session.objects.filter(state=Session.State.LOCKED)),
    )
    return found if states is None else found.filter(state__in=list(states))


def cohorts_to_move(today: date, *, soon: timedelta) -> QuerySet[Cohort]:
    """Those to open, to fill, to start, to complete or to survey; with places_opened."""
    invited = SurveyInvitation.objects.filter(enrolment__cohort=OuterRef("pk"))
    came = Enrolment.objects.filter(
        cohort=OuterRef("pk"), state__in=[Enrolment.State.COMPLETED, Enrolment.State.PARTIAL]
    )
    asking = (
        Q(state=Cohort.State.DRAFT)
        | Q(state=Cohort.State.OPEN, starts_on__lte=today + soon)
        | Q(state=Cohort.State.RUNNING, ends_on__lte=today)
        | Q(state=Cohort.State.COMPLETED, invited=False, came=True)
    )
    opened = _number_of(Place.objects.exclude(state=Place.State.RELEASED))
    told = cohorts().annotate(invited=Exists(invited), came=Exists(came), places_opened=opened)
    return told.filter(asking)


def sessions_to_take(today: date) -> QuerySet[Session]:
    """Today's sessions of every kind, and those of the days before whose sheet is not closed.

    With `noted`, whether the sheet of a course was begun, and `booked`, how many are expected without one.
    """
    noted = Attendance.objects.filter(session=OuterRef("pk"))
    booked = Booking.objects.filter(state__in=Booking.SEATED)
    late = Q(TO_LOCK, day__lt=today, state__in=LEFT_TO_LOCK)
    there = Q(day=today) & ~Q(state=Session.State.CANCELLED) & ~Q(cohort__state=Cohort.State.DRAFT)
    found = Session.objects.filter(late | there).select_related("cohort", "trainer")
    counted = found.annotate(noted=Exists(noted), booked=_number_of(booked, of="session"))
    return counted.order_by("starts_at", "id")
