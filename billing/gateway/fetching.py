"""The objects that the product follows, fetched again as they are now."""

from collections.abc import Callable

import stripe

from billing.gateway import reading
from billing.gateway.words import (
    CashMovement,
    Checkout,
    CreditNote,
    Dispute,
    Fetched,
    Invoice,
    InvoicePayment,
    Payment,
    Refund,
)


def follows(kind: str) -> bool:
    """Whether Gateway.fetch knows the objects of this kind (Event.object_kind)."""
    return kind in KINDS


def _invoice(api: stripe.StripeClient, id: str, _: str) -> Invoice:
    return reading.invoice(api.v1.invoices.retrieve(id))


def _payment(api: stripe.StripeClient, id: str, _: str) -> Payment:
    return reading.payment(api.v1.payment_intents.retrieve(id, {"expand": ["latest_charge"]}))


def _payment_of_charge(api: stripe.StripeClient, id: str, _: str) -> Payment:
    return _payment(api, reading.id_of(api.v1.charges.retrieve(id).payment_intent), "")


def _invoice_payment(api: stripe.StripeClient, id: str, _: str) -> InvoicePayment:
    expand = ["payment.payment_intent.latest_charge"]
    return reading.invoice_payment(api.v1.invoice_payments.retrieve(id, {"expand": expand}))


def _refund(api: stripe.StripeClient, id: str, _: str) -> Refund:
    return reading.refund(api.v1.refunds.retrieve(id))


def _dispute(api: stripe.StripeClient, id: str, _: str) -> Dispute:
    return reading.dispute(api.v1.disputes.retrieve(id))


def _credit_note(api: stripe.StripeClient, id: str, _: str) -> CreditNote:
    return reading.credit_note(api.v1.credit_notes.retrieve(id))


def _checkout(api: stripe.StripeClient, id: str, _: str) -> Checkout:
    return reading.checkout(api.v1.checkout.sessions.retrieve(id))


def _cash_movement(api: stripe.StripeClient, id: str, customer: str) -> CashMovement:
    return reading.cash_movement(api.v1.customers.cash_balance_transactions.retrieve(customer, id))


KINDS: dict[str, Callable[[stripe.StripeClient, str, str], Fetched]] = {
    "invoice": _invoice,
    "payment_intent": _payment,
    "charge": _payment_of_charge,
    "invoice_payment": _invoice_payment,
    "refund": _refund,
    "dispute": _dispute,
    "credit_note": _credit_note,
    "checkout.session": _checkout,
    "customer_cash_balance_transaction": _cash_movement,
}
