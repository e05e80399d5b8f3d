"""When the money of an agreement is due, and how much of it has come."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from billing.sponsoring.models import Agreement, Instalment, Payment

OWING = (*Agreement.FIRM, Agreement.State.COMPLETED)


@dataclass(frozen=True)
class Line:
    """An instalment and what of it is paid: what comes pays the earliest first, whatever it was for."""

    instalment: Instalment
    paid_cents: int
    late: bool

    @property
    def left_cents(self) -> int:
        return self.instalment.amount_cents - self.paid_cents


def received_cents(agreement: Agreement) -> int:
    """What has come for the agreement, less what went back."""
    return Payment.objects.filter(_of(agreement.pk)).aggregate(total=Sum("amount_cents", default=0))["total"]


def schedule_of(agreement: Agreement, today: date) -> list[Line]:
    """Its instalments in the order of their days."""
    left, lines = received_cents(agreement), []
    for instalment in agreement.instalments.order_by("due_on", "number"):
        paid = max(0, min(left, instalment.amount_cents))
        left -= paid
        unpaid = paid < instalment.amount_cents and agreement.state in OWING
        lines.append(Line(instalment, paid, late=unpaid and instalment.due_on < today))
    return lines


def with_money(agreements: QuerySet[Agreement], today: date) -> QuerySet[Agreement]:
    """Adds received_cents, due_cents (what should be here today) and is_late."""
    received = _total(Payment.objects.filter(_of(OuterRef("pk"))))
    due = _total(Instalment.objects.filter(agreement=OuterRef("pk"), due_on__lt=today))
    late = When(Q(due_cents__gt=F("received_cents"), state__in=OWING), then=Value(True))
    return agreements.annotate(received_cents=received, due_cents=due).annotate(
        is_late=Case(late, default=Value(False), output_field=BooleanField())
    )


def _of(agreement: Any) -> Q:
    return Q(agreement=agreement) | Q(invoice__agreement=agreement)


def _total(rows: QuerySet[Any]) -> Coalesce:
    alone = rows.order_by().annotate(all=Value(1)).values("all")
    return Coalesce(Subquery(alone.annotate(total=Sum("amount_cents")).values("total")), 0)
