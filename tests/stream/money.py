"""What is sold, and what sponsors give."""

from datetime import timedelta
from typing import Any

import shop
from world import World

from billing.counter.models import Sale
from billing.counter.operations.sales import Wanted, reverse, sell
from billing.equipment.models import Device, Loan
from billing.sponsoring import operations as sponsoring
from billing.sponsoring.models import Allocation
from kit.antennes import NATIONAL, at
from stream.base import Base, Nothing, step
from tenants.welcome.models import Referral


class Money(Base):
    @step(0.5)
    def cards_received(self) -> None:
        world = World(self.world.now, self.world.today)
        shop.cards(world, self.stream.products["prepaid_card"], 10, prefix=f"{self.next()}-")

    @step(8)
    def sold(self) -> None:
        product = self.stream.products[self.dice.choice(["prepaid_card", "plan_month", "accessory"])]
        quantity = self.dice.randint(1, 2)
        cents = {"carte": 500, "forfait": 300, "cable": 150}[product.sku] * quantity
        self._sell([Wanted(product, quantity)], self._client(), cents, training=self.chance(0.1))

    @step(2)
    def device_sold(self) -> None:
        device = self.pick(Device, state="available")
        self._sell([Wanted(self.stream.products["device"], device=device)], self._client(), 5000)

    @step(3)
    def device_bought_after_its_loan(self) -> None:
        month = timedelta(days=28)
        near = self.world.today - month, self.world.today + month
        loan = self.pick(Loan, state="running", due_on__range=near, option_price_cents__gt=0)
        self._sell([Wanted.promised(loan)], loan.beneficiary, loan.option_price_cents)

    @step(2)
    def sale_reversed(self) -> None:
        sale = self.pick(Sale, kind="sale")
        reverse(sale, session=self.till(training=sale.training), reason="Erreur", **self.signed("manager"))

    def _client(self) -> Any:
        since = self.world.now - timedelta(days=200)
        return self.pick(Referral, accepted_at__gte=since, state__in=["accepted", "used"]).beneficiary

    def _sell(self, wanted: list[Wanted], person: Any, cents: int, *, training: bool = False) -> None:
        if person is None:
            raise Nothing
        sell(
            self.till(training=training), person=person, wanted=wanted, payments=shop.cash(cents),
            **self.signed(),
        )  # fmt: skip

    @step(1.5)
    def allocated(self) -> None:
        with at(NATIONAL):
            sponsoring.allocate(
                self.stream.agreement, antenne=self.antenne,
                template=self.dice.choice(self.stream.versions).template, places=self.dice.randint(0, 12),
                devices=self.dice.randint(0, 6), amount_cents=self.dice.randint(1, 100_000),
                by=self.world.nadia, now=self.world.now, on=self.world.today,
            )  # fmt: skip

    @step(1.5)
    def allocation_given_back(self) -> None:
        found = self.pick(Allocation, state="reserved", antenne=self.antenne)
        whole = self.chance(0.3)
        back = {"places": found.places, "devices": found.devices, "amount_cents": found.amount_cents}
        if not whole:
            back = {"places": min(found.places, 1), "devices": 0, "amount_cents": found.amount_cents // 10}
        sponsoring.release(found, reason="Reste", **back, **self.by("manager"))
