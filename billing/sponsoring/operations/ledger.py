"""Writing into the ledger: each movement of money once, whatever rail it came by."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from billing.sponsoring.models import Agreement, Invoice, Payment, Sponsor
from kit.journal import record
from kit.refusals import Refused


class AlreadyNoted(Refused):
    """Ce paiement ({reference}) est déjà noté. Vérifiez sa référence ; pour un chèque, ajoutez la banque."""


def hold_sponsor(sponsor: UUID) -> Sponsor:
    """Lock a sponsor's money until the end of the transaction: one movement or credit at a time."""
    return Sponsor.objects.select_for_update(no_key=True).get(pk=sponsor)


def write(
    verb: str, *, sponsor: UUID, rail: str, reference: str, amount_cents: int, received_on: date, by: Any,
    now: datetime, agreement: Agreement | None = None, invoice: Invoice | None = None,
    refunds: Payment | None = None,
) -> Payment:  # fmt: skip
    """One more movement; the caller holds the sponsor. Raises AlreadyNoted for a reference of this rail."""
    payment = Payment(
        sponsor_id=sponsor, agreement=agreement, invoice=invoice, rail=rail, reference=reference,
        amount_cents=amount_cents, received_on=received_on, refunds=refunds, by=by, at=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            payment.save(force_insert=True)
    except IntegrityError as error:
        if Payment.objects.filter(rail=rail, reference=reference).exists():
            raise AlreadyNoted(reference=reference) from error
        raise
    record(verb, on=payment, by=by, at=now, amount_cents=amount_cents, rail=rail)
    return payment


def is_written(reference: str, *, rail: str = Payment.Rail.STRIPE) -> bool:
    return Payment.objects.filter(rail=rail, reference=reference).exists()
