"""A cohort's life in one go: people come on a referral, are assessed, enrolled, and take part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from hub.demo import cast, grids
from kit.identifiers import new_id
from programs.catalogue.models import TemplateVersion
from programs.catalogue.starting import survey
from programs.cohorts.models import AdoptedProgramme, Attendance, Cohort, Enrolment, Session
from programs.cohorts.operations import (
    Rhythm,
    Taken,
    complete_cohort,
    enrol,
    lock_session,
    open_cohort,
    plan_cohort,
    start_cohort,
    take_attendance,
)
from tenants.welcome.models import Beneficiary, Prescriber, Referral
from tenants.welcome.operations import accept_referral, receive_from_form, receive_referral, register

# A score in the middle of each level's range.
SCORE = {"beginner": 20, "intermediate": 55, "advanced": 90}
LEVELS = ("beginner", "beginner", "intermediate", "intermediate", "advanced")


@dataclass
class Team:
    """Who acts in an antenne, and its dice."""

    antenne: Any
    host: Any
    desk: Any
    manager: Any
    dice: Random

    def morning(self, day: date) -> datetime:
        return datetime.combine(day, time(9, 0), tzinfo=self.antenne.tz).astimezone(UTC)


def receive(team: Team, day: date, *, decide: bool = True) -> Beneficiary:
    """Somebody is sent by a structure; the desk accepts unless told to leave it waiting."""
    now = team.morning(day)
    person = register(by=team.desk, now=now, today=day, **cast.somebody(team.dice))
    structures = list(Prescriber.objects.all()) or Prescriber.objects.bulk_create(
        Prescriber(name=name) for name in cast.STRUCTURES
    )
    referral = receive_referral(person, prescriber=team.dice.choice(structures), by=team.desk, now=now)
    if decide:
        accept_referral(referral, by=team.desk, now=now, today=day)
    return person


def send(team: Team, day: date, **who: Any) -> Referral:
    """A structure sends somebody by the public form; the desk has not looked yet."""
    return receive_from_form(
        ticket=new_id(),
        structure=team.dice.choice(cast.STRUCTURES),
        wish="Faire ses démarches en ligne sans aide",
        sender_name="Camille Exemple",
        sender_email="camille@structure.example",
        sender_phone="04 65 71 00 00",
        email="",
        address="",
        now=team.morning(day),
        **cast.somebody(team.dice) | who,
    )


def plan(
    team: Team, programme: AdoptedProgramme, *, name: str, room: str, first_day: date, weekdays: set[int],
    at: time, sessions: int, minutes: int = 120, trainer: Any = None, allocation: Any = None,
    capacity: int | None = None, drafted: date,
) -> Cohort:  # fmt: skip
    """A cohort open for enrolment."""
    rhythm = Rhythm(
        first_day=first_day, weekdays=frozenset(weekdays), at=at, minutes=minutes, sessions=sessions,
        zone=team.antenne.tz, departement=team.antenne.departement,
    )  # fmt: skip
    now = team.morning(drafted)
    cohort = plan_cohort(
        programme, name=name, room=room, rhythm=rhythm, trainer=trainer, allocation=allocation,
        capacity=capacity, by=team.manager, now=now,
    )  # fmt: skip
    return open_cohort(cohort, by=team.manager, now=now)


def fill(team: Team, cohort: Cohort, people: int, version: TemplateVersion, *, day: date) -> list[Enrolment]:
    """Receive, assess and enrol so many people."""
    enrolments = []
    for place in range(people):
        person = receive(team, day)
        now = team.morning(day)
        level = LEVELS[place % len(LEVELS)]
        grids.position(team, person, version, score=SCORE[level], now=now)
        enrolments.append(enrol(person, cohort=cohort, by=team.desk, now=now, today=day, seen=True))
    return enrolments


def teach(
    team: Team, sessions: Sequence[Session], enrolments: Sequence[Enrolment], *, dropouts: int = 0
) -> None:
    """Take and lock attendance: each person comes until their hours are done, dropouts half of them."""
    leaving = {e.pk for e in enrolments[len(enrolments) - dropouts :]}
    followed = dict.fromkeys((e.pk for e in enrolments), 0)
    for session in sessions:
        sheet = {e.pk: _noted(e, followed, session, leaving) for e in enrolments}
        end = session.ends_at
        take_attendance(session, sheet=sheet, by=team.host, now=end)
        lock_session(session, by=team.host, now=end + timedelta(minutes=5))


def _noted(enrolment: Enrolment, followed: dict[Any, int], session: Session, leaving: set[Any]) -> Taken:
    target = enrolment.hours_target * 60
    if enrolment.pk in leaving:
        target //= 2
    if followed[enrolment.pk] + session.minutes > target:
        return Taken(Attendance.Status.ABSENT if enrolment.pk in leaving else Attendance.Status.EXCUSED)
    followed[enrolment.pk] += session.minutes
    return Taken(Attendance.Status.PRESENT)


def whole_course(
    team: Team, cohort: Cohort, version: TemplateVersion, *, people: int, dropouts: int = 0
) -> list[Enrolment]:
    """From the first referral to the end of the course."""
    before = cohort.starts_on - timedelta(days=7)
    enrolments = fill(team, cohort, people, version, day=before)
    start_cohort(cohort, by=team.host, now=team.morning(cohort.starts_on))
    teach(team, list(cohort.sessions.order_by("position")), enrolments, dropouts=dropouts)
    ended = team.morning(cohort.ends_on + timedelta(days=1))
    for enrolment in enrolments:
        grids.position_at_end(team, enrolment, now=ended)
    complete_cohort(cohort, by=team.host, now=ended)
    return enrolments


def further_answers(dice: Random) -> dict[str, int]:
    """The questions after the satisfaction, mostly well answered; some are left out."""
    asked = {question.code: len(question.words["fr"]["choices"]) for question in survey.QUESTIONS}
    middle = {"rythme": (2, 2, 2, 2, 1, 3)}
    return {
        code: min(dice.choice(middle.get(code, (1, 1, 1, 2, 2, 3))), choices)
        for code, choices in asked.items()
        if dice.random() < 0.95
    }
