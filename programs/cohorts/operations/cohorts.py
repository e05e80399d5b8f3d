"""A cohort from its opening to its end. Its plan: programs.cohorts.operations.planning."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kit.marks import mark, mark_people
from kit.refusals import Refused
from kit.states import move
from programs.cohorts.models import Cohort, Completion, Enrolment, Session
from programs.cohorts.operations.enrolment import minutes_followed
from programs.cohorts.operations.waitlist import end_waiting


class SessionsNotLocked(Refused):
    """Il reste {count} séance(s) à clore avant de terminer ce parcours."""


class NobodyEnrolled(Refused):
    """Personne n’est inscrit : un parcours vide ne peut pas commencer."""


@transaction.atomic
def open_cohort(cohort: Cohort, *, by: Any, now: datetime) -> Cohort:
    """Let people enrol."""
    return _move(cohort, Cohort.State.OPEN, "cohorts.cohort_opened", by=by, now=now)


@transaction.atomic
def start_cohort(cohort: Cohort, *, by: Any, now: datetime) -> Cohort:
    """Begin; refused for a group without anybody."""
    if not cohort.enrolments.live().exists():
        raise NobodyEnrolled
    return _move(cohort, Cohort.State.RUNNING, "cohorts.cohort_started", by=by, now=now)


@transaction.atomic
def complete_cohort(cohort: Cohort, *, by: Any, now: datetime) -> Cohort:
    """End the course: each person's minutes are held against the target and the version's rule."""
    left = cohort.sessions.filter(state__in=[Session.State.PLANNED, Session.State.HELD]).count()
    if left:
        raise SessionsNotLocked(count=left)
    cohort = _move(cohort, Cohort.State.COMPLETED, "cohorts.cohort_completed", by=by, now=now)
    end_waiting(cohort, reason="Parcours terminé", by=by, now=now)
    enrolments = list(cohort.enrolments.live().select_for_update())
    followed = minutes_followed(enrolments)
    for enrolment in enrolments:
        _complete(
            enrolment, followed.get(enrolment.pk, 0), cohort.terms["completion_percent"], by=by, now=now
        )
    mark_people(one.beneficiary_id for one in enrolments if one.state == Enrolment.State.COMPLETED)
    return cohort


@transaction.atomic
def close_cohort(cohort: Cohort, *, by: Any, now: datetime) -> Cohort:
    """Put the course away: nothing more is expected."""
    return _move(cohort, Cohort.State.CLOSED, "cohorts.cohort_closed", by=by, now=now)


def _complete(enrolment: Enrolment, minutes: int, percent: int, *, by: Any, now: datetime) -> None:
    if enrolment.state == Enrolment.State.ENROLLED:
        move(enrolment, to=Enrolment.State.NO_SHOW, by=by, now=now, verb="cohorts.no_show")
        return
    target = enrolment.hours_target * 60
    reached = minutes * 100 >= target * percent
    Completion.objects.create(
        enrolment=enrolment, minutes=minutes, target_minutes=target, reached=reached, computed_at=now
    )
    state = Enrolment.State.COMPLETED if reached else Enrolment.State.PARTIAL
    move(enrolment, to=state, by=by, now=now, verb="cohorts.enrolment_ended")


def _move(cohort: Cohort, to: str, verb: str, *, by: Any, now: datetime) -> Cohort:
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    move(cohort, to=to, by=by, now=now, verb=verb)
    mark(cohort.starts_on, version_id=cohort.version_id)
    return cohort
