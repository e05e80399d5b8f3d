"""Demands to the payment rail. The row with its key is committed before the call, the answer after it.

Who dies in between is replayed with the same key: `perform` finds at the rail what was done. `asked` holds:
"invoice" {"methods", "due_on", "by_mail"}, about our invoice;
"left" {"invoice"}, about the payment or credit note after which the rail must ask for less;
"refund" {"cents"}, about our payment;
"checkout" {"sponsor", "agreement", "invoice", "cents", "label", "success_url", "cancel_url", "email"}, about
the sponsor.
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from billing.gateway import Gateway, GatewayOff, InvoiceLine, Method, is_on, open_gateway
from billing.gateway import Invoice as RailInvoice
from billing.sponsoring.models import Agreement, GatewayCall, Invoice, Payment, Sponsor
from billing.sponsoring.operations.ledger import hold_sponsor
from billing.sponsoring.operations.rail_facts import agree, refund_facts
from billing.sponsoring.queries.money import Account, account_of_invoice, rail_of, refundable_cents
from kit.formats import euros
from kit.journal import record
from kit.refusals import Refused

WORDS = {
    Method.DEBIT: "Prélèvement SEPA",
    Method.TRANSFER: "Virement sur un IBAN à part",
    Method.CARD: "Carte",
}


class NoAddress(Refused):
    """Il manque l’adresse e-mail de facturation de {sponsor}. Ajoutez-la à sa fiche."""


class NothingLeft(Refused):
    """Il n’y a plus rien à payer sur {number}."""


class NoMethod(Refused):
    """Choisissez au moins un moyen de paiement."""


class NotOnTheRail(Refused):
    """Ce paiement n’est pas passé en ligne. Remboursez-le par virement ou par chèque, puis notez-le."""


class MoreThanPaid(Refused):
    """Il ne reste que {euros} à rembourser de ce paiement. Diminuez le montant."""


class OnlyGifts(Refused):
    """Une page de paiement sans pièce ne reçoit que des dons. Envoyez la facture en ligne."""


def ask(purpose: str, *, key: str, about: UUID, asked: dict[str, Any], by: Any, now: datetime) -> GatewayCall:
    """The demand of this key, written once, in the caller's transaction."""
    call, _ = GatewayCall.objects.get_or_create(
        key=key,
        defaults={"purpose": purpose, "about": about, "asked": asked, "asked_by": by, "asked_at": now},
    )
    return call


def perform(call: GatewayCall, *, now: datetime) -> GatewayCall:
    """Ask the rail and keep its answer; nothing when it was kept already. Raises what the gateway raises."""
    if call.answer is not None:
        return call
    return _keep(call, DEMANDS[call.purpose](call, open_gateway(), now), now=now)


@transaction.atomic
def _keep(call: GatewayCall, answer: dict[str, Any], *, now: datetime) -> GatewayCall:
    call = GatewayCall.objects.select_for_update().get(pk=call.pk)
    if call.answer is None:
        call.answer, call.answered_at = answer, now
        call.save(update_fields=["answer", "answered_at"])
    return call


# --- an invoice -----------------------------------------------------------------------------------------
def send_to_rail(
    invoice: Invoice, *, methods: Sequence[Method], by: Any, now: datetime, today: date, by_mail: bool = False
) -> GatewayCall:
    """Have an invoice or a call paid online: `answer` is {"id", "state", "hosted_url", "pdf_url", "bank"}.

    `bank` is {"iban", "bic", "holder"} when transfers are accepted, else null.
    """
    if not is_on():
        raise GatewayOff
    return perform(_ask_to_send(invoice, methods, by_mail, by=by, now=now, today=today), now=now)


@transaction.atomic(durable=True)
def _ask_to_send(
    invoice: Invoice, methods: Sequence[Method], by_mail: bool, *, by: Any, now: datetime, today: date
) -> GatewayCall:
    sponsor = hold_sponsor(invoice.sponsor_id)
    known = rail_of(invoice)
    if known is not None:
        return known
    if not methods:
        raise NoMethod
    if not sponsor.email:
        raise NoAddress(sponsor=sponsor.name)
    if invoice.kind == Invoice.Kind.CREDIT_NOTE or not account_of_invoice(invoice).left_cents:
        raise NothingLeft(number=invoice.number)
    asked = {
        "methods": [str(method) for method in methods], "by_mail": by_mail,
        "due_on": max(invoice.due_on, today).isoformat(),
    }  # fmt: skip
    call = ask("invoice", key=f"invoice-{invoice.pk}", about=invoice.pk, asked=asked, by=by, now=now)
    record("sponsoring.rail_asked", on=invoice, by=by, at=now)
    return call


def _send(call: GatewayCall, gateway: Gateway, now: datetime) -> dict[str, Any]:
    invoice = Invoice.objects.select_related("sponsor").get(pk=call.about)
    sent = gateway.send_invoice(
        number=invoice.number, customer=_customer(invoice.sponsor, gateway), lines=_lines(invoice),
        methods=[Method(method) for method in call.asked["methods"]],
        due_on=date.fromisoformat(call.asked["due_on"]), by_mail=call.asked["by_mail"], key=call.key,
    )  # fmt: skip
    _ask_for_what_is_left(invoice, sent.id, gateway, key=call.key)
    bank = sent.bank and {"iban": sent.bank.iban, "bic": sent.bank.bic, "holder": sent.bank.holder}
    return {
        "id": sent.id, "state": sent.state, "hosted_url": sent.hosted_url, "pdf_url": sent.pdf_url,
        "bank": bank,
    }  # fmt: skip


def _lines(invoice: Invoice) -> list[InvoiceLine]:
    return [
        InvoiceLine(
            label=line["label"], net_cents=line["net_cents"], vat_percent=Decimal(line["vat_percent"] or 0)
        )
        for line in invoice.content["lines"]
    ]


def _customer(sponsor: Sponsor, gateway: Gateway) -> str:
    said = f"{sponsor.name}\n{sponsor.email}\n{sponsor.siren}"
    id = gateway.ensure_customer(
        reference=str(sponsor.pk), name=sponsor.name, email=sponsor.email, siren=sponsor.siren,
        known=sponsor.gateway_customer,
        key=f"customer-{sponsor.pk}-{hashlib.sha256(said.encode()).hexdigest()[:12]}",
    )  # fmt: skip
    if id != sponsor.gateway_customer:
        Sponsor.objects.filter(pk=sponsor.pk).update(gateway_customer=id)
    return id


# --- less is left to pay --------------------------------------------------------------------------------
def tell_rail_later(invoice: Invoice, *, after: Payment | Invoice, by: Any, now: datetime) -> None:
    """Once this transaction is committed, the rail asks for no more than what is left of the invoice."""
    if rail_of(invoice) is None:
        return
    call = ask(
        "left", key=f"left-{after.pk}", about=after.pk, asked={"invoice": str(invoice.pk)}, by=by, now=now
    )
    app.configure_task("sponsoring.perform_call").defer(key=call.key)


def _tell_what_is_left(call: GatewayCall, gateway: Gateway, now: datetime) -> dict[str, Any]:
    invoice = Invoice.objects.get(pk=call.asked["invoice"])
    sent = rail_of(invoice)
    assert sent is not None  # asked only after it was
    rail = perform(sent, now=now).answer or {}
    return {"did": _ask_for_what_is_left(invoice, rail["id"], gateway, key=call.key)}


def _ask_for_what_is_left(invoice: Invoice, rail_id: str, gateway: Gateway, *, key: str) -> str:
    """Read at the rail first: a repeat finds nothing more to do."""
    rail = gateway.fetch(kind="invoice", id=rail_id)
    assert isinstance(rail, RailInvoice)
    account = account_of_invoice(invoice)
    too_much = rail.remaining_cents - account.left_cents
    if rail.state != "open" or too_much <= 0:
        return ""
    return _ask_for_less(rail, account, gateway, cents=too_much, key=f"{key}:{too_much}")


def _ask_for_less(rail: RailInvoice, account: Account, gateway: Gateway, *, cents: int, key: str) -> str:
    if account.left_cents:
        gateway.credit(invoice_id=rail.id, cents=cents, reason="Déjà réglé ou annulé par un avoir.", key=key)
        return "credit"
    if account.due_cents == 0 and rail.paid_cents == 0:
        gateway.void_invoice(invoice_id=rail.id, key=key)
        return "void"
    gateway.mark_paid_elsewhere(invoice_id=rail.id, key=key)
    return "paid_elsewhere"


# --- money back -----------------------------------------------------------------------------------------
def refund_on_rail(payment: Payment, *, cents: int, token: str, by: Any, now: datetime) -> GatewayCall:
    """Give `cents` of an online payment back to where they came from, once for a `token`."""
    if not is_on():
        raise GatewayOff
    return perform(_ask_to_refund(payment, cents=cents, token=token, by=by, now=now), now=now)


@transaction.atomic(durable=True)
def _ask_to_refund(payment: Payment, *, cents: int, token: str, by: Any, now: datetime) -> GatewayCall:
    if payment.rail != Payment.Rail.STRIPE or payment.refunds_id or not payment.reference.startswith("pi_"):
        raise NotOnTheRail
    hold_sponsor(payment.sponsor_id)
    key = f"refund-{payment.pk}-{token}"
    known = GatewayCall.objects.filter(key=key).first()
    if known is not None:
        return known
    left = refundable_cents(payment)
    if not 0 < cents <= left:
        raise MoreThanPaid(euros=euros(left))
    record("sponsoring.refund_asked", on=payment, by=by, at=now, amount_cents=cents)
    return ask("refund", key=key, about=payment.pk, asked={"cents": cents}, by=by, now=now)


def _refund(call: GatewayCall, gateway: Gateway, now: datetime) -> dict[str, Any]:
    payment = Payment.objects.get(pk=call.about)
    made = gateway.refund(payment_id=payment.reference, cents=call.asked["cents"], key=call.key)
    with transaction.atomic():
        agree(refund_facts(gateway, made), now=now)
    return {"id": made.id, "state": made.state}


# --- a gift on a page of the rail -------------------------------------------------------------------------
def open_gift_page(
    sponsor: Sponsor, *, amount_cents: int, token: str, success_url: str, cancel_url: str, by: Any,
    now: datetime, agreement: Agreement | None = None, invoice: Invoice | None = None,
) -> str:  # fmt: skip
    """The address of a page where a gift of `amount_cents` is paid once (a call for funds may name it).

    Works on the partner site too: it locks nothing. Who shows it has checked that the sponsor is theirs.
    """
    if not is_on():
        raise GatewayOff
    call = _ask_for_a_page(
        sponsor, amount_cents=amount_cents, token=token, agreement=agreement, invoice=invoice,
        urls=(success_url, cancel_url), by=by, now=now,
    )  # fmt: skip
    return str((perform(call, now=now).answer or {})["url"])


@transaction.atomic(durable=True)
def _ask_for_a_page(
    sponsor: Sponsor, *, amount_cents: int, token: str, agreement: Agreement | None, invoice: Invoice | None,
    urls: tuple[str, str], by: Any, now: datetime,
) -> GatewayCall:  # fmt: skip
    agreement = invoice.agreement if invoice else agreement
    if agreement is not None and (
        agreement.kind != Agreement.Kind.GIFT or agreement.sponsor_id != sponsor.pk
    ):
        raise OnlyGifts
    asked = {
        "sponsor": str(sponsor.pk), "agreement": str(agreement.pk) if agreement else None,
        "invoice": str(invoice.pk) if invoice else None, "cents": amount_cents,
        "label": f"Don · {agreement.reference}" if agreement else "Don", "success_url": urls[0],
        "cancel_url": urls[1], "email": sponsor.email,
    }  # fmt: skip
    call = ask("checkout", key=f"gift-{sponsor.pk}-{token}", about=sponsor.pk, asked=asked, by=by, now=now)
    if call.answer is None:
        record("sponsoring.checkout_opened", on=sponsor, by=by, at=now, amount_cents=amount_cents)
    return call


def _open_page(call: GatewayCall, gateway: Gateway, now: datetime) -> dict[str, Any]:
    said = call.asked
    page = gateway.open_checkout(
        amount_cents=said["cents"], label=said["label"], success_url=said["success_url"],
        cancel_url=said["cancel_url"], email=said["email"], reference=call.key, key=call.key,
    )  # fmt: skip
    return {"id": page.id, "url": page.url}


DEMANDS: dict[str, Callable[[GatewayCall, Gateway, datetime], dict[str, Any]]] = {
    "invoice": _send,
    "left": _tell_what_is_left,
    "refund": _refund,
    "checkout": _open_page,
}


def unanswered(*, before: datetime) -> Any:
    """Demands whose answer never came, the oldest first."""
    return GatewayCall.objects.filter(answer=None, asked_at__lt=before).order_by("asked_at")
