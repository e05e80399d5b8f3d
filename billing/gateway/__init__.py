"""The door to Stripe: the only place that imports its SDK.

Words of the product go in and come out, as frozen dataclasses; no object of Stripe leaves this room. It
keeps nothing: no model, no database. Who calls has stored an idempotency key with the operation, and gives
it each time: the same key never pays, sends or refunds twice. Stripe is one rail, not the ledger.

    if gateway.is_on():
        sent = gateway.open_gateway().send_invoice(number="F-2022-0001", …, key=operation.key)

Everything that goes wrong is a kit.refusals.Refused with a sentence: GatewayOff, GatewayBusy (try again
with the same key), GatewayRefused (change the demand), ForgedEvent.
"""

from billing.gateway.door import Gateway, is_on, open_gateway
from billing.gateway.fetching import follows
from billing.gateway.refusals import ForgedEvent, GatewayBusy, GatewayOff, GatewayRefused
from billing.gateway.words import (
    Bank,
    CashMovement,
    Checkout,
    CreditNote,
    Dispute,
    Event,
    Fetched,
    Invoice,
    InvoiceLine,
    InvoicePayment,
    Method,
    Payment,
    Refund,
    SentInvoice,
)

__all__ = [
    "Bank",
    "CashMovement",
    "Checkout",
    "CreditNote",
    "Dispute",
    "Event",
    "Fetched",
    "ForgedEvent",
    "Gateway",
    "GatewayBusy",
    "GatewayOff",
    "GatewayRefused",
    "Invoice",
    "InvoiceLine",
    "InvoicePayment",
    "Method",
    "Payment",
    "Refund",
    "SentInvoice",
    "follows",
    "is_on",
    "open_gateway",
]
