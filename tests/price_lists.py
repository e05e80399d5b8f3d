"""The national office writes lists of prices: Nadia writes, Fanny publishes."""

from datetime import date
from typing import Any

from billing.tariffs.models import PriceList
from billing.tariffs.operations import Amounts, draft_list, publish_list
from billing.tariffs.queries import prices_on


def draft(office: Any, cents: int = 600, **changes: Any) -> PriceList:
    """Nadia's list of one price, the card's, from tomorrow unless said otherwise."""
    text = {"name": "Suite", "first": office.tomorrow, "lines": {office.card: Amounts(cents, 1000)}} | changes
    return draft_list(**text, by=office.nadia, now=office.now)


def publish(office: Any, written: PriceList, by: Any = None) -> PriceList:
    return publish_list(written, by=by or office.fanny, now=office.now, today=office.today)


def cents(office: Any, day: date) -> int | None:
    """What the card costs that day where we stand; None when it has no price."""
    price = prices_on(day).get(office.card.pk)
    return price.solidarity_cents if price else None
