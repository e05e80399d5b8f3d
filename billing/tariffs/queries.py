"""What things cost and how much a person may buy, on a day. Read from an antenne as from the office."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import F

from billing.tariffs.models import CeilingRule, Price, PriceList, PriceListItem


def prices_on(day: date) -> dict[UUID, Price]:
    """{product: its price that day} where we stand: an antenne's own price before the network's.

    A row rule of the database shows an antenne the network's prices and its own.
    """
    own_last = F("antenne").asc(nulls_first=True)  # so that it is the one that stays
    prices = Price.objects.filter(during__contains=day, product__retired_at__isnull=True)
    return {p.product_id: p for p in prices.select_related("product").order_by("product", own_last)}


def ceilings_on(day: date) -> list[CeilingRule]:
    return list(CeilingRule.objects.filter(during__contains=day).order_by("group", "period"))


def network_prices_on(day: date) -> dict[UUID, Price]:
    """{product: the price that holds everywhere that day}, for the national office."""
    prices = Price.objects.filter(during__contains=day, antenne=None).select_related("price_list")
    return {price.product_id: price for price in prices.order_by("product")}


def changes_of(written: PriceList) -> list[tuple[PriceListItem, Price | None]]:
    """Each line of a list with the network's price that it takes over from, by product."""
    eve = written.during.lower - timedelta(days=1)
    before = network_prices_on(eve)
    items = written.items.select_related("product").order_by("product__kind", "product__name")
    return [(item, before.get(item.product_id)) for item in items]
