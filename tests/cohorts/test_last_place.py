"""Forty people at forty desks click on the last place: one has it, thirty-nine read a sentence."""

import scenes

from kit.antennes import inside
from programs.cohorts.models import Enrolment, Place
from programs.cohorts.operations import adopt, enrol


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
