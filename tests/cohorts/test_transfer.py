"""Going on in another cohort: the level, the hours and the minutes come along; the sheets stay."""

import pytest
import scenes

from kit.antennes import inside
from kit.marks.models import Mark
from kit.states import NotThatWay
from programs.cohorts.models import Attendance, Enrolment, Place
from programs.cohorts.operations import complete_cohort, enrol, refill, transfer, withdraw
from programs.cohorts.operations import enrolment as entries
from programs.cohorts.operations import transfers as moves
from programs.cohorts.operations.enrolment import minutes_followed


@pytest.fixture
def world(grenoble):
    return grenoble


@pytest.fixture
def here(world):
    return scenes.cohort(world)


@pytest.fixture
def there(world, here):
    return scenes.cohort(world, here.programme, room="Vercors", name="Groupe 2")


def move(world, enrolment, to, reason="Horaires"):
    return transfer(enrolment, to=to, reason=reason, by=world.lea, now=world.now)


def test_before_coming_the_place_left_is_free_again(world, here, there):
    (amina,) = scenes.enrolled(world, here, score=55)
    new = move(world, amina, there)
    amina.refresh_from_db()
    assert (amina.state, amina.reason, new.transferred_from) == ("transferred", "Horaires", amina)
    assert (new.state, new.level, new.hours_target) == ("enrolled", "intermediate", 24)
    assert (here.places.free().count(), there.places.free().count()) == (10, 9)


def test_after_coming_the_place_stays_used_and_the_minutes_come_along(world, here, there):
    amina, basma = scenes.enrolled(world, here, count=2)
    scenes.running(world, here)
    first, second, *_ = here.sessions.all()
    scenes.attended(world, first, {amina: "present", basma: "present"})
    new = move(world, amina, there)
    scenes.enrolled(world, there)
    scenes.running(world, there)
    scenes.attended(world, there.sessions.first(), dict.fromkeys(there.enrolments.live(), "present"))
    assert minutes_followed([new, basma]) == {new.pk: 240, basma.pk: 120}
    assert Attendance.objects.filter(enrolment=amina).count() == 1  # the sheet stays
    assert Place.objects.get(pk=amina.place_id).state == "consumed"
    scenes.attended(world, second, {basma: "present"})  # and she is no longer expected there
    third = scenes.cohort(world, here.programme, room="Chartreuse", name="Groupe 3")
    again = move(world, Enrolment.objects.get(pk=new.pk), third)
    assert minutes_followed([again]) == {again.pk: 240}


def test_the_end_of_the_course_counts_what_was_followed_before(world, here, there):
    (amina,) = scenes.enrolled(world, here)
    scenes.running(world, here)
    scenes.attended(world, here.sessions.first(), {amina: "present"})
    new = move(world, amina, there)
    scenes.running(world, there)
    for session in there.sessions.all():
        scenes.attended(world, session, {new: "present"})
    complete_cohort(there, by=world.lea, now=world.now)
    assert Enrolment.objects.get(pk=new.pk).completion.minutes == 5 * 120


def test_refused_in_words(world, here, there):
    (amina,) = scenes.enrolled(world, here)
    with pytest.raises(entries.ReasonWanted):
        move(world, amina, there, reason=" ")
    with pytest.raises(moves.SameCohort):
        move(world, amina, here)
    other = scenes.adopt(
        scenes.version(world, scenes.template(world, code="sante")), by=world.maud, now=world.now
    )
    with pytest.raises(moves.OtherProgramme):
        move(world, amina, scenes.cohort(world, other, room="Chartreuse"))
    with pytest.raises(refill.NotOpen):
        move(world, amina, scenes.cohort(world, here.programme, room="Taillefer", opened=False))
    there.places.update(state="released")
    with pytest.raises(refill.NoPlaceLeft):
        move(world, amina, there)
    withdraw(amina, reason="Déménage", by=world.lea, now=world.now)
    with pytest.raises(NotThatWay):
        move(world, amina, there)


def test_who_waits_there_is_transferred_on_the_same_line_and_twice_is_refused(world, here):
    there = scenes.small(world, programme=here.programme, room="Vercors", name="Groupe 2", capacity=6)
    scenes.enrolled(world, there, count=6)
    (amina,) = scenes.enrolled(world, here)
    waits = scenes.put_on_waitlist(
        amina.beneficiary, cohort=there, by=world.denis, now=world.now, today=world.today
    )
    held = there.enrolments.live().first()
    withdraw(held, reason="Déménage", by=world.denis, now=world.now)  # the place is offered to Amina
    new = move(world, amina, there)
    assert (new.pk, new.state, new.transferred_from_id) == (waits.pk, "enrolled", amina.pk)
    with pytest.raises(NotThatWay):
        move(world, amina, there)


def test_the_place_left_behind_goes_to_who_waits(world, here):
    first = scenes.small(world, programme=here.programme, room="Vercors", name="Groupe 2", capacity=6)
    people = scenes.enrolled(world, first, count=6)
    (basma,) = scenes.waiting(world, first, "Basma")
    Mark.objects.all().delete()
    move(world, people[0], here)
    basma.refresh_from_db()
    assert basma.state == "offered"
    assert {mark.month for mark in Mark.objects.all()} == {here.starts_on.replace(day=1)}


def test_two_who_cross_do_not_wait_for_each_other(committed):
    world = committed
    with inside(world.grenoble):
        here = scenes.cohort(world)
        there = scenes.cohort(world, here.programme, room="Vercors", name="Groupe 2")
        crossing = [scenes.enrolled(world, group)[0] for group in (here, there) for _ in range(4)]
    answers = scenes.at_once(
        8,
        standing=lambda: inside(world.grenoble),
        act=lambda n: move(world, crossing[n], there if crossing[n].cohort_id == here.pk else here),
    )
    assert answers == {"done": 8}
    with inside(world.grenoble):
        assert (here.places.free().count(), there.places.free().count()) == (6, 6)


def test_who_was_transferred_may_come_back(world, here, there):
    (amina,) = scenes.enrolled(world, here)
    new = move(world, amina, there)
    back = move(world, new, here)
    assert back.state == "enrolled"
    with pytest.raises(entries.AlreadyEnrolled):
        enrol(back.beneficiary, cohort=here, by=world.lea, now=world.now, today=world.today)
