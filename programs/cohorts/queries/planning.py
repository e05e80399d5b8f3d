"""Questions about rooms, colleagues and days: what is free, what is taken."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from kit.calendar import school_days_known, school_holiday
from kit.text import fold
from programs.catalogue.models import Module
from programs.cohorts.models import Booking, Cohort, Session
from programs.cohorts.timetable import Rhythm, Skipped
from tenants.welcome.models import Beneficiary

_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Clash:
    """Two sessions at the same moment that want the same room, colleague or group."""

    session: Session
    other: Session
    over: str  # "room", "trainer" or "group"


def clashes(sessions: Sequence[Session]) -> list[Clash]:
    """What prevents these sessions, written or not yet; one statement."""
    if not sessions:
        return []
    return [
        Clash(session, other, over)
        for other in _around(sessions)
        for session in sessions
        if session.starts_at < other.ends_at and other.starts_at < session.ends_at
        for over in _wanted_by_both(session, other)
    ]


def _around(sessions: Sequence[Session]) -> QuerySet[Session]:
    days = {s.day + _A_DAY * shift for s in sessions for shift in (-1, 0, 1)}
    there = Session.objects.filter(day__in=days).exclude(state=Session.State.CANCELLED)
    there = there.exclude(pk__in=[s.pk for s in sessions])
    return there.select_related("cohort", "trainer").order_by("starts_at", "id")


def _wanted_by_both(one: Session, other: Session) -> Iterable[str]:
    if fold(one.room) == fold(other.room):
        yield "room"
    if one.trainer_id and one.trainer_id == other.trainer_id:
        yield "trainer"
    if one.cohort_id and one.cohort_id == other.cohort_id:
        yield "group"


@dataclass(frozen=True)
class Line:
    """A session as it would be: what prevents it, and the school holiday it falls in."""

    session: Session
    clashes: list[Clash]
    school: str


@dataclass(frozen=True)
class Preview:
    """What a plan would give; nothing is written."""

    lines: list[Line]
    skipped: list[Skipped]
    school_days_known: bool

    @property
    def clashing(self) -> int:
        return sum(bool(line.clashes) for line in self.lines)

    @property
    def in_school_holidays(self) -> int:
        return sum(bool(line.school) for line in self.lines)


def preview(version_id: Any, rhythm: Rhythm, *, room: str, trainer: Any) -> Preview:
    days, skipped = rhythm.plan()
    sessions = proposed_sessions(version_id, rhythm, days, room=room, trainer=trainer)
    found: dict[Any, list[Clash]] = {}
    for clash in clashes(sessions):
        found.setdefault(clash.session.pk, []).append(clash)
    where = rhythm.departement
    lines = [Line(one, found.get(one.pk, []), school_holiday(one.day, departement=where)) for one in sessions]
    return Preview(lines, skipped, bool(days) and school_days_known(days[-1], departement=where))


def proposed_sessions(
    version_id: Any, rhythm: Rhythm, days: Sequence[date], *, room: str, trainer: Any
) -> list[Session]:
    """The sessions that a rhythm gives, not written yet: what a preview shows is what is then made."""
    return [
        Session(
            position=position,
            title=title,
            day=day,
            minutes=rhythm.minutes,
            starts_at=rhythm.starts_at(day),
            room=room,
            trainer=trainer,
        )
        for position, (day, title) in enumerate(
            zip(days, titles(version_id, len(days)), strict=True), start=1
        )
    ]


def titles(version_id: Any, count: int) -> list[str]:
    """What so many sessions are about: the modules of the version in order, spread over them."""
    modules = list(Module.objects.filter(version=version_id).order_by("position"))
    if not modules:
        return ["Atelier"] * count
    return [modules[number * len(modules) // count].title for number in range(count)]


def people_of(session: Session) -> QuerySet[Beneficiary]:
    """Whom a change concerns: the group of a séance, those who are booked otherwise."""
    if session.kind == Session.Kind.COURSE:
        running = session.group.state in {Cohort.State.OPEN, Cohort.State.RUNNING}
        live = session.group.enrolments.live() if running else session.group.enrolments.none()
        found = Beneficiary.objects.filter(pk__in=live.order_by().values("beneficiary"))
    else:
        booked = session.bookings.filter(state=Booking.State.BOOKED, beneficiary__isnull=False)
        found = Beneficiary.objects.filter(pk__in=booked.order_by().values("beneficiary"))
    return found.order_by("sort_key", "id")


def sessions_between(first: date, last: date, *, trainer: Any = None, room: str = "") -> QuerySet[Session]:
    """What happens from a day to a day (both included), with `booked`: seats taken at a workshop."""
    found = Session.objects.filter(day__range=(first, last)).exclude(state=Session.State.CANCELLED)
    if trainer is not None:
        found = found.filter(trainer=trainer)
    if room:
        found = found.filter(room=room)
    seats = Q(bookings__state__in=Booking.SEATED)
    found = found.select_related("cohort", "trainer").annotate(booked=Count("bookings", filter=seats))
    return found.order_by("starts_at", "id")


def rooms(since: date) -> list[str]:
    """The rooms in use since that day, in order."""
    used = Session.objects.filter(day__gte=since).order_by("room").values_list("room", flat=True)
    return list(used.distinct())
