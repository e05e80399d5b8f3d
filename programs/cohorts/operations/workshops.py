"""Workshops that anybody may walk into, and appointments with one person."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localtime

from kit import formats
from kit.journal import record
from kit.marks import mark, mark_all
from kit.refusals import Refused
from kit.states import move
from programs.cohorts import session_words as words
from programs.cohorts.models import Booking, Session
from programs.cohorts.operations.diary import check_free, check_future, hold_diary
from programs.cohorts.operations.planning import NoSession
from programs.cohorts.timetable import Rhythm, Slot
from tenants.welcome.models import Beneficiary
from tenants.welcome.notices import Notice, drop_notices, tell
from tenants.welcome.operations import touch

MOST_SEATS = 200
MOST_WEEKS = 52
_WRITABLE = (Session.State.PLANNED, Session.State.HELD)


class NoSeatLeft(Refused):
    """Il reste {left} place(s) à cet atelier. Ajoutez des places si la salle le permet."""


class AlreadyBooked(Refused):
    """Cette personne est déjà inscrite ici."""


class WorkshopClosed(Refused):
    """Cet atelier est « {state} » : sa liste ne change plus."""


class NotYet(Refused):
    """C’est le {day} : notez les venues ce jour-là."""


class NobodyToTakeBack(Refused):
    """Aucune venue anonyme n’est notée."""


class CountChanged(Refused):
    """{count} venue(s) anonyme(s) sont déjà notées. Vérifiez, puis recommencez si besoin."""


class NotAllNoted(Refused):
    """Il reste {count} personne(s) inscrite(s) à noter, venue ou absente."""


class SeatsTaken(Refused):
    """{count} personne(s) ont déjà une place : gardez au moins autant de places."""


@transaction.atomic
def plan_workshops(
    *,
    theme: str,
    title: str,
    capacity: int,
    slot: Slot,
    weeks: int = 1,
    departement: str,
    by: Any,
    now: datetime,
) -> list[Session]:
    """One workshop, or the same each week so many times; a week whose day is a public holiday is skipped."""
    hold_diary()
    check_future(slot.starts_at, now=now)
    workshops = [
        _session(slot, day, kind=Session.Kind.WORKSHOP, theme=theme, title=title.strip(), capacity=capacity)
        for day in _days(slot, weeks, departement)
    ]
    check_free(workshops)
    Session.objects.bulk_create(workshops)
    for workshop in workshops:
        record("cohorts.workshop_planned", on=workshop, by=by, at=now)
    mark_all(workshop.day for workshop in workshops)
    return workshops


@transaction.atomic
def give_appointment(
    person: Beneficiary, *, slot: Slot, theme: str = "", tell_people: bool = True, by: Any, now: datetime
) -> Session:
    """A moment for one person. It is named by its theme alone: it is read in calendars."""
    hold_diary()
    check_future(slot.starts_at, now=now)
    session = _session(
        slot, slot.day, kind=Session.Kind.APPOINTMENT, theme=theme, title="Rendez-vous", capacity=1
    )
    check_free([session])
    session.save()
    Booking.objects.create(session=session, beneficiary=person, booked_by=by, booked_at=now)
    record("cohorts.appointment_given", on=session, by=by, at=now)
    if tell_people:
        tell(
            person, kind=Notice.Kind.APPOINTMENT, message=words.APPOINTMENT, about=session.pk, by=by, now=now,
            at=session.starts_at, room=session.room,
        )  # fmt: skip
    return session


@transaction.atomic
def book(
    session: Session, *, beneficiary: Beneficiary, there: bool = False, by: Any, now: datetime, today: date
) -> Booking:
    """Keep a seat for a known person; `there`: they have walked in. Forty for the last one: one has it."""
    session = _writable(session.pk)
    taken = session.bookings.filter(beneficiary=beneficiary).exclude(state=Booking.State.CANCELLED)
    if taken.exists():
        raise AlreadyBooked
    _check_seats(session, 1)
    booking = Booking.objects.create(
        session=session, beneficiary=beneficiary, walk_in=there, booked_by=by, booked_at=now
    )
    record("cohorts.booked", on=booking, by=by, at=now)
    if there:
        _note(session, booking, Booking.State.CAME, by=by, now=now, today=today)
    return booking


@transaction.atomic
def walk_in(
    session: Session, *, count: int, seen: int | None = None, by: Any, now: datetime, today: date
) -> list[Booking]:
    """So many people without a file came through the door: numbers and nothing else.

    `seen` is how many were noted when the caller looked: a page sent twice does not count them twice.
    """
    session = _writable(session.pk)
    _check_day(session, today)
    noted = _walked_in(session).count()
    if seen is not None and seen != noted:
        raise CountChanged(count=noted)
    _check_seats(session, count)
    came = Booking.objects.bulk_create(
        Booking(
            session=session, walk_in=True, state=Booking.State.CAME, booked_by=by, booked_at=now, came_at=now
        )
        for _ in range(count)
    )
    record("cohorts.walk_ins_noted", on=session, by=by, at=now, count=count)
    _begin(session, by=by, now=now)
    return came


@transaction.atomic
def take_back_walk_in(session: Session, *, by: Any, now: datetime) -> Booking:
    """One anonymous person too many was counted."""
    session = _writable(session.pk)
    booking = _walked_in(session).select_for_update().order_by("-booked_at", "-id").first()
    if booking is None:
        raise NobodyToTakeBack
    move(booking, to=Booking.State.ABSENT, by=by, now=now, verb="cohorts.visit_noted")
    return booking


@transaction.atomic
def note_visit(booking: Booking, *, state: str, by: Any, now: datetime, today: date) -> Booking:
    """Came, absent, or no longer coming; noted anew as often as needed until the list is closed."""
    session = _writable(booking.session_id)
    booking = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    if booking.state == state:
        return booking
    if state == Booking.State.CANCELLED:
        move(booking, to=state, by=by, now=now, verb="cohorts.booking_cancelled")
        return booking
    if booking.state not in Booking.SEATED and state in Booking.SEATED:
        _check_seats(session, 1)
    return _note(session, booking, state, by=by, now=now, today=today)


@transaction.atomic
def set_seats(session: Session, *, capacity: int, by: Any, now: datetime) -> Session:
    """More or fewer places, never fewer than the people who have one."""
    session = _writable(session.pk)
    taken = _taken(session)
    if capacity < taken:
        raise SeatsTaken(count=taken)
    session.capacity = capacity
    session.save(update_fields=["capacity"])
    record("cohorts.seats_changed", on=session, by=by, at=now, capacity=capacity)
    return session


@transaction.atomic
def lock_workshop(
    session: Session, *, rest_absent: bool = False, by: Any, now: datetime, today: date
) -> Session:
    """Close the list: its visits count from now on. `rest_absent` notes the others as absent."""
    session = _writable(session.pk)
    _check_day(session, today)
    rest = list(session.bookings.filter(state=Booking.State.BOOKED).select_for_update())
    if rest and not rest_absent:
        raise NotAllNoted(count=len(rest))
    for booking in rest:
        move(booking, to=Booking.State.ABSENT, by=by, now=now, verb="cohorts.visit_noted")
    _begin(session, by=by, now=now)
    move(session, to=Session.State.LOCKED, by=by, now=now, verb="cohorts.workshop_locked")
    mark(session.day)
    return session


def _days(slot: Slot, weeks: int, departement: str) -> list[date]:
    if weeks == 1:  # somebody chose that very day
        return [slot.day]
    rhythm = Rhythm(
        first_day=slot.day, weekdays=frozenset({slot.day.weekday()}), at=slot.at, minutes=slot.minutes,
        sessions=weeks, zone=slot.zone, departement=departement,
    )  # fmt: skip
    days = rhythm.days()
    if not days:
        raise NoSession
    return days


def _session(slot: Slot, day: date, **fields: Any) -> Session:
    on_the_day = Slot(day, slot.at, slot.minutes, slot.room, slot.zone, slot.trainer)
    session = Session(
        day=day, starts_at=on_the_day.starts_at, minutes=slot.minutes, room=slot.room, trainer=slot.trainer,
        **fields,
    )  # fmt: skip
    session.clean_fields()
    return session


def _writable(session_id: UUID) -> Session:
    session = Session.objects.select_for_update(of=("self",)).get(pk=session_id)
    if session.state not in _WRITABLE:
        raise WorkshopClosed(state=session.get_state_display().lower())
    return session


def _walked_in(session: Session) -> QuerySet[Booking]:
    return session.bookings.filter(beneficiary__isnull=True, state=Booking.State.CAME)


def _taken(session: Session) -> int:
    return session.bookings.filter(state__in=Booking.SEATED).count()


def _check_seats(session: Session, count: int) -> None:
    """The session's row, locked, keeps two people from counting the same seat."""
    left = max((session.capacity or 0) - _taken(session), 0)
    if count > left:
        raise NoSeatLeft(left=left)


def _check_day(session: Session, today: date) -> None:
    if session.day > today:
        raise NotYet(day=formats.day(localtime(session.starts_at)))


def _note(session: Session, booking: Booking, state: str, *, by: Any, now: datetime, today: date) -> Booking:
    _check_day(session, today)
    move(booking, to=state, by=by, now=now, verb="cohorts.visit_noted")
    _begin(session, by=by, now=now)
    drop_notices(session.pk, now=now)
    if state == Booking.State.CAME and booking.beneficiary_id:
        touch([booking.beneficiary_id], day=session.day)
    return booking


def _begin(session: Session, *, by: Any, now: datetime) -> None:
    if session.state == Session.State.PLANNED:
        move(session, to=Session.State.HELD, by=by, now=now, verb="cohorts.workshop_held")
