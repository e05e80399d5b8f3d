"""A loan is signed, extended, reminded of, bought at the promised price, or written off by two."""

from datetime import date, timedelta

import lending
import pytest
import shop
from django.db import DatabaseError, IntegrityError, transaction

from billing.counter.models import SaleLine, TillSession
from billing.counter.operations.sales import (
    CeilingReached,
    NoPriceClass,
    NoRight,
    NotSoldToday,
    Wanted,
    reverse,
    sell,
)
from billing.equipment import operations, queries
from billing.equipment.models import Device, Loan, LoanPaper, LoanReminder
from billing.equipment.operations import loans, losses, papers, selling
from billing.tariffs.models import Product
from kit.antennes import NATIONAL, at
from kit.journal.models import Entry
from kit.signatures import NotASignature
from tenants.welcome.models import Entitlement, Notice
from tenants.welcome.operations import merge, register

DUE = date(2022, 9, 8)


@pytest.fixture
def world(grenoble):
    return grenoble


@pytest.fixture
def laptop(world):
    """A class of price for computers: 90 € today, 200 € elsewhere."""
    return shop.product(world, "ordinateur", cents=9000, kind="device", reference=20000)


def signed(world, on=None):
    return {"by": world.denis, "now": world.now} | ({"today": on} if on else {})


class TestMoreTime:
    def test_the_new_date_is_clamped_and_the_option_moves_with_it(self, world):
        loan = lending.loan(world, day=date(2022, 2, 28))
        loan = operations.extend(loan, months=6, reason="En formation", **signed(world, DUE))
        assert loan.due_on == date(2023, 2, 28)
        assert loan.option_until == date(2023, 3, 30)
        (kept,) = loan.extensions.all()
        assert (kept.previous_due_on, kept.reason) == (date(2022, 8, 28), "En formation")

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"reason": " "}, loans.WhyLent),
            ({"months": 0}, loans.MonthsOutOfReach),
            ({"months": 13}, loans.MonthsOutOfReach),
            ({"today": date(2023, 1, 1)}, loans.StillInThePast),
        ],
    )
    def test_not_without_a_reason_nor_into_the_past(self, world, changes, refusal):
        loan = lending.loan(world)
        given = {"months": 1, "reason": "Maladie", **signed(world, DUE)} | changes
        with pytest.raises(refusal):
            operations.extend(loan, **given)
        loan.refresh_from_db()
        assert loan.due_on == DUE

    def test_a_loan_that_is_over_is_not_extended(self, world):
        loan = lending.loan(world)
        operations.take_back(loan, **signed(world))
        with pytest.raises(loans.LoanOver, match="rendu"):
            operations.extend(loan, months=1, reason="Maladie", **signed(world, DUE))


class TestByDecision:
    def give(self, world, person, number=1, **changes):
        terms = {"months": 3, "option_price_cents": 4000, "reason": "A déménagé avant la fin"} | changes
        return operations.lend_by_decision(
            person, device=lending.device(world, number), by=world.maud, now=world.now, today=world.today, **terms
        )  # fmt: skip

    def test_a_manager_lends_with_a_reason_and_terms_of_their_own(self, world):
        loan = self.give(world, shop.amina(world))
        assert (loan.due_on, loan.option_price_cents, loan.completion) == (date(2022, 6, 8), 4000, None)

    def test_never_without_saying_why(self, world):
        with pytest.raises(loans.WhyLent):
            self.give(world, shop.amina(world), reason=" ")

    def test_one_device_at_a_time_for_a_person_whichever_their_file(self, world):
        amina = shop.amina(world)
        other = register(
            first_name="Amina", last_name="Dialo", by=world.denis, now=world.now, today=world.today
        )
        self.give(world, other)
        merge(amina, other, by=world.maud, now=world.now)
        with pytest.raises(loans.AlreadyOne):
            self.give(world, amina, number=2)

    def test_the_database_wants_a_ground(self, world):
        loan = self.give(world, shop.amina(world))
        with pytest.raises(IntegrityError), transaction.atomic():
            Loan.objects.filter(pk=loan.pk).update(reason="")


class TestSigning:
    def test_the_text_is_kept_as_it_was_signed(self, world):
        loan = lending.loan(world, language="ar")
        paper = lending.signed(world, loan)
        operations.extend(loan, months=1, reason="Maladie", **signed(world, DUE))
        paper.refresh_from_db()
        assert [part["language"] for part in paper.content["parts"]] == ["fr", "ar"]
        assert "8\u00a0septembre 2022" in paper.content["parts"][0]["sections"][1][1][3]  # not the new day
        assert "50" in paper.content["parts"][0]["sections"][2][1][0]
        assert paper.digest == papers.digest_of(paper.content)

    def test_a_text_that_changed_since_it_was_shown_is_not_signed(self, world):
        loan = lending.loan(world)
        seen = papers.digest_of(papers.to_sign(loan, "out", antenne=world.grenoble, by=world.denis))
        operations.extend(loan, months=1, reason="Maladie", **signed(world, DUE))
        with pytest.raises(papers.TextChanged):
            operations.sign_loan(
                loan, moment="out", path=lending.DRAWN, digest=seen, antenne=world.grenoble, **signed(world)
            )

    def test_each_paper_is_signed_once(self, world):
        loan = lending.loan(world)
        lending.signed(world, loan, path="")  # on paper
        with pytest.raises(papers.AlreadySigned):
            lending.signed(world, loan)

    def test_the_receipt_is_signed_after_the_return(self, world):
        loan = lending.loan(world)
        with pytest.raises(papers.NotBackYet):
            lending.signed(world, loan, moment=LoanPaper.Moment.BACK)
        operations.take_back(loan, seen="Sans chargeur", **signed(world))
        loan.refresh_from_db()
        receipt = lending.signed(world, loan, moment=LoanPaper.Moment.BACK)
        assert "Sans chargeur" in str(receipt.content)

    @pytest.mark.parametrize("path", ["M1 1", "<svg onload=alert(1)>", "M1 1L2 2L3 3L999 4"])
    def test_only_a_drawing_is_a_signature(self, world, path):
        with pytest.raises(NotASignature):
            lending.signed(world, lending.loan(world), path=path)

    def test_what_was_signed_cannot_be_changed(self, world):
        paper = lending.signed(world, lending.loan(world))
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            LoanPaper.objects.filter(pk=paper.pk).update(signature="")


class TestReminders:
    def remind(self, world, day):
        for loan in queries.loans_to_remind(day):
            operations.remind(loan, now=world.now, today=day)
        return list(LoanReminder.objects.order_by("stage").values_list("stage", flat=True))

    def test_two_weeks_before_then_three_times_after_each_once(self, world):
        lending.loan(world)
        assert self.remind(world, DUE - timedelta(days=15)) == []
        assert self.remind(world, DUE - timedelta(days=14)) == [-14]
        assert self.remind(world, DUE) == [-14]
        assert self.remind(world, DUE + timedelta(days=1)) == [-14, 1]
        assert self.remind(world, DUE + timedelta(days=2)) == [-14, 1]
        assert self.remind(world, DUE + timedelta(days=40)) == [-14, 1, 30]

    def test_a_worker_that_slept_says_the_last_stage_alone(self, world):
        lending.loan(world)
        self.remind(world, DUE - timedelta(days=10))
        self.remind(world, DUE + timedelta(days=16))
        assert Notice.objects.filter(dropped_at__isnull=True, kind="reminder").count() == 1

    def test_the_words_are_in_the_person_s_language(self, world):
        lending.loan(world, language="uk")
        self.remind(world, DUE - timedelta(days=14))
        notice = Notice.objects.get(kind="reminder")
        assert "8 вересня 2022" in notice.text
        assert "8\u00a0septembre 2022" in notice.say
        assert "GRE-1" in notice.say

    def test_nothing_is_said_of_a_loan_that_is_over_or_a_loss_that_is_noted(self, world):
        loan = lending.loan(world)
        operations.note_loss(loan, loss="stolen", reason="Plainte déposée", **signed(world))
        assert self.remind(world, DUE + timedelta(days=1)) == []
        operations.forget_loss(loan, **signed(world))
        assert self.remind(world, DUE + timedelta(days=1)) == [1]
        operations.take_back(loan, **signed(world))
        assert self.remind(world, DUE + timedelta(days=30)) == [1]
        assert not Notice.objects.filter(kind="reminder", dropped_at__isnull=True).exists()

    def test_more_time_begins_anew(self, world):
        loan = lending.loan(world)
        self.remind(world, DUE + timedelta(days=1))
        operations.extend(loan, months=1, reason="Maladie", **signed(world, DUE))
        assert self.remind(world, date(2022, 9, 24)) == [-14, 1]


class TestBuying:
    def buy(self, world, loan, day, *, person=None, by=None, cents=5000):
        till = getattr(self, "till", None)
        if till is None:
            till = self.till = shop.make_till(code="c1", name="Caisse", by=world.maud, now=world.now)
        session = shop.open_session(till, float_cents=0, by=world.denis, now=world.now, today=day)
        loan = Loan.objects.select_related("device__price_class").get(pk=loan.pk)
        return sell(
            session, person=person or loan.beneficiary, wanted=[Wanted.promised(loan)],
            payments=shop.cash(cents), by=by or world.denis, now=world.now, today=day,
        )  # fmt: skip

    @pytest.mark.parametrize("day", [date(2022, 8, 9), DUE, date(2022, 10, 8)])
    def test_at_the_promised_price_in_the_days_that_were_promised(self, world, laptop, day):
        loan = lending.loan(world, price_class=laptop)
        sale = self.buy(world, loan, day)
        loan.refresh_from_db()
        assert (loan.state, loan.device.state) == (Loan.State.CONVERTED, Device.State.SOLD)
        line = SaleLine.objects.get(sale=sale)
        assert (line.gross_cents, line.vat_cents, line.reference_cents) == (5000, 833, 20000)
        assert line.device == loan.device
        assert Entry.objects.filter(verb="equipment.converted").exists()

    @pytest.mark.parametrize("day", [date(2022, 8, 8), date(2022, 10, 9)])
    def test_not_a_day_sooner_or_later(self, world, laptop, day):
        loan = lending.loan(world, price_class=laptop)
        with pytest.raises(selling.OptionClosed, match="du 09/08/2022 au 08/10/2022"):
            self.buy(world, loan, day)
        loan.refresh_from_db()
        assert (loan.state, loan.device.state) == (Loan.State.RUNNING, Device.State.ON_LOAN)

    def test_the_promise_holds_when_the_right_is_over_and_the_ceiling_reached(self, world, laptop):
        shop.ceiling(world, cents=100, group="equipment", period="year")
        loan = lending.loan(world, price_class=laptop)
        Entitlement.objects.all().delete()
        assert self.buy(world, loan, DUE).total_cents == 5000

    def test_but_it_opens_no_door_to_the_rest_of_the_basket(self, world, laptop):
        card = shop.product(world)
        shop.cards(world, card, 1)
        loan = lending.loan(world, price_class=laptop)
        Entitlement.objects.all().delete()
        till = shop.make_till(code="c1", name="Caisse", by=world.maud, now=world.now)
        session = shop.open_session(till, float_cents=0, by=world.denis, now=world.now, today=DUE)
        basket = [Wanted.promised(Loan.objects.get(pk=loan.pk)), Wanted(card)]
        with pytest.raises(NoRight):
            sell(
                session, person=loan.beneficiary, wanted=basket, payments=shop.cash(5500), by=world.denis,
                now=world.now, today=DUE,
            )  # fmt: skip

    def test_it_counts_against_the_ceiling_of_what_is_bought_next(self, world, laptop):
        shop.ceiling(world, cents=9000, group="equipment", period="year")
        loan = lending.loan(world, price_class=laptop)
        self.buy(world, loan, DUE)
        another = lending.device(world, 2, price_class=laptop)
        person = loan.beneficiary
        Entitlement.objects.filter(beneficiary=person).update(end=DUE)
        session = TillSession.objects.get()
        with pytest.raises(CeilingReached):
            sell(
                session, person=person, wanted=[Wanted(laptop, device=another)], payments=shop.cash(9000),
                by=world.denis, now=world.now, today=DUE,
            )  # fmt: skip

    def test_somebody_else_cannot_buy_it(self, world, laptop):
        loan = lending.loan(world, price_class=laptop)
        with pytest.raises(selling.NotLentToThem):
            self.buy(world, loan, DUE, person=shop.amina(world))

    def test_nor_without_a_promised_price(self, world, laptop):
        loan = lending.loan(world, price_class=laptop, option_cents=0)
        with pytest.raises(selling.NoOption):
            self.buy(world, loan, DUE, cents=1)

    def test_a_device_without_a_class_of_price_says_what_to_do(self, world):
        with pytest.raises(NoPriceClass, match="Corriger"):
            self.buy(world, lending.loan(world), DUE)

    def test_without_a_price_of_the_day_nobody_knows_its_vat(self, world):
        with at(NATIONAL):
            unpriced = Product.objects.create(sku="tablette", name="Tablette", kind="device")
        with pytest.raises(NotSoldToday):
            self.buy(world, lending.loan(world, price_class=unpriced), DUE)

    def test_a_reversal_resumes_the_loan(self, world, laptop):
        loan = lending.loan(world, price_class=laptop)
        sale = self.buy(world, loan, DUE)
        reverse(sale, session=sale.session, reason="Erreur", by=world.maud, now=world.now, today=DUE)
        loan.refresh_from_db()
        assert (loan.state, loan.converted_at, loan.device.state) == ("running", None, "on_loan")
        operations.take_back(loan, **signed(world))

    def test_returned_and_bought_at_once_ends_one_way(self, world, laptop):
        loan = lending.loan(world, price_class=laptop)
        operations.take_back(loan, **signed(world))
        with pytest.raises(loans.LoanOver, match="rendu"):
            self.buy(world, loan, DUE)


class TestLosses:
    def test_two_persons_write_it_off(self, world):
        loan = lending.loan(world)
        operations.note_loss(loan, loss="stolen", reason="Plainte déposée", **signed(world))
        with pytest.raises(losses.SecondPersonWanted):
            operations.write_off(loan, **signed(world, DUE))
        operations.write_off(loan, by=world.maud, now=world.now, today=DUE)
        loan.refresh_from_db()
        assert (loan.state, loan.device.state) == (Loan.State.WRITTEN_OFF, Device.State.STOLEN)
        assert loan.device.events.last().reason == "Plainte déposée"

    def test_nothing_to_confirm_nothing_to_forget(self, world):
        loan = lending.loan(world)
        for act in (lambda: operations.write_off(loan, **signed(world, DUE)),
                    lambda: operations.forget_loss(loan, **signed(world))):  # fmt: skip
            with pytest.raises(losses.NoLossNoted):
                act()

    def test_a_loss_says_what_happened_and_is_noted_once(self, world):
        loan = lending.loan(world)
        with pytest.raises(losses.WhatHappened):
            operations.note_loss(loan, loss="lost", reason=" ", **signed(world))
        operations.note_loss(loan, loss="lost", reason="Dans le train", **signed(world))
        with pytest.raises(losses.AlreadyNoted):
            operations.note_loss(loan, loss="lost", reason="Encore", **signed(world))

    def test_the_database_wants_two_persons_as_well(self, world):
        loan = lending.loan(world)
        operations.note_loss(loan, loss="lost", reason="Dans le train", **signed(world))
        with pytest.raises(IntegrityError), transaction.atomic():
            Loan.objects.filter(pk=loan.pk).update(
                state="written_off", written_off_at=world.now, written_off_by=world.denis
            )

    def test_a_lent_device_is_not_lost_by_hand(self, world):
        loan = lending.loan(world)
        with pytest.raises(operations.moves.StillLent):
            operations.move_device(loan.device, to="lost", reason="?", **signed(world, DUE))
