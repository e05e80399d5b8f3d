"""Questions about the cohorts of an antenne."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from programs.catalogue.models import TemplateVersion
from programs.cohorts.models import (
    AdoptedProgramme,
    Assessment,
    Attendance,
    Cohort,
    Enrolment,
    Place,
    Session,
    SurveyInvitation,
)
from tenants.network.models import Membership, User
from tenants.welcome.models import Beneficiary, Entitlement

LEFT_TO_LOCK = (Session.State.PLANNED, Session.State.HELD)
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
    """Those that ask for something: to open, to fill, to start, to complete, to survey."""
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
    return cohorts().annotate(invited=Exists(invited), came=Exists(came)).filter(asking)


def sessions_to_take(today: date) -> QuerySet[Session]:
    """Today's sessions, and those of the days before whose sheet is not closed."""
    noted = Attendance.objects.filter(session=OuterRef("pk"))
    late = Q(day__lt=today, state__in=LEFT_TO_LOCK, cohort__state=Cohort.State.RUNNING)
    there = Q(day=today) & ~Q(state=Session.State.CANCELLED) & ~Q(cohort__state=Cohort.State.DRAFT)
    found = Session.objects.filter(late | there, kind=Session.Kind.COURSE).select_related("cohort", "trainer")
    return found.annotate(noted=Exists(noted)).order_by("starts_at", "id")


def can_enter(cohort: Cohort, *, words: str, today: date) -> QuerySet:
    """Those with a right today and a decided level for this programme who are in none of its groups.

    Each has `level`, the last one decided.
    """
    rights = Entitlement.objects.open_on(today).filter(beneficiary=OuterRef("pk"))
    template = cohort.version.template_id
    inside = Enrolment.objects.live().filter(
        beneficiary=OuterRef("pk"), cohort__version__template_id=template
    )
    assessed = Assessment.objects.filter(beneficiary=OuterRef("pk"), version__template_id=template)
    decided = assessed.order_by("-assessed_at", "-id")
    return (
        Beneficiary.objects.matching(words)
        .annotate(level=Subquery(decided.values("decided_level")[:1]))
        .filter(Exists(rights), ~Exists(inside), level__isnull=False)
    )


def group_of(cohort: Cohort) -> QuerySet[Enrolment]:
    """Everybody who entered, the live ones first, in the order of names."""
    gone = Q(state__in=[Enrolment.State.WITHDRAWN, Enrolment.State.NO_SHOW, Enrolment.State.TRANSFERRED])
    found = cohort.enrolments.entered().select_related("beneficiary", "place")
    return found.annotate(gone=gone).order_by("gone", "beneficiary__sort_key", "id")


def trainers(antenne: Any, *, today: date) -> QuerySet[User]:
    """The members of the antenne, who may lead a session."""
    members = Membership.objects.in_force(today).at_antenne(antenne)
    return User.objects.filter(is_active=True, pk__in=members.values("user")).order_by("name", "pk")


def programmes() -> QuerySet[AdoptedProgramme]:
    return AdoptedProgramme.objects.select_related("version", "template").order_by("version__title", "id")


def versions_to_adopt() -> QuerySet:
    """The published versions that this antenne does not follow, with the one it `followed`."""
    here = AdoptedProgramme.objects.filter(template=OuterRef("template"))
    return (
        TemplateVersion.objects.published()
        .select_related("template")
        .prefetch_related("levels")
        .filter(template__retired_at__isnull=True)
        .annotate(followed=Subquery(here.values("version")[:1]))
        .filter(Q(followed__isnull=True) | ~Q(followed=F("pk")))
        .order_by("title", "pk")
    )
