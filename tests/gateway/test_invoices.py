"""An invoice to a sponsor: sent, paid by card or by debit, elsewhere, void."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from stdnum import iban

from billing.gateway import Gateway, GatewayRefused, InvoiceLine, Method


def line(net_cents, vat="20"):
    return InvoiceLine(label="Accompagnement", net_cents=net_cents, vat_percent=Decimal(vat))


def test_a_sponsor_is_one_customer_however_often_it_is_named(fake, gateway, sponsor):
    said = {"reference": "sponsor-1", "name": "Fondation d’Essai", "siren": "732829320"}
    again = gateway.ensure_customer(**said, email="compta@fondation.example", key="second")
    moved = gateway.ensure_customer(**said, email="dons@fondation.example", known=sponsor, key="third")
    assert again == moved == sponsor
    held = fake.store.get("customer", sponsor)
    assert (held["name"], held["email"]) == ("Fondation d’Essai", "dons@fondation.example")
    assert fake.calls[1][2]["tax_id_data"] == [{"type": "fr_siren", "value": "732829320"}]


def test_a_sponsor_asked_for_twice_with_one_key_is_one(fake, gateway, sponsor):
    said = {"reference": "sponsor-1", "name": "Fondation Essai", "email": "compta@fondation.example"}
    assert gateway.ensure_customer(**said, siren="732829320", key="sponsor-1") == sponsor
    fake.forget_keys()
    assert gateway.ensure_customer(**said, siren="732829320", key="sponsor-1") == sponsor


def test_two_sponsors_may_share_an_address(gateway, sponsor):
    other = gateway.ensure_customer(
        reference="sponsor-2", name="Autre", email="compta@fondation.example", key="sponsor-2"
    )
    assert other != sponsor


def test_an_invoice_leaves_with_its_page_and_the_sponsor_s_own_iban(gateway, sponsor, send):
    sent = send()
    assert (sent.number, sent.state, sent.total_cents) == ("F-2022-0001", "open", 120_000)
    assert sent.hosted_url.startswith("https://")
    assert iban.is_valid(sent.bank.iban)
    assert sent.bank == gateway.bank_of(customer=sponsor, key="again")
    read = gateway.fetch(kind="invoice", id=sent.id)
    assert (read.due_on, read.remaining_cents) == (timezone.localdate() + timedelta(days=30), 120_000)
    assert send(number="F-2022-0002", methods=[Method.CARD]).bank is None


def test_vat_is_rounded_once_for_a_rate_and_the_lines_add_up(fake, send):
    """3 × 0,33 € at 20 % is 0,20 € of VAT: line by line it would have been 0,21 €."""
    sent = send(lines=[line(33), line(33), line(33), line(1_001, "5.5"), line(500, "0")])
    held = fake.store.get("invoice", sent.id)
    assert [sum(tax["amount"] for tax in one["taxes"]) for one in held["lines"]["data"]] == [7, 6, 7, 55, 0]
    assert sent.total_cents == held["total"] == 99 + 20 + 1_001 + 55 + 500


def test_stripe_writes_to_the_sponsor_only_when_asked(fake, send):
    send()
    assert "invoice.sent" not in {event["type"] for event in fake.events}
    send(number="F-2022-0002", by_mail=True)
    assert fake.event("invoice.sent")["data"]["object"]["number"] == "F-2022-0002"


def test_a_card_pays_at_once(fake, gateway, send):
    sent = send()
    fake.pay_invoice(sent.id)
    paid = gateway.fetch(kind="invoice", id=sent.id)
    assert (paid.state, paid.paid_cents, paid.remaining_cents) == ("paid", 120_000, 0)
    assert paid.paid_at is not None
    (payment,) = gateway.payments_of_invoice(invoice_id=sent.id)
    assert (payment.state, payment.method, payment.paid_cents) == ("paid", "card", 120_000)
    received = gateway.fetch(kind="payment_intent", id=payment.payment_id)
    assert (received.state, received.received_cents, received.method) == ("succeeded", 120_000, "card")


def test_a_debit_is_paid_when_its_bank_has_answered(fake, gateway, send):
    sent = send()
    fake.pay_invoice(sent.id, "sepa_debit")
    (payment,) = gateway.payments_of_invoice(invoice_id=sent.id)
    assert (payment.state, payment.paid_cents) == ("open", 0)
    assert gateway.fetch(kind="payment_intent", id=payment.payment_id).state == "processing"
    fake.settle(sent.id)
    assert gateway.fetch(kind="invoice", id=sent.id).state == "paid"
    assert gateway.payments_of_invoice(invoice_id=sent.id)[0].method == "sepa_debit"


def test_a_debit_that_fails_leaves_the_invoice_to_pay(fake, gateway, send):
    sent = send()
    fake.pay_invoice(sent.id, "sepa_debit")
    failed = fake.fail_payment(sent.id)
    assert fake.event("invoice.payment_failed")["data"]["object"]["id"] == sent.id
    read = gateway.fetch(kind="payment_intent", id=failed["id"])
    assert (read.failure, read.received_cents, read.method) == ("insufficient_funds", 0, "sepa_debit")
    assert gateway.fetch(kind="invoice", id=sent.id).remaining_cents == 120_000
    fake.pay_invoice(sent.id)
    assert gateway.fetch(kind="invoice", id=sent.id).state == "paid"


def test_a_cheque_pays_outside_of_stripe_and_nobody_can_pay_again(fake, gateway, send):
    sent = send()
    paid = gateway.mark_paid_elsewhere(invoice_id=sent.id, key="cheque")
    assert (paid.state, paid.paid_cents, paid.elsewhere_cents) == ("paid", 120_000, 120_000)
    assert [one.state for one in gateway.payments_of_invoice(invoice_id=sent.id)] == ["canceled"]
    assert fake.event("payment_intent.canceled")
    with pytest.raises(GatewayRefused):
        gateway.mark_paid_elsewhere(invoice_id=sent.id, key="another cheque")


def test_a_void_invoice_waits_for_nobody(fake, gateway, send):
    sent = send()
    assert gateway.void_invoice(invoice_id=sent.id, key="void").state == "void"
    assert fake.event("invoice.voided")["data"]["object"]["id"] == sent.id
    with pytest.raises(GatewayRefused, match="n’attend plus de paiement"):
        gateway.mark_paid_elsewhere(invoice_id=sent.id, key="cheque")


def test_what_is_paid_is_not_voided(fake, gateway, send):
    sent = send()
    fake.pay_invoice(sent.id)
    with pytest.raises(GatewayRefused, match="n’attend plus de paiement"):
        gateway.void_invoice(invoice_id=sent.id, key="void")


def test_an_invoice_that_is_due_already_is_refused(send):
    with pytest.raises(GatewayRefused, match="due_date"):
        send(due_on=timezone.localdate() - timedelta(days=2))


def test_the_same_number_is_sent_once_and_never_with_another_total(fake, gateway, send):
    """Days later Stripe has forgotten our key; the invoice is found by its number."""
    sent = send()
    fake.forget_keys()
    assert send() == sent
    assert len(list(gateway.invoices_since(moment=timezone.now() - timedelta(hours=1)))) == 1
    with pytest.raises(GatewayRefused, match="F-2022-0001, avec un autre montant"):
        send(lines=[line(1)])


def test_a_draft_that_holds_something_else_is_not_opened(fake, gateway, sponsor, send):
    fake.fail_next(status=400, path="*/finalize")
    with pytest.raises(GatewayRefused):
        send()
    with pytest.raises(GatewayRefused, match="avec un autre montant"):
        send(lines=[line(1)])
    (draft,) = gateway.invoices_since(moment=timezone.now() - timedelta(hours=1))
    assert draft.state == "draft"


def test_the_invoice_of_a_payment_is_found_and_a_gift_has_none(fake, gateway, send):
    sent, other = send(), send(number="F-2022-0002")
    for invoice in (sent, other):
        fake.pay_invoice(invoice.id)
    (payment,) = gateway.payments_of_invoice(invoice_id=sent.id)
    assert gateway.invoices_of_payment(payment_id=payment.payment_id) == [payment]
    assert gateway.invoices_of_payment(payment_id="pi_none") == []


@pytest.mark.parametrize("step", ["/add_lines", "/finalize"])
def test_a_sending_that_died_on_its_way_is_taken_up_where_it_was_left(fake, gateway, send, step):
    first = fake.store.new_id("in").replace("1", "2")  # the id that the invoice will have
    fake.fail_next(status=400, path=f"/v1/invoices/{first}{step}")
    with pytest.raises(GatewayRefused):
        send()
    assert gateway.fetch(kind="invoice", id=first).state == "draft"
    fake.forget_keys()
    sent = send()
    assert (sent.id, sent.state, sent.total_cents) == (first, "open", 120_000)


def test_the_keys_are_in_no_trace():
    assert "biscotte" not in repr(Gateway(key="sk_test_biscotte", webhook_secret="whsec_biscotte"))
