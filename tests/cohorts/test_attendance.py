"""A sheet that two people take at once, that is signed, and that is corrected after it was closed."""

from datetime import date, timedelta

import pytest
import scenes

from hub.rollup.models import Figure
from hub.rollup.refresh import refresh
from kit.antennes import inside
from kit.journal.models import Entry
from kit.marks.models import Mark
from kit.signatures import NotASignature
from programs.cohorts.models import Attendance, AttendanceCorrection, Cohort, Completion, Enrolment, Place
from programs.cohorts.operations import (
    Taken,
    close_cohort,
    complete_cohort,
    correct_attendance,
    corrections,
    lock_session,
    note_attendance,
    sign,
    signatures,
    take_attendance,
    withdraw,
)
from programs.cohorts.operations import attendance as sheets
from programs.cohorts.operations.enrolment import ReasonWanted

PRESENT, LATE, ABSENT = Attendance.Status.PRESENT, Attendance.Status.LATE, Attendance.Status.ABSENT
DRAWN = "M10 50L40 20L80 80L120 30M150 60L200 60"


@pytest.fixture
def world(grenoble):
    return grenoble


@pytest.fixture
def group(world):
    return scenes.cohort(world)


@pytest.fixture
def people(world, group):
    people = scenes.enrolled(world, group, count=3)
    scenes.running(world, group)
    return people


@pytest.fixture
def session(group):
    return group.sessions.first()


def note(world, session, person, *taken, seconds=0):
    now = world.now + timedelta(seconds=seconds)
    return note_attendance(session, sheet={person.pk: Taken(*taken)}, by=world.lea, now=now)


def held(person):
    line = person.attendances.get()
    return line.status, line.minutes


class TestTwoTablets:
    def test_what_somebody_else_noted_since_is_kept_and_given_back(self, world, session, people):
        amina = people[0]
        note(world, session, amina, LATE, 90)
        (kept,) = note(world, session, amina, ABSENT, None, "", seconds=60)
        assert (kept.status, held(amina)) == (LATE, (LATE, 90))

    def test_who_saw_the_last_state_changes_it(self, world, session, people):
        amina = people[0]
        note(world, session, amina, LATE, 90)
        assert note(world, session, amina, ABSENT, None, "late:90", seconds=60) == []
        assert held(amina) == (ABSENT, 0)

    def test_the_later_tap_has_the_last_word_whatever_came_first(self, world, session, people):
        amina, basma, _ = people
        noon = world.now
        before, after = noon - timedelta(minutes=5), noon + timedelta(seconds=5)
        for person in (amina, basma):
            note(world, session, person, PRESENT)
        (kept,) = note(world, session, amina, ABSENT, None, "", before, seconds=60)
        assert (kept.enrolment_id, held(amina)) == (amina.pk, (PRESENT, 120))
        assert note(world, session, basma, ABSENT, None, "", after, seconds=60) == []
        assert (held(basma), basma.attendances.get().taken_at) == ((ABSENT, 0), after)

    def test_the_same_mark_twice_is_one_mark_with_its_first_hour(self, world, session, people):
        for seconds in (0, 300):
            assert note(world, session, people[0], LATE, 90, "", seconds=seconds) == []
        assert Attendance.objects.get().taken_at == world.now

    def test_nobody_else_s_line_moves(self, world, session, people):
        amina, basma, _ = people
        note(world, session, amina, PRESENT)
        note(world, session, basma, ABSENT, None, "", seconds=60)
        assert (held(amina), held(basma)) == ((PRESENT, 120), (ABSENT, 0))

    def test_two_at_once_make_one_line(self, committed):
        with inside(committed.grenoble):
            session = scenes.meets_today(committed, people=1)
            amina = session.group.enrolments.get()

        def act(number):
            sheet = {amina.pk: Taken(PRESENT if number % 2 else LATE, 60 + number)}
            note_attendance(session, sheet=sheet, by=committed.lea, now=committed.now)

        told = scenes.at_once(8, standing=lambda: inside(committed.grenoble), act=act)
        assert told == {"done": 8}
        with inside(committed.grenoble):
            assert Attendance.objects.count() == 1
            assert Place.objects.filter(state=Place.State.CONSUMED).count() == 1


class TestMinutes:
    @pytest.mark.parametrize(
        ("status", "minutes"),
        [(PRESENT, 120), (LATE, 105), ("left_early", 105), ("excused", 0), (ABSENT, 0)],
    )
    def test_without_minutes_each_state_has_its_own(self, world, session, people, status, minutes):
        note(world, session, people[0], status)
        assert held(people[0]) == (status, minutes)

    def test_a_short_session_leaves_something_to_who_came_late(self):
        assert [sheets.usual_minutes(whole) for whole in (15, 20, 30, 600)] == [7, 10, 15, 585]

    def test_zero_minutes_are_no_presence(self, world, session, people):
        with pytest.raises(sheets.NoMinutes):
            note(world, session, people[0], LATE, 0)


class TestSignatures:
    @pytest.fixture
    def line(self, world, group, session, people):
        Cohort.objects.filter(pk=group.pk).update(signature_wanted=True)
        take_attendance(
            session,
            sheet={people[0].pk: Taken(PRESENT), people[1].pk: Taken(PRESENT), people[2].pk: Taken(ABSENT)},
            by=world.lea,
            now=world.now,
        )
        return people[0].attendances.get()

    def sign(self, world, line, path=DRAWN):
        return sign(line, path=path, by=world.lea, now=world.now)

    def test_it_can_be_redone_until_the_sheet_is_closed(self, world, session, line):
        self.sign(world, line)
        again = self.sign(world, line, path="M0 0L300 100L0 100L300 0")
        assert Attendance.objects.get(pk=line.pk).signature == again.signature
        lock_session(session, on_paper=True, by=world.lea, now=world.now)
        with pytest.raises(sheets.SheetLocked):
            self.sign(world, line)
        assert Entry.objects.filter(verb="cohorts.signed").count() == 2

    @pytest.mark.parametrize(
        "path",
        [
            "",
            "M1 1",
            "M1 1L2 2L1 1L2 2",
            "L1 1L2 2L3 3L4 4",
            "M1 1 L2 2 L3 3 L4 4",
            "M1.5 1L2 2L3 3L4 4",
            "M-1 1L2 2L3 3L4 4",
            "M1 1C2 2L3 3L4 4L5 5",
            "M301 1L2 2L3 3L4 4",
            "M1 101L2 2L3 3L4 4",
            "M١ ١L2 2L3 3L4 4",
            "M1 1L2 2L3 3L4 4\n",
            'M1 1L2 2L3 3L4 4"/><script>alert(1)</script>',
            "M1 1" + "L2 2L3 3L4 4" * 700,
        ],
    )
    def test_whatever_is_not_a_drawing_is_refused(self, world, line, path):
        with pytest.raises(NotASignature):
            self.sign(world, line, path)
        assert Attendance.objects.get(pk=line.pk).signature == ""

    def test_only_who_came_signs(self, world, people, line):
        with pytest.raises(signatures.NotThere):
            self.sign(world, people[2].attendances.get())

    def test_where_nobody_asks_for_it_nothing_is_kept(self, world, group, line):
        Cohort.objects.filter(pk=group.pk).update(signature_wanted=False)
        with pytest.raises(signatures.NoSignatureWanted):
            self.sign(world, line)

    def test_who_was_not_there_after_all_has_signed_nothing(self, world, session, people, line):
        self.sign(world, line)
        note(world, session, people[0], ABSENT)
        line.refresh_from_db()
        assert (line.signature, line.signed_at) == ("", None)

    def test_closing_wants_each_signature_or_the_paper(self, world, session, people, line):
        self.sign(world, line)
        with pytest.raises(sheets.SignaturesMissing, match="1 signature"):
            lock_session(session, by=world.lea, now=world.now)
        lock_session(session, on_paper=True, by=world.lea, now=world.now)
        on_paper = people[1].attendances.get()
        assert (on_paper.signature, on_paper.signed_at) == ("", world.now)
        assert people[2].attendances.get().signed_at is None

    def test_with_every_signature_there_is_nothing_to_say(self, world, session, people, line):
        for person in people[:2]:
            self.sign(world, person.attendances.get())
        assert lock_session(session, by=world.lea, now=world.now).state == "locked"


class TestCorrections:
    @pytest.fixture
    def closed(self, world, session, people):
        return scenes.attended(world, session, {people[0]: PRESENT, people[1]: PRESENT, people[2]: ABSENT})

    def correct(self, world, session, person, *taken, reason="Vue par l’accueil."):
        return correct_attendance(
            session, enrolment=person, taken=Taken(*taken), reason=reason, by=world.maud, now=world.now
        )

    def test_it_is_kept_beside_the_line_with_its_reason(self, world, closed, people):
        one = self.correct(world, closed, people[0], LATE, 90, reason="  Arrivée à 10 h.  ")
        assert held(people[0]) == (LATE, 90)
        assert (one.status_before, one.minutes_before, one.status_after, one.minutes_after) == (
            PRESENT, 120, LATE, 90,
        )  # fmt: skip
        assert (one.reason, one.corrected_by) == ("Arrivée à 10 h.", world.maud)
        line = people[0].attendances.get()
        assert (line.taken_by, line.taken_at) == (world.lea, closed.ends_at), "who took the sheet stays"

    def test_a_first_presence_uses_the_place(self, world, closed, people):
        self.correct(world, closed, people[2], PRESENT)
        enrolment = Enrolment.objects.select_related("place").get(pk=people[2].pk)
        assert (enrolment.state, enrolment.place.state) == ("active", "consumed")

    def test_somebody_forgotten_is_added(self, world, group, closed):
        (new,) = scenes.enrolled(world, group)
        one = self.correct(world, closed, new, PRESENT)
        assert (one.status_before, held(new)) == ("", (PRESENT, 120))

    @pytest.mark.parametrize("reason", ["", "   "])
    def test_without_a_reason_nothing_moves(self, world, closed, people, reason):
        with pytest.raises(ReasonWanted):
            self.correct(world, closed, people[0], ABSENT, reason=reason)
        assert not AttendanceCorrection.objects.exists()

    def test_each_thing_that_cannot_be_is_refused(self, world, group, closed, people):
        with pytest.raises(corrections.NothingToCorrect):
            self.correct(world, closed, people[0], PRESENT)
        with pytest.raises(sheets.TooManyMinutes):
            self.correct(world, closed, people[0], LATE, 121)
        with pytest.raises(corrections.NotClosedYet):
            self.correct(world, group.sessions.last(), people[0], ABSENT)
        other = scenes.cohort(world, group.programme, name="Groupe 2", room="Chartreuse")
        (stranger,) = scenes.enrolled(world, other)
        with pytest.raises(corrections.NotOfThisGroup):
            self.correct(world, closed, stranger, PRESENT)
        assert not AttendanceCorrection.objects.exists()

    def test_who_left_without_ever_coming_has_no_place_any_more(self, world, closed, people):
        withdraw(people[2], reason="Déménage", by=world.lea, now=world.now)
        with pytest.raises(corrections.PlaceGivenBack):
            self.correct(world, closed, people[2], PRESENT)

    def test_the_end_of_the_course_does_not_follow_by_itself(self, world, group, closed, people):
        for session in group.sessions.exclude(pk=closed.pk):
            scenes.attended(world, session, dict.fromkeys(people, PRESENT))
        complete_cohort(group, by=world.lea, now=world.now)
        before = list(Completion.objects.order_by("pk").values())
        self.correct(world, closed, people[0], ABSENT)
        assert list(Completion.objects.order_by("pk").values()) == before
        close_cohort(group, by=world.maud, now=world.now)
        with pytest.raises(corrections.CourseClosed):
            self.correct(world, closed, people[0], PRESENT)

    def test_the_figures_follow(self, world, group, closed, people):
        refresh(world.grenoble, now=world.now)
        self.correct(world, closed, people[0], LATE, 90)
        assert Mark.objects.filter(month=date(2022, 3, 1), version_id=group.version_id).exists()
        refresh(world.grenoble, now=world.now)
        assert sum(f.value for f in Figure.objects.filter(measure="minutes_delivered")) == 210
