"""What the rail says of an object now, and the ledger made to agree with it.

A fact is final once it is true (money came in, went back, was taken back), so that facts may be read in any
order, late or many times: the ledger ends the same. `look` asks the rail and writes nothing; `agree` writes.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from billing.gateway import Checkout, CreditNote, Dispute, Gateway, Refund
from billing.gateway import Invoice as RailInvoice
from billing.gateway import InvoicePayment as RailInvoicePayment
from billing.gateway import Payment as RailPayment
from billing.sponsoring.models import Agreement, GatewayCall, Invoice, Payment, Sponsor
from billing.sponsoring.operations.ledger import hold_sponsor, is_written, write, write_once
from kit.formats import euros

_STRIPE = Payment.Rail.STRIPE
_NOTHING = "Rien à noter"
_KNOWN = "Déjà au registre"
_STRANGER = "Inconnu de Maillon : voir le rapprochement"
_OVER = frozenset({"failed", "canceled"})


@dataclass(frozen=True, kw_only=True)
class Paid:
    """Money that came in: for the invoice `number`, or for the checkout of this `key`."""

    payment_id: str
    cents: int
    day: date
    number: str = ""
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class GoneBack:
    """Money that went back: a refund (its state tells whether), or a dispute that was lost."""

    id: str
    payment_id: str
    cents: int
    day: date
    state: str
    verb: str = "sponsoring.payment_refunded"


@dataclass(frozen=True)
class Facts:
    """Payments before what went back of them."""

    paid: tuple[Paid, ...] = ()
    back: tuple[GoneBack, ...] = field(default=())

    def __add__(self, other: "Facts") -> "Facts":
        return Facts(self.paid + other.paid, self.back + other.back)


def look(gateway: Gateway, *, kind: str, id: str, customer: str = "") -> Facts:
    """The facts that stand behind an object of the rail; none for what is not money that moved."""
    seen = gateway.fetch(kind=kind, id=id, customer=customer)
    match seen:
        case RailInvoice():
            paid = gateway.payments_of_invoice(invoice_id=seen.id)
            return Facts(tuple(_of_invoice(one, number=seen.number) for one in paid if one.state == "paid"))
        case RailInvoicePayment(state="paid"):
            return Facts((_of_invoice(seen, number=_number(gateway, seen.invoice_id)),))
        case RailPayment():
            return _of_payment(gateway, seen)
        case Refund():
            return _payment(gateway, seen.payment_id) + Facts(back=(_of_refund(seen),))
        case Dispute(state="lost"):
            return _payment(gateway, seen.payment_id) + Facts(back=(_of_dispute(seen),))
        case CreditNote():
            looked = (look(gateway, kind="refund", id=refund) for refund in seen.refund_ids if refund)
            return sum(looked, Facts())
        case Checkout(paid=True):
            return _payment(gateway, seen.payment_id)
    return _payment(gateway, getattr(seen, "payment_id", ""))


def _payment(gateway: Gateway, id: str) -> Facts:
    return look(gateway, kind="payment_intent", id=id) if id else Facts()


def _of_payment(gateway: Gateway, seen: RailPayment) -> Facts:
    if seen.state != "succeeded":
        return Facts()
    of_invoices = gateway.invoices_of_payment(payment_id=seen.id)
    if of_invoices:
        paid = (one for one in of_invoices if one.state == "paid")
        return Facts(tuple(_of_invoice(one, number=_number(gateway, one.invoice_id)) for one in paid))
    day = timezone.localdate(seen.created_at)
    return Facts((Paid(payment_id=seen.id, cents=seen.received_cents, day=day, key=seen.reference),))


def _of_invoice(paid: RailInvoicePayment, *, number: str) -> Paid:
    assert paid.paid_at is not None  # it is paid
    day = timezone.localdate(paid.paid_at)
    return Paid(payment_id=paid.payment_id, cents=paid.paid_cents, day=day, number=number)


def _number(gateway: Gateway, invoice_id: str) -> str:
    seen = gateway.fetch(kind="invoice", id=invoice_id)
    assert isinstance(seen, RailInvoice)
    return seen.number


def _of_refund(seen: Refund) -> GoneBack:
    return GoneBack(
        id=seen.id, payment_id=seen.payment_id, cents=seen.cents, state=seen.state,
        day=timezone.localdate(seen.created_at),
    )  # fmt: skip


def _of_dispute(seen: Dispute) -> GoneBack:
    return GoneBack(
        id=seen.id, payment_id=seen.payment_id, cents=seen.cents, state="succeeded",
        day=timezone.localdate(seen.created_at), verb="sponsoring.payment_taken_back",
    )  # fmt: skip


def refund_facts(gateway: Gateway, refund: Refund) -> Facts:
    """Of a refund that was just asked."""
    return _payment(gateway, refund.payment_id) + Facts(back=(_of_refund(refund),))


def agree(facts: Facts, *, now: datetime) -> str:
    """Write what the ledger does not say yet, in the caller's transaction; the effect in French."""
    named = [one.payment_id for one in facts.paid] + [one.id for one in facts.back]
    known = Payment.objects.filter(rail=_STRIPE, reference__in=named).order_by()
    written = set(known.values_list("reference", flat=True)) if named else set()
    effects = [
        _KNOWN if one.payment_id in written else _agree_paid(one, now=now)
        for one in dict.fromkeys(facts.paid)
    ]
    effects += [
        _KNOWN if one.id in written and one.state == "succeeded" else _agree_back(one, now=now)
        for one in dict.fromkeys(facts.back)
    ]
    return " · ".join(dict.fromkeys(effects))[:160] or _NOTHING


def _agree_paid(fact: Paid, *, now: datetime) -> str:
    target = _target(fact)
    if target is None:
        return _STRANGER
    sponsor, agreement, invoice = target
    written = write_once(
        "sponsoring.payment_received", sponsor=sponsor.pk, agreement=agreement, invoice=invoice,
        rail=_STRIPE, reference=fact.payment_id, amount_cents=fact.cents, received_on=fact.day, by=None,
        now=now,
    )  # fmt: skip
    return f"Paiement de {euros(fact.cents)} noté" if written else _KNOWN


def _target(fact: Paid) -> tuple[Sponsor, Agreement | None, Invoice | None] | None:
    if fact.number:
        invoice = Invoice.objects.select_related("sponsor", "agreement").filter(number=fact.number).first()
        return (invoice.sponsor, invoice.agreement, invoice) if invoice else None
    call = GatewayCall.objects.filter(purpose="checkout", key=fact.key).first()
    if call is None:
        return None
    agreement = (
        Agreement.objects.filter(pk=call.asked["agreement"]).first() if call.asked["agreement"] else None
    )
    invoice = Invoice.objects.filter(pk=call.asked["invoice"]).first() if call.asked["invoice"] else None
    return Sponsor.objects.get(pk=call.asked["sponsor"]), agreement, invoice


def _agree_back(fact: GoneBack, *, now: datetime) -> str:
    original = Payment.objects.filter(rail=_STRIPE, reference=fact.payment_id).first()
    if original is None:
        return _STRANGER
    hold_sponsor(original.sponsor_id)
    return _agree_one_back(fact, original, now=now)


def _agree_one_back(fact: GoneBack, original: Payment, *, now: datetime) -> str:
    same = {
        "sponsor": original.sponsor_id, "agreement": original.agreement, "invoice": original.invoice,
        "rail": _STRIPE, "received_on": fact.day, "by": None, "now": now,
    }  # fmt: skip
    written = is_written(fact.id)
    if fact.state in _OVER:
        _note_failure(fact, original)
        if not written or is_written(f"{fact.id}:returned"):
            return "Remboursement sans suite"
        write("sponsoring.payment_received", reference=f"{fact.id}:returned", amount_cents=fact.cents, **same)
        return f"Remboursement de {euros(fact.cents)} revenu"
    if fact.state != "succeeded":
        return "Remboursement en cours"
    if written:
        return _KNOWN
    write(fact.verb, reference=fact.id, amount_cents=-fact.cents, refunds=original, **same)
    taken = fact.verb == "sponsoring.payment_taken_back"
    return (
        f"{euros(fact.cents)} repris par la banque" if taken else f"Remboursement de {euros(fact.cents)} noté"
    )


def _note_failure(fact: GoneBack, original: Payment) -> None:
    """A refund that failed frees what it held."""
    calls = GatewayCall.objects.filter(purpose="refund", about=original.pk, answer__id=fact.id)
    for call in calls.select_for_update():
        call.answer = {**(call.answer or {}), "state": fact.state}
        call.save(update_fields=["answer"])
