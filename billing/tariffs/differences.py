"""What a list of prices would change, or changed: product by product, where it holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from billing.tariffs.models import Price, PriceList, PriceListItem, Product
from billing.tariffs.queries import own_prices_on, prices_by_place

_DAY = timedelta(days=1)
_Prices = Mapping[UUID, Price]


@dataclass(frozen=True)
class Change:
    """A line of a list beside the price that it takes over from (None for a new one)."""

    item: PriceListItem
    before: Price | None

    @property
    def cents(self) -> int | None:
        """How much dearer, in cents; less than zero when cheaper."""
        return self.item.solidarity_cents - self.before.solidarity_cents if self.before else None

    @property
    def ratio(self) -> Decimal | None:
        """0.2 for one fifth dearer; None for a new price, or one that was nothing."""
        if self.before is None or not self.before.solidarity_cents:
            return None
        return Decimal(self.cents or 0) / self.before.solidarity_cents

    @property
    def other_reference(self) -> bool:
        return self.before is not None and self.before.reference_cents != self.item.reference_cents

    @property
    def other_vat(self) -> bool:
        return self.before is not None and self.before.vat_percent != self.item.vat_percent


@dataclass(frozen=True)
class Difference:
    """What changes in some antennes that start from the same prices (none named: everywhere)."""

    antennes: list[Any]
    changes: list[Change]
    keeps: list[tuple[Product, Price]]  # left out of the list, with the price that goes on
    priceless: list[Product]  # left out of the list, and without a price that day
    then: list[Price]  # what takes over after the list's last day
    ending: list[Product]  # of the list, and without a price after its last day


@dataclass(frozen=True)
class Differences:
    by_place: list[Difference]
    apart: list[Price]  # an antenne's own prices, which a list for everywhere does not touch


def differences(written: PriceList) -> Differences:
    """What publication does: it replaces the prices of the products that the list names, and no other."""
    items = list(written.items.select_related("product").order_by("product__kind", "product__name", "pk"))
    antennes: list[Any] = [] if written.everywhere else list(written.antennes.order_by("name", "pk"))
    first, end = written.during.lower, written.during.upper
    days = [first - _DAY, first, *([end] if end else [])]
    prices = {day: prices_by_place(day, antennes) for day in days}
    left_out = [one for one in Product.objects.current() if one.pk not in {i.product_id for i in items}]
    found: dict[Any, Difference] = {}
    for antenne in antennes or [None]:
        place = antenne.pk if antenne else None
        eve, there = prices[first - _DAY][place], prices[first][place]
        after = _after(items, prices[end], place, end) if end else {}
        then = [price for price in after.values() if price is not None]
        # Antennes that read the same are said together.
        alike = (
            *(_amounts(eve.get(item.product_id)) for item in items),
            *(_amounts(there.get(one.pk)) for one in left_out),
            *(_amounts(after.get(item.product)) for item in items),
        )  # fmt: skip
        known = found.setdefault(alike, Difference(
            antennes=[], changes=[Change(item, eve.get(item.product_id)) for item in items],
            keeps=[(one, there[one.pk]) for one in left_out if one.pk in there],
            priceless=[one for one in left_out if one.pk not in there],
            then=then, ending=[product for product, price in after.items() if price is None],
        ))  # fmt: skip
        known.antennes.extend([antenne] if antenne else [])
    return Differences(list(found.values()), _apart(items, first) if written.everywhere else [])


def _after(
    items: list[PriceListItem], at_end: Mapping[Any, _Prices], place: Any, end: date
) -> dict[Product, Price | None]:
    """The price of each product once the list is over: one that begins that very day, or the network's.

    The one that held before does not come back: publication cuts it on the list's first day.
    """

    def price_of(product: Product) -> Price | None:
        own = at_end[place].get(product.pk)
        if own is not None and own.antenne_id == place and own.first_day < end:
            own = None
        return own or (at_end[None].get(product.pk) if place else None)

    return {item.product: price_of(item.product) for item in items}


def _amounts(price: Price | None) -> tuple[Any, ...] | None:
    return (price.solidarity_cents, price.reference_cents, price.vat_percent) if price else None


def _apart(items: list[PriceListItem], day: date) -> list[Price]:
    named = {item.product_id for item in items}
    return [price for price in own_prices_on(day) if price.product_id in named]
