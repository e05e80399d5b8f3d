"""What the desk asks: what is on sale, what a person may still buy, what should be in the drawer."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce

from billing.counter.models import (
    CountedCard,
    Sale,
    SaleLine,
    SalePayment,
    StockEvent,
    StockItem,
    StockTake,
    TillSession,
)
from billing.equipment.models import Device
from billing.tariffs.models import CardTransfer, CeilingRule, Price, Product
from billing.tariffs.queries import ceilings_on, prices_on
from kit.antennes import current
from kit.calendar import add_months

SOON = timedelta(days=30)  # before a card expires
_ON_SALE = (Device.State.AVAILABLE, Device.State.RESERVED)


@dataclass(frozen=True)
class Offered:
    """A product with its price of the day; `stock` is None for what is not counted."""

    product: Product
    price: Price
    stock: int | None

    @property
    def saving_cents(self) -> int:
        return self.price.reference_cents - self.price.solidarity_cents


@dataclass(frozen=True)
class Allowance:
    """A ceiling and what the person has used of it: every file of theirs, reversals given back."""

    rule: CeilingRule
    used_cents: int
    used_quantity: int

    @property
    def left_cents(self) -> int | None:
        """What may still be bought; None when the rule does not limit the amount."""
        limit = self.rule.amount_cents
        return None if limit is None else max(0, limit - self.used_cents)

    @property
    def left_quantity(self) -> int | None:
        limit = self.rule.quantity
        return None if limit is None else max(0, limit - self.used_quantity)


@dataclass(frozen=True)
class DaySheet:
    """What a session came to, in cents; reversals are taken off the total and count as no sale."""

    total_cents: int
    sold: int
    payments: list[tuple[str, int]]  # (means, cents)


def day_sheet(session: TillSession) -> DaySheet:
    """Add up the tickets of a session: two statements, whatever it sold."""
    told = session.sales.aggregate(
        cents=Coalesce(Sum("total_cents"), 0), sold=Count("pk", filter=Q(kind=Sale.Kind.SALE))
    )
    return DaySheet(told["cents"], told["sold"], paid_by_means(session.sales.order_by()))


def paid_by_means(tickets: QuerySet[Sale]) -> list[tuple[str, int]]:
    """(means, cents) of some tickets, in the order of the means."""
    paid: dict[Any, int] = dict(
        SalePayment.objects.filter(sale__in=tickets)
        .order_by()
        .values_list("method")
        .annotate(cents=Sum("amount_cents"))
    )
    return [(method.label, paid[method.value]) for method in SalePayment.Method if method.value in paid]


def offer(day: date) -> list[Offered]:
    """What can be sold that day, by kind and name, the empty shelves included."""
    stock = _cards_on(day) | _devices()
    found = [
        Offered(price.product, price, stock.get(pk, 0) if _is_counted(price.product) else None)
        for pk, price in prices_on(day).items()
    ]
    kinds = Product.Kind.values
    return sorted(found, key=lambda one: (kinds.index(one.product.kind), one.price.solidarity_cents))


def allowance(person: Any, day: date) -> list[Allowance]:
    """Each ceiling in force that day and what is used of it."""
    return [Allowance(rule, *_used(person, rule, day)) for rule in ceilings_on(day)]


def expected_cash(session: TillSession) -> int:
    """Cents that should be in the drawer: the float, cash sales and movements."""
    cash = SalePayment.objects.filter(sale__session=session, method=SalePayment.Method.CASH)
    sold = cash.aggregate(all=Sum("amount_cents"))["all"] or 0
    moved = session.movements.aggregate(all=Sum("amount_cents"))["all"] or 0
    return session.float_cents + sold + moved


def open_sessions() -> QuerySet[TillSession]:
    """The sessions that are open, whatever their day."""
    return (
        TillSession.objects.filter(state=TillSession.State.OPEN).select_related("till").order_by("till__code")
    )


def years_sold(till: Any) -> list[int]:
    """The years that have a real ticket of this till, the latest first."""
    days = Sale.objects.filter(till=till, training=False).dates("business_day", "year", order="DESC")
    return [day.year for day in days]


def session_for(user: Any) -> TillSession | None:
    """The open session to sell in: the one this person opened, or else the first."""
    found = list(open_sessions())
    return next((one for one in found if one.opened_by_id == user.pk), found[0] if found else None)


def cards_on_sale(day: date) -> QuerySet[StockItem]:
    """Those that may be sold that day."""
    sound = Q(expires_on__isnull=True) | Q(expires_on__gte=day)
    return StockItem.objects.filter(sound, state=StockItem.State.AVAILABLE)


def soon_over(day: date) -> QuerySet[StockItem]:
    """Those on sale that expire within the next thirty days."""
    return cards_on_sale(day).filter(expires_on__lte=day + SOON)


def shelves(day: date) -> QuerySet:
    """The products with a serial: `left` on sale that day, `soon` over, `expired`, `sold` in its month.

    `low` says that it is nearly gone, `known` that some were ever received here.
    """
    expired = StockItem.objects.filter(state=StockItem.State.EXPIRED)
    return (
        Product.objects.current()
        .filter(kind__in=Product.BY_SERIAL)
        .annotate(
            left=_each(cards_on_sale(day), Count("pk")), soon=_each(soon_over(day), Count("pk")),
            expired=_each(expired, Count("pk")), sold=_each(_sold_in_month(day), Sum("quantity")),
        )
        .annotate(
            low=ExpressionWrapper(Q(left__lte=F("low_stock")), BooleanField()),
            known=Exists(StockItem.objects.filter(product=OuterRef("pk"))),
        )
    )  # fmt: skip


def missing_of(take: StockTake) -> QuerySet[StockItem]:
    """The cards still on the shelf that were not scanned; one that came there since the start is left out."""
    came = StockEvent.objects.filter(
        item=OuterRef("pk"), state=StockItem.State.AVAILABLE, at__gt=take.started_at
    )
    read = CountedCard.objects.filter(stock_take=take, item=OuterRef("pk"))
    there = StockItem.objects.filter(
        ~Exists(read), ~Exists(came), state=StockItem.State.AVAILABLE, received_at__lte=take.started_at
    )
    return there.filter(product=take.product_id) if take.product_id else there


def parcels() -> QuerySet[CardTransfer]:
    """The parcels that this antenne sent or that were sent to it, the last one first."""
    mine = Q(sender__schema_name=current()) | Q(recipient__schema_name=current())
    found = CardTransfer.objects.filter(mine).order_by("-sent_at", "-id")
    return found.select_related("sender", "recipient", "sent_by", "received_by")


def parcels_to_receive() -> QuerySet[CardTransfer]:
    return parcels().filter(recipient__schema_name=current(), state=CardTransfer.State.SENT)


def parcels_to_take_back() -> QuerySet[CardTransfer]:
    """Those that the other antenne refused: their cards come back."""
    return parcels().filter(sender__schema_name=current(), state=CardTransfer.State.REFUSED)


def bought(person: Any) -> QuerySet[SaleLine]:
    """What a person bought, without training; a reversal's lines are negative."""
    return SaleLine.objects.filter(sale__beneficiary__in=person.same_person, sale__training=False)


def _used(person: Any, rule: CeilingRule, day: date) -> tuple[int, int]:
    first, end = _period(rule, day)
    # What is reversed gives back to the month it was bought in.
    dated = bought(person).alias(bought_on=Coalesce("sale__reverses__business_day", "sale__business_day"))
    lines = dated.filter(group=rule.group, bought_on__gte=first, bought_on__lt=end)
    sums = lines.aggregate(cents=Sum("gross_cents"), quantity=Sum("quantity"))
    return sums["cents"] or 0, sums["quantity"] or 0


def _period(rule: CeilingRule, day: date) -> tuple[date, date]:
    if rule.period == CeilingRule.Period.YEAR:
        first = day.replace(month=1, day=1)
        return first, add_months(first, 12)
    first = day.replace(day=1)
    return first, add_months(first, 1)


def _sold_in_month(day: date) -> QuerySet[SaleLine]:
    first = day.replace(day=1)
    return SaleLine.objects.filter(
        sale__training=False, sale__business_day__gte=first, sale__business_day__lt=add_months(first, 1)
    )


def _each(rows: QuerySet, figure: Any) -> Coalesce:
    of_one = rows.filter(product=OuterRef("pk")).order_by().values("product")
    return Coalesce(Subquery(of_one.annotate(n=figure).values("n")), 0)


def _is_counted(product: Product) -> bool:
    return product.by_serial or product.kind == Product.Kind.DEVICE


def _cards_on(day: date) -> dict[UUID, int]:
    return _by(cards_on_sale(day), "product_id")


def _devices() -> dict[UUID, int]:
    return _by(devices_on_sale(), "price_class_id")


def devices_on_sale() -> QuerySet[Device]:
    """Those with a price class that may leave now."""
    found = Device.objects.filter(state__in=_ON_SALE, price_class__isnull=False)
    return found.select_related("price_class").order_by("tag")


def _by(rows: QuerySet, key: str) -> dict[UUID, int]:
    return dict(rows.order_by().values_list(key).annotate(n=Count("pk")))
