"""Émargement: taken as often as needed, then locked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kit.marks import mark
from kit.refusals import Refused
from kit.states import move
from programs.cohorts.models import Attendance, Enrolment, Place, Session


class SheetLocked(Refused):
    """Cette séance est close : la feuille ne change plus."""


class TooManyMinutes(Refused):
    """Cette séance dure {minutes} minutes : notez {minutes} minutes au plus."""


class NoMinutes(Refused):
    """Une personne venue a suivi au moins une minute : corrigez sa durée, ou notez-la absente."""


class NotInTheGroup(Refused):
    """Une personne de cette feuille ne fait plus partie du groupe. Rechargez la page."""


class SheetIncomplete(Refused):
    """Il manque {count} personne(s) sur la feuille : notez chacune avant de clore."""


class NotStarted(Refused):
    """Ce parcours n’a pas commencé : démarrez-le avant de faire l’appel."""


@dataclass(frozen=True)
class Taken:
    """What was noted for one person; without minutes, the whole session or none."""

    status: str
    minutes: int | None = None

    def counted(self, session: Session) -> int:
        if self.status not in Attendance.THERE:
            return 0
        return session.minutes if self.minutes is None else self.minutes


@transaction.atomic
def take_attendance(session: Session, *, sheet: Mapping[Any, Taken], by: Any, now: datetime) -> Session:
    """Note the persons of the sheet, {enrolment id: Taken}. Sent twice, it is the same sheet.

    The first presence makes a person active and consumes the place.
    """
    session = Session.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=session.pk)
    if session.state not in {Session.State.PLANNED, Session.State.HELD}:
        raise SheetLocked
    if session.group.state != session.group.State.RUNNING:
        raise NotStarted
    enrolments = {e.pk: e for e in session.group.enrolments.live().select_for_update() if e.pk in sheet}
    if len(enrolments) != len(sheet):
        raise NotInTheGroup
    if any(taken.counted(session) > session.minutes for taken in sheet.values()):
        raise TooManyMinutes(minutes=session.minutes)
    if any(t.status in Attendance.THERE and t.counted(session) < 1 for t in sheet.values()):
        raise NoMinutes
    _note(session, sheet, by=by, now=now)
    _arrivals(
        [enrolments[pk] for pk, taken in sheet.items() if taken.status in Attendance.THERE], by=by, now=now
    )
    if session.state == Session.State.PLANNED:
        move(session, to=Session.State.HELD, by=by, now=now, verb="cohorts.attendance_taken")
    mark(session.group.starts_on, version_id=session.group.version_id)
    return session


@transaction.atomic
def lock_session(session: Session, *, by: Any, now: datetime) -> Session:
    """Close the sheet: its minutes count from now on. Each person of the group must be on it."""
    session = Session.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=session.pk)
    noted = set(session.attendances.values_list("enrolment", flat=True))
    missing = [e for e in session.group.enrolments.live() if e.pk not in noted]
    if missing:
        raise SheetIncomplete(count=len(missing))
    if session.state == Session.State.PLANNED:  # nobody left in the group: held without anybody
        move(session, to=Session.State.HELD, by=by, now=now, verb="cohorts.attendance_taken")
    move(session, to=Session.State.LOCKED, by=by, now=now, verb="cohorts.session_locked")
    mark(session.day, version_id=session.group.version_id)
    return session


def _note(session: Session, sheet: Mapping[Any, Taken], *, by: Any, now: datetime) -> None:
    Attendance.objects.bulk_create(
        [
            Attendance(
                session=session,
                enrolment_id=pk,
                status=taken.status,
                minutes=taken.counted(session),
                session_minutes=session.minutes,
                taken_by=by,
                taken_at=now,
            )
            for pk, taken in sheet.items()
        ],
        update_conflicts=True,
        unique_fields=["session", "enrolment"],
        update_fields=["status", "minutes", "session_minutes", "taken_by", "taken_at"],
    )


def _arrivals(enrolments: list[Enrolment], *, by: Any, now: datetime) -> None:
    new = [e for e in enrolments if e.state == Enrolment.State.ENROLLED]
    for enrolment in new:
        move(enrolment, to=Enrolment.State.ACTIVE, by=by, now=now, verb="cohorts.came")
    Place.objects.filter(pk__in=[e.place_id for e in new]).update(state=Place.State.CONSUMED)
