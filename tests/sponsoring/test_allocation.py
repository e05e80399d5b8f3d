"""An agreement gives what was signed and not a euro more."""

from datetime import date

import pytest
import scenes

from billing.sponsoring import operations
from billing.sponsoring.models import Agreement, Allocation
from kit.antennes import NATIONAL, at, inside


def agreement(world, *, signed=True):
    sponsor = operations.register_sponsor(name="Fondation Essai", by=world.nadia, now=world.now)
    drafted = operations.draft_agreement(
        sponsor, reference="2022-001", title="Grenoble", kind=Agreement.Kind.GRANT, amount_cents=1_500_000,
        places=100, devices=100, starts_on=date(2022, 1, 1), ends_on=date(2022, 12, 31),
        by=world.nadia, now=world.now,
    )  # fmt: skip
    proposed = operations.propose_agreement(drafted, by=world.nadia, now=world.now)
    return operations.sign_agreement(proposed, by=world.nadia, now=world.now) if signed else proposed


def allocate(world, of, template, *, amount=1_500_000, places=100, devices=100):
    return operations.allocate(
        of, antenne=world.grenoble, template=template, places=places, devices=devices, amount_cents=amount,
        by=world.nadia, now=world.now, on=world.today,
    )  # fmt: skip


def test_an_agreement_gives_its_all_and_then_refuses(world):
    with at(NATIONAL):
        signed, template = agreement(world), scenes.template(world)
        allocate(world, signed, template)
        with pytest.raises(operations.MoreThanSigned, match="0 place"):
            allocate(world, signed, template, amount=0, devices=0, places=1)


def test_what_is_not_signed_gives_nothing(world):
    with at(NATIONAL), pytest.raises(operations.NotSigned):
        allocate(world, agreement(world, signed=False), scenes.template(world))


def test_two_offices_at_once_do_not_give_the_same_euro(committed):
    world = committed
    with at(NATIONAL):
        signed, template = agreement(world), scenes.template(world)
    answers = scenes.at_once(
        2,
        standing=lambda: at(NATIONAL),
        act=lambda _: allocate(world, signed, template, amount=1_000_000, places=60, devices=60),
    )
    assert answers == {"done": 1, "more_than_signed": 1}


def test_an_antenne_reads_its_own_allocations_and_no_agreement(world):
    with at(NATIONAL):
        allocate(world, agreement(world), scenes.template(world), places=1, devices=1, amount=100)
    with inside(world.grenoble):
        assert Allocation.objects.count() == 1
    with inside(world.lyon):
        assert Allocation.objects.count() == 0
