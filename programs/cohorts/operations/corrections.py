"""What is changed on a sheet after it was closed: once, by whom, and why."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kit.journal import record
from kit.marks import mark_all
from kit.refusals import Refused
from programs.cohorts.models import Attendance, AttendanceCorrection, Cohort, Enrolment, Session
from programs.cohorts.operations.attendance import Taken, arrivals, as_shown, check_minutes
from programs.cohorts.operations.enrolment import ReasonWanted


class NotClosedYet(Refused):
    """Cette séance n’est pas close : corrigez directement sa feuille."""


class CourseClosed(Refused):
    """Ce parcours est clos : ses feuilles ne se corrigent plus."""


class NotOfThisGroup(Refused):
    """Cette personne n’a jamais fait partie de ce groupe."""


class NothingToCorrect(Refused):
    """La feuille dit déjà cela : il n’y a rien à corriger."""


class PlaceGivenBack(Refused):
    """Cette personne n’était jamais venue et sa place a été rendue : sa présence ne peut plus être notée."""


@transaction.atomic
def correct_attendance(
    session: Session, *, enrolment: Enrolment, taken: Taken, reason: str, by: Any, now: datetime
) -> AttendanceCorrection:
    """Change one line of a closed sheet. The end of the course, once computed, does not follow by itself."""
    if not reason.strip():
        raise ReasonWanted("Dites pourquoi vous corrigez cette feuille.")
    session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    # As complete_cohort does: a correction is counted in the end of the course, or comes after it.
    cohort = Cohort.objects.select_for_update().get(pk=session.group.pk)
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    _check(session, cohort, enrolment, taken)
    noted = session.attendances.filter(enrolment=enrolment).first()
    if as_shown(noted) == f"{taken.status}:{taken.counted(session)}":
        raise NothingToCorrect
    if taken.status in Attendance.THERE:
        _came(enrolment, by=by, now=now)
    correction = _correct(session, enrolment, noted, taken, reason=reason.strip(), by=by, now=now)
    record("cohorts.attendance_corrected", on=correction.attendance, by=by, at=now)
    mark_all([session.day, cohort.starts_on], version_id=cohort.version_id)
    return correction


def _check(session: Session, cohort: Cohort, enrolment: Enrolment, taken: Taken) -> None:
    if session.state != Session.State.LOCKED:
        raise NotClosedYet
    if cohort.state not in {Cohort.State.RUNNING, Cohort.State.COMPLETED}:
        raise CourseClosed
    if enrolment.cohort_id != cohort.pk or enrolment.enrolled_at is None:
        raise NotOfThisGroup
    check_minutes(taken, session)


def _came(enrolment: Enrolment, *, by: Any, now: datetime) -> None:
    """A first presence noted late makes the person active, unless somebody else may hold the place."""
    if enrolment.state == Enrolment.State.ENROLLED:
        arrivals([enrolment], by=by, now=now)
    elif enrolment.active_at is None:
        raise PlaceGivenBack


def _correct(
    session: Session, enrolment: Enrolment, noted: Attendance | None, taken: Taken, *, reason: str, by: Any,
    now: datetime,
) -> AttendanceCorrection:  # fmt: skip
    after = {"status": taken.status, "minutes": taken.counted(session), "session_minutes": session.minutes}
    attendance, _ = Attendance.objects.update_or_create(
        session=session,
        enrolment=enrolment,
        defaults=after,
        create_defaults=after | {"taken_by": by, "taken_at": now},
    )
    return AttendanceCorrection.objects.create(
        attendance=attendance,
        status_before=noted.status if noted else "",
        minutes_before=noted.minutes if noted else 0,
        status_after=attendance.status,
        minutes_after=attendance.minutes,
        reason=reason,
        corrected_by=by,
        corrected_at=now,
    )
