"""Somebody who works in two places goes from one to the other; the others see no switch."""

from kit.antennes import NATIONAL, at
from tenants.network.operations import join


def test_the_national_office_shows_where_else_a_person_works(world, site):
    with at(NATIONAL):
        join(world.nadia, role="host", antenne=world.lyon, start=world.today, by=None, now=world.now)
    page = site("reseau", world.nadia).get("/").content.decode()
    assert 'href="http://lyon.localhost/"' in page
    assert 'class="sites"' in page


def test_one_place_needs_no_switch_and_an_antenne_tells_nothing_of_the_others(world, site):
    assert 'class="sites"' not in site("reseau", world.alex).get("/").content.decode()
    with at(NATIONAL):
        join(world.lea, role="host", antenne=world.lyon, start=world.today, by=None, now=world.now)
    assert "lyon.localhost" not in site("grenoble", world.lea).get("/").content.decode()
