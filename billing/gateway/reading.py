"""Stripe's objects, read into ours."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import stripe
from django.conf import settings

from billing.gateway.words import (
    Bank,
    CashMovement,
    Checkout,
    CreditNote,
    Dispute,
    Event,
    Invoice,
    InvoicePayment,
    Payment,
    Refund,
    SentInvoice,
)


def invoice(given: stripe.Invoice) -> Invoice:
    credited = given.pre_payment_credit_notes_amount + given.post_payment_credit_notes_amount
    return Invoice(
        id=given.id,
        number=given.number or "",
        state=given.status or "",
        customer_id=id_of(given.customer),
        total_cents=given.total,
        due_cents=given.amount_due,
        paid_cents=given.amount_paid,
        elsewhere_cents=given.amount_paid_off_stripe or 0,
        remaining_cents=given.amount_remaining,
        overpaid_cents=given.amount_overpaid,
        credited_cents=credited,
        hosted_url=given.hosted_invoice_url or "",
        created_at=moment(given.created),
        due_on=_day(given.due_date),
        paid_at=_maybe(given.status_transitions.paid_at),
    )


def sent_invoice(given: stripe.Invoice, *, bank: Bank | None) -> SentInvoice:
    return SentInvoice(
        id=given.id,
        number=given.number or "",
        state=given.status or "",
        total_cents=given.total,
        hosted_url=given.hosted_invoice_url or "",
        pdf_url=given.invoice_pdf or "",
        bank=bank,
    )


def payment(given: stripe.PaymentIntent) -> Payment:
    """`latest_charge` must be expanded: the method and what was refunded are written there."""
    charge = given.latest_charge if isinstance(given.latest_charge, stripe.Charge) else None
    return Payment(
        id=given.id,
        state=given.status,
        customer_id=id_of(given.customer),
        reference=noted(given, "reference"),
        amount_cents=given.amount,
        received_cents=given.amount_received,
        refunded_cents=charge.amount_refunded if charge else 0,
        method=_method(charge),
        failure=(given.last_payment_error.code or "") if given.last_payment_error else "",
        created_at=moment(given.created),
    )


def invoice_payment(given: stripe.InvoicePayment) -> InvoicePayment:
    """`payment.payment_intent.latest_charge` must be expanded, for the method."""
    by = given.payment
    intent = getattr(by, "payment_intent", None)
    charge = intent.latest_charge if isinstance(intent, stripe.PaymentIntent) else None
    return InvoicePayment(
        id=given.id,
        invoice_id=id_of(given.invoice),
        payment_id=id_of(intent or getattr(by, "charge", None) or getattr(by, "payment_record", None)),
        state=given.status,
        requested_cents=given.amount_requested,
        paid_cents=given.amount_paid or 0,
        method=_method(charge),
        paid_at=_maybe(given.status_transitions.paid_at),
    )


def refund(given: stripe.Refund) -> Refund:
    return Refund(
        id=given.id,
        payment_id=id_of(given.payment_intent),
        cents=given.amount,
        state=given.status or "",
        created_at=moment(given.created),
    )


def dispute(given: stripe.Dispute) -> Dispute:
    return Dispute(
        id=given.id,
        payment_id=id_of(given.payment_intent),
        cents=given.amount,
        state=given.status,
        reason=given.reason,
        created_at=moment(given.created),
    )


def credit_note(given: stripe.CreditNote) -> CreditNote:
    return CreditNote(
        id=given.id,
        number=given.number,
        invoice_id=id_of(given.invoice),
        cents=given.total,
        state=given.status,
        refund_ids=tuple(id_of(made.refund) for made in given.refunds),
        created_at=moment(given.created),
    )


def checkout(given: stripe.checkout.Session) -> Checkout:
    return Checkout(
        id=given.id,
        url=given.url or "",
        state=given.status or "",
        paid=given.payment_status == "paid",
        amount_cents=given.amount_total or 0,
        reference=given.client_reference_id or "",
        payment_id=id_of(given.payment_intent),
        email=(given.customer_details.email or "") if given.customer_details else "",
        created_at=moment(given.created),
    )


def cash_movement(given: stripe.CustomerCashBalanceTransaction) -> CashMovement:
    transfer = given.funded.bank_transfer if given.funded else None
    european = transfer.eu_bank_transfer if transfer else None
    moved = given.applied_to_payment or given.unapplied_from_payment
    return CashMovement(
        id=given.id,
        kind=given.type,
        cents=given.net_amount,
        balance_cents=given.ending_balance,
        payment_id=id_of(moved.payment_intent) if moved else "",
        reference=(transfer.reference or "") if transfer else "",
        sender=(european.sender_name or "") if european else "",
        at=moment(given.created),
    )


def bank(given: stripe.FundingInstructions) -> Bank | None:
    """The first IBAN that is told; None when there is none."""
    for address in given.bank_transfer.financial_addresses:
        if address.iban:
            return Bank(iban=address.iban.iban, bic=address.iban.bic, holder=address.iban.account_holder_name)
    return None


def event(given: stripe.Event) -> Event:
    about: Any = given.data.object
    kind = about["object"]
    number = _field(about, "id")
    return Event(
        id=given.id,
        type=given.type,
        created_at=moment(given.created),
        object_kind=kind,
        object_id=number,
        customer_id=number if kind == "customer" else _field(about, "customer"),
        live=given.livemode,
    )


def _field(given: Any, name: str) -> str:
    # An object of Stripe is no dict, and has no `get`.
    return id_of(given[name]) if name in given else ""


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)


def _maybe(seconds: int | None) -> datetime | None:
    return None if seconds is None else moment(seconds)


def _day(seconds: int | None) -> date | None:
    # As it was written: the end of that day, in the network's own zone.
    return (
        None if seconds is None else datetime.fromtimestamp(seconds, tz=ZoneInfo(settings.TIME_ZONE)).date()
    )


def id_of(given: Any) -> str:
    """Of what is told by its id, whole when it was expanded, or not at all."""
    return given if isinstance(given, str) else given.id if given else ""


def noted(given: Any, name: str) -> str:
    """What we wrote in an object's metadata."""
    metadata = given.metadata
    return str(metadata[name]) if metadata and name in metadata else ""


def _method(charge: Any) -> str:
    details = charge.payment_method_details if isinstance(charge, stripe.Charge) else None
    return details.type if details else ""
