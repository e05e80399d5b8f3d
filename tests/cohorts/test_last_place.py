"""Forty people at forty desks click on the last place: one has it, thirty-nine read a sentence."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import scenes
from django.db import connection

from kit.antennes import inside
from kit.refusals import Refused
from programs.cohorts.models import Enrolment, Place
from programs.cohorts.operations import adopt, enrol
from programs.cohorts.operations.enrolment import NoPlaceLeft


def test_forty_at_once_for_one_place(committed):
    world, callers = committed, 40
    with inside(world.grenoble):
        small = scenes.version(world, capacity=1, capacity_min=1)
        group = scenes.cohort(world, adopt(small, by=world.maud, now=world.now))
        people = [scenes.ready(world, group.version, first_name=f"P{n}") for n in range(callers)]
    together = Barrier(callers)

    def try_to_enrol(person):
        try:
            with inside(world.grenoble):
                connection.ensure_connection()
                together.wait(timeout=60)
                enrol(person, cohort=group, by=world.denis, now=world.now, today=world.today)
                return "in"
        except Refused as refused:
            return refused.code()
        finally:
            connection.close()

    with ThreadPoolExecutor(callers) as desks:
        answers = Counter(desks.map(try_to_enrol, people))

    assert answers == {"in": 1, NoPlaceLeft.code(): callers - 1}
    with inside(world.grenoble):
        assert Enrolment.objects.count() == 1
        assert Place.objects.get().state == Place.State.TAKEN


def test_one_person_who_clicks_twice_is_enrolled_once(committed):
    world = committed
    with inside(world.grenoble):
        group = scenes.cohort(world)
        amina = scenes.ready(world, group.version)
    together = Barrier(2)

    def click(_):
        try:
            with inside(world.grenoble):
                connection.ensure_connection()
                together.wait(timeout=60)
                enrol(amina, cohort=group, by=world.denis, now=world.now, today=world.today)
                return "in"
        except Refused as refused:
            return refused.code()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as hands:
        assert Counter(hands.map(click, range(2))) == {"in": 1, "already_enrolled": 1}
