"""What was signed changes by an amendment alone: both sides sign it, and then all of it holds at once."""

from datetime import date

import pytest
import scenes
import sponsors

from billing.sponsoring import operations
from billing.sponsoring.models import Amendment, Invoice
from billing.sponsoring.operations.amendments import EndsBeforeItStarts, NothingChanges
from billing.sponsoring.operations.applying import BelowAllocated
from billing.sponsoring.operations.life import AmendmentWaiting
from billing.sponsoring.operations.signing import SecondPersonWanted
from billing.sponsoring.papers.agreements import agreement_pdf
from billing.sponsoring.parts import Due
from kit.antennes import NATIONAL, at
from kit.states import NotThatWay

MORE = {
    "reason": "Vingt places de plus, et trois mois",
    "amount_cents": 1_800_000,
    "places": 120,
    "devices": 100,
    "ends_on": date(2023, 3, 31),
    "instalments": [Due(date(2022, 2, 1), 1_000_000), Due(date(2022, 9, 1), 800_000, "Sur bilan")],
}


def amend(world, of, **changes):
    with at(NATIONAL):
        return operations.draft_amendment(of, **(MORE | changes), by=sponsors.paul(world), now=world.now)


def test_totals_end_and_schedule_change_with_the_second_signature(world):
    made = sponsors.signed(world)
    change = amend(world, made)
    sponsors.network_signs(world, made, amendment=change)
    assert sponsors.again(made).amount_cents == 1_500_000
    sponsors.sponsor_signs(world, made, amendment=change)
    now = sponsors.again(made)
    assert (now.amount_cents, now.places, now.ends_on) == (1_800_000, 120, date(2023, 3, 31))
    assert sponsors.again(change).before == {
        "amount_cents": 1_500_000, "places": 100, "devices": 100, "ends_on": "2022-12-31",
    }  # fmt: skip
    with at(NATIONAL):
        assert [one.amount_cents for one in now.instalments.order_by("number")] == [1_000_000, 800_000]
        assert agreement_pdf(now, now=world.now).startswith(b"%PDF")
        assert agreement_pdf(now, now=world.now, amendment=change).startswith(b"%PDF")
        kept = now.signatures.get(amendment=change, side="sponsor").content
    assert ["Places de parcours", "100", "120"] in kept["changes"]


def test_the_national_office_may_be_the_second(world):
    made = sponsors.signed(world)
    change = amend(world, made)
    sponsors.sponsor_signs(world, made, amendment=change)
    with pytest.raises(SecondPersonWanted):
        sponsors.network_signs(world, made, amendment=change, by=sponsors.paul(world))
    sponsors.network_signs(world, made, amendment=change, by=world.alex)
    assert sponsors.again(made).places == 120


def test_never_below_what_antennes_were_given(world):
    made = sponsors.signed(world, kind="grant")
    less = {"amount_cents": 1_500_000, "instalments": [], "places": 50}
    early = amend(world, made, **less)
    with at(NATIONAL):
        template = scenes.template(world)
        operations.allocate(
            made, antenne=world.grenoble, template=template, places=60, devices=0, amount_cents=0,
            by=world.fanny, now=world.now, on=world.today,
        )  # fmt: skip
    sponsors.network_signs(world, made, amendment=early)
    with pytest.raises(BelowAllocated, match="60 place"):
        sponsors.sponsor_signs(world, made, amendment=early)
    assert sponsors.again(early).state == Amendment.State.PROPOSED
    with at(NATIONAL):
        assert early.signatures.count() == 1
        operations.decline_amendment(early, by=world.fanny, now=world.now)
    with pytest.raises(BelowAllocated):
        amend(world, made, **less)
    assert amend(world, made, **less | {"places": 60}).number == 2


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        (
            {"amount_cents": 1_500_000, "places": 100, "ends_on": date(2022, 12, 31), "instalments": []},
            NothingChanges,
        ),
        ({"ends_on": date(2021, 12, 31)}, EndsBeforeItStarts),
        ({"instalments": []}, operations.InstalmentsDoNotAddUp),
        ({"instalments": MORE["instalments"][:1]}, operations.InstalmentsDoNotAddUp),
    ],
)
def test_an_amendment_that_makes_no_sense_is_refused(world, changes, refusal):
    made = sponsors.signed(world)
    with pytest.raises(refusal):
        amend(world, made, **changes)


def test_what_was_asked_for_stays_in_the_schedule(world):
    made = sponsors.signed(world)
    with at(NATIONAL):
        first = made.instalments.get(number=1)
        Invoice.objects.create(
            number="AF-2022-001", kind="call", sponsor=made.sponsor, agreement=made, instalment=first,
            issued_on=world.today, due_on=world.today, net_cents=1_000_000, vat_cents=0,
            gross_cents=1_000_000, content={}, issued_by=world.fanny, issued_at=world.now,
        )  # fmt: skip
    with pytest.raises(operations.InstalmentsDoNotAddUp):
        amend(world, made)
    change = amend(world, made, instalments=[Due(date(2022, 10, 1), 800_000)])
    sponsors.network_signs(world, made, amendment=change)
    sponsors.sponsor_signs(world, made, amendment=change)
    with at(NATIONAL):
        dues = made.instalments.order_by("number").values_list("number", "amount_cents")
        assert list(dues) == [(1, 1_000_000), (2, 800_000)]


def test_one_amendment_at_a_time_and_only_of_what_is_signed(world):
    made = sponsors.signed(world)
    amend(world, made)
    with pytest.raises(AmendmentWaiting):
        amend(world, made)
    with pytest.raises(NotThatWay):
        amend(world, sponsors.proposed(world))
