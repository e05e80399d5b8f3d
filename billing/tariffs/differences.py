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
    then: list[tuple[Product, Price | None]]  # after the list's last day


@dataclass(frozen=True)
class Differences:
    by_place: list[Difference]
    apart: list[Price]  # an antenne's own prices, which a list for everywhere does not touch


def differences(written: PriceList) -> Differences:
    """What publication does: it replaces the prices of the products that the list names, and no other."""
    items = list(written.items.select_related("product").order_by("product__kind", "product__name", "pk"))
    antennes = [] if written.everywhere else list(written.antennes.order_by("name", "pk"))
    first, end = written.during.lower, written.during.upper
    days = [first - _DAY, first, *([end] if end else [])]
    prices = {day: prices_by_place(day, antennes) for day in days}
    left_out = [one for one in Product.objects.current() if one.pk not in {i.product_id for i in items}]
    found: dict[Any, Difference] = {}
    for antenne in antennes or [None]:
        place = antenne.pk if antenne else None
        eve, there = prices[first - _DAY][place], prices[first][place]
        then = _then(written, items, prices[end], place) if end else []
        # Antennes that read the same are said together.
        alike = (
            *((eve.get(item.product_id)) for item in items),
            *((there.get(one.pk)) for one in left_out), *(price for _, price in then),
        )  # fmt: skip
        known = found.setdefault(alike, Difference(
            [], [Change(item, eve.get(item.product_id)) for item in items],
            [(one, there[one.pk]) for one in left_out if one.pk in there],
            [one for one in left_out if one.pk not in there], then,
        ))  # fmt: skip
        known.antennes.extend([antenne] if antenne else [])
    return Differences(list(found.values()), _apart(items, first) if written.everywhere else [])


def _then(
    written: PriceList, items: list[PriceListItem], at_end: Mapping[Any, _Prices], place: Any
) -> list[tuple[Product, Price | None]]:
    """The price of each product once the list is over: one planned from that very day, or the network's."""
    end: date = written.during.upper
    said = []
    for item in items:
        own = at_end[place].get(item.product_id)
        if own is not None and own.antenne_id == place and own.during.lower < end:
            own = None  # publication cuts it on the list's first day, and it does not come back
        said.append((item.product, own or (at_end[None].get(item.product_id) if place else None)))
    return said


def _apart(items: list[PriceListItem], day: date) -> list[Price]:
    named = {item.product_id for item in items}
    return [price for price in own_prices_on(day) if price.product_id in named]
