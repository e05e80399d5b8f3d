"""Who waits for a place, who was offered one, and who is missed."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, IntegerField, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from programs.cohorts.models import Attendance, Cohort, Enrolment, Place, Session
from programs.cohorts.queries.funding import with_funders

State = Enrolment.State
_LEFT = (State.WITHDRAWN, State.TRANSFERRED, State.REFUSED)
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def offers_to_end(now: datetime) -> QuerySet[Enrolment]:
    """The offers whose time has passed, the oldest first."""
    offered = Enrolment.objects.filter(state=Enrolment.State.OFFERED, offer_expires_at__lte=now)
    return offered.order_by("offer_expires_at", "id")


def offers() -> QuerySet[Enrolment]:
    """The places that await an answer, the most urgent first."""
    offered = Enrolment.objects.filter(state=Enrolment.State.OFFERED)
    return offered.select_related("beneficiary", "cohort", "place").order_by("offer_expires_at", "id")


def places_of(cohort: Cohort) -> QuerySet[Place]:
    """In order, with their holders and who funds them."""
    return with_holders(with_funders(cohort.places.order_by("number")))


def with_holders(places: QuerySet[Place]) -> QuerySet[Place]:
    """Each with `holders`: the enrolment that holds it, if any."""
    holding = Enrolment.objects.exclude(state__in=_LEFT).select_related("beneficiary")
    return places.prefetch_related(Prefetch("enrolments", queryset=holding.order_by("id"), to_attr="holders"))


def with_absences(enrolments: QuerySet[Any]) -> QuerySet[Any]:
    """Adds `absences`: how many in a row, not excused, since the person was last there.

    Closed sheets alone count. An excused absence neither counts nor interrupts.
    """
    closed = Attendance.objects.filter(enrolment=OuterRef("pk"), session__state=Session.State.LOCKED)
    there = closed.filter(status__in=Attendance.THERE).order_by("-session__starts_at")
    since = closed.filter(status=Attendance.Status.ABSENT, session__starts_at__gt=OuterRef("last_there"))
    counted = since.order_by().values("enrolment").annotate(n=Count("pk")).values("n")
    return enrolments.annotate(
        last_there=Coalesce(Subquery(there.values("session__starts_at")[:1]), _NEVER)
    ).annotate(absences=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


def absent_in_a_row(cohort: Cohort | None = None) -> QuerySet[Enrolment]:
    """Who of a running cohort (of all by default) has missed MAILLON_ABSENCE_ALERT sessions in a row."""
    live = Enrolment.objects.live().filter(cohort__state=Cohort.State.RUNNING)
    if cohort is not None:
        live = live.filter(cohort=cohort)
    missed = with_absences(live).filter(absences__gte=settings.MAILLON_ABSENCE_ALERT)
    return missed.select_related("beneficiary", "cohort").order_by("cohort", "beneficiary__sort_key", "id")
