"""What things cost and how much a person may buy, on a day. Read from an antenne as from the office."""

from datetime import date
from uuid import UUID

from django.db.models import F

from billing.tariffs.models import CeilingRule, Price


def prices_on(day: date) -> dict[UUID, Price]:
    """{product: its price that day} where we stand: an antenne's own price before the network's.

    A row rule of the database shows an antenne the network's prices and its own.
    """
    own_last = F("antenne").asc(nulls_first=True)  # so that it is the one that stays
    prices = Price.objects.filter(during__contains=day, product__retired_at__isnull=True)
    return {p.product_id: p for p in prices.select_related("product").order_by("product", own_last)}


def ceilings_on(day: date) -> list[CeilingRule]:
    return list(CeilingRule.objects.filter(during__contains=day).order_by("group", "period"))
