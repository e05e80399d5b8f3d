"""A cohort from its plan to its end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from kit.calendar import working_days
from kit.journal import record
from kit.marks import mark
from kit.refusals import Refused
from kit.states import move
from programs.catalogue.models import Module
from programs.cohorts.models import AdoptedProgramme, Cohort, Completion, Enrolment, Place, Session
from programs.cohorts.operations.enrolment import minutes_followed
from programs.cohorts.operations.programmes import check_capacity, terms_of
from programs.cohorts.operations.waitlist import end_waiting


class RoomTaken(Refused):
    """La salle « {room} » est déjà prise le {day} à {hour}. Choisissez une autre salle ou une autre heure."""


class SessionsNotLocked(Refused):
    """Il reste {count} séance(s) à clore avant de terminer ce parcours."""


class NobodyEnrolled(Refused):
    """Personne n’est inscrit : un parcours vide ne peut pas commencer."""


@dataclass(frozen=True)
class Rhythm:
    """When a cohort meets: first day, weekdays (0 is Monday), hour, minutes each, how many sessions."""

    first_day: date
    weekdays: frozenset[int]
    at: time
    minutes: int
    sessions: int
    zone: ZoneInfo
    departement: str

    def days(self) -> list[date]:
        days = working_days(self.first_day, weekdays=set(self.weekdays), departement=self.departement)
        return list(islice(days, self.sessions))


@transaction.atomic
def plan_cohort(
    programme: AdoptedProgramme,
    *,
    name: str,
    room: str,
    rhythm: Rhythm,
    trainer: Any = None,
    allocation: Any = None,
    capacity: int | None = None,
    by: Any,
    now: datetime,
) -> Cohort:
    """A draft with its places and its sessions; holidays are skipped, a room taken twice is refused."""
    # One plan at a time in an antenne: two could take the same room at the same moment.
    AdoptedProgramme.objects.select_for_update().order_by("id").first()
    days = rhythm.days()
    capacity = programme.capacity if capacity is None else capacity
    check_capacity(capacity, programme.version)
    cohort = Cohort(
        programme=programme,
        version_id=programme.version_id,
        name=name,
        room=room,
        capacity=capacity,
        starts_on=days[0],
        ends_on=days[-1],
        terms=terms_of(programme),
        drafted_at=now,
    )
    cohort.full_clean(exclude=["version"])
    cohort.save()
    Place.objects.bulk_create(
        Place(cohort=cohort, number=number, allocation=allocation) for number in range(1, cohort.capacity + 1)
    )
    Session.objects.bulk_create(_sessions(cohort, rhythm, days, trainer))
    record("cohorts.cohort_planned", on=cohort, by=by, at=now)
    _mark(cohort, days)
    return cohort


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


def _mark(cohort: Cohort, days: Sequence[date]) -> None:
    for month in sorted({day.replace(day=1) for day in days}):
        mark(month, version_id=cohort.version_id)


def _sessions(cohort: Cohort, rhythm: Rhythm, days: Sequence[date], trainer: Any) -> list[Session]:
    title = _titles(cohort)
    sessions = [
        Session(
            cohort=cohort,
            position=position,
            title=title(position, len(days)),
            day=day,
            minutes=rhythm.minutes,
            starts_at=datetime.combine(day, rhythm.at, tzinfo=rhythm.zone),
            room=cohort.room,
            trainer=trainer,
        )
        for position, day in enumerate(days, start=1)
    ]
    for session in sessions:
        session.clean_fields(exclude=["cohort"])
    _check_room(cohort.room, sessions)
    return sessions


def _titles(cohort: Cohort) -> Callable[[int, int], str]:
    """The modules in order, spread over the sessions."""
    modules = list(Module.objects.filter(version=cohort.version_id).order_by("position")) if cohort.pk else []

    def title(position: int, count: int) -> str:
        if not modules:
            return "Atelier"
        return modules[(position - 1) * len(modules) // count].title

    return title


def _check_room(room: str, sessions: Sequence[Session]) -> None:
    there = Session.objects.filter(room__iexact=room, day__in=[s.day for s in sessions]).exclude(
        state=Session.State.CANCELLED
    )
    for other in there:
        for session in sessions:
            if session.starts_at < other.ends_at and other.starts_at < session.ends_at:
                raise RoomTaken(room=room, day=f"{session.day:%d/%m/%Y}", hour=f"{session.starts_at:%H h %M}")
