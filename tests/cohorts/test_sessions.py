"""One session is moved, cancelled or added; the group is told, and the course follows."""

from datetime import date

import pytest
import scenes
from django.utils.timezone import localtime

from kit.antennes import inside
from kit.journal.models import Entry
from kit.marks.models import Mark
from programs.cohorts.models import Session
from programs.cohorts.operations import (
    add_session,
    cancel_session,
    move_session,
    replace_session,
    sessions,
)
from programs.cohorts.operations.diary import AlreadyPast, GroupBusy, RoomTaken, TrainerBusy
from programs.cohorts.operations.enrolment import ReasonWanted
from tenants.welcome.notices import Notice


@pytest.fixture
def world(grenoble):
    return grenoble


@pytest.fixture
def group(world):
    """Four sessions, on 8, 10, 15 and 17 March at 9.30 in Belledonne, with two people."""
    cohort = scenes.cohort(world)
    scenes.enrolled(world, cohort, count=2)
    return cohort


def moved(world, session, day, **options):
    keys = {"tell_people", "reason"}
    told = {key: options.pop(key) for key in keys & set(options)}
    return move_session(session, to=scenes.slot(world, day, **options), by=world.lea, now=world.now, **told)


def days(group):
    return [day.day for day in group.sessions.exclude(state="cancelled").values_list("day", flat=True)]


class TestMoving:
    def test_the_hour_and_the_room_change_and_the_number_stays(self, world, group):
        session = group.sessions.get(position=2)
        first_plan = session.starts_at
        session = moved(world, session, date(2022, 3, 11))
        assert (session.position, session.room, localtime(session.starts_at).hour) == (2, "Vercors", 14)
        assert (session.moved_from, session.sequence) == (first_plan, 1)
        session = moved(world, session, date(2022, 3, 12))
        assert (session.moved_from, session.sequence) == (first_plan, 2)

    def test_each_person_of_the_group_is_told_once_with_the_last_word(self, world, group):
        session = group.sessions.get(position=2)
        moved(world, session, date(2022, 3, 11))
        moved(world, session, date(2022, 3, 12))
        told = Notice.objects.filter(about=session.pk, dropped_at__isnull=True)
        assert (told.count(), set(told.values_list("kind", flat=True))) == (2, {"session_moved"})
        assert (
            "vendredi 11\u00a0mars 2022, 14\u00a0h change. Nouveau rendez-vous\u00a0: samedi 12"
            in told[0].say
        )

    def test_nobody_is_told_when_one_says_so_or_when_only_the_colleague_changes(self, world, group):
        first, second = group.sessions.all()[1:3]
        moved(world, first, date(2022, 3, 11), tell_people=False)
        at = localtime(second.starts_at).time()
        same = scenes.Slot(second.day, at, 120, second.room, world.grenoble.tz, world.lea)
        move_session(second, to=same, by=world.lea, now=world.now)
        assert not Notice.objects.filter(kind__startswith="session").exists()

    def test_the_dates_of_the_course_and_its_figures_follow(self, world, group):
        Mark.objects.all().delete()
        moved(world, group.sessions.get(position=4), date(2022, 4, 7))
        group.refresh_from_db()
        assert group.ends_on == date(2022, 4, 7)
        assert set(Mark.objects.values_list("month", flat=True)) == {date(2022, 3, 1), date(2022, 4, 1)}

    def test_a_room_a_colleague_or_the_group_itself_may_be_taken(self, world, group):
        other = scenes.cohort(
            world, group.programme, name="Groupe 2", room="Vercors", at_hour=14, trainer=world.lea
        )
        scenes.enrolled(world, other)
        session = group.sessions.get(position=1)
        with pytest.raises(RoomTaken):
            moved(world, session, date(2022, 3, 10))
        with pytest.raises(TrainerBusy):
            moved(world, session, date(2022, 3, 10), room="Obiou", trainer=world.lea)
        with pytest.raises(GroupBusy):
            moved(world, session, date(2022, 3, 15), at_hour=10, room="Obiou")
        session.refresh_from_db()
        assert (session.day, session.sequence) == (date(2022, 3, 8), 0)
        assert not Notice.objects.filter(kind__startswith="session").exists()

    def test_a_session_does_not_clash_with_itself(self, world, group):
        moved(world, group.sessions.get(position=2), date(2022, 3, 10), at_hour=10, room="Belledonne")

    def test_it_is_not_moved_into_the_past(self, world, group):
        with pytest.raises(AlreadyPast):
            moved(world, group.sessions.get(position=2), world.today, at_hour=8)

    def test_what_was_held_does_not_move(self, world, group):
        scenes.running(world, group)
        people = list(group.enrolments.all())
        session = scenes.attended(world, group.sessions.first(), dict.fromkeys(people, "present"), lock=False)
        with pytest.raises(sessions.SessionFixed, match="tenue"):
            moved(world, session, date(2022, 3, 11))
        with pytest.raises(sessions.SessionFixed):
            cancel_session(session, reason="Trop tard", by=world.lea, now=world.now)

    def test_winter_and_summer_keep_the_hour_that_was_said(self, world, group):
        session = moved(
            world, group.sessions.get(position=4), date(2022, 3, 27), at_hour=9
        )  # that very night
        session.refresh_from_db()
        assert (session.starts_at.hour, localtime(session.starts_at).hour) == (7, 9)


class TestCancelling:
    def test_it_wants_a_reason_and_tells_the_group(self, world, group):
        session = group.sessions.get(position=4)
        with pytest.raises(ReasonWanted):
            cancel_session(session, reason=" ", by=world.lea, now=world.now)
        cancel_session(session, reason="Formatrice malade", by=world.lea, now=world.now)
        group.refresh_from_db()
        assert group.ends_on == date(2022, 3, 15)
        assert Notice.objects.filter(kind="session_cancelled").count() == 2
        scenes.cohort(world, group.programme, name="Groupe 2", first=date(2022, 3, 17), sessions=1)

    def test_another_one_may_be_held_after_the_last_on_the_next_day_of_the_rhythm(self, world, group):
        new = replace_session(
            group.sessions.get(position=1), reason="Panne de chauffage", zone=world.grenoble.tz,
            departement="38", by=world.lea, now=world.now,
        )  # fmt: skip
        assert (new.day, new.position, localtime(new.starts_at).hour) == (date(2022, 3, 22), 5, 9)
        group.refresh_from_db()
        assert (group.starts_on, group.ends_on, days(group)) == (
            date(2022, 3, 10),
            date(2022, 3, 22),
            [10, 15, 17, 22],
        )

    def test_the_replacement_skips_a_holiday(self, world):
        group = scenes.cohort(world, first=date(2022, 5, 17), sessions=3)
        new = replace_session(
            group.sessions.first(), reason="Panne", zone=world.grenoble.tz, departement="38",
            by=world.lea, now=world.now,
        )  # fmt: skip
        assert new.day == date(2022, 5, 31)  # Thursday the 26th is Ascension Day

    def test_when_the_replacement_finds_no_room_nothing_is_cancelled(self, world, group):
        scenes.cohort(world, group.programme, name="Groupe 2", first=date(2022, 3, 22), sessions=1)
        session = group.sessions.first()
        with pytest.raises(RoomTaken):
            replace_session(
                session, reason="Panne", zone=world.grenoble.tz, departement="38", by=world.lea, now=world.now
            )
        session.refresh_from_db()
        assert session.state == "planned"


class TestAdding:
    def test_one_more_for_the_group(self, world, group):
        session = add_session(group, slot=scenes.slot(world, date(2022, 3, 31)), by=world.lea, now=world.now)
        group.refresh_from_db()
        assert (session.position, group.ends_on) == (5, date(2022, 3, 31))
        assert Notice.objects.filter(kind="session_added", about=session.pk).count() == 2

    def test_a_draft_has_nobody_to_tell(self, world):
        draft = scenes.cohort(world, opened=False)
        add_session(draft, slot=scenes.slot(world, date(2022, 3, 31)), by=world.lea, now=world.now)
        assert not Notice.objects.filter(kind__startswith="session").exists()

    def test_a_course_that_is_over_takes_no_more(self, world, group):
        group.state, group.cancelled_at = "cancelled", world.now
        group.save()
        with pytest.raises(sessions.CourseOver, match="annulé"):
            add_session(group, slot=scenes.slot(world, date(2022, 3, 31)), by=world.lea, now=world.now)


@pytest.mark.parametrize(
    ("language", "subject", "part"),
    [
        ("fr", "Votre séance change", "Venez le vendredi 11\u00a0mars 2022, 14\u00a0h."),
        ("en", "Your session has changed", "Friday 11 March 2022, 2:00 p.m.\nRoom"),
        ("ar", "تغيّر موعد حصتك أو مكانها", "14:00"),
        ("es", "Su sesión cambia", "viernes 11 de marzo de 2022, 14:00"),
        ("uk", "Ваше заняття змінено", "11 березня 2022, 14:00"),
    ],
)
def test_each_reads_it_in_their_own_language(world, language, subject, part):
    group = scenes.cohort(world)
    amina = scenes.ready(world, group.version, language=language, email="amina@example.org")
    scenes.enrol(amina, cohort=group, by=world.denis, now=world.now, today=world.today)
    moved(world, group.sessions.get(position=2), date(2022, 3, 11))
    notice = Notice.objects.get(kind="session_moved")
    assert notice.subject.startswith(subject)
    assert part in notice.text
    assert not notice.by_phone


def test_what_was_done_is_in_the_journal_without_a_name(world, group):
    session = moved(world, group.sessions.get(position=2), date(2022, 3, 11), reason="Grève des transports")
    entry = Entry.objects.get(verb="cohorts.session_moved")
    assert (entry.on_id, entry.details) == (str(session.pk), {})
    assert Session.objects.get(pk=session.pk).reason == "Grève des transports"


def test_a_session_and_a_plan_that_want_the_same_room_at_the_same_moment(committed):
    world = committed
    with inside(world.grenoble):
        group = scenes.cohort(world)
        session = group.sessions.get(position=4)
    wanted = date(2022, 3, 24)

    def act(number):
        if number % 2:
            moved(world, session, wanted)
        else:
            scenes.workshop(world, day=wanted)

    answers = scenes.at_once(8, standing=lambda: inside(world.grenoble), act=act)
    with inside(world.grenoble):
        there = Session.objects.filter(day=wanted, room="Vercors")
        assert (there.count(), answers["room_taken"] >= 3) == (1, True)
