"""One session at a time: moved, cancelled, added; those it concerns are told."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max, Min
from django.utils.timezone import localtime

from kit.calendar import public_holiday
from kit.journal import record
from kit.marks import mark_all
from kit.refusals import Refused
from kit.states import move
from programs.cohorts import session_words as words
from programs.cohorts.models import Booking, Cohort, Session
from programs.cohorts.operations.diary import check_free, check_future, hold_diary
from programs.cohorts.operations.enrolment import ReasonWanted
from programs.cohorts.operations.planning import mark_months
from programs.cohorts.queries.planning import people_of
from programs.cohorts.timetable import Slot, occurrences
from tenants.welcome.notices import Message, Notice, drop_notices, tell

_LIVE = (Cohort.State.DRAFT, Cohort.State.OPEN, Cohort.State.RUNNING)


class SessionFixed(Refused):
    """Cette séance est « {state} » : elle ne change plus."""


class CourseOver(Refused):
    """Ce parcours est « {state} » : ses séances ne changent plus."""


class NoRhythm(Refused):
    """Ce parcours n’a pas de rythme connu : ajoutez vous-même la séance de remplacement."""


@transaction.atomic
def move_session(
    session: Session, *, to: Slot, reason: str = "", tell_people: bool = True, by: Any, now: datetime
) -> Session:
    """Another hour, room, length or colleague. It keeps its number; its first date stays known."""
    hold_diary()
    session = _planned(session)
    check_future(to.starts_at, now=now)
    before, day_before = session.starts_at, session.day
    told = (before, session.minutes, session.room) != (to.starts_at, to.minutes, to.room)
    _put(session, to)
    if to.starts_at != before:
        session.moved_from = session.moved_from or before
    session.reason = reason.strip()
    session.sequence += 1
    session.clean_fields(exclude=["cohort"])
    check_free([session])
    session.save()
    record("cohorts.session_moved", on=session, by=by, at=now)
    _follow(session, [day_before])
    if told:
        message, kind = _moved_words(session)
        _tell(
            session, message, kind, quietly=not tell_people, by=by, now=now,
            before=before, at=session.starts_at, room=session.room,
        )  # fmt: skip
    return session


@transaction.atomic
def cancel_session(
    session: Session, *, reason: str, tell_people: bool = True, by: Any, now: datetime
) -> Session:
    """Call it off. What was booked at a workshop is cancelled with it."""
    if not reason.strip():
        raise ReasonWanted("Dites pourquoi la séance est annulée.")
    hold_diary()
    session = _planned(session)
    people = list(people_of(session))
    session.sequence += 1
    move(
        session, to=Session.State.CANCELLED, by=by, now=now, verb="cohorts.session_cancelled",
        reason=reason.strip(), sequence=session.sequence,
    )  # fmt: skip
    session.bookings.filter(state=Booking.State.BOOKED).update(
        state=Booking.State.CANCELLED, cancelled_at=now
    )
    _follow(session, [])
    appointment = session.kind == Session.Kind.APPOINTMENT
    _tell(
        session,
        words.APPOINTMENT_CANCELLED if appointment else words.SESSION_CANCELLED,
        Notice.Kind.APPOINTMENT if appointment else Notice.Kind.SESSION_CANCELLED,
        people=people, quietly=not tell_people, by=by, now=now, at=session.starts_at,
    )  # fmt: skip
    return session


@transaction.atomic
def add_session(
    cohort: Cohort, *, slot: Slot, title: str = "", tell_people: bool = True, by: Any, now: datetime
) -> Session:
    """One more session of a course, after the others by its number, at any hour to come."""
    hold_diary()
    cohort = _live(cohort.pk)
    check_future(slot.starts_at, now=now)
    last = cohort.sessions.order_by("-position").first()
    session = Session(
        cohort=cohort,
        position=last.position + 1 if last else 1,
        title=title.strip() or (last.title if last else "Séance ajoutée"),
    )
    _put(session, slot)
    session.clean_fields(exclude=["cohort"])
    check_free([session])
    session.save()
    record("cohorts.session_added", on=session, by=by, at=now)
    _follow(session, [])
    _tell(
        session, words.SESSION_ADDED, Notice.Kind.SESSION_ADDED, quietly=not tell_people, by=by, now=now,
        at=session.starts_at, room=session.room,
    )  # fmt: skip
    return session


@transaction.atomic
def replace_session(
    session: Session, *, reason: str, zone: ZoneInfo, departement: str, tell_people: bool = True,
    by: Any, now: datetime,
) -> Session:  # fmt: skip
    """Cancel it and hold it after the last one instead, on the next day of the rhythm; the new one."""
    cancelled = cancel_session(session, reason=reason, tell_people=tell_people, by=by, now=now)
    slot = replacement_slot(cancelled, zone=zone, departement=departement)
    return add_session(
        cancelled.group, slot=slot, title=cancelled.title, tell_people=tell_people, by=by, now=now
    )


def replacement_slot(session: Session, *, zone: ZoneInfo, departement: str) -> Slot:
    """The next day of the course's rhythm after its last session, at the session's own hour."""
    cohort = session.group
    if not cohort.recurrence:
        raise NoRhythm
    last = cohort.sessions.aggregate(last=Max("day"))["last"]
    days = occurrences(cohort.recurrence, after=last)
    day = next(day for day in days if not public_holiday(day, departement=departement))
    at = localtime(session.starts_at, zone).time()
    return Slot(day, at, session.minutes, session.room, zone, session.trainer)


def _planned(session: Session) -> Session:
    """The session, locked, if it still can change."""
    if session.cohort_id:
        _live(session.cohort_id)
    session = Session.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=session.pk)
    if session.state != Session.State.PLANNED:
        raise SessionFixed(state=session.get_state_display().lower())
    return session


def _live(cohort_id: UUID) -> Cohort:
    cohort = Cohort.objects.select_for_update(no_key=True).get(pk=cohort_id)
    if cohort.state not in _LIVE:
        raise CourseOver(state=cohort.get_state_display().lower())
    return cohort


def _put(session: Session, slot: Slot) -> None:
    session.day, session.starts_at, session.minutes = slot.day, slot.starts_at, slot.minutes
    session.room, session.trainer = slot.room, slot.trainer


def _follow(session: Session, days: list[date]) -> None:
    """The dates of the course follow its sessions, and the figures of every month that moved."""
    days = [session.day, *days]
    if session.kind != Session.Kind.COURSE:
        mark_all(days)
        return
    cohort = session.group
    left = cohort.sessions.exclude(state=Session.State.CANCELLED)
    bounds = left.aggregate(first=Min("day"), last=Max("day"))
    if bounds["first"] and (bounds["first"], bounds["last"]) != (cohort.starts_on, cohort.ends_on):
        days += [cohort.starts_on, bounds["first"]]
        cohort.starts_on, cohort.ends_on = bounds["first"], bounds["last"]
        cohort.save(update_fields=["starts_on", "ends_on"])
    mark_months(days, cohort)


def _moved_words(session: Session) -> tuple[Message, str]:
    if session.kind == Session.Kind.APPOINTMENT:
        return words.APPOINTMENT_MOVED, Notice.Kind.APPOINTMENT
    return words.SESSION_MOVED, Notice.Kind.SESSION_MOVED


def _tell(
    session: Session, message: Message, kind: str, *, people: Any = None, quietly: bool, by: Any,
    now: datetime, **values: Any,
) -> None:  # fmt: skip
    """Tell those it concerns; what was not said yet about the session is no longer true."""
    drop_notices(session.pk, now=now)
    if quietly:
        return
    for person in people_of(session) if people is None else people:
        tell(person, kind=kind, message=message, about=session.pk, by=by, now=now, **values)
