"""A cohort before it begins: planned, changed while it is a draft, cancelled."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from kit.journal import record, record_many
from kit.marks import mark_all
from kit.refusals import Refused
from kit.states import move
from programs.cohorts import session_words as words
from programs.cohorts.models import AdoptedProgramme, Attendance, Cohort, Enrolment, Place, Session
from programs.cohorts.operations.diary import AlreadyPast, check_free, hold_diary
from programs.cohorts.operations.enrolment import ReasonWanted
from programs.cohorts.operations.funding import check_left, hold_allocation, note_places
from programs.cohorts.operations.programmes import check_capacity, terms_of
from programs.cohorts.queries.planning import proposed_sessions
from programs.cohorts.timetable import MOST_SESSIONS, Rhythm
from tenants.welcome.notices import Notice, drop_notices, tell


class NoSession(Refused):
    """Aucune séance ne tombe entre ces dates : vérifiez les jours de la semaine et le dernier jour."""


class TooManySessions(Refused):
    """Cela ferait plus de {most} séances : choisissez un dernier jour plus proche."""


class NotADraft(Refused):
    """Ce parcours n’est plus un brouillon. Déplacez ses séances une par une."""


class PeopleCame(Refused):
    """Des personnes ont déjà suivi ce parcours : il ne s’annule plus. Terminez-le après ses séances."""


@transaction.atomic
def plan_cohort(
    programme: AdoptedProgramme,
    *,
    name: str,
    room: str,
    rhythm: Rhythm,
    trainer: Any = None,
    allocation: Any = None,
    funded: int | None = None,
    capacity: int | None = None,
    signature_wanted: bool = False,
    by: Any,
    now: datetime,
) -> Cohort:
    """A draft with its places and its sessions; holidays are skipped, a clash is refused.

    `allocation` pays for `funded` of the places, all of them by default.
    """
    hold_diary()
    days = _days(rhythm, now=now)
    capacity = programme.capacity if capacity is None else capacity
    check_capacity(capacity, programme.version)
    funded = (capacity if funded is None else min(funded, capacity)) if allocation else 0
    if allocation is not None:
        allocation = hold_allocation(allocation, template_id=programme.template_id, day=days[0])
        check_left(allocation, funded)
    cohort = Cohort(
        programme=programme,
        version_id=programme.version_id,
        name=name,
        room=room,
        capacity=capacity,
        starts_on=days[0],
        ends_on=days[-1],
        terms=terms_of(programme),
        recurrence=rhythm.recurrence,
        signature_wanted=signature_wanted,
        drafted_at=now,
    )
    cohort.full_clean(exclude=["version"])
    sessions = proposed_sessions(programme.version_id, rhythm, days, room=room, trainer=trainer)
    check_free(sessions)
    cohort.save()
    Place.objects.bulk_create(
        Place(cohort=cohort, number=number, allocation=allocation if number <= funded else None)
        for number in range(1, capacity + 1)
    )
    if allocation is not None:
        note_places(allocation, now=now)
    _write(cohort, sessions)
    record("cohorts.cohort_planned", on=cohort, by=by, at=now)
    mark_months(days, cohort)
    return cohort


@transaction.atomic
def edit_cohort(cohort: Cohort, *, name: str, room: str, trainer: Any, by: Any, now: datetime) -> Cohort:
    """Change what a draft is called, where it meets and who leads it, for all its sessions."""
    hold_diary()
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if cohort.state != Cohort.State.DRAFT:
        raise NotADraft
    cohort.name, cohort.room = name, room
    cohort.clean_fields(exclude=["version", "programme"])
    cohort.save(update_fields=["name", "room"])
    sessions = list(cohort.sessions.filter(state=Session.State.PLANNED).select_for_update())
    for session in sessions:
        session.room, session.trainer = room, trainer
        session.sequence += 1
    check_free(sessions)
    Session.objects.bulk_update(sessions, ["room", "trainer", "sequence"])
    record("cohorts.cohort_changed", on=cohort, by=by, at=now)
    return cohort


@transaction.atomic
def cancel_cohort(cohort: Cohort, *, reason: str, tell_people: bool = True, by: Any, now: datetime) -> Cohort:
    """Call it off while nobody has come yet: sessions, places and enrolments go with it, people are told."""
    if not reason.strip():
        raise ReasonWanted("Dites pourquoi ce parcours est annulé.")
    hold_diary()
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if Attendance.objects.filter(session__cohort=cohort, status__in=Attendance.THERE).exists():
        raise PeopleCame
    move(
        cohort, to=Cohort.State.CANCELLED, by=by, now=now, verb="cohorts.cohort_cancelled",
        cancel_reason=reason.strip(),
    )  # fmt: skip
    days = _cancel_sessions(cohort, by=by, now=now)
    _end_enrolments(cohort, tell_people=tell_people, by=by, now=now)
    cohort.places.exclude(state=Place.State.CONSUMED).update(state=Place.State.RELEASED)
    mark_months([cohort.starts_on, *days], cohort)
    return cohort


def mark_months(days: Sequence[date], cohort: Cohort) -> None:
    mark_all(days, version_id=cohort.version_id)


def _days(rhythm: Rhythm, *, now: datetime) -> list[date]:
    days = rhythm.days()
    if not days:
        raise NoSession
    if rhythm.sessions is None and len(days) == MOST_SESSIONS:
        raise TooManySessions(most=MOST_SESSIONS - 1)
    if days[0] < localdate(now, rhythm.zone):
        raise AlreadyPast
    return days


def _write(cohort: Cohort, sessions: list[Session]) -> None:
    for session in sessions:
        session.cohort = cohort
        session.clean_fields(exclude=["cohort"])
    Session.objects.bulk_create(sessions)


def _cancel_sessions(cohort: Cohort, *, by: Any, now: datetime) -> list[date]:
    sessions = list(cohort.sessions.filter(state=Session.State.PLANNED).select_for_update())
    for session in sessions:
        session.state, session.cancelled_at = Session.State.CANCELLED, now
        session.sequence += 1
        drop_notices(session.pk, now=now)
    Session.objects.bulk_update(sessions, ["state", "cancelled_at", "sequence"])
    record_many("cohorts.session_cancelled", on=sessions, by=by, at=now)
    return [session.day for session in sessions]


def _end_enrolments(cohort: Cohort, *, tell_people: bool, by: Any, now: datetime) -> None:
    going = [*Enrolment.LIVE, *Enrolment.PENDING]
    for enrolment in cohort.enrolments.filter(state__in=going).select_for_update():
        move(
            enrolment, to=Enrolment.State.WITHDRAWN, by=by, now=now, verb="cohorts.withdrawn",
            reason="Parcours annulé",
        )  # fmt: skip
        drop_notices(enrolment.pk, now=now)
        if tell_people:
            tell(
                enrolment.beneficiary, kind=Notice.Kind.SESSION_CANCELLED, message=words.COURSE_CANCELLED,
                about=cohort.pk, by=by, now=now, course=cohort.name,
            )  # fmt: skip
