"""The end of a course: the rule, a decision against it, and where people stand afterwards."""

from datetime import date, timedelta

import pytest
import scenes
from django.core.exceptions import ValidationError

from billing.equipment.operations import NotCompleted, lend, receive_device
from billing.equipment.queries import waiting_for_a_loan
from kit.journal.models import Entry
from kit.marks.models import Mark
from programs.cohorts.models import Completion, CompletionOverride, Enrolment, Outcome
from programs.cohorts.operations import (
    close_cohort,
    completion,
    note_last_situations,
    note_outcome,
    outcomes,
    override_completion,
)
from programs.cohorts.operations.enrolment import ReasonWanted
from programs.cohorts.queries import ended_group, outcomes_due
from tenants.welcome.models import Consent

JOB, TRAINING = Outcome.Situation.JOB, Outcome.Situation.TRAINING


@pytest.fixture
def world(grenoble):
    return grenoble


@pytest.fixture
def course(world):
    """Amina came four times of four, Boris twice: he is under the 80 %."""
    return scenes.ended(world, ["pppp", "ppaa", "aaaa"])


class TestDecidingOtherwise:
    def decide(self, world, enrolment, *, reached=True, reason="Absences pour un emploi, acquis vérifiés."):
        return override_completion(enrolment, reached=reached, reason=reason, by=world.maud, now=world.now)

    def test_a_decision_changes_the_state_and_not_what_was_counted(self, world, course):
        _, (_, boris, _) = course
        counted = Completion.objects.filter(enrolment=boris).values().get()
        assert self.decide(world, boris).state == Enrolment.State.COMPLETED
        assert Completion.objects.filter(enrolment=boris).values().get() == counted
        assert counted["reached"] is False
        assert CompletionOverride.objects.get().decided_by_id == world.maud.pk

    def test_it_is_in_the_journal_without_its_reason_and_marks_the_figures(self, world, course):
        group, (_, boris, _) = course
        Mark.objects.all().delete()
        self.decide(world, boris)
        entry = Entry.objects.get(verb="cohorts.completion_overridden")
        assert (entry.by, entry.details) == (world.maud.pk, {})
        assert group.version_id in set(Mark.objects.values_list("version_id", flat=True))

    def test_it_wants_a_reason(self, world, course):
        with pytest.raises(ReasonWanted, match="pourquoi"):
            self.decide(world, course[1][1], reason="  ")

    def test_it_goes_both_ways_and_not_twice_the_same(self, world, course):
        amina = course[1][0]
        with pytest.raises(completion.AlreadySo):
            self.decide(world, amina)
        self.decide(world, amina, reached=False)
        with pytest.raises(completion.AlreadySo):
            self.decide(world, amina, reached=False)
        self.decide(world, amina)
        assert CompletionOverride.objects.count() == 2

    def test_nothing_is_decided_before_the_end_nor_for_who_never_came(self, world, course):
        with pytest.raises(completion.NotEnded):
            self.decide(world, course[1][2])
        group = scenes.cohort(world, course[0].programme, name="Groupe 2", room="Vercors")
        (other,) = scenes.enrolled(world, group)
        with pytest.raises(completion.NotEnded):
            self.decide(world, other)

    def test_nothing_changes_once_the_course_is_closed(self, world, course):
        close_cohort(course[0], by=world.maud, now=world.now)
        with pytest.raises(completion.CohortClosed):
            self.decide(world, course[1][1])

    def test_the_loan_follows_the_decision(self, world, course):
        _, (amina, boris, _) = course
        device = receive_device(
            tag="GRE-1", serial="S1", model="Portable", refurbisher="Atelier", wiped_on=world.today,
            received_on=world.today, by=world.denis, now=world.now,
        )  # fmt: skip
        self.decide(world, boris)
        self.decide(world, amina, reached=False)
        assert [one.enrolment for one in waiting_for_a_loan(since=world.today)] == [boris]
        terms = {"device": device, "by": world.denis, "now": world.now, "today": world.today}
        with pytest.raises(NotCompleted):
            lend(amina.completion, **terms)
        assert lend(boris.completion, **terms).beneficiary_id == boris.beneficiary_id

    def test_the_page_of_the_end_tells_who_was_decided_and_why(self, world, course):
        self.decide(world, course[1][1])
        shown = [(one.state, one.decided_because or "") for one in ended_group(course[0])]
        assert shown == [("completed", ""), ("completed", "Absences pour un emploi, acquis vérifiés.")]


class TestOutcomes:
    """The course ends on 17 March 2022."""

    def note(self, world, enrolment, *, months=0, situation=JOB, day=None, now=None):
        now = now or world.now + timedelta(days=400)
        day = day or now.date()
        return note_outcome(enrolment, months=months, situation=situation, day=day, by=world.lea, now=now)

    def test_it_is_noted_once_a_moment_and_noted_again_it_is_replaced(self, world, course):
        amina = course[1][0]
        self.note(world, amina, situation=JOB)
        self.note(world, amina, situation=TRAINING)
        assert Outcome.objects.get().situation == TRAINING
        entries = Entry.objects.filter(verb="cohorts.outcome_noted").order_by("at", "id")
        assert [entry.details for entry in entries] == [
            {"months": 0, "situation": "job"},
            {"months": 0, "situation": "training", "before": "job"},
        ]

    def test_it_is_a_contact_unless_nobody_answered(self, world, course):
        amina, boris, _ = course[1]
        day = date(2022, 6, 10)
        self.note(world, amina, months=3, day=day)
        self.note(world, boris, months=3, day=day, situation=Outcome.Situation.UNREACHABLE)
        for one in (amina, boris):
            one.beneficiary.refresh_from_db()
        assert (amina.beneficiary.last_contact_on, boris.beneficiary.last_contact_on < day) == (day, True)

    @pytest.mark.parametrize(("months", "first"), [(3, date(2022, 6, 2)), (12, date(2023, 3, 2))])
    def test_not_earlier_than_fifteen_days_before(self, world, course, months, first):
        amina = course[1][0]
        with pytest.raises(outcomes.TooEarly, match="à partir du"):
            self.note(world, amina, months=months, day=first - timedelta(days=1))
        assert self.note(world, amina, months=months, day=first).day == first

    def test_neither_in_the_future_nor_at_another_moment(self, world, course):
        amina = course[1][0]
        with pytest.raises(outcomes.InTheFuture):
            self.note(world, amina, day=date(2022, 4, 2), now=world.now + timedelta(days=20))
        with pytest.raises(outcomes.NotAMoment):
            self.note(world, amina, months=4)
        with pytest.raises(ValidationError):
            self.note(world, amina, situation="rich")

    def test_only_for_those_who_took_part(self, world, course):
        with pytest.raises(completion.NotEnded):
            self.note(world, course[1][2])

    def test_the_last_day_is_noted_for_the_group_at_once(self, world, course):
        group, (amina, boris, _) = course
        now = world.now + timedelta(days=30)
        told = {"day": now.date(), "by": world.lea, "now": now}
        assert note_last_situations(group, situations={amina.pk: JOB, boris.pk: TRAINING}, **told) == 2
        assert note_last_situations(group, situations={amina.pk: JOB, boris.pk: JOB}, **told) == 1
        assert [one.stands for one in ended_group(group)] == [JOB, JOB]


class TestWhomToCall:
    def due(self, day):
        return [(one.pk, one.months_due) for one in outcomes_due(day)]

    def test_one_moment_at_a_time(self, course):
        amina, boris, _ = course[1]
        both = lambda months: [(amina.pk, months), (boris.pk, months)]  # noqa: E731
        assert self.due(date(2022, 6, 1)) == []
        assert self.due(date(2022, 6, 2)) == both(3)
        assert self.due(date(2022, 9, 2)) == both(6)
        assert self.due(date(2023, 3, 2)) == both(12)
        assert self.due(date(2023, 6, 1)) == both(12)
        assert self.due(date(2023, 6, 2)) == []

    def test_who_answered_is_not_called_again_until_the_next_moment(self, world, course):
        amina, boris, _ = course[1]
        day = date(2022, 6, 10)
        later = world.now + timedelta(days=200)
        note_outcome(amina, months=3, situation=JOB, day=day, by=world.lea, now=later)
        assert self.due(day) == [(boris.pk, 3)]
        assert len(self.due(date(2022, 9, 10))) == 2

    def test_who_does_not_want_to_be_called_is_left_alone(self, world, course):
        amina, boris, _ = course[1]
        for given, when in [(True, world.now), (False, world.now + timedelta(hours=1))]:
            Consent.objects.create(
                beneficiary=amina.beneficiary, purpose=Consent.Purpose.FOLLOW_UP, given=given,
                recorded_by=world.lea, recorded_at=when,
            )  # fmt: skip
        assert self.due(date(2022, 6, 10)) == [(boris.pk, 3)]
