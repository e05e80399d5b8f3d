"""Forty people at forty desks click on the last place: one has it, thirty-nine read a sentence."""

import scenes

from kit.antennes import inside
from programs.cohorts.models import Enrolment, Place
from programs.cohorts.operations import accept_offer, adopt, enrol, withdraw


def test_forty_at_once_for_one_place(committed):
    world, callers = committed, 40
    with inside(world.grenoble):
        small = scenes.version(world, capacity=1, capacity_min=1)
        group = scenes.cohort(world, adopt(small, by=world.maud, now=world.now))
        people = [scenes.ready(world, group.version, first_name=f"P{n}") for n in range(callers)]
    answers = scenes.at_once(
        callers,
        standing=lambda: inside(world.grenoble),
        act=lambda n: enrol(people[n], cohort=group, by=world.denis, now=world.now, today=world.today),
    )
    assert answers == {"done": 1, "no_place_left": callers - 1}
    with inside(world.grenoble):
        assert Enrolment.objects.count() == 1
        assert Place.objects.get().state == Place.State.TAKEN


def test_one_person_who_clicks_twice_is_enrolled_once(committed):
    world = committed
    with inside(world.grenoble):
        group = scenes.cohort(world)
        amina = scenes.ready(world, group.version)
    answers = scenes.at_once(
        2,
        standing=lambda: inside(world.grenoble),
        act=lambda _: enrol(amina, cohort=group, by=world.denis, now=world.now, today=world.today),
    )
    assert answers == {"done": 1, "already_enrolled": 1}


def test_forty_answers_to_one_offer_take_it_once(committed):
    world, callers = committed, 40
    with inside(world.grenoble):
        group = scenes.small(world)
        (held,) = scenes.enrolled(world, group)
        (amina,) = scenes.waiting(world, group, "Amina")
        withdraw(held, reason="Déménage", by=world.denis, now=world.now)
    answers = scenes.at_once(
        callers,
        standing=lambda: inside(world.grenoble),
        act=lambda _: accept_offer(amina, by=None, now=world.now, today=world.today),
    )
    assert answers == {"done": 1, "offer_over": callers - 1}


def test_one_place_is_offered_once_to_forty_who_wait_and_nobody_else_takes_it(committed):
    world, callers = committed, 40
    with inside(world.grenoble):
        group = scenes.small(world)
        (held,) = scenes.enrolled(world, group)
        waiting = scenes.waiting(world, group, *(f"P{n}" for n in range(4)))
        others = [scenes.ready(world, group.version, first_name=f"Q{n}") for n in range(callers - 1)]

    def act(number):
        if number == 0:  # the place is freed while all the others try to take it
            withdraw(held, reason="Déménage", by=world.denis, now=world.now)
        else:
            enrol(others[number - 1], cohort=group, by=world.denis, now=world.now, today=world.today)

    answers = scenes.at_once(callers, standing=lambda: inside(world.grenoble), act=act)
    assert answers == {"done": 1, "no_place_left": callers - 1}
    with inside(world.grenoble):
        assert [one.pk for one in Enrolment.objects.filter(state="offered")] == [waiting[0].pk]
        assert Place.objects.get().state == Place.State.OFFERED
