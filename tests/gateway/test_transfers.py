"""A sponsor pays by bank transfer: a part, the rest, too much."""

from decimal import Decimal

from stripe_fake.fixtures import SECRET

from billing.gateway import InvoiceLine, Method


def test_a_part_waits_in_the_balance_and_the_rest_pays_the_whole(fake, gateway, sponsor, send):
    """Stripe never funds an invoice in part: what came is seen in the sponsor's balance."""
    sent = send()
    fake.bank_transfer(sponsor, 50_000, reference="F-2022-0001")
    assert gateway.fetch(kind="invoice", id=sent.id).remaining_cents == 120_000
    assert gateway.cash_of(customer=sponsor) == 50_000
    (came,) = gateway.transfers_of(customer=sponsor)
    assert (came.kind, came.cents, came.reference, came.sender) == (
        "funded", 50_000, "F-2022-0001", "Fondation",
    )  # fmt: skip
    fake.bank_transfer(sponsor, 70_000)
    assert gateway.fetch(kind="invoice", id=sent.id).state == "paid"
    assert gateway.cash_of(customer=sponsor) == 0
    (payment,) = gateway.payments_of_invoice(invoice_id=sent.id)
    assert (payment.method, payment.paid_cents) == ("customer_balance", 120_000)


def test_too_much_stays_in_the_balance_and_pays_the_next_invoice(fake, gateway, sponsor, send):
    sent = send()
    fake.bank_transfer(sponsor, 250_000)
    read = gateway.fetch(kind="invoice", id=sent.id)
    assert (read.state, read.paid_cents, read.overpaid_cents) == ("paid", 120_000, 0)
    assert gateway.cash_of(customer=sponsor) == 130_000
    following = send(number="F-2022-0002")
    assert following.state == "paid"
    moves = gateway.transfers_of(customer=sponsor)
    assert [move.cents for move in moves] == [250_000, -120_000, -120_000]
    assert moves[-1].balance_cents == gateway.cash_of(customer=sponsor) == 10_000
    assert moves[-1].payment_id == gateway.payments_of_invoice(invoice_id=following.id)[0].payment_id


def test_a_transfer_pays_the_invoice_of_its_amount_before_an_older_one(fake, gateway, sponsor, send):
    small = InvoiceLine(label="Guide", net_cents=10_000, vat_percent=Decimal(0))
    older, exact = send(), send(number="F-2022-0002", lines=[small])
    fake.bank_transfer(sponsor, 10_000)
    states = [gateway.fetch(kind="invoice", id=sent.id).state for sent in (older, exact)]
    assert states == ["open", "paid"]


def test_a_transfer_does_not_pay_what_is_paid_by_card_only(fake, gateway, sponsor, send):
    sent = send(methods=[Method.CARD])
    fake.bank_transfer(sponsor, 120_000)
    assert gateway.fetch(kind="invoice", id=sent.id).state == "open"


def test_a_movement_that_an_event_tells_is_fetched_again(fake, gateway, sponsor):
    fake.bank_transfer(sponsor, 50_000)
    body, signature = fake.signed(fake.event("customer_cash_balance_transaction.created"), SECRET)
    told = gateway.read_event(body=body, signature=signature)
    came = gateway.fetch(kind=told.object_kind, id=told.object_id, customer=told.customer_id)
    assert (came.cents, came.balance_cents) == (50_000, 50_000)
