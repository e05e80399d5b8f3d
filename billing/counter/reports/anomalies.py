"""What a manager should look at: not faults, but what is not usual at a desk."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from billing.counter.models import Sale, SaleLine, TillSession
from billing.counter.reports.months import tickets_between
from billing.tariffs.models import CeilingRule
from billing.tariffs.queries import ceilings_on
from kit.calendar import add_months


@dataclass(frozen=True)
class Anomalies:
    """Of a month: who sold what was reversed, what persons reached a ceiling, who bought at two tills."""

    reversed_by_seller: list[tuple[Any, int, int]]  # (user id, reversed, sold)
    at_the_ceiling: list[tuple[Any, str, int]]  # (beneficiary id, group in words, cents)
    two_tills: list[tuple[Any, date]]  # (beneficiary id, business day)
    differences: list[TillSession]

    @property
    def none(self) -> bool:
        return not (self.reversed_by_seller or self.at_the_ceiling or self.two_tills or self.differences)


def anomalies_of(first: date) -> Anomalies:
    """Read them for the month that begins on `first`."""
    end = add_months(first, 1)
    tickets = tickets_between(first, end).order_by()
    sales = tickets.filter(kind=Sale.Kind.SALE)
    return Anomalies(
        list(_reversed(sales)), _at_the_ceiling(sales, end), list(_two_tills(sales)),
        list(_differences(first, end)),
    )  # fmt: skip


def _reversed(sales: QuerySet[Sale]) -> Any:
    told = sales.values_list("sold_by").annotate(
        reversed=Count("pk", filter=Q(reversal__isnull=False)), sold=Count("pk")
    )
    return told.filter(reversed__gt=0).order_by("-reversed", "sold_by")


def _at_the_ceiling(sales: QuerySet[Sale], end: date) -> list[tuple[Any, str, int]]:
    """Persons whose month came to a monthly ceiling, exactly or nearly (a card would not fit any more)."""
    found = []
    for rule in ceilings_on(add_months(end, -1)):
        if rule.period == CeilingRule.Period.MONTH and rule.amount_cents:
            bought = SaleLine.objects.filter(sale__in=sales.filter(reversal__isnull=True), group=rule.group)
            sums = bought.order_by().values_list("sale__beneficiary").annotate(cents=Sum("gross_cents"))
            full = sums.filter(cents__gte=rule.amount_cents).order_by("-cents", "sale__beneficiary")
            found += [(person, rule.get_group_display(), cents) for person, cents in full]
    return found


def _two_tills(sales: QuerySet[Sale]) -> Any:
    days = sales.values_list("beneficiary", "business_day").annotate(tills=Count("till", distinct=True))
    return (
        days.filter(tills__gt=1)
        .order_by("business_day", "beneficiary")
        .values_list("beneficiary", "business_day")
    )


def _differences(first: date, end: date) -> QuerySet[TillSession]:
    closed = TillSession.objects.filter(
        state=TillSession.State.CLOSED, training=False, business_day__gte=first, business_day__lt=end
    ).exclude(counted_cents=F("expected_cents"))
    return closed.select_related("till", "closed_by").order_by("business_day", "till__code")
