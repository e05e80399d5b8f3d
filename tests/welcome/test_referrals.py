"""A structure sends a person once: by the page, by the API and by two impatient hands alike."""

import pytest
import scenes

from kit.antennes import inside
from tenants.welcome.models import Prescriber, Referral
from tenants.welcome.operations import receive_referral, refuse_referral
from tenants.welcome.operations.referrals import AlreadyWaiting


def test_while_an_answer_is_awaited_the_same_structure_does_not_send_again(grenoble):
    amina = scenes.person(grenoble)
    waiting = scenes.referral(grenoble, amina)
    with pytest.raises(AlreadyWaiting):
        scenes.referral(grenoble, amina)
    refuse_referral(waiting, reason="Hors du territoire", by=grenoble.denis, now=grenoble.now)
    assert scenes.referral(grenoble, amina).state == "received"


def test_two_clicks_at_once_make_one_referral(committed):
    world = committed
    with inside(world.grenoble):
        amina, structure = scenes.person(world), Prescriber.objects.create(name="CCAS")
    answers = scenes.at_once(
        2,
        standing=lambda: inside(world.grenoble),
        act=lambda _: receive_referral(amina, prescriber=structure, by=world.denis, now=world.now),
    )
    assert answers == {"done": 1, "already_waiting": 1}
    with inside(world.grenoble):
        assert Referral.objects.count() == 1
