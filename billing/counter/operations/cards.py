"""A card leaves the stock by a sale, comes back by a reversal, or is moved by hand."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from billing.counter.models import StockEvent, StockItem
from kit.journal import record
from kit.refusals import Refused
from kit.states import check


class NoCardLeft(Refused):
    """Il n’y a plus de « {product} » en stock. Recevez un lot, ou choisissez un autre produit."""


class CardNotForSale(Refused):
    """La carte {serial} n’est pas à vendre : prenez-en une autre et rangez celle-ci à part."""


@transaction.atomic
def take_card(product: Any, *, serial: str = "", by: Any, now: datetime, today: date) -> StockItem:
    """The card of that serial, or the first to expire, becomes sold; two sales never take the same."""
    item = _named(product, serial, today) if serial else _first(product, today)
    turn(item, StockItem.State.SOLD, by=by, now=now)
    return item


@transaction.atomic
def give_back(item: StockItem, *, reason: str, by: Any, now: datetime) -> StockItem:
    """After a reversal: on sale again, or void once somebody has read its code."""
    item = StockItem.objects.select_for_update().get(pk=item.pk)
    to = StockItem.State.VOID if item.revealed_at else StockItem.State.AVAILABLE
    turn(item, to, reason=reason, by=by, now=now)
    return item


@transaction.atomic
def move_card(item: StockItem, *, to: str, reason: str = "", by: Any, now: datetime) -> StockItem:
    """Say that a card is void, missing, found again…; NotThatWay when its state does not lead there."""
    item = StockItem.objects.select_for_update().get(pk=item.pk)
    turn(item, to, reason=reason, by=by, now=now)
    record("stock.card_moved", on=item, by=by, at=now, state=str(to))
    return item


def turn(item: StockItem, state: str, *, by: Any, now: datetime, reason: str = "") -> None:
    """Change the state of a card whose row the caller has locked, and keep the move."""
    check(item, to=state)
    item.state = state
    item.save(update_fields=["state"])
    StockEvent.objects.create(item=item, state=state, reason=reason, at=now, by=by)


def turn_all(items: list[StockItem], state: str, *, by: Any, now: datetime, reason: str = "") -> None:
    """The same for many cards, in two statements."""
    for item in items:
        check(item, to=state)
        item.state = state
    StockItem.objects.filter(pk__in=[item.pk for item in items]).update(state=state)
    StockEvent.objects.bulk_create(
        StockEvent(item=item, state=state, reason=reason, at=now, by=by) for item in items
    )


def _named(product: Any, serial: str, today: date) -> StockItem:
    found = StockItem.objects.select_for_update().filter(serial=serial, product=product)
    item = found.order_by().first()
    if item is None or item.state != StockItem.State.AVAILABLE or _is_over(item, today):
        raise CardNotForSale(serial=serial)
    return item


def _first(product: Any, today: date) -> StockItem:
    sound = StockItem.objects.filter(
        Q(expires_on__isnull=True) | Q(expires_on__gte=today),
        product=product,
        state=StockItem.State.AVAILABLE,
    )
    in_turn = sound.order_by(F("expires_on").asc(nulls_last=True), "serial")
    item = in_turn.select_for_update(skip_locked=True).first()
    if item is None:
        raise NoCardLeft(product=product.name)
    return item


def _is_over(item: StockItem, today: date) -> bool:
    return item.expires_on is not None and item.expires_on < today
