"""The register of tax receipts: what waits for one, what stands, what a year declares."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from billing.sponsoring.models import Agreement, Payment, TaxReceipt
from billing.sponsoring.operations.receipts import check_receipt
from kit.refusals import Refused

# As Payment.is_gift says of one.
_GIFTS = Q(agreement__kind=Agreement.Kind.GIFT) | Q(agreement=None, invoice=None, rail=Payment.Rail.STRIPE)


@dataclass(frozen=True)
class Waiting:
    """A gift without a receipt; `obstacle` is the sentence that says why none can be issued, or ""."""

    payment: Payment
    kept_cents: int
    obstacle: str


@dataclass(frozen=True)
class Declaration:
    """CGI, art. 222 bis: for a year, the amount of the gifts received that receipts state, and how many
    receipts were delivered. `by_form` is [(form, receipts, cents)]; cancelled receipts count for neither.
    """

    year: int
    receipts: list[TaxReceipt]
    delivered: int
    amount_cents: int
    by_form: list[tuple[str, int, int]]


def standing() -> QuerySet[TaxReceipt]:
    """Receipts that nothing cancels, the last first."""
    return TaxReceipt.objects.filter(cancels=None, cancelled_by=None).select_related(
        "sponsor", "payment", "issued_by"
    )


def cancelled() -> QuerySet[TaxReceipt]:
    """Receipts that another row cancels, the last cancelled first."""
    return (
        TaxReceipt.objects.filter(cancels=None, cancelled_by__isnull=False)
        .select_related("sponsor", "payment", "cancelled_by__issued_by")
        .order_by("-cancelled_by__issued_at", "-id")
    )


def to_cancel() -> QuerySet[TaxReceipt]:
    """Receipts that state more than what was kept: the gift, or a part of it, went back since."""
    return standing().annotate(kept_cents=_kept("payment")).filter(kept_cents__lt=F("amount_cents"))


def waiting(today: date) -> list[Waiting]:
    """Gifts that were received, that stayed and have no receipt, the oldest first."""
    receipted = standing().order_by().values("payment")
    found = (
        Payment.objects.filter(_GIFTS, refunds=None)
        .exclude(pk__in=receipted)
        .annotate(kept_cents=_kept("pk"))
        .filter(kept_cents__gt=0)
        .select_related("sponsor", "agreement")
        .prefetch_related("refunded", "agreement__counterparties")
        .order_by("received_on", "id")
    )
    return [Waiting(one, one.kept_cents, obstacle_of(one, today)) for one in found]


def obstacle_of(payment: Payment, today: date) -> str:
    """Why no receipt can be issued for a payment today, or ""."""
    try:
        check_receipt(payment, today=today)
    except Refused as refused:
        return refused.sentence
    return ""


def declaration(year: int) -> Declaration:
    """What is declared for a calendar year, and the receipts it is made of, in the order of their numbers."""
    received = list(standing().filter(payment__received_on__year=year).order_by("issued_at", "number"))
    forms = Counter(receipt.form for receipt in received)
    cents: Counter[str] = Counter()
    for receipt in received:
        cents[receipt.form] += receipt.amount_cents
    return Declaration(
        year=year,
        receipts=received,
        delivered=standing().filter(issued_on__year=year).count(),
        amount_cents=cents.total(),
        by_form=[(form, forms[form], cents[form]) for form in sorted(forms)],
    )


def _kept(payment: str) -> Coalesce:
    """The cents of a payment that did not go back; `payment` is the path to it from the outer query."""
    own = Payment.objects.filter(pk=OuterRef(payment)).values("amount_cents")
    back = Payment.objects.filter(refunds=OuterRef(payment)).order_by().values("refunds")
    return Coalesce(
        Subquery(own) + Coalesce(Subquery(back.annotate(sum=Sum("amount_cents")).values("sum")), 0), 0
    )
