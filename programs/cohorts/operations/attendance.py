"""Émargement: taken as often as needed, then locked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kit.marks import mark, mark_people
from kit.refusals import Refused
from kit.states import move
from programs.cohorts.models import Attendance, Enrolment, Place, Session
from tenants.welcome.operations import touch

# Who came late or left early has missed a quarter of an hour, unless somebody says better.
_MISSED = 15


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


class SignaturesMissing(Refused):
    """Il manque {count} signature(s) : faites signer, ou dites que la feuille de papier est signée."""


class NotStarted(Refused):
    """Ce parcours n’a pas commencé : démarrez-le avant de faire l’appel."""


@dataclass(frozen=True)
class Taken:
    """What was noted for one person. Without minutes: the whole session, a quarter of an hour less for
    who came late or left early, none for who was not there.

    From a screen that may be out of date: `seen` is what it showed before (`as_shown`), `at` when it
    was tapped. What somebody else noted since is then kept, unless this tap came later.
    """

    status: str
    minutes: int | None = None
    seen: str | None = None
    at: datetime | None = None

    def counted(self, session: Session) -> int:
        if self.status not in Attendance.THERE:
            return 0
        if self.minutes is not None:
            return self.minutes
        whole = session.minutes
        return whole if self.status == Attendance.Status.PRESENT else usual_minutes(whole)


def usual_minutes(whole: int) -> int:
    """What who came late or left early has followed, when nobody says."""
    return max(whole - _MISSED, whole // 2)


def as_shown(attendance: Attendance | None) -> str:
    """What a screen shows of a person, in one word: "late:105", "" when nothing was noted."""
    return f"{attendance.status}:{attendance.minutes}" if attendance else ""


@transaction.atomic
def take_attendance(session: Session, *, sheet: Mapping[Any, Taken], by: Any, now: datetime) -> Session:
    """Note the persons of the sheet, {enrolment id: Taken}. Sent twice, it is the same sheet.

    The first presence makes a person active and consumes the place.
    """
    session = open_sheet(session)
    note_attendance(session, sheet=sheet, by=by, now=now)
    session.refresh_from_db(fields=["state", "held_at"])
    return session


@transaction.atomic
def note_attendance(
    session: Session, *, sheet: Mapping[Any, Taken], by: Any, now: datetime
) -> list[Attendance]:
    """The same; gives back the lines that were left alone, because somebody else noted them since."""
    session = open_sheet(session)
    enrolments = {e.pk: e for e in session.group.enrolments.live().filter(pk__in=sheet).select_for_update()}
    if len(enrolments) != len(sheet):
        raise NotInTheGroup
    for taken in sheet.values():
        check_minutes(taken, session)
    noted = {one.enrolment_id: one for one in session.attendances.filter(enrolment__in=sheet)}
    overtaken = [noted[pk] for pk, taken in sheet.items() if _overtaken(taken, noted.get(pk), session)]
    kept = {one.enrolment_id for one in overtaken}
    new = {
        pk: taken
        for pk, taken in sheet.items()
        if pk not in kept and not _already(taken, noted.get(pk), session)
    }
    if new:
        _write(session, new, by=by, now=now)
        there = [enrolments[pk] for pk, taken in new.items() if taken.status in Attendance.THERE]
        arrivals(there, by=by, now=now)
        touch([enrolment.beneficiary_id for enrolment in there], day=session.day)
        mark(session.group.starts_on, version_id=session.group.version_id)
    if session.state == Session.State.PLANNED:
        move(session, to=Session.State.HELD, by=by, now=now, verb="cohorts.attendance_taken")
    return overtaken


@transaction.atomic
def lock_session(session: Session, *, on_paper: bool = False, by: Any, now: datetime) -> Session:
    """Close the sheet: its minutes count from now on. Each person of the group must be on it.

    Where a signature is wanted, those who came have signed; `on_paper` says that the others signed
    the printed sheet.
    """
    session = Session.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=session.pk)
    noted = set(session.attendances.values_list("enrolment", flat=True))
    missing = [e for e in session.group.enrolments.live() if e.pk not in noted]
    if missing:
        raise SheetIncomplete(count=len(missing))
    if session.state == Session.State.PLANNED:  # nobody left in the group: held without anybody
        move(session, to=Session.State.HELD, by=by, now=now, verb="cohorts.attendance_taken")
    move(session, to=Session.State.LOCKED, by=by, now=now, verb="cohorts.session_locked")
    if session.group.signature_wanted:
        _all_signed(session, on_paper=on_paper, now=now)
    mark(session.day, version_id=session.group.version_id)
    return session


def open_sheet(session: Session) -> Session:
    """The session, its row locked, if its sheet can still be written."""
    session = Session.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=session.pk)
    if session.state not in {Session.State.PLANNED, Session.State.HELD}:
        raise SheetLocked
    if session.group.state != session.group.State.RUNNING:
        raise NotStarted
    return session


def check_minutes(taken: Taken, session: Session) -> None:
    counted = taken.counted(session)
    if counted > session.minutes:
        raise TooManyMinutes(minutes=session.minutes)
    if taken.status in Attendance.THERE and counted < 1:
        raise NoMinutes


def arrivals(enrolments: list[Enrolment], *, by: Any, now: datetime) -> None:
    """Those who come for the first time: active from now on, their places used."""
    new = [e for e in enrolments if e.state == Enrolment.State.ENROLLED]
    if not new:
        return
    for enrolment in new:
        move(enrolment, to=Enrolment.State.ACTIVE, by=by, now=now, verb="cohorts.came")
    Place.objects.filter(pk__in=[e.place_id for e in new]).update(state=Place.State.CONSUMED)
    mark_people(enrolment.beneficiary_id for enrolment in new)


def _overtaken(taken: Taken, noted: Attendance | None, session: Session) -> bool:
    """Whether somebody else noted this person after the screen was drawn, and not before this tap."""
    if noted is None or taken.seen is None or taken.seen == as_shown(noted):
        return False
    if _already(taken, noted, session):
        return False
    return taken.at is None or taken.at < noted.taken_at


def _already(taken: Taken, noted: Attendance | None, session: Session) -> bool:
    same_length = noted is not None and noted.session_minutes == session.minutes
    return same_length and as_shown(noted) == f"{taken.status}:{taken.counted(session)}"


def _write(session: Session, sheet: Mapping[Any, Taken], *, by: Any, now: datetime) -> None:
    Attendance.objects.bulk_create(
        [
            Attendance(
                session=session,
                enrolment_id=pk,
                status=taken.status,
                minutes=taken.counted(session),
                session_minutes=session.minutes,
                taken_by=by,
                taken_at=taken.at or now,
            )
            for pk, taken in sheet.items()
        ],
        update_conflicts=True,
        unique_fields=["session", "enrolment"],
        update_fields=["status", "minutes", "session_minutes", "taken_by", "taken_at"],
    )
    # Who was not there after all has signed nothing.
    gone = [pk for pk, taken in sheet.items() if taken.status not in Attendance.THERE]
    signed = session.attendances.filter(enrolment__in=gone, signed_at__isnull=False)
    signed.update(signature="", signed_at=None)


def _all_signed(session: Session, *, on_paper: bool, now: datetime) -> None:
    unsigned = session.attendances.filter(status__in=Attendance.THERE, signed_at__isnull=True)
    count = unsigned.update(signed_at=now) if on_paper else unsigned.count()
    if count and not on_paper:
        raise SignaturesMissing(count=count)
