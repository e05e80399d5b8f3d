"""Writing into the ledger: each movement of money once, whatever rail it came by."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from billing.sponsoring.models import Agreement, Invoice, Payment, Sponsor
from kit.journal import record
from kit.refusals import Refused


class AlreadyNoted(Refused):
    """Ce paiement ({reference}) est déjà noté. Vérifiez sa référence ; pour un chèque, ajoutez la banque."""


def hold_sponsor(sponsor: UUID) -> Sponsor:
    """Lock a sponsor's money until the end of the transaction: one movement or credit at a time."""
    return Sponsor.objects.select_for_update(no_key=True).get(pk=sponsor)


def write(verb: str, *, reference: str, **movement: Any) -> Payment:
    """One more movement, like `write_once`. Raises AlreadyNoted for a reference that the rail has already."""
    payment = write_once(verb, reference=reference, **movement)
    if payment is None:
        raise AlreadyNoted(reference=reference)
    return payment


def write_once(
    verb: str, *, sponsor: UUID, rail: str, reference: str, amount_cents: int, received_on: date, by: Any,
    now: datetime, agreement: Agreement | None = None, invoice: Invoice | None = None,
    refunds: Payment | None = None,
) -> Payment | None:  # fmt: skip
    """One more movement; None when the rail's reference is in the ledger, or a twin was first."""
    payment = Payment(
        sponsor_id=sponsor, agreement=agreement, invoice=invoice, rail=rail, reference=reference,
        amount_cents=amount_cents, received_on=received_on, refunds=refunds, by=by, at=now,
    )  # fmt: skip
    Payment.objects.bulk_create([payment], ignore_conflicts=True)
    if not Payment.objects.filter(pk=payment.pk).exists():
        return None
    record(verb, on=payment, by=by, at=now, amount_cents=amount_cents, rail=rail)
    return payment


def is_written(reference: str, *, rail: str = Payment.Rail.STRIPE) -> bool:
    return Payment.objects.filter(rail=rail, reference=reference).exists()
