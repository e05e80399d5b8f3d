"""Sheets, ends of courses, surveys and what became of people."""

from datetime import timedelta
from uuid import uuid4

from programs.cohorts import operations as courses
from programs.cohorts.models import (
    Cohort,
    Enrolment,
    Session,
    SurveyInvitation,
)
from programs.cohorts.operations import Taken
from stream.base import Base, step


class Sheets(Base):
    @step(16)
    def attendance_taken(self) -> None:
        session = self.pick(Session, state__in=["planned", "held"], cohort__state="running")
        people = list(session.group.enrolments.live().order_by("pk"))
        people = people if self.chance(0.9) else people[:1]
        courses.take_attendance(session, sheet={one.pk: self._taken() for one in people}, **self.by("host"))

    def _taken(self) -> Taken:
        weights = {"present": 12, "late": 2, "left_early": 2, "excused": 2, "absent": 2}
        return Taken(self.dice.choices(list(weights), list(weights.values()))[0])

    @step(14)
    def sheet_locked(self) -> None:
        session = self.pick(Session, state="held", cohort__isnull=False)
        courses.lock_session(session, on_paper=True, **self.by("host"))

    @step(3)
    def sheet_corrected(self) -> None:
        session = self.pick(Session, state="locked", cohort__state__in=["running", "completed"])
        enrolment = self.pick(session.group.enrolments.filter(active_at__isnull=False))
        courses.correct_attendance(
            session, enrolment=enrolment, taken=self._taken(), reason="Erreur", **self.by("manager")
        )

    @step(1.5)
    def completion_overridden(self) -> None:
        one = self.pick(Enrolment, state__in=Enrolment.ENDED)
        reached = one.state != Enrolment.State.COMPLETED
        courses.override_completion(one, reached=reached, reason="Décision", **self.by("manager"))

    @step(3)
    def assessed_at_end(self) -> None:
        one = self.pick(Enrolment, state__in=["active", "completed", "partial"])
        courses.assess_at_end(one, score=self.dice.randint(20, 100), **self.by("host"))

    @step(2)
    def survey_sent(self) -> None:
        left = {"enrolments__state__in": Enrolment.ENDED, "enrolments__survey_invitation__isnull": True}
        courses.invite_to_survey(self.pick(Cohort, state="completed", **left), **self.by("host"))

    @step(4)
    def survey_answered(self) -> None:
        happy = self.dice.choice(["very_satisfied", "satisfied", "satisfied", "unsatisfied"])
        invitation = self.pick(SurveyInvitation, answered=False, enrolment__cohort__state="completed")
        if self.chance(0.6):
            courses.answer_survey(invitation, satisfaction=happy)
        else:
            courses.count_answer(invitation.enrolment.cohort, sheet=uuid4(), satisfaction=happy)

    @step(5)
    def outcome_noted(self) -> None:
        months = self.dice.choice([0, 3, 6, 6])
        over = self.world.today - timedelta(days=months * 31)
        one = self.pick(Enrolment, state__in=Enrolment.ENDED, cohort__ends_on__lte=over)
        situation = self.dice.choice(["job", "training", "job_search", "other", "unreachable"])
        courses.note_outcome(one, months=months, situation=situation, day=self.world.today, **self.by("host"))
