"""What is counted of cohorts: by month, version and level for the cells, by cohort for their own rows."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from hub.rollup.sources.tally import Cell, Months, tally
from programs.cohorts.models import (
    LEVEL_GAINED,
    Assessment,
    Attendance,
    Cohort,
    Enrolment,
    Place,
    Session,
    SurveyAnswer,
    SurveyInvitation,
)
from programs.cohorts.models.cohorts import FUNDED
from programs.cohorts.models.surveys import SATISFIED

_COHORT = Cohort.State
OPENED = (_COHORT.OPEN, _COHORT.RUNNING, _COHORT.COMPLETED, _COHORT.CLOSED)
WAITING = (Enrolment.State.WAITLISTED, Enrolment.State.OFFERED)
TAKEN = (Place.State.TAKEN, Place.State.CONSUMED)


class Family:
    """Rows and what is counted of them, in one statement; "<code>_n" is the n of a count.

    `cohort` leads to their cohort, `day` to the day that says the month: the cohort's first by default.
    """

    def __init__(
        self, rows: QuerySet[Any], *, cohort: str = "cohort", day: str = "", level: str = "", **counts: Any
    ) -> None:
        self.rows, self.cohort, self.level, self.counts = rows, cohort, level, counts
        self.day = day or f"{cohort}__starts_on"

    def cells(self, months: Months) -> Iterator[Cell]:
        version = f"{self.cohort}__version_id"
        return tally(
            self.rows, months, day=self.day, version=version, level=self.level, **self.counts
        )  # fmt: skip

    def by_cohort(self, cohorts: list[UUID]) -> Iterator[tuple[UUID, dict[str, int]]]:
        rows = self.rows.filter(**{f"{self.cohort}__in": cohorts}).order_by().values(self.cohort)
        for group in rows.annotate(**self.counts):
            yield group[self.cohort], {name: group[name] or 0 for name in self.counts}


def _families() -> Iterator[Family]:
    places = Place.objects.filter(cohort__state__in=OPENED)
    yield Family(
        places.exclude(state=Place.State.RELEASED),
        places_opened=Count("id"),
        places_funded=Count("id", filter=FUNDED),
        places_offered=Count("id", filter=Q(state=Place.State.OFFERED)),
    )
    # A place that was freed and taken again has several enrolments: the last one holds it.
    last = Enrolment.objects.filter(place=OuterRef("pk")).order_by("-enrolled_at", "-id")
    yield Family(
        places.filter(state__in=TAKEN).annotate(held_level=Subquery(last.values("level")[:1])),
        level="held_level",
        places_taken=Count("id"),
        places_consumed=Count("id", filter=Q(state=Place.State.CONSUMED)),
    )
    enrolments = Enrolment.objects.filter(cohort__state__in=OPENED)
    # Before a place is held the level is not copied yet: these cells have none.
    yield Family(enrolments.filter(state__in=WAITING), waiting=Count("id"))
    presences = Attendance.objects.filter(enrolment=OuterRef("pk"), status__in=Attendance.THERE)
    yield Family(
        enrolments,
        level="level",
        participants=Count("id", filter=Exists(presences)),
        no_shows=Count("id", filter=Q(state=Enrolment.State.NO_SHOW)),
        completions=Count("id", filter=Q(state=Enrolment.State.COMPLETED)),
    )
    yield Family(
        Session.objects.filter(kind=Session.Kind.COURSE).exclude(state=Session.State.CANCELLED),
        day="day",
        minutes_planned=Sum("minutes"),
    )
    yield Family(
        Attendance.objects.filter(session__state=Session.State.LOCKED),
        cohort="session__cohort",
        day="session__day",
        level="enrolment__level",
        minutes_delivered=Sum("minutes"),
        attended=Count("id", filter=Q(status__in=Attendance.THERE)),
        attended_n=Count("id", filter=~Q(status=Attendance.Status.EXCUSED)),
    )
    yield Family(
        Assessment.objects.at_the_end(),
        cohort="enrolment__cohort",
        level="enrolment__level",
        level_gained=Count("id", filter=LEVEL_GAINED),
        level_gained_n=Count("id"),
    )
    yield Family(
        SurveyAnswer.objects.all(),
        satisfied=Count("id", filter=Q(satisfaction__in=SATISFIED)),
        satisfied_n=Count("id"),
    )
    yield Family(
        SurveyInvitation.objects.all(), cohort="enrolment__cohort", survey_invited=Count("id")
    )  # fmt: skip


def courses(months: Months) -> Iterator[Cell]:
    for family in _families():
        yield from family.cells(months)


def counts_of(cohorts: list[UUID]) -> dict[UUID, dict[str, int]]:
    """{cohort: {what was counted: number}}, all levels and months together."""
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    if cohorts:
        for family in _families():
            for cohort, counts in family.by_cohort(cohorts):
                found[cohort] |= counts
    return found
