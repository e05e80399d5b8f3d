"""Counting the cards: scanned one by one or pasted, then closed; the differences stay as they were."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from billing.counter.models import CountedCard, StockEvent, StockItem, StockTake, UncountedCard
from billing.counter.operations.cards import move_card
from billing.counter.operations.lots import MOST, SERIAL, SHOWN
from billing.counter.queries import missing_of
from billing.equipment.operations.batches import one_at_a_time
from billing.tariffs.models import Product
from kit.journal import record
from kit.refusals import Refused
from kit.states import NotThatWay

# Where a card goes from the shelf while the others are counted.
_LEFT_SINCE = (StockItem.State.SOLD, StockItem.State.TRANSFERRED)
_FOUND = "Retrouvée à l’inventaire"


class CountRunning(Refused):
    """Un inventaire des cartes est déjà commencé : terminez-le d’abord."""


class CountClosed(Refused):
    """Cet inventaire est clos : commencez-en un autre pour compter de nouveau."""


class CountStillOpen(Refused):
    """Terminez d’abord l’inventaire : une carte n’est manquante qu’une fois tout compté."""


class TooManyAtOnce(Refused):
    """Collez 5 000 numéros au plus à la fois."""


class NothingStillMissing(Refused):
    """Aucune de ces cartes n’est encore en stock : il n’y a rien à noter."""


@transaction.atomic
def start_count(product: Product | None = None, *, by: Any, now: datetime) -> StockTake:
    """Of one product or of all the cards; one at a time."""
    one_at_a_time("stock_takes")
    if StockTake.objects.filter(closed_at__isnull=True).exists():
        raise CountRunning
    take = StockTake.objects.create(product=product, started_by=by, started_at=now)
    record("stock.count_started", on=take, by=by, at=now)
    return take


@transaction.atomic
def scan_cards(take: StockTake, *, words: str, now: datetime) -> list[CountedCard]:
    """Note the serials that a scanner read; twice is once, and the first reading stays."""
    take = _open(take)
    serials = set(words.replace("\x00", "").split())
    if len(serials) > MOST:
        raise TooManyAtOnce
    items = {item.serial: item for item in StockItem.objects.filter(serial__in=serials).order_by()}
    left = _left_since(take, items.values())
    read = [CountedCard(stock_take=take, serial=serial, at=now) for serial in sorted(serials)]
    for one in read:
        one.item = items.get(one.serial)
        if one.item:
            one.state, one.expected = one.item.state, _is_expected(take, one.item, left)
    _hide_what_is_no_serial([one for one in read if not one.item])
    CountedCard.objects.bulk_create(read, ignore_conflicts=True)
    return read


@transaction.atomic
def close_count(take: StockTake, *, by: Any, now: datetime) -> StockTake:
    """Write what was found, what was not, and how many cards should have been there."""
    take = _open(take)
    # A card that somebody holds at this instant is being sold or sent: it is not missing.
    missing = list(missing_of(take).order_by("serial").select_for_update(of=("self",), skip_locked=True))
    UncountedCard.objects.bulk_create(UncountedCard(stock_take=take, item=item) for item in missing)
    take.found = take.counted.filter(expected=True).count()
    take.expected = take.found + len(missing)
    take.closed_by, take.closed_at = by, now
    take.save(update_fields=["expected", "found", "closed_by", "closed_at"])
    record("stock.count_closed", on=take, by=by, at=now, expected=take.expected, found=take.found)
    return take


@transaction.atomic
def note_missing(take: StockTake, *, cards: Iterable[Any], reason: str, by: Any, now: datetime) -> int:
    """Note missing the cards that a closed count did not find; how many were still in stock."""
    take = StockTake.objects.select_for_update(of=("self",)).get(pk=take.pk)
    if not take.closed_at:
        raise CountStillOpen
    of_this_count = StockItem.objects.filter(
        pk__in=take.uncounted.order_by().values("item"), state=StockItem.State.AVAILABLE
    )
    there = of_this_count.filter(pk__in=list(cards)).order_by("serial")
    held = list(there.select_for_update(of=("self",), skip_locked=True))
    if not held:
        raise NothingStillMissing
    for item in held:
        move_card(item, to=StockItem.State.MISSING, reason=reason, by=by, now=now)
    return len(held)


@transaction.atomic
def take_back_found(item: StockItem, *, by: Any, now: datetime) -> StockItem:
    """A card that was noted missing was read in a count: it is available again."""
    item = StockItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.state != StockItem.State.MISSING:
        raise NotThatWay(state=item.get_state_display().lower())
    return move_card(item, to=StockItem.State.AVAILABLE, reason=_FOUND, by=by, now=now)


def _open(take: StockTake) -> StockTake:
    take = StockTake.objects.select_for_update(of=("self",)).get(pk=take.pk)
    if take.closed_at:
        raise CountClosed
    return take


def _left_since(take: StockTake, items: Iterable[StockItem]) -> set[Any]:
    moves = StockEvent.objects.filter(item__in=list(items), state__in=_LEFT_SINCE, at__gt=take.started_at)
    return set(moves.order_by().values_list("item", flat=True))


def _is_expected(take: StockTake, item: StockItem, left: set[Any]) -> bool:
    of_the_count = take.product_id in {None, item.product_id}
    on_the_shelf = item.state == StockItem.State.AVAILABLE
    return of_the_count and (on_the_shelf or (item.pk in left and item.state in _LEFT_SINCE))


def _hide_what_is_no_serial(unknown: list[CountedCard]) -> None:
    """What is no serial may be a code that was scanned by mistake: it is not kept whole."""
    if not unknown:
        return
    cards = Product.objects.filter(kind__in=Product.BY_SERIAL).order_by()
    prefixes = tuple(cards.values_list("serial_prefix", flat=True))
    for one in unknown:
        if not (SERIAL.fullmatch(one.serial) and one.serial.startswith(prefixes)):
            one.serial = f"{one.serial[:SHOWN]}…"
