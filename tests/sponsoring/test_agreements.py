"""An agreement is written, put before the sponsor, and led to its end."""

from datetime import date, timedelta

import pytest
import scenes
import sponsors
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from billing.sponsoring import operations
from billing.sponsoring.models import Agreement, LegalNumber, Payment
from billing.sponsoring.operations.agreements import ChangedMeanwhile, ReasonWanted, SomebodySigned
from billing.sponsoring.operations.life import (
    AmendmentWaiting,
    MoneyStillWaiting,
    NotBegun,
    StillReserved,
)
from billing.sponsoring.operations.references import NotAReference
from billing.sponsoring.operations.sponsors import AgreementsLeft, SponsorRetired
from billing.sponsoring.parts import Due, InReturn
from billing.sponsoring.queries import schedules
from billing.sponsoring.tasks import start_agreements
from kit.antennes import NATIONAL, at, inside
from kit.states import NotThatWay

State = Agreement.State


def pay(world, of, cents, reference="V1"):
    return Payment.objects.create(
        sponsor=of.sponsor, agreement=of, rail="transfer", reference=reference, amount_cents=cents,
        received_on=world.today, at=world.now,
    )  # fmt: skip


def test_references_follow_one_another_and_pass_over_what_was_chosen(world):
    first = sponsors.draft(world)
    sponsors.draft(world, reference="2022-002")
    third = sponsors.draft(world)
    assert (first.reference, third.reference) == ("2022-001", "2022-003")
    with at(NATIONAL):
        assert LegalNumber.objects.get(series="CO-2022").last == 3


def test_two_offices_that_write_at_once_take_two_references(committed):
    world = committed
    with at(NATIONAL):
        sponsors.foundation()

    def write(_):
        operations.draft_agreement(
            sponsors.foundation(), **sponsors.TERMS, by=sponsors.paul(world), now=world.now
        )

    assert scenes.at_once(4, standing=lambda: at(NATIONAL), act=write) == {"done": 4}
    with at(NATIONAL):
        assert sorted(Agreement.objects.values_list("reference", flat=True)) == [
            "2022-001", "2022-002", "2022-003", "2022-004",
        ]  # fmt: skip


@pytest.mark.parametrize("reference", ["mecenes", "2022", "2022-a/b", "nouvelle", "22-1"])
def test_a_reference_is_never_the_name_of_a_page(world, reference):
    with pytest.raises(NotAReference):
        sponsors.draft(world, reference=reference)


def test_instalments_make_the_amount_or_are_refused_with_both_sums(world):
    with pytest.raises(operations.InstalmentsDoNotAddUp, match=r"10.000.€, la convention 15.000.€"):
        sponsors.draft(world, instalments=sponsors.HALVES[:1])
    made = sponsors.draft(world, instalments=list(reversed(sponsors.HALVES)))
    with at(NATIONAL):
        assert [(one.number, one.due_on.month) for one in made.instalments.all()] == [(1, 2), (2, 9)]


def test_a_draft_is_rewritten_whole_and_its_last_writer_is_its_author(world):
    made = sponsors.draft(world, counterparties=[sponsors.PLAQUE])
    with at(NATIONAL):
        given = sponsors.TERMS | {"amount_cents": 500_000}
        rewritten = operations.rewrite_agreement(
            made, **given, antennes=[world.lyon], instalments=[Due(date(2022, 5, 1), 500_000)],
            seen=made.drafted_at, by=world.fanny, now=world.now + timedelta(minutes=1),
        )  # fmt: skip
        assert rewritten.drafted_by == world.fanny
        assert [one.name for one in rewritten.antennes.all()] == ["Lyon"]
        assert (rewritten.instalments.count(), rewritten.counterparties.count()) == (1, 0)
        with pytest.raises(ChangedMeanwhile):
            operations.rewrite_agreement(made, **given, seen=made.drafted_at, by=world.fanny, now=world.now)


def test_what_is_proposed_stays_until_it_is_taken_back(world):
    made = sponsors.proposed(world)
    paul = sponsors.paul(world)
    with at(NATIONAL):
        with pytest.raises(NotThatWay, match="proposée"):
            operations.rewrite_agreement(made, **sponsors.TERMS, by=paul, now=world.now)
        back = operations.take_back_agreement(made, by=paul, now=world.now)
        assert (back.state, back.proposed_at) == (State.DRAFT, None)
        operations.propose_agreement(back, by=paul, now=world.now)
    sponsors.network_signs(world, made)
    with at(NATIONAL), pytest.raises(SomebodySigned):
        operations.take_back_agreement(made, by=paul, now=world.now)


def test_an_agreement_is_declined_with_its_reason_and_signed_by_nobody(world):
    made = sponsors.proposed(world)
    with at(NATIONAL):
        with pytest.raises(ReasonWanted):
            operations.decline_agreement(made, reason="  ", by=world.fanny, now=world.now)
        declined = operations.decline_agreement(
            made, reason="La fondation a choisi un autre projet", by=world.fanny, now=world.now
        )
        assert (declined.state, declined.declined_at) == (State.DECLINED, world.now)
    with pytest.raises(NotThatWay):
        sponsors.network_signs(world, made)


@pytest.mark.parametrize(
    ("kind", "value", "receiptable"),
    [("gift", 375_000, True), ("gift", 375_001, False), ("gift", 0, True), ("sponsorship", 0, False)],
)
def test_a_gift_opens_a_receipt_up_to_a_quarter_in_return(world, kind, value, receiptable):
    made = sponsors.draft(world, kind=kind, counterparties=[InReturn("Une soirée", value)])
    with at(NATIONAL):
        assert made.is_receiptable is receiptable


def test_it_runs_from_its_first_day_by_itself(world):
    later = sponsors.signed(world, starts_on=date(2022, 3, 9))
    with at(NATIONAL):
        with pytest.raises(NotBegun, match="mercredi 9"):
            operations.start_agreement(later, by=None, now=world.now, today=world.today)
        assert operations.start_what_has_begun(now=world.now, today=world.today) == 0
    start_agreements(timestamp=0)
    assert sponsors.again(later).state == State.RUNNING
    start_agreements(timestamp=0)  # a job that runs twice


def test_it_is_completed_when_nothing_is_reserved_and_closed_when_the_money_came(world):
    made, paul = sponsors.signed(world, kind="grant"), sponsors.paul(world)
    how = {"by": paul, "now": world.now}
    with at(NATIONAL):
        given = operations.allocate(
            made, antenne=world.grenoble, template=scenes.template(world), places=1, devices=0,
            amount_cents=0, on=world.today, **how,
        )  # fmt: skip
        with pytest.raises(StillReserved):
            operations.complete_agreement(made, **how, today=world.today)
    with inside(world.grenoble):
        operations.note_use(given, now=world.now, places_opened=1, places_taken=1, places_consumed=1)
    with at(NATIONAL):
        change = operations.draft_amendment(
            made, reason="Un mois de plus", amount_cents=1_500_000, places=100, devices=100,
            ends_on=date(2023, 1, 31), **how,
        )  # fmt: skip
        with pytest.raises(AmendmentWaiting):
            operations.complete_agreement(made, **how, today=world.today)
        operations.decline_amendment(change, **how)
        done = operations.complete_agreement(made, **how, today=world.today)
        assert done.state == State.COMPLETED
        pay(world, made, 1_400_000)
        with pytest.raises(MoneyStillWaiting, match=r"1.000.€"):
            operations.close_agreement(made, **how)
        closed = operations.close_agreement(made, reason="Solde abandonné d’un commun accord", **how)
        assert (closed.state, bool(closed.closed_reason)) == (State.CLOSED, True)


def test_money_pays_the_earliest_instalment_and_says_what_is_late(world):
    made = sponsors.signed(world)
    with at(NATIONAL):
        assert [(line.paid_cents, line.late) for line in schedules.schedule_of(made, world.today)] == [
            (0, True),
            (0, False),
        ]
        pay(world, made, 1_100_000)
        lines = schedules.schedule_of(made, world.today)
        assert [(line.paid_cents, line.left_cents, line.late) for line in lines] == [
            (1_000_000, 0, False),
            (100_000, 400_000, False),
        ]
        late = schedules.with_money(Agreement.objects.all(), date(2022, 10, 1)).get()
        assert (late.is_late, late.received_cents, late.due_cents) == (True, 1_100_000, 1_500_000)
        assert not schedules.with_money(Agreement.objects.all(), world.today).get().is_late


def test_a_sponsor_is_corrected_checked_and_retired_when_all_is_over(world):
    made, paul = sponsors.proposed(world), sponsors.paul(world)
    how = {"by": paul, "now": world.now}
    with at(NATIONAL):
        for wrong in ({"siren": "732829321"}, {"siret": "73282932000075"}, {"siren": "404833048"}):
            with pytest.raises(ValidationError):
                operations.correct_sponsor(made.sponsor, **wrong, **how)
        with pytest.raises(AgreementsLeft, match="2022-001"):
            operations.retire_sponsor(made.sponsor, **how)
        operations.decline_agreement(made, reason="Non", **how)
        operations.retire_sponsor(made.sponsor, **how)
        with pytest.raises(SponsorRetired):
            operations.draft_agreement(made.sponsor, **sponsors.TERMS, **how)


def test_what_a_sponsor_asked_for_takes_its_number_when_it_is_proposed(world):
    made = sponsors.draft(world)
    with at(NATIONAL):
        Agreement.objects.filter(pk=made.pk).update(reference="DEM-7K2M9", drafted_by=None)
        taken = operations.propose_agreement(made, by=sponsors.paul(world), now=world.now)
        assert (taken.reference, taken.drafted_by) == ("2022-002", sponsors.paul(world))


@pytest.mark.parametrize("change", [{"kind": "service"}, {"reference": "2022-9"}, {"signed_at": None}])
def test_what_was_signed_is_fixed_in_the_database_itself(world, change):
    made = sponsors.signed(world)
    with at(NATIONAL), pytest.raises(DatabaseError), transaction.atomic():
        Agreement.objects.filter(pk=made.pk).update(**change)
