"""A course from its plan to its end, by its rules."""

from datetime import date, time

import pytest
import scenes
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kit.antennes import NATIONAL, at
from kit.journal.models import Entry
from kit.marks.models import Mark
from kit.states import NotThatWay
from programs.cohorts.models import (
    Attendance,
    Cohort,
    Completion,
    Enrolment,
    Place,
    SurveyAnswer,
    SurveyInvitation,
)
from programs.cohorts.operations import (
    Taken,
    adopt,
    answer_survey,
    close_cohort,
    complete_cohort,
    decide_level,
    diary,
    enrol,
    invite_to_survey,
    lock_session,
    open_cohort,
    programmes,
    start_cohort,
    surveys,
    take_attendance,
    withdraw,
)
from programs.cohorts.operations import assessments as levels
from programs.cohorts.operations import attendance as sheets
from programs.cohorts.operations import cohorts as courses
from programs.cohorts.operations import enrolment as entries

PRESENT, ABSENT = Attendance.Status.PRESENT, Attendance.Status.ABSENT


@pytest.fixture
def world(grenoble):
    return grenoble


@pytest.fixture
def group(world):
    return scenes.cohort(world)


class TestPlanning:
    def test_a_cohort_has_its_places_and_its_sessions(self, world, group):
        assert group.places.free().count() == 10
        days = list(group.sessions.values_list("day", flat=True))
        assert days == [date(2022, 3, 8), date(2022, 3, 10), date(2022, 3, 15), date(2022, 3, 17)]
        assert (group.starts_on, group.ends_on) == (days[0], days[-1])

    def test_a_session_keeps_its_hour_on_the_wall_when_summer_time_begins(self, world):
        group = scenes.cohort(world, first=date(2022, 3, 24), sessions=2)
        hours = [s.starts_at.astimezone(world.grenoble.tz).time() for s in group.sessions.all()]
        assert hours == [time(9, 30), time(9, 30)]
        assert [s.starts_at.utcoffset().seconds for s in group.sessions.all()] != [3600, 3600]

    def test_public_holidays_are_skipped(self, world):
        group = scenes.cohort(world, first=date(2022, 5, 24), weekdays=frozenset({1, 3}), sessions=2)
        # 26 May 2022 is Ascension Day
        assert [s.day for s in group.sessions.all()] == [date(2022, 5, 24), date(2022, 5, 31)]

    def test_a_room_is_not_taken_twice(self, world, group):
        with pytest.raises(diary.RoomTaken, match="Belledonne"):
            scenes.cohort(world, group.programme, name="Groupe 2")
        scenes.cohort(world, group.programme, name="Groupe 2", at_hour=14)
        scenes.cohort(world, group.programme, name="Groupe 3", room="Chartreuse")

    def test_the_capacity_stays_within_the_bounds_of_the_version(self, world):
        published = scenes.version(world)
        with pytest.raises(programmes.OutOfBounds, match="entre 6 et 12"):
            adopt(published, capacity=13, by=world.maud, now=world.now)
        programme = adopt(published, by=world.maud, now=world.now)
        with pytest.raises(programmes.OutOfBounds):
            scenes.cohort(world, programme, capacity=13)

    def test_a_draft_cannot_be_adopted(self, world):
        from programs.catalogue.operations import draft_version

        with at(NATIONAL):
            draft = draft_version(
                scenes.template(world), title="x", levels=scenes.LEVELS, by=world.nadia, now=world.now
            )
        with pytest.raises(programmes.NotPublished):
            adopt(draft, by=world.maud, now=world.now)

    def test_a_second_version_changes_nothing_in_a_course_on_the_first(self, world, group):
        amina = scenes.enrolled(world, group)[0]
        before = [Cohort.objects.filter(pk=group.pk).values().get(), Enrolment.objects.values().get()]
        levels = [scenes.LevelDraft("beginner", 40, 0, 100)]
        second = scenes.version(world, group.programme.template, levels=levels, capacity=8)
        assert [Cohort.objects.filter(pk=group.pk).values().get(), Enrolment.objects.values().get()] == before
        adopt(second, by=world.maud, now=world.now)
        assert [Cohort.objects.filter(pk=group.pk).values().get(), Enrolment.objects.values().get()] == before
        assert amina.hours_target == 32


class TestLevels:
    @pytest.mark.parametrize(
        ("score", "level", "hours"),
        [(0, "beginner", 32), (39, "beginner", 32), (40, "intermediate", 24), (69, "intermediate", 24),
         (70, "advanced", 16), (100, "advanced", 16)],
    )  # fmt: skip
    def test_the_score_gives_the_level_and_its_hours(self, world, group, score, level, hours):
        (enrolment,) = scenes.enrolled(world, group, score=score)
        assert (enrolment.level, enrolment.hours_target) == (level, hours)

    def test_another_level_wants_a_reason(self, world, group):
        amina = scenes.person(world)
        with pytest.raises(entries.ReasonWanted):
            decide_level(
                amina, version=group.version, score=20, level="advanced", by=world.lea, now=world.now
            )
        decided = decide_level(
            amina, version=group.version, score=20, level="advanced", reason="Lit mal l’écran, sait faire.",
            by=world.lea, now=world.now,
        )  # fmt: skip
        assert (decided.suggested_level, decided.decided_level) == ("beginner", "advanced")

    def test_a_score_off_the_scale_is_refused(self, world, group):
        with pytest.raises(levels.OffTheScale):
            decide_level(scenes.person(world), version=group.version, score=101, by=world.lea, now=world.now)


class TestEnrolling:
    def enrol(self, world, person, group):
        return enrol(person, cohort=group, by=world.denis, now=world.now, today=world.today)

    def test_the_eleventh_person_reads_that_the_places_are_taken(self, world, group):
        scenes.enrolled(world, group, count=10)
        with pytest.raises(entries.NoPlaceLeft, match="Toutes les places"):
            self.enrol(world, scenes.ready(world, group.version), group)

    def test_without_a_right_or_a_level_nobody_enters(self, world, group):
        amina = scenes.person(world)
        with pytest.raises(entries.NoEntitlement):
            self.enrol(world, amina, group)
        from tenants.welcome.operations import accept_referral

        accept_referral(scenes.referral(world, amina), by=world.denis, now=world.now, today=world.today)
        with pytest.raises(entries.NotAssessed):
            self.enrol(world, amina, group)

    def test_a_draft_takes_nobody(self, world):
        group = scenes.cohort(world, opened=False)
        with pytest.raises(entries.NotOpen):
            self.enrol(world, scenes.ready(world, group.version), group)

    def test_entering_uses_the_referral(self, world, group):
        (enrolment,) = scenes.enrolled(world, group)
        assert enrolment.beneficiary.referrals.get().state == "used"

    def test_who_leaves_before_coming_frees_the_place(self, world, group):
        scenes.enrolled(world, group, count=10)
        first = group.enrolments.first()
        with pytest.raises(entries.ReasonWanted):
            withdraw(first, reason=" ", by=world.lea, now=world.now)
        withdraw(first, reason="A trouvé un emploi", by=world.lea, now=world.now)
        self.enrol(world, scenes.ready(world, group.version), group)
        assert group.places.filter(state=Place.State.TAKEN).count() == 10

    def test_who_leaves_after_coming_has_used_the_place(self, world, group):
        (enrolment,) = scenes.enrolled(world, group)
        scenes.running(world, group)
        scenes.attended(world, group.sessions.first(), {enrolment: PRESENT})
        withdraw(enrolment, reason="Déménage", by=world.lea, now=world.now)
        assert Place.objects.get(pk=enrolment.place_id).state == Place.State.CONSUMED

    def test_the_database_keeps_the_promise_too(self, world, group):
        (enrolment,) = scenes.enrolled(world, group)
        other = scenes.ready(world, group.version)
        with pytest.raises(IntegrityError), transaction.atomic():
            Enrolment.objects.create(
                cohort=group, place=enrolment.place, beneficiary=other, assessment=other.assessments.get(),
                level="beginner", hours_target=32, enrolled_at=world.now,
            )  # fmt: skip


class TestAttendance:
    @pytest.fixture
    def people(self, world, group):
        people = scenes.enrolled(world, group, count=2)
        scenes.running(world, group)
        return people

    def take(self, world, session, sheet):
        return take_attendance(session, sheet=sheet, by=world.lea, now=world.now)

    def test_the_same_sheet_sent_twice_is_one_sheet(self, world, group, people):
        session = group.sessions.first()
        for _ in range(2):
            self.take(world, session, {p.pk: Taken(PRESENT) for p in people})
        assert Attendance.objects.count() == 2
        assert group.places.filter(state=Place.State.CONSUMED).count() == 2

    def test_a_correction_before_locking_replaces_what_was_noted(self, world, group, people):
        session = group.sessions.first()
        self.take(world, session, {people[0].pk: Taken(PRESENT)})
        self.take(world, session, {people[0].pk: Taken(Attendance.Status.LATE, 90)})
        assert Attendance.objects.get().minutes == 90

    def test_nobody_stays_longer_than_the_session(self, world, group, people):
        with pytest.raises(sheets.TooManyMinutes, match="120 minutes"):
            self.take(world, group.sessions.first(), {people[0].pk: Taken(PRESENT, 121)})

    def test_an_incomplete_sheet_is_not_locked(self, world, group, people):
        session = group.sessions.first()
        self.take(world, session, {people[0].pk: Taken(PRESENT)})
        with pytest.raises(sheets.SheetIncomplete, match="1 personne"):
            lock_session(session, by=world.lea, now=world.now)

    def test_a_locked_sheet_no_longer_changes(self, world, group, people):
        session = scenes.attended(world, group.sessions.first(), dict.fromkeys(people, PRESENT))
        with pytest.raises(sheets.SheetLocked):
            self.take(world, session, {people[0].pk: Taken(ABSENT)})
        with pytest.raises(NotThatWay):
            lock_session(session, by=world.lea, now=world.now)

    def test_somebody_of_another_group_is_not_on_the_sheet(self, world, group, people):
        other = scenes.cohort(world, group.programme, name="Groupe 2", room="Chartreuse")
        (stranger,) = scenes.enrolled(world, other)
        with pytest.raises(sheets.NotInTheGroup):
            self.take(world, group.sessions.first(), {stranger.pk: Taken(PRESENT)})

    def test_before_the_start_there_is_no_sheet(self, world):
        group = scenes.cohort(world)
        (enrolment,) = scenes.enrolled(world, group)
        with pytest.raises(sheets.NotStarted):
            self.take(world, group.sessions.first(), {enrolment.pk: Taken(PRESENT)})


class TestEnd:
    def whole(self, world, presences):
        """A short course: one person a list of statuses over four sessions of 2 h, 8 h to follow."""
        levels = [scenes.LevelDraft("beginner", 8, 0, 100)]
        programme = adopt(scenes.version(world, levels=levels), by=world.maud, now=world.now)
        group = scenes.cohort(world, programme)
        people = scenes.enrolled(world, group, count=len(presences))
        scenes.running(world, group)
        for number, session in enumerate(group.sessions.order_by("position")):
            scenes.attended(world, session, {p: presences[i][number] for i, p in enumerate(people)})
        return complete_cohort(group, by=world.lea, now=world.now), people

    def test_eighty_percent_of_the_hours_complete_the_course(self, world):
        all_four, half = [PRESENT] * 4, [PRESENT, PRESENT, ABSENT, ABSENT]
        group, people = self.whole(world, [all_four, half, [ABSENT] * 4])
        states = {e.pk: e.state for e in group.enrolments.all()}
        assert [states[p.pk] for p in people] == ["completed", "partial", "no_show"]
        assert list(Completion.objects.order_by("-minutes").values_list("minutes", "target_minutes", "reached")) == [
            (480, 480, True), (240, 480, False),
        ]  # fmt: skip

    def test_a_course_does_not_end_with_open_sheets(self, world, group):
        scenes.enrolled(world, group)
        scenes.running(world, group)
        with pytest.raises(courses.SessionsNotLocked, match="4 séance"):
            complete_cohort(group, by=world.lea, now=world.now)

    def test_a_course_without_anybody_does_not_start(self, world, group):
        with pytest.raises(courses.NobodyEnrolled):
            start_cohort(group, by=world.lea, now=world.now)

    def test_a_stale_page_moves_nothing_twice(self, world, group):
        with pytest.raises(NotThatWay, match="ouvert aux inscriptions"):
            open_cohort(group, by=world.maud, now=world.now)

    def test_the_survey_keeps_no_link_from_the_answer_to_the_person(self, world):
        group, _ = self.whole(world, [[PRESENT] * 4, [PRESENT] * 4])
        first, _second = invite_to_survey(group, by=world.lea, now=world.now)
        entries_before = Entry.objects.count()
        answer_survey(first, satisfaction="very_satisfied")
        with pytest.raises(surveys.AlreadyAnswered):
            answer_survey(first, satisfaction="unsatisfied")
        assert Entry.objects.count() == entries_before
        columns = {f.name for f in SurveyAnswer._meta.get_fields()}
        assert columns == {"id", "cohort", "satisfaction", "answers"}
        assert SurveyInvitation.objects.filter(answered=True).count() == SurveyAnswer.objects.count() == 1
        assert invite_to_survey(group, by=world.lea, now=world.now) == []

    def test_what_was_done_is_in_the_journal_and_marks_its_figures(self, world):
        group, _ = self.whole(world, [[PRESENT] * 4])
        close_cohort(group, by=world.maud, now=world.now)
        verbs = set(Entry.objects.values_list("verb", flat=True))
        assert {
            "cohorts.cohort_planned",
            "cohorts.enrolled",
            "cohorts.session_locked",
            "cohorts.cohort_closed",
        } <= verbs
        assert Mark.objects.filter(month=date(2022, 3, 1), version_id=group.version_id).exists()


def test_a_name_that_the_database_cannot_hold_is_refused_before_it(world):
    with pytest.raises(ValidationError):
        scenes.person(world, first_name="A" * 300)


def test_a_level_that_the_programme_does_not_teach_is_refused(world):
    short = scenes.version(world, levels=[scenes.LevelDraft("beginner", 8, 0, 100)])
    amina = scenes.person(world)
    with pytest.raises(entries.LevelNotTaught):
        decide_level(
            amina, version=short, score=20, level="advanced", reason="Sait", by=world.lea, now=world.now
        )
