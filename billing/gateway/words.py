"""What goes through the door: frozen, typed, in words of the product.

`…_cents` are integer cents of euros, moments are in UTC, ids are Stripe's; "" is "none".
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Method(StrEnum):
    """How a sponsor may pay an invoice; the values are Stripe's."""

    CARD = "card"
    DEBIT = "sepa_debit"
    TRANSFER = "customer_balance"


@dataclass(frozen=True, kw_only=True)
class InvoiceLine:
    """`net_cents` without VAT; `vat_percent` 20, 5.5, 0…"""

    label: str
    net_cents: int
    vat_percent: Decimal


@dataclass(frozen=True, kw_only=True)
class Bank:
    """The virtual IBAN of one sponsor: a transfer there is recognised without a reference."""

    iban: str
    bic: str
    holder: str


@dataclass(frozen=True, kw_only=True)
class SentInvoice:
    """`bank` when transfers are accepted. `state` is open, or paid when the sponsor's cash was waiting."""

    id: str
    number: str
    state: str
    total_cents: int
    hosted_url: str
    pdf_url: str
    bank: Bank | None


@dataclass(frozen=True, kw_only=True)
class Invoice:
    """`state`: draft, open, paid, void or uncollectible.

    `due_cents` is the total less what was credited before payment; `elsewhere_cents` is the part of
    `paid_cents` that did not come through Stripe.
    """

    id: str
    number: str
    state: str
    customer_id: str
    total_cents: int
    due_cents: int
    paid_cents: int
    elsewhere_cents: int
    remaining_cents: int
    overpaid_cents: int
    credited_cents: int
    hosted_url: str
    created_at: datetime
    due_on: date | None
    paid_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Payment:
    """`state`: succeeded, processing, canceled, or one of Stripe's `requires_…`.

    `method` is that of the last attempt, `failure` its code when it failed (insufficient_funds…).
    """

    id: str
    state: str
    customer_id: str
    reference: str
    amount_cents: int
    received_cents: int
    refunded_cents: int
    method: str
    failure: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class InvoicePayment:
    """A payment of an invoice, done or awaited. `state`: open, paid or canceled."""

    id: str
    invoice_id: str
    payment_id: str
    state: str
    requested_cents: int
    paid_cents: int
    method: str
    paid_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Refund:
    """`state`: pending, succeeded, failed, canceled or requires_action."""

    id: str
    payment_id: str
    cents: int
    state: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class Dispute:
    """The payer's bank takes a payment back: a debit without funds or mandate, weeks after it was paid.

    The money has left when `state` is `lost`, and until the end it is held back. The invoice stays "paid" at
    Stripe: it is for us to ask for the money again.
    """

    id: str
    payment_id: str
    cents: int
    state: str
    reason: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class CreditNote:
    """`refund_ids`: the refunds that Stripe made with it. `state`: issued or void."""

    id: str
    number: str
    invoice_id: str
    cents: int
    state: str
    refund_ids: tuple[str, ...]
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class Checkout:
    """A page on which somebody pays once. `state`: open, complete or expired; then `url` is "".

    A complete one is not `paid` while a debit is in progress.
    """

    id: str
    url: str
    state: str
    paid: bool
    amount_cents: int
    reference: str
    payment_id: str
    email: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class CashMovement:
    """Money of transfers that comes to a sponsor's cash balance, or leaves it (`cents` below zero).

    `kind`: funded, applied_to_payment, refunded_from_payment, return_initiated…
    """

    id: str
    kind: str
    cents: int
    balance_cents: int
    payment_id: str
    reference: str
    sender: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something happened to an object, which is to be fetched again: an event may come late, or twice.

    `object_kind` and `object_id` are for Gateway.fetch; the id is "" for what has none (a cash balance).
    """

    id: str
    type: str
    created_at: datetime
    object_kind: str
    object_id: str
    customer_id: str
    live: bool


Fetched = Invoice | Payment | InvoicePayment | Refund | Dispute | CreditNote | Checkout | CashMovement
