"""Payments that somebody notes, and what is given back by hand."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from billing.sponsoring.models import Agreement, Invoice, Payment, Sponsor
from billing.sponsoring.operations.gateway_calls import MoreThanPaid, tell_rail_later
from billing.sponsoring.operations.ledger import hold_sponsor, write
from billing.sponsoring.queries.money import refundable_cents
from kit.formats import euros
from kit.refusals import Refused

BY_HAND = (Payment.Rail.TRANSFER, Payment.Rail.CHEQUE)
_NOT_YET = (Agreement.State.DRAFT, Agreement.State.DECLINED)


class NotByHand(Refused):
    """Un paiement en ligne se note tout seul. Choisissez virement ou chèque."""


class NothingPaid(Refused):
    """Un paiement est plus grand que zéro."""


class NoReference(Refused):
    """Il faut une référence : celle de la banque, ou le numéro du chèque."""


class NotReceivedYet(Refused):
    """Un paiement se note quand il est là : sa date n’est pas après aujourd’hui."""


class NotPayable(Refused):
    """{number} est un avoir : il ne se paie pas. Choisissez la pièce qu’il annule."""


class NothingSigned(Refused):
    """La convention {reference} n’est pas proposée : aucun paiement ne peut y être noté."""


class NobodyPays(Refused):
    """Dites ce qui est payé : une pièce, une convention ou un mécène."""


class RefundedOnline(Refused):
    """Ce paiement est passé en ligne : remboursez-le en ligne."""


class NotRefundable(Refused):
    """Un remboursement ne se rembourse pas."""


@transaction.atomic
def note_payment(
    *, rail: str, reference: str, amount_cents: int, received_on: date, by: Any, now: datetime, today: date,
    invoice: Invoice | None = None, agreement: Agreement | None = None, sponsor: Sponsor | None = None,
) -> Payment:  # fmt: skip
    """A transfer or a cheque, whole or in part or too much, for an invoice, an agreement, or a sponsor."""
    if rail not in BY_HAND:
        raise NotByHand
    reference = reference.strip()
    _check_said(reference, amount_cents, received_on, today)
    payer, agreement = _payer(invoice, agreement, sponsor)
    hold_sponsor(payer)
    payment = write(
        "sponsoring.payment_noted", sponsor=payer, agreement=agreement, invoice=invoice, rail=rail,
        reference=reference, amount_cents=amount_cents, received_on=received_on, by=by, now=now,
    )  # fmt: skip
    if invoice is not None:
        tell_rail_later(invoice, after=payment, by=by, now=now)
    return payment


@transaction.atomic
def note_refund(
    payment: Payment, *, cents: int, reference: str, given_on: date, by: Any, now: datetime, today: date
) -> Payment:
    """`cents` of a transfer or cheque that we gave back: a negative payment that names the first."""
    if payment.rail not in BY_HAND:
        raise RefundedOnline
    if payment.refunds_id:
        raise NotRefundable
    reference = reference.strip()
    _check_said(reference, cents, given_on, today)
    hold_sponsor(payment.sponsor_id)
    left = refundable_cents(payment)
    if cents > left:
        raise MoreThanPaid(euros=euros(left))
    return write(
        "sponsoring.refund_noted", sponsor=payment.sponsor_id, agreement=payment.agreement,
        invoice=payment.invoice, rail=payment.rail, reference=reference, amount_cents=-cents,
        received_on=given_on, refunds=payment, by=by, now=now,
    )  # fmt: skip


def _check_said(reference: str, cents: int, day: date, today: date) -> None:
    if not reference:
        raise NoReference
    if cents <= 0:
        raise NothingPaid
    if day > today:
        raise NotReceivedYet


def _payer(
    invoice: Invoice | None, agreement: Agreement | None, sponsor: Sponsor | None
) -> tuple[Any, Agreement | None]:
    if invoice is not None:
        if invoice.kind == Invoice.Kind.CREDIT_NOTE:
            raise NotPayable(number=invoice.number)
        return invoice.sponsor_id, invoice.agreement
    if agreement is not None:
        if agreement.state in _NOT_YET:
            raise NothingSigned(reference=agreement.reference)
        return agreement.sponsor_id, agreement
    if sponsor is None:
        raise NobodyPays
    return sponsor.pk, None
