"""What is due, paid and over: sums of rows that are only ever inserted."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest

from billing.sponsoring.models import Agreement, GatewayCall, Instalment, Invoice, Payment

GIVEN = (Agreement.Kind.GIFT, Agreement.Kind.GRANT)


@dataclass(frozen=True, kw_only=True)
class Account:
    """Integer cents, VAT included. `paid_cents` is less what was given back."""

    asked_cents: int
    credited_cents: int
    paid_cents: int

    @property
    def due_cents(self) -> int:
        """What was asked and not credited since."""
        return self.asked_cents - self.credited_cents

    @property
    def left_cents(self) -> int:
        return max(0, self.due_cents - self.paid_cents)

    @property
    def over_cents(self) -> int:
        return max(0, self.paid_cents - self.due_cents)


def demands() -> Any:
    """Invoices and calls for funds with paid_cents, credited_cents, due_cents, left_cents and over_cents."""
    return with_accounts(Invoice.objects.exclude(kind=Invoice.Kind.CREDIT_NOTE))


def with_accounts(invoices: QuerySet[Invoice]) -> QuerySet[Invoice]:
    paid = Payment.objects.filter(invoice=OuterRef("pk")).order_by().values("invoice")
    credited = Invoice.objects.filter(credits=OuterRef("pk")).order_by().values("credits")
    return invoices.annotate(
        paid_cents=Coalesce(Subquery(paid.annotate(sum=Sum("amount_cents")).values("sum")), 0),
        credited_cents=-Coalesce(Subquery(credited.annotate(sum=Sum("gross_cents")).values("sum")), 0),
    ).annotate(
        due_cents=F("gross_cents") - F("credited_cents"),
        left_cents=Greatest(F("gross_cents") - F("credited_cents") - F("paid_cents"), 0),
        over_cents=Greatest(F("paid_cents") - F("gross_cents") + F("credited_cents"), 0),
    )


def owed() -> Any:
    """What is not wholly paid, the longest due first."""
    waiting = demands().filter(left_cents__gt=0).select_related("sponsor", "agreement")
    return waiting.order_by("due_on", "number")


def late(today: date) -> Any:
    return owed().filter(due_on__lt=today)


def account_of_invoice(invoice: Invoice) -> Account:
    return Account(
        asked_cents=invoice.gross_cents,
        credited_cents=-_sum(Invoice.objects.filter(credits=invoice), "gross_cents"),
        paid_cents=_sum(Payment.objects.filter(invoice=invoice), "amount_cents"),
    )


def account_of_instalment(instalment: Instalment) -> Account:
    """Of the invoices or calls that ask for it."""
    asked = Invoice.objects.filter(instalment=instalment)
    return Account(
        asked_cents=_sum(asked.filter(credits=None), "gross_cents"),
        credited_cents=-_sum(asked.exclude(credits=None), "gross_cents"),
        paid_cents=_sum(Payment.objects.filter(invoice__instalment=instalment), "amount_cents"),
    )


def account_of_agreement(agreement: Agreement) -> Account:
    """Of all that was asked and paid of it; money without an invoice counts too.

    Who gives may do so without being asked: up to what was signed, that is not "over".
    """
    invoices = Invoice.objects.filter(agreement=agreement)
    asked = _sum(invoices.filter(credits=None), "gross_cents")
    paid = received_cents(agreement)
    if agreement.kind in GIVEN:
        asked = max(asked, min(paid, agreement.amount_cents))
    return Account(
        asked_cents=asked,
        credited_cents=-_sum(invoices.exclude(credits=None), "gross_cents"),
        paid_cents=paid,
    )


def received_cents(agreement: Agreement) -> int:
    """What came in for an agreement, less what went back."""
    return _sum(Payment.objects.filter(agreement=agreement), "amount_cents")


def refundable_cents(payment: Payment) -> int:
    """What may still go back of a payment; refunds that the rail is working on are counted."""
    if payment.amount_cents < 0:
        return 0
    back = _sum(Payment.objects.filter(refunds=payment), "amount_cents")
    known = set(payment.refunded.values_list("reference", flat=True))
    waiting = sum(
        call.asked["cents"]
        for call in GatewayCall.objects.filter(purpose="refund", about=payment.pk)
        if not is_over(call) and (call.answer or {}).get("id") not in known
    )
    return max(0, payment.amount_cents + back - waiting)


def is_over(call: GatewayCall) -> bool:
    """Whether a refund that was asked will never be one."""
    return (call.answer or {}).get("state") in {"failed", "canceled"}


def rail_of(invoice: Invoice) -> GatewayCall | None:
    """The demand of this invoice to the rail, None when it was never sent there."""
    return GatewayCall.objects.filter(purpose="invoice", about=invoice.pk).first()


def _sum(rows: QuerySet[Any], field: str) -> int:
    return int(rows.order_by().aggregate(sum=Sum(field, default=0))["sum"])
