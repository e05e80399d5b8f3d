"""A shop at Grenoble: products with a price, a ceiling, cards in stock, a till that is open."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from billing.counter.models import StockItem
from billing.counter.operations.sales import Paid, Wanted, sell
from billing.counter.operations.sessions import make_till, open_session
from billing.tariffs.models import CeilingRule, Price, PriceList, Product
from kit.antennes import NATIONAL, at
from tenants.welcome.models import Prescriber
from tenants.welcome.operations import accept_referral, receive_referral, register

LONG_AGO = date(2021, 1, 1)


def product(
    world: Any, sku: str = "carte-5", *, cents: int = 500, kind: str = "prepaid_card", reference: int = 1000
) -> Product:
    """A product with a price everywhere since long ago."""
    with at(NATIONAL):
        made = Product.objects.create(sku=sku, name=sku.replace("-", " ").capitalize(), kind=kind)
        price(world, made, cents=cents, reference=reference)
    return made


def price(
    world: Any, of: Product, *, cents: int, reference: int = 1000, first: date = LONG_AGO,
    end: date | None = None, antenne: Any = None,
) -> Price:  # fmt: skip
    with at(NATIONAL):
        written = PriceList.objects.create(
            name="Liste", during=DateRange(first, end), drafted_by=world.nadia, drafted_at=world.now
        )
        return Price.objects.create(
            product=of, price_list=written, during=DateRange(first, end), antenne=antenne,
            solidarity_cents=cents, reference_cents=reference, vat_percent=Decimal("20.00"),
        )  # fmt: skip


def ceiling(
    world: Any, *, cents: int = 3000, group: str = "connection", period: str = "month"
) -> CeilingRule:
    with at(NATIONAL):
        return CeilingRule.objects.create(
            group=group, period=period, amount_cents=cents, during=DateRange(LONG_AGO, None),
            set_by=world.nadia, set_at=world.now,
        )  # fmt: skip


def cards(world: Any, of: Product, count: int, *, prefix: str = "C") -> list[StockItem]:
    """Cards in stock, the first to expire first in the order of their serials."""
    return StockItem.objects.bulk_create(
        StockItem(
            product=of, serial=f"{prefix}{of.sku}-{number:04}", received_at=world.now,
            expires_on=world.today + timedelta(days=100 + number),
        )
        for number in range(1, count + 1)
    )  # fmt: skip


def amina(world: Any, *, first_name: str = "Amina", last_name: str = "Diallo") -> Any:
    """A person who has the right to be received."""
    person = register(
        first_name=first_name, last_name=last_name, by=world.denis, now=world.now, today=world.today
    )
    prescriber, _ = Prescriber.objects.get_or_create(name="Mission locale")
    referral = receive_referral(person, prescriber=prescriber, by=world.denis, now=world.now)
    accept_referral(referral, by=world.denis, now=world.now, today=world.today)
    return person


def open_till(world: Any, *, code: str = "c1", float_cents: int = 5000, **options: Any) -> Any:
    till = make_till(code=code, name=f"Caisse {code}", by=world.maud, now=world.now)
    return open_session(
        till, float_cents=float_cents, by=world.denis, now=world.now, today=world.today, **options
    )


def cash(cents: int, tendered: int | None = None) -> list[Paid]:
    return [Paid("cash", cents, tendered)]


def buy(world: Any, session: Any, person: Any, of: Product, *, quantity: int = 1, **changes: Any) -> Any:
    """Denis sells it for cash at 5 € unless said otherwise."""
    cents = changes.pop("cents", 500) * quantity
    options = {"by": world.denis, "now": world.now, "today": world.today} | changes
    return sell(session, person=person, wanted=[Wanted(of, quantity)], payments=cash(cents), **options)
