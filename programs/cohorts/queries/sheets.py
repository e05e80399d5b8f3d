"""Questions about closed sheets and the hours they hold."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from programs.cohorts.models import Attendance, AttendanceCorrection, Cohort, Enrolment, Session
from programs.cohorts.operations.enrolment import minutes_followed
from programs.cohorts.queries.groups import group_of


def corrections_of(session: Session) -> QuerySet[AttendanceCorrection]:
    """What was changed since the sheet was closed, the last first."""
    found = AttendanceCorrection.objects.filter(attendance__session=session)
    people = found.select_related("attendance__enrolment__beneficiary", "corrected_by")
    return people.order_by("-corrected_at", "-id")


def may_still_be_corrected(session: Session) -> QuerySet[Enrolment]:
    """Everybody who was given a place in the group, whatever came after."""
    return Enrolment.objects.entered().filter(cohort=session.cohort_id).select_related("beneficiary")


@dataclass(frozen=True)
class Hours:
    """What one person has followed, in minutes, against the target; and at how many sessions."""

    enrolment: Enrolment
    minutes: int
    came: int
    excused: int
    absent: int

    @property
    def target(self) -> int:
        return self.enrolment.hours_target * 60

    @property
    def missing(self) -> int:
        return max(self.target - self.minutes, 0)

    @property
    def ratio(self) -> float | None:
        return self.minutes / self.target if self.target else None


def hours_of(cohort: Cohort) -> list[Hours]:
    """Each person of the group with the hours of the closed sheets, the live ones first."""
    group = list(group_of(cohort))
    followed, sessions = minutes_followed(group), _sessions_of(cohort)
    nothing = {"came": 0, "excused": 0, "absent": 0}
    return [Hours(e, followed.get(e.pk, 0), **sessions.get(e.pk, nothing)) for e in group]


def minutes_to_come(cohort: Cohort) -> tuple[int, int]:
    """(sessions, minutes) whose sheets are not closed yet."""
    left = cohort.sessions.filter(state__in=[Session.State.PLANNED, Session.State.HELD])
    counted = left.aggregate(sessions=Count("pk"), minutes=Sum("minutes"))
    return counted["sessions"], counted["minutes"] or 0


def _sessions_of(cohort: Cohort) -> dict[Any, dict[str, int]]:
    rows = (
        Attendance.objects.filter(session__cohort=cohort, session__locked_at__isnull=False)
        .order_by()
        .values("enrolment")
        .annotate(
            came=Count("pk", filter=Q(status__in=Attendance.THERE)),
            excused=Count("pk", filter=Q(status=Attendance.Status.EXCUSED)),
            absent=Count("pk", filter=Q(status=Attendance.Status.ABSENT)),
        )
    )
    return {row["enrolment"]: {name: row[name] for name in ("came", "excused", "absent")} for row in rows}
