"""Planning a group: the rhythm, the holidays, and what is already taken."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
import scenes
from django.utils.timezone import localtime

from kit.antennes import inside
from kit.states import NotThatWay
from programs.cohorts.models import Cohort, Place, Session
from programs.cohorts.operations import adopt, cancel_cohort, edit_cohort, funding, planning, start_cohort
from programs.cohorts.operations.diary import AlreadyPast, RoomTaken, TrainerBusy
from programs.cohorts.operations.enrolment import ReasonWanted
from tenants.welcome.notices import Notice

PARIS = ZoneInfo("Europe/Paris")
TUESDAYS = frozenset({1})


def rhythm(first, *, departement="38", zone=PARIS, **changes):
    options = {"weekdays": frozenset({1, 3}), "at": time(9, 30), "minutes": 120}
    from programs.cohorts.operations import Rhythm

    return Rhythm(first_day=first, zone=zone, departement=departement, **options | changes)


class TestRhythm:
    def test_every_week_or_every_two(self):
        days = rhythm(date(2022, 3, 8), weekdays=TUESDAYS, sessions=3, every_weeks=2).days()
        assert days == [date(2022, 3, 8), date(2022, 3, 22), date(2022, 4, 5)]

    def test_until_a_day_that_is_included(self):
        days = rhythm(date(2022, 3, 8), until=date(2022, 3, 17)).days()
        assert days == [date(2022, 3, 8), date(2022, 3, 10), date(2022, 3, 15), date(2022, 3, 17)]

    def test_public_holidays_are_skipped_and_told(self):
        days, skipped = rhythm(date(2022, 5, 24), sessions=2).plan()
        assert days == [date(2022, 5, 24), date(2022, 5, 31)]
        assert [(one.day, one.holiday) for one in skipped] == [(date(2022, 5, 26), "Ascension")]

    @pytest.mark.parametrize(
        ("departement", "day", "holiday"),
        [
            ("67", date(2022, 4, 15), "Vendredi saint"),
            ("67", date(2022, 12, 26), "Saint-Étienne"),
            ("974", date(2022, 12, 20), "Abolition de l’esclavage"),
        ],
    )
    def test_strasbourg_and_la_reunion_have_their_own(self, departement, day, holiday):
        weekday = frozenset({day.weekday()})
        there = rhythm(day, weekdays=weekday, sessions=1, departement=departement)
        assert (there.plan()[1][0].holiday, there.days()[0] > day) == (holiday, True)
        assert rhythm(day, weekdays=weekday, sessions=1, departement="38").days() == [day]

    def test_school_holidays_are_kept_unless_one_asks_to_skip_them(self):
        first = date(2022, 2, 8)  # the winter of zone A begins on the 12th
        assert len(rhythm(first, sessions=4).plan()[1]) == 0
        days, skipped = rhythm(first, sessions=4, skip_school_holidays=True).plan()
        assert days == [date(2022, 2, 8), date(2022, 2, 10), date(2022, 3, 1), date(2022, 3, 3)]
        assert {one.holiday for one in skipped} == {"Vacances d’hiver"}

    def test_the_hour_on_the_wall_stays_when_the_clocks_change(self):
        course = rhythm(date(2022, 3, 24), sessions=2)
        starts = [course.starts_at(day) for day in course.days()]
        assert [start.hour for start in starts] == [8, 7]  # in UTC
        assert {start.astimezone(PARIS).time() for start in starts} == {time(9, 30)}

    def test_la_reunion_has_a_clock_of_its_own(self):
        there = rhythm(date(2022, 3, 8), sessions=1, zone=ZoneInfo("Indian/Reunion"), departement="974")
        assert there.starts_at(date(2022, 3, 8)).hour == 5

    def test_a_weekday_may_begin_at_another_hour(self):
        course = rhythm(date(2022, 3, 8), sessions=2, other_hours={3: time(14)})
        assert [course.starts_at(day).astimezone(PARIS).hour for day in course.days()] == [9, 14]

    def test_the_rule_is_written_as_calendars_write_it(self):
        rule = rhythm(date(2022, 3, 8), sessions=2, every_weeks=2).recurrence
        assert rule == "DTSTART:20220308\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=MO"


class TestPlanning:
    @pytest.fixture
    def programme(self, grenoble):
        return adopt(scenes.version(grenoble), by=grenoble.maud, now=grenoble.now)

    def test_the_same_colleague_is_not_in_two_rooms_at_once(self, grenoble, programme):
        scenes.cohort(grenoble, programme, trainer=grenoble.lea)
        with pytest.raises(TrainerBusy, match="Léa Host anime déjà autre chose le mardi 8"):
            scenes.cohort(grenoble, programme, name="Groupe 2", room="Vercors", trainer=grenoble.lea)
        scenes.cohort(grenoble, programme, name="Groupe 3", room="Vercors", trainer=grenoble.denis)
        assert Cohort.objects.count() == 2

    def test_a_room_is_the_same_whatever_its_capitals_and_accents(self, grenoble, programme):
        scenes.cohort(grenoble, programme, room="Chartreuse é")
        with pytest.raises(RoomTaken):
            scenes.cohort(grenoble, programme, name="Groupe 2", room=" CHARTREUSE  E")

    def test_a_session_may_begin_when_another_ends(self, grenoble, programme):
        scenes.cohort(grenoble, programme, minutes=120)
        scenes.cohort(grenoble, programme, name="Groupe 2", at_hour=11)

    def test_nothing_is_planned_in_the_past_or_on_no_day_at_all(self, grenoble, programme):
        with pytest.raises(AlreadyPast):
            scenes.cohort(grenoble, programme, first=date(2022, 3, 1))
        with pytest.raises(planning.NoSession):
            scenes.cohort(grenoble, programme, sessions=None, until=date(2022, 3, 7))
        with pytest.raises(planning.TooManySessions):
            scenes.cohort(grenoble, programme, sessions=None, until=date(2030, 3, 7))
        assert not Cohort.objects.exists()

    def test_an_allocation_pays_for_so_many_places_and_never_more_than_it_has(self, grenoble, programme):
        allocation = scenes.allocation(grenoble, programme.template, places=14)
        first = scenes.cohort(grenoble, programme, allocation=allocation, funded=8)
        assert Place.objects.filter(cohort=first, allocation=allocation).count() == 8
        with pytest.raises(funding.TooManyFundedPlaces, match="encore financer 6 place"):
            scenes.cohort(grenoble, programme, name="Groupe 2", room="Vercors", allocation=allocation)
        scenes.cohort(grenoble, programme, name="Groupe 2", room="Vercors", allocation=allocation, funded=6)

    def test_the_places_of_a_cancelled_group_pay_for_another(self, grenoble, programme):
        allocation = scenes.allocation(grenoble, programme.template, places=10)
        first = scenes.cohort(grenoble, programme, allocation=allocation)
        cancel_cohort(first, reason="Trop peu de demandes", by=grenoble.maud, now=grenoble.now)
        scenes.cohort(grenoble, programme, name="Groupe 2", allocation=allocation)

    def test_an_allocation_of_another_programme_pays_nothing(self, grenoble, programme):
        other = scenes.allocation(grenoble, scenes.template(grenoble, code="sante"), places=10)
        with pytest.raises(funding.NotFunded):
            scenes.cohort(grenoble, programme, allocation=other)

    def test_lyon_and_grenoble_each_have_their_own_diary(self, world):
        for antenne in (world.grenoble, world.lyon):
            with inside(antenne):
                version = scenes.version(world, scenes.template(world, code=antenne.code))
                scenes.cohort(world, adopt(version, by=world.maud, now=world.now))
                assert Session.objects.count() == 4


class TestADraft:
    def test_its_room_and_its_trainer_change_for_every_session(self, grenoble):
        draft = scenes.cohort(grenoble, opened=False)
        edit_cohort(
            draft, name="Groupe du mardi", room="Vercors", trainer=grenoble.lea, by=grenoble.maud, now=grenoble.now
        )  # fmt: skip
        assert set(draft.sessions.values_list("room", "trainer")) == {("Vercors", grenoble.lea.pk)}

    def test_a_taken_room_is_refused_and_nothing_changes(self, grenoble):
        group = scenes.cohort(grenoble)
        draft = scenes.cohort(grenoble, group.programme, opened=False, room="Vercors")
        with pytest.raises(RoomTaken):
            edit_cohort(draft, name="x", room="Belledonne", trainer=None, by=grenoble.maud, now=grenoble.now)
        draft.refresh_from_db()
        assert (draft.name, draft.room) == ("Groupe 1", "Vercors")

    def test_an_open_group_is_no_longer_a_draft(self, grenoble):
        group = scenes.cohort(grenoble)
        with pytest.raises(planning.NotADraft):
            edit_cohort(group, name="x", room="y", trainer=None, by=grenoble.maud, now=grenoble.now)


class TestCancelling:
    def cancel(self, world, group, **options):
        return cancel_cohort(group, **{"reason": "Salle en travaux"} | options, by=world.maud, now=world.now)

    def test_sessions_places_and_people_go_with_it_and_are_told(self, grenoble):
        group = scenes.cohort(grenoble)
        scenes.enrolled(grenoble, group, count=2)
        self.cancel(grenoble, group)
        assert set(group.sessions.values_list("state", flat=True)) == {"cancelled"}
        assert set(group.places.values_list("state", flat=True)) == {"released"}
        assert set(group.enrolments.values_list("state", flat=True)) == {"withdrawn"}
        assert Notice.objects.filter(about=group.pk).count() == 2
        scenes.cohort(grenoble, group.programme, name="Groupe 2")  # the room is free again

    def test_it_wants_a_reason(self, grenoble):
        with pytest.raises(ReasonWanted):
            self.cancel(grenoble, scenes.cohort(grenoble), reason="  ")

    def test_once_somebody_came_it_is_not_cancelled_any_more(self, grenoble):
        group = scenes.cohort(grenoble)
        (amina,) = scenes.enrolled(grenoble, group)
        start_cohort(group, by=grenoble.lea, now=grenoble.now)
        scenes.attended(grenoble, group.sessions.first(), {amina: "present"})
        with pytest.raises(planning.PeopleCame):
            self.cancel(grenoble, group)

    def test_a_group_that_began_without_anybody_is_cancelled_like_another(self, grenoble):
        group = scenes.cohort(grenoble)
        scenes.enrolled(grenoble, group)
        scenes.running(grenoble, group)
        assert self.cancel(grenoble, group).state == "cancelled"
        with pytest.raises(NotThatWay):
            self.cancel(grenoble, group)


def test_two_plans_at_the_same_moment_do_not_share_a_room(committed):
    world = committed
    with inside(world.grenoble):
        programme = adopt(scenes.version(world), by=world.maud, now=world.now)
    answers = scenes.at_once(
        8,
        standing=lambda: inside(world.grenoble),
        act=lambda n: scenes.cohort(world, programme, name=f"Groupe {n}", opened=False),
    )
    assert answers == {"done": 1, "room_taken": 7}
    with inside(world.grenoble):
        assert Session.objects.count() == 4
        assert {localtime(s.starts_at, PARIS).time() for s in Session.objects.all()} == {time(9, 30)}
