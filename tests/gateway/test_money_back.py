"""Refunds and credit notes."""

import pytest

from billing.gateway import GatewayRefused


@pytest.fixture
def paid(fake, gateway, send):
    """(invoice, payment) of 1 200,00 €, paid by card."""
    sent = send()
    fake.pay_invoice(sent.id)
    return sent.id, gateway.payments_of_invoice(invoice_id=sent.id)[0].payment_id


def test_a_payment_is_refunded_in_parts_and_not_beyond(fake, gateway, paid):
    _, payment = paid
    first = gateway.refund(payment_id=payment, cents=20_000, key="refund-1")
    assert (first.state, first.cents, first.payment_id) == ("succeeded", 20_000, payment)
    assert gateway.fetch(kind="payment_intent", id=payment).refunded_cents == 20_000
    with pytest.raises(GatewayRefused, match="amount"):
        gateway.refund(payment_id=payment, cents=100_001, key="refund-2")
    gateway.refund(payment_id=payment, cents=100_000, key="refund-3")
    with pytest.raises(GatewayRefused, match="déjà remboursé en entier"):
        gateway.refund(payment_id=payment, cents=1, key="refund-4")
    kinds = [event["type"] for event in fake.events]
    assert (kinds.count("refund.created"), kinds.count("charge.refunded")) == (2, 2)


def test_a_refund_asked_twice_with_its_key_is_one_even_days_later(fake, gateway, paid):
    _, payment = paid
    made = []
    for _ in range(3):
        made.append(gateway.refund(payment_id=payment, cents=20_000, key="refund-1"))
        fake.forget_keys()
    assert made[0] == made[1] == made[2]
    with pytest.raises(GatewayRefused, match="d’autres montants"):
        gateway.refund(payment_id=payment, cents=30_000, key="refund-1")
    assert gateway.fetch(kind="payment_intent", id=payment).refunded_cents == 20_000


def test_a_debit_is_given_back_when_its_bank_has_it(fake, gateway, send):
    sent = send()
    fake.pay_invoice(sent.id, "sepa_debit")
    payment = fake.settle(sent.id)["id"]
    asked = gateway.refund(payment_id=payment, cents=120_000, key="refund-1")
    assert asked.state == "pending"
    fake.settle(asked.id)
    assert gateway.fetch(kind="refund", id=asked.id).state == "succeeded"


def test_a_debit_that_its_bank_takes_back_weeks_later_is_told(fake, gateway, send):
    sent = send()
    fake.pay_invoice(sent.id, "sepa_debit")
    payment = fake.settle(sent.id)["id"]
    fake.take_back(payment)
    told = fake.event("charge.dispute.closed")["data"]["object"]
    taken = gateway.fetch(kind=told["object"], id=told["id"])
    assert (taken.payment_id, taken.cents, taken.state, taken.reason) == (
        payment, 120_000, "lost", "insufficient_funds",
    )  # fmt: skip
    assert gateway.invoices_of_payment(payment_id=payment)[0].invoice_id == sent.id
    assert gateway.fetch(kind="invoice", id=sent.id).state == "paid"


def test_what_is_not_paid_yet_is_not_refunded(fake, gateway, send):
    fake.pay_invoice(send().id, "sepa_debit")
    payment = fake.event("payment_intent.processing")["data"]["object"]["id"]
    with pytest.raises(GatewayRefused, match="payment_intent_unexpected_state"):
        gateway.refund(payment_id=payment, cents=1, key="refund-1")


def test_a_credit_note_asked_twice_with_its_key_is_one_even_days_later(fake, gateway, send):
    """What is left to pay is not the same the second time; the demand is."""
    said = {"invoice_id": send().id, "cents": 80_000, "reason": "Huit places de moins", "key": "credit-1"}
    first = gateway.credit(**said)
    assert gateway.credit(**said) == first
    fake.forget_keys()
    assert gateway.credit(**said) == first
    assert gateway.fetch(kind="invoice", id=said["invoice_id"]).credited_cents == 80_000
    with pytest.raises(GatewayRefused, match="d’autres montants"):
        gateway.credit(**said | {"cents": 1})


def test_credit_notes_never_exceed_the_invoice(gateway, paid):
    invoice, _ = paid
    gateway.credit(invoice_id=invoice, cents=100_000, reason="Presque tout", key="credit-1", give_back=True)
    with pytest.raises(GatewayRefused, match="dépasse ce qui reste"):
        gateway.credit(invoice_id=invoice, cents=20_001, reason="Trop", key="credit-2")


def test_a_credit_note_lessens_what_is_left_to_pay(fake, gateway, send):
    sent = send()
    note = gateway.credit(invoice_id=sent.id, cents=20_000, reason="Une place de moins", key="credit-1")
    assert (note.cents, note.state, note.refund_ids) == (20_000, "issued", ())
    read = gateway.fetch(kind="invoice", id=sent.id)
    assert (read.due_cents, read.remaining_cents, read.credited_cents) == (100_000, 100_000, 20_000)
    fake.pay_invoice(sent.id)
    read = gateway.fetch(kind="invoice", id=sent.id)
    assert (read.state, read.paid_cents, read.total_cents) == ("paid", 100_000, 120_000)


def test_a_credit_note_of_all_that_is_left_closes_the_invoice(fake, gateway, send):
    sent = send()
    gateway.credit(invoice_id=sent.id, cents=120_000, reason="Annulée", key="credit-1")
    assert gateway.fetch(kind="invoice", id=sent.id).state == "paid"
    with pytest.raises(GatewayRefused, match="dépasse ce qui reste"):
        gateway.credit(invoice_id=sent.id, cents=1, reason="Encore", key="credit-2")


def test_a_credit_note_on_a_paid_invoice_gives_the_money_back_when_asked(gateway, paid):
    invoice, payment = paid
    note = gateway.credit(
        invoice_id=invoice, cents=30_000, reason="Groupe annulé", key="credit-1", give_back=True
    )
    (refund,) = note.refund_ids
    assert gateway.fetch(kind="refund", id=refund).cents == 30_000
    assert gateway.fetch(kind="payment_intent", id=payment).refunded_cents == 30_000
    assert gateway.fetch(kind="credit_note", id=note.id) == note


def test_a_credit_note_on_a_paid_invoice_may_be_given_back_outside_of_stripe(gateway, paid):
    invoice, payment = paid
    note = gateway.credit(invoice_id=invoice, cents=30_000, reason="Par virement", key="credit-1")
    assert note.refund_ids == ()
    assert gateway.fetch(kind="payment_intent", id=payment).refunded_cents == 0
    assert gateway.fetch(kind="invoice", id=invoice).credited_cents == 30_000
