"""A month of the shop: by product, by day, by VAT rate, by means of payment. Training counts nowhere."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from billing.counter.models import Sale, SaleLine
from billing.counter.queries import paid_by_means
from kit.calendar import add_months


@dataclass(frozen=True)
class ProductLine:
    """What was sold of a product, in cents with VAT; reversals are taken off."""

    label: str
    quantity: int
    paid_cents: int
    reference_cents: int

    @property
    def saving_cents(self) -> int:
        """What people saved: the reference price minus what they paid."""
        return self.reference_cents - self.paid_cents


@dataclass(frozen=True)
class VatLine:
    """What was sold at a rate: gross is always net and VAT together."""

    percent: Decimal
    gross_cents: int
    net_cents: int
    vat_cents: int


@dataclass(frozen=True)
class Month:
    """The shop from the first to the last day of a month."""

    first: date
    products: list[ProductLine]
    vat: list[VatLine]
    payments: list[tuple[str, int]]  # (means, cents)
    days: list[tuple[date, int]]  # (business day, cents)
    tickets: int
    people: int

    @property
    def paid_cents(self) -> int:
        return sum(line.paid_cents for line in self.products)

    @property
    def saving_cents(self) -> int:
        return sum(line.saving_cents for line in self.products)


def month_of(first: date) -> Month:
    """Read a month: five statements, whatever it holds."""
    tickets = tickets_between(first, add_months(first, 1))
    counted = tickets.order_by().aggregate(
        tickets=Count("pk", filter=Q(kind=Sale.Kind.SALE)), people=Count("beneficiary", distinct=True)
    )
    lines = SaleLine.objects.filter(sale__in=tickets.order_by())
    return Month(
        first, _products(lines), _vat(lines), paid_by_means(tickets.order_by()), _days(tickets),
        counted["tickets"], counted["people"],
    )  # fmt: skip


def tickets_between(first: date, end: date) -> QuerySet[Sale]:
    """The real tickets of the business days [first, end), in the order of their till and number."""
    found = Sale.objects.filter(training=False, business_day__gte=first, business_day__lt=end)
    return found.order_by("till__code", "number")


def months_sold() -> list[date]:
    """The first days of the months that have a ticket, the latest first."""
    return list(Sale.objects.filter(training=False).dates("business_day", "month", order="DESC"))


def _products(lines: QuerySet[SaleLine]) -> list[ProductLine]:
    rows = (
        lines.order_by()
        .values("product")
        .annotate(
            name=Max("label"), n=Sum("quantity"), paid=Sum("gross_cents"),
            elsewhere=Sum(F("quantity") * F("reference_cents")),
        )
        .order_by("-paid", "name")
    )  # fmt: skip
    return [ProductLine(row["name"], row["n"], row["paid"], row["elsewhere"]) for row in rows]


def _vat(lines: QuerySet[SaleLine]) -> list[VatLine]:
    sums = {"gross": Sum("gross_cents"), "net": Sum("net_cents"), "vat": Sum("vat_cents")}
    rows = lines.order_by().values_list("vat_percent").annotate(**sums).order_by("vat_percent")
    return [VatLine(*row) for row in rows]


def _days(tickets: QuerySet[Sale]) -> list[tuple[date, int]]:
    rows = tickets.order_by().values_list("business_day").annotate(cents=Sum("total_cents"))
    return sorted(rows)
