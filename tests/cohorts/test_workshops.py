"""Drop-in workshops and appointments: seats, walk-ins, visits."""

from datetime import date, timedelta

import pytest
import scenes
from django.db import IntegrityError, transaction

from kit.antennes import inside
from kit.journal.models import Entry
from kit.marks.models import Mark
from kit.states import NotThatWay
from programs.cohorts.models import Booking, Session
from programs.cohorts.operations import (
    book,
    cancel_session,
    give_appointment,
    lock_workshop,
    move_session,
    note_visit,
    plan_workshops,
    set_seats,
    take_back_walk_in,
    walk_in,
    workshops,
)
from programs.cohorts.operations.diary import AlreadyPast, RoomTaken
from tenants.welcome.notices import Notice


@pytest.fixture
def world(grenoble):
    return grenoble


@pytest.fixture
def workshop(world):
    return scenes.workshop(world, capacity=3)


def signed(world):
    return {"by": world.denis, "now": world.now, "today": world.today}


def booked(world, workshop, name="Amina", **options):
    return book(workshop, beneficiary=scenes.person(world, name), **options, **signed(world))


class TestPlanning:
    def plan(self, world, **options):
        slot = scenes.slot(world, options.pop("day", date(2022, 5, 12)), trainer=world.lea)
        given = {"theme": "basics", "title": "Ma boîte mail", "capacity": 8, "departement": "38"} | options
        return plan_workshops(slot=slot, by=world.denis, now=world.now, **given)

    def test_one_or_the_same_each_week_without_the_holidays(self, world):
        made = self.plan(world, weeks=3)  # Thursday 26 May 2022 is Ascension Day
        assert [one.day for one in made] == [date(2022, 5, 12), date(2022, 5, 19), date(2022, 6, 2)]
        assert {one.cohort_id for one in made} == {None}

    def test_a_clash_in_one_week_refuses_them_all(self, world):
        self.plan(world, day=date(2022, 5, 19))
        with pytest.raises(RoomTaken, match="19"):
            self.plan(world, weeks=3)
        assert Session.objects.count() == 1

    def test_not_in_the_past(self, world):
        with pytest.raises(AlreadyPast):
            self.plan(world, day=date(2022, 3, 7))


class TestSeats:
    def test_the_last_seat_is_the_last_and_the_refusal_says_what_to_do(self, world, workshop):
        for number in range(3):
            booked(world, workshop, f"Personne {number}")
        with pytest.raises(workshops.NoSeatLeft, match="Ajoutez des places"):
            booked(world, workshop)
        with pytest.raises(workshops.NoSeatLeft):
            walk_in(workshop, count=1, **signed(world))
        set_seats(workshop, capacity=4, by=world.denis, now=world.now)
        booked(world, workshop)

    def test_a_person_has_one_seat_and_may_come_back_after_cancelling(self, world, workshop):
        amina = scenes.person(world)
        first = book(workshop, beneficiary=amina, **signed(world))
        with pytest.raises(workshops.AlreadyBooked):
            book(workshop, beneficiary=amina, **signed(world))
        note_visit(first, state="cancelled", **signed(world))
        book(workshop, beneficiary=amina, **signed(world))
        with pytest.raises(IntegrityError), transaction.atomic():
            Booking.objects.create(
                session=workshop, beneficiary=amina, booked_by=world.lea, booked_at=world.now
            )

    def test_who_is_absent_leaves_the_seat_and_finds_none_on_coming_late(self, world, workshop):
        late = booked(world, workshop)
        note_visit(late, state="absent", **signed(world))
        walk_in(workshop, count=3, **signed(world))
        with pytest.raises(workshops.NoSeatLeft):
            note_visit(late, state="came", **signed(world))

    def test_places_are_not_taken_away_from_people(self, world, workshop):
        booked(world, workshop, "Amina")
        booked(world, workshop, "Bilal")
        with pytest.raises(workshops.SeatsTaken, match="2 personne"):
            set_seats(workshop, capacity=1, by=world.denis, now=world.now)

    def test_forty_at_once_for_the_last_seat(self, committed):
        world, callers = committed, 40
        with inside(world.grenoble):
            last = scenes.workshop(world, capacity=1)
            people = [scenes.person(world, f"P{number}") for number in range(callers)]
        answers = scenes.at_once(
            callers,
            standing=lambda: inside(world.grenoble),
            act=lambda n: book(last, beneficiary=people[n], **signed(world)),
        )
        assert answers == {"done": 1, "no_seat_left": callers - 1}


class TestVisits:
    def test_five_walk_in_at_once_and_one_was_too_many(self, world):
        workshop = scenes.workshop(world)
        walk_in(workshop, count=5, **signed(world))
        take_back_walk_in(workshop, by=world.denis, now=world.now)
        assert workshop.bookings.filter(state="came", beneficiary=None).count() == 4
        entry = Entry.objects.get(verb="cohorts.walk_ins_noted")
        assert entry.details == {"count": 5}

    def test_nobody_to_take_back(self, world, workshop):
        with pytest.raises(workshops.NobodyToTakeBack):
            take_back_walk_in(workshop, by=world.denis, now=world.now)

    def test_somebody_known_walks_in_and_it_is_their_last_contact(self, world, workshop):
        amina = scenes.person(world)
        type(amina).objects.filter(pk=amina.pk).update(last_contact_on=date(2022, 1, 3))
        booking = book(workshop, beneficiary=amina, there=True, **signed(world))
        amina.refresh_from_db()
        assert (booking.state, booking.walk_in, amina.last_contact_on) == ("came", True, world.today)
        note_visit(booking, state="absent", **signed(world))
        assert Session.objects.get(pk=workshop.pk).state == "held"

    def test_nothing_is_noted_before_the_day(self, world):
        tomorrow = scenes.workshop(world, day=world.today + timedelta(days=1))
        booking = booked(world, tomorrow)
        for act in (
            lambda: note_visit(booking, state="came", **signed(world)),
            lambda: walk_in(tomorrow, count=1, **signed(world)),
            lambda: lock_workshop(tomorrow, **signed(world)),
        ):
            with pytest.raises(workshops.NotYet, match="mercredi 9"):
                act()

    def test_closing_wants_everybody_noted_or_says_the_rest_is_absent(self, world, workshop):
        booking = booked(world, workshop)
        walk_in(workshop, count=2, **signed(world))
        with pytest.raises(workshops.NotAllNoted, match="1 personne"):
            lock_workshop(workshop, **signed(world))
        Mark.objects.all().delete()
        lock_workshop(workshop, rest_absent=True, **signed(world))
        booking.refresh_from_db()
        assert booking.state == "absent"
        assert Mark.objects.filter(month=date(2022, 3, 1), version_id=None).exists()

    def test_a_closed_list_does_not_change(self, world, workshop):
        booking = booked(world, workshop, there=True)
        lock_workshop(workshop, **signed(world))
        for act in (
            lambda: walk_in(workshop, count=1, **signed(world)),
            lambda: note_visit(booking, state="absent", **signed(world)),
            lambda: booked(world, workshop, "Bilal"),
            lambda: lock_workshop(workshop, **signed(world)),
        ):
            with pytest.raises(workshops.WorkshopClosed, match="close"):
                act()

    def test_a_workshop_may_be_closed_without_anybody(self, world, workshop):
        assert lock_workshop(workshop, **signed(world)).state == "locked"


class TestCancelling:
    def test_those_who_were_booked_are_told(self, world, workshop):
        booking = booked(world, workshop)
        cancel_session(workshop, reason="Animatrice malade", by=world.denis, now=world.now)
        booking.refresh_from_db()
        assert booking.state == "cancelled"
        assert Notice.objects.get().kind == "session_cancelled"

    def test_those_who_are_booked_learn_the_new_hour(self, world, workshop):
        booked(world, workshop)
        there = scenes.slot(world, date(2022, 3, 9))
        move_session(workshop, to=there, by=world.denis, now=world.now)
        assert "mercredi 9" in Notice.objects.get().say


class TestAppointments:
    def give(self, world, **options):
        slot = scenes.slot(world, date(2022, 3, 9), minutes=30, trainer=world.denis, **options)
        return give_appointment(scenes.person(world), slot=slot, by=world.denis, now=world.now)

    def test_the_person_is_told_of_it_of_its_move_and_of_its_end(self, world):
        session = self.give(world)
        move_session(
            session, to=scenes.slot(world, date(2022, 3, 10), minutes=30), by=world.denis, now=world.now
        )
        cancel_session(session, reason="Empêchement", by=world.denis, now=world.now)
        told = Notice.objects.filter(about=session.pk).order_by("made_at", "id")
        assert set(told.values_list("kind", flat=True)) == {"appointment"}
        assert [bool(one.dropped_at) for one in told] == [True, True, False]
        assert "annulé" in told[2].say

    def test_it_carries_no_name(self, world):
        assert str(self.give(world)) == "Rendez-vous"

    def test_nobody_else_has_that_moment(self, world):
        session = self.give(world)
        with pytest.raises(workshops.NoSeatLeft):
            booked(world, session, "Bilal")
        with pytest.raises(RoomTaken):
            self.give(world)

    def test_a_visit_is_noted_on_the_day(self, world):
        session = give_appointment(
            scenes.person(world), slot=scenes.slot(world, world.today), by=world.denis, now=world.now
        )
        note_visit(session.bookings.get(), state="came", **signed(world))
        session.refresh_from_db()
        assert session.state == "held"
        with pytest.raises(NotThatWay):
            note_visit(session.bookings.get(), state="cancelled", **signed(world))
