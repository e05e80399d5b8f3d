"""Every difference between the rail and the ledger, found by asking the rail for all it has.

A difference is {"kind", "about", "rail_cents", "ledger_cents", "invoice", "sponsor"}: `about` is what the
rail or we call it, the ids are ours as texts or "", cents are null where there is none. Kinds and their
words are in DIFFERENCES.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Sum

from billing.gateway import Checkout, Gateway, GatewayRefused, open_gateway
from billing.gateway import Invoice as RailInvoice
from billing.gateway import InvoicePayment as RailInvoicePayment
from billing.gateway import Payment as RailPayment
from billing.sponsoring.models import GatewayCall, Invoice, Payment, Reconciliation, Sponsor
from billing.sponsoring.operations.gateway_calls import unanswered
from billing.sponsoring.queries.money import account_of_invoice
from kit.journal import record

DIFFERENCES = {
    "stranger": "Cette pièce existe en ligne, mais pas dans Maillon.",
    "total": "Le total de la pièce n’est pas le même en ligne.",
    "not_online": "Cette pièce a été envoyée, mais n’existe pas en ligne.",
    "missing": "Ce paiement est en ligne, mais pas au registre. Rejouez les messages.",
    "amount": "Ce paiement n’a pas le même montant en ligne et au registre.",
    "elsewhere": "Ce paiement est au registre pour une autre pièce.",
    "left": "Il ne reste pas la même somme à payer en ligne et au registre.",
    "unknown": "Ce paiement est au registre, mais pas en ligne.",
    "refunded": "Ce qui a été remboursé n’est pas le même en ligne et au registre.",
    "unanswered": "Cette demande est restée sans réponse. Elle sera reprise cette nuit.",
    "cash": "Cet argent est arrivé par virement en ligne et ne paie encore aucune pièce.",
}
BACK = timedelta(days=120)  # a debit may be disputed for 8 weeks, or 13 months without a mandate
_PATIENCE = timedelta(minutes=15)


def reconcile(*, now: datetime, by: Any = None, since: datetime | None = None) -> Reconciliation:
    """Compare, and keep what was found. Raises what the gateway raises."""
    since = since or now - BACK
    found = list(differences(open_gateway(), since=since, now=now))
    made = Reconciliation.objects.create(at=now, since=since, differences=found)
    record("sponsoring.reconciled", on=made, by=by, at=now, differences=len(found))
    return made


def differences(gateway: Gateway, *, since: datetime, now: datetime) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for rail in gateway.invoices_since(moment=since):
        seen.add(rail.number)
        yield from _of_invoice(gateway, rail)
    yield from _sent_and_gone(seen, since)
    yield from _of_the_ledger(gateway, since)
    yield from _of_pages(gateway, since)
    yield from _of_demands(now - _PATIENCE)
    yield from _of_cash(gateway)


def _difference(
    kind: str, about: str, *, rail: int | None = None, ledger: int | None = None,
    invoice: Invoice | None = None, sponsor: Any = None,
) -> dict[str, Any]:  # fmt: skip
    sponsor = sponsor or (invoice.sponsor_id if invoice else None)
    return {
        "kind": kind, "about": about, "rail_cents": rail, "ledger_cents": ledger,
        "invoice": str(invoice.pk) if invoice else "", "sponsor": str(sponsor) if sponsor else "",
    }  # fmt: skip


def _of_invoice(gateway: Gateway, rail: RailInvoice) -> Iterator[dict[str, Any]]:
    if rail.state == "draft":
        return
    invoice = Invoice.objects.filter(number=rail.number).first()
    if invoice is None:
        yield _difference("stranger", rail.number or rail.id, rail=rail.total_cents)
        return
    if rail.total_cents != invoice.gross_cents:
        yield _difference(
            "total", rail.number, rail=rail.total_cents, ledger=invoice.gross_cents, invoice=invoice
        )
    for paid in gateway.payments_of_invoice(invoice_id=rail.id):
        if paid.state == "paid":
            yield from _of_payment(paid, invoice)
    left = _left_but_for_refunds(invoice)
    remaining = rail.remaining_cents if rail.state == "open" else 0
    if left != remaining:
        yield _difference("left", rail.number, rail=remaining, ledger=left, invoice=invoice)


def _left_but_for_refunds(invoice: Invoice) -> int:
    """What went back of an invoice is owed again to us; at the rail it stays paid."""
    came = Payment.objects.filter(invoice=invoice, refunds=None).order_by()
    paid = int(came.aggregate(sum=Sum("amount_cents", default=0))["sum"])
    return max(0, account_of_invoice(invoice).due_cents - paid)


def _of_payment(paid: RailInvoicePayment, invoice: Invoice) -> Iterator[dict[str, Any]]:
    known = Payment.objects.filter(rail=Payment.Rail.STRIPE, reference=paid.payment_id).first()
    if known is None:
        yield _difference("missing", paid.payment_id, rail=paid.paid_cents, invoice=invoice)
    elif known.invoice_id != invoice.pk:
        yield _difference("elsewhere", paid.payment_id, rail=paid.paid_cents, invoice=invoice)
    elif known.amount_cents != paid.paid_cents:
        yield _difference(
            "amount", paid.payment_id, rail=paid.paid_cents, ledger=known.amount_cents, invoice=invoice
        )


def _sent_and_gone(seen: set[str], since: datetime) -> Iterator[dict[str, Any]]:
    sent = GatewayCall.objects.filter(purpose="invoice", answered_at__gte=since)
    for invoice in Invoice.objects.filter(pk__in=sent.values("about")).exclude(number__in=seen):
        yield _difference("not_online", invoice.number, ledger=invoice.gross_cents, invoice=invoice)


def _of_the_ledger(gateway: Gateway, since: datetime) -> Iterator[dict[str, Any]]:
    """Each online payment that we noted, asked for again: the rail's own pages refund too."""
    noted = Payment.objects.filter(rail=Payment.Rail.STRIPE, refunds=None, at__gte=since)
    for payment in noted.filter(reference__startswith="pi_").order_by("at", "pk"):
        try:
            rail = gateway.fetch(kind="payment_intent", id=payment.reference)
        except GatewayRefused:
            yield _difference(
                "unknown", payment.reference, ledger=payment.amount_cents, sponsor=payment.sponsor_id
            )
            continue
        assert isinstance(rail, RailPayment)
        back = _refunded(payment)
        if back != rail.refunded_cents:
            yield _difference(
                "refunded",
                payment.reference,
                rail=rail.refunded_cents,
                ledger=back,
                sponsor=payment.sponsor_id,
            )


def _refunded(payment: Payment) -> int:
    """By refunds alone: what a bank took back in a dispute is no refund."""
    refunds = Payment.objects.filter(refunds=payment, reference__startswith="re_")
    returned = Payment.objects.filter(reference__in=[f"{one.reference}:returned" for one in refunds])
    back = refunds.order_by().aggregate(sum=Sum("amount_cents", default=0))["sum"]
    return -int(back) - int(returned.order_by().aggregate(sum=Sum("amount_cents", default=0))["sum"])


def _of_pages(gateway: Gateway, since: datetime) -> Iterator[dict[str, Any]]:
    for call in GatewayCall.objects.filter(purpose="checkout", answered_at__gte=since).order_by("asked_at"):
        page = gateway.fetch(kind="checkout.session", id=(call.answer or {})["id"])
        assert isinstance(page, Checkout)
        known = Payment.objects.filter(rail=Payment.Rail.STRIPE, reference=page.payment_id).exists()
        if page.paid and not known:
            yield _difference("missing", page.payment_id, rail=page.amount_cents, sponsor=call.about)


def _of_demands(before: datetime) -> Iterator[dict[str, Any]]:
    for call in unanswered(before=before):
        yield _difference("unanswered", call.key)


def _of_cash(gateway: Gateway) -> Iterator[dict[str, Any]]:
    for sponsor in Sponsor.objects.exclude(gateway_customer="").order_by("name", "pk"):
        cents = gateway.cash_of(customer=sponsor.gateway_customer)
        if cents:
            yield _difference("cash", sponsor.name, rail=cents, sponsor=sponsor.pk)
