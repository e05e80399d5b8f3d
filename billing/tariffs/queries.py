"""What things cost and how much a person may buy, on a day. Read from an antenne as from the office."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from billing.tariffs.models import CeilingRule, Price, PriceList, Product

_OWN_LAST = F("antenne").asc(nulls_first=True)  # so that it is the one that stays


def prices_on(day: date) -> dict[UUID, Price]:
    """{product: its price that day} where we stand: an antenne's own price before the network's.

    A row rule of the database shows an antenne the network's prices and its own.
    """
    prices = Price.objects.filter(during__contains=day, product__retired_at__isnull=True)
    return {p.product_id: p for p in prices.select_related("product").order_by("product", _OWN_LAST)}


def ceilings_on(day: date) -> list[CeilingRule]:
    return list(CeilingRule.objects.filter(during__contains=day).order_by("group", "period"))


def network_prices_on(day: date) -> dict[UUID, Price]:
    """{product: the price that holds everywhere that day}, for the national office."""
    prices = Price.objects.filter(during__contains=day, antenne=None).select_related("product")
    return {price.product_id: price for price in prices.order_by("product")}


def own_prices_on(day: date) -> list[Price]:
    """The prices that hold in one antenne only that day, by antenne and product."""
    prices = Price.objects.filter(during__contains=day, antenne__isnull=False)
    return list(prices.select_related("product", "antenne").order_by("antenne__name", "product__name", "pk"))


def prices_by_place(day: date, antennes: Iterable[Any]) -> dict[Any, dict[UUID, Price]]:
    """{antenne, or None for the network: {product: the price that holds there that day}}."""
    network = network_prices_on(day)
    there = {antenne.pk: dict(network) for antenne in antennes}
    own = Price.objects.filter(during__contains=day, antenne__in=there).select_related("product")
    for price in own.order_by("product"):
        there[price.antenne_id][price.product_id] = price
    return {None: network, **there}


def coming_prices(day: date) -> list[Price]:
    """The prices that are published and begin after the day, the nearest first."""
    prices = Price.objects.filter(during__startswith__gt=day, product__retired_at__isnull=True)
    return list(prices.select_related("product", "antenne").order_by("during", "product__name", "pk"))


def story_of(product: Product) -> list[Price]:
    """Every price that a product ever had or will have: the network's, then each antenne's, newest first."""
    prices = product.prices.select_related("antenne", "price_list")
    return list(prices.order_by(F("antenne__name").asc(nulls_first=True), "-during"))


def frozen_fields(product: Product) -> set[str]:
    """What may not be corrected any more: tickets say the code, ceilings and stocks go by the kind.

    Cards may lie in the stock of an antenne before they have a price; the office does not see there.
    """
    if product.prices.exists():
        return {"sku", "kind"}
    return {"kind"} if product.by_serial else set()


def drafts() -> list[PriceList]:
    """The lists that wait for a second person, the last written first."""
    waiting = PriceList.objects.filter(state=PriceList.State.DRAFT).select_related("drafted_by")
    return list(waiting.order_by("-drafted_at", "-pk"))


@dataclass(frozen=True)
class Ending:
    """A price that ends without another of its scope; `then` is the network's, for an antenne's own."""

    price: Price
    then: Price | None

    @property
    def day(self) -> date:
        """The first day without it."""
        return self.price.during.upper


def endings_after(day: date, product: Product | None = None) -> list[Ending]:
    """What ends after the day and is followed by nothing, the nearest first."""
    living = Price.objects.filter(Q(during__endswith__isnull=True) | Q(during__endswith__gt=day))
    living = living.filter(product__retired_at__isnull=True, **({"product": product} if product else {}))
    known = list(living.select_related("product", "antenne").order_by("product__name", "pk"))
    ended = [price for price in known if price.during.upper is not None]
    lonely = [one for one in ended if _holding(known, one, one.antenne_id) is None]
    found = [Ending(one, _holding(known, one, None) if one.antenne_id else None) for one in lonely]
    return sorted(found, key=lambda ending: ending.day)


def _holding(known: list[Price], ended: Price, antenne: UUID | None) -> Price | None:
    """The price that holds in a scope on the day after `ended`."""
    return next((
        price for price in known
        if price.product_id == ended.product_id and price.antenne_id == antenne
        and price.holds_on(ended.during.upper)
    ), None)  # fmt: skip
