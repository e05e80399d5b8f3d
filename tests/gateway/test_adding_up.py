"""Whatever sponsors, banks and offices do, in any order, every cent is somewhere."""

import random
from decimal import Decimal

import pytest
from stripe_fake.problems import Problem

from billing.gateway import GatewayRefused, InvoiceLine, Method

STEPS = 120


class Office:
    """Does something at random; what Stripe refuses changes nothing."""

    def __init__(self, *, fake, gateway, sponsor, send, seed):
        self.fake, self.gateway, self.sponsor, self.send = fake, gateway, sponsor, send
        self.chance, self.invoices, self.refused, self.step = random.Random(seed), [], 0, 0

    def act(self):
        self.step += 1
        try:
            self.chance.choice([self.invoice, self.transfer, self.pay, self.credit, self.refund, self.end])()
        except (GatewayRefused, Problem):
            self.refused += 1

    def cents(self):
        return self.chance.randrange(1, 200_000)

    def key(self):
        return f"step-{self.step}"

    def invoice(self):
        lines = [
            InvoiceLine(
                label="Place",
                net_cents=self.cents(),
                vat_percent=Decimal(self.chance.choice(["0", "5.5", "20"])),
            )
            for _ in range(self.chance.randrange(1, 4))
        ]
        methods = self.chance.sample(list(Method), self.chance.randrange(1, 4))
        self.invoices.append(self.send(number=f"F-{self.step}", lines=lines, methods=methods).id)

    def transfer(self):
        self.fake.bank_transfer(self.sponsor, self.cents())

    def pay(self):
        self._if_it_waits(
            lambda number: self.fake.pay_invoice(number, self.chance.choice(["card", "sepa_debit"]))
        )

    def end(self):
        self._if_it_waits(
            self.chance.choice([self.fake.settle, self.fake.fail_payment, self.void, self.elsewhere])
        )

    def _if_it_waits(self, act):
        number = self.chance.choice(self.invoices or ["in_none"])
        if number != "in_none" and self.gateway.fetch(kind="invoice", id=number).state == "open":
            act(number)

    def void(self, number):
        self.gateway.void_invoice(invoice_id=number, key=self.key())

    def elsewhere(self, number):
        self.gateway.mark_paid_elsewhere(invoice_id=number, key=self.key())

    def credit(self):
        number = self.chance.choice(self.invoices or ["in_none"])
        self.gateway.credit(
            invoice_id=number, cents=self.cents(), reason="Geste", key=self.key(),
            give_back=self.chance.random() < 0.5,
        )  # fmt: skip

    def refund(self):
        number = self.chance.choice(self.invoices or ["in_none"])
        for payment in self.gateway.payments_of_invoice(invoice_id=number)[:1]:
            self.gateway.refund(payment_id=payment.payment_id, cents=self.cents(), key=self.key())


@pytest.mark.parametrize("seed", range(4))
def test_every_cent_is_somewhere(fake, gateway, sponsor, send, seed):
    office = Office(fake=fake, gateway=gateway, sponsor=sponsor, send=send, seed=seed)
    for _ in range(STEPS):
        office.act()
    by_transfer = 0
    for number in office.invoices:
        invoice = gateway.fetch(kind="invoice", id=number)
        paid = [one for one in gateway.payments_of_invoice(invoice_id=number) if one.state == "paid"]
        by_transfer += sum(one.paid_cents for one in paid if one.method == Method.TRANSFER)
        assert invoice.paid_cents == sum(one.paid_cents for one in paid) + invoice.elsewhere_cents
        assert invoice.remaining_cents == max(0, invoice.due_cents - invoice.paid_cents)
        assert invoice.credited_cents <= invoice.total_cents
        assert (invoice.state == "paid") == (invoice.remaining_cents == 0 and invoice.state != "void")
        for one in paid:
            assert gateway.fetch(kind="payment_intent", id=one.payment_id).refunded_cents <= one.paid_cents
    assert 0 < office.refused < STEPS // 2
    moves = gateway.transfers_of(customer=sponsor)
    came = sum(move.cents for move in moves if move.kind == "funded")
    assert came == by_transfer + gateway.cash_of(customer=sponsor)
    assert sum(move.cents for move in moves) == gateway.cash_of(customer=sponsor) >= 0
    assert {"paid", "void"} <= {gateway.fetch(kind="invoice", id=number).state for number in office.invoices}
