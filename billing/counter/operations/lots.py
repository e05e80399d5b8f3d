"""Receiving cards: read from a file or scanned, looked at, then confirmed. Codes are closed at once."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from billing.counter.models import StockEvent, StockItem, StockLot
from billing.counter.operations.cards import move_card
from kit.journal import record
from kit.refusals import Refused
from kit.secrets import lock_up
from kit.states import move

_SERIAL = re.compile(r"[A-Za-z0-9-]{4,40}")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{2})/(\d{2})/(\d{4})")
MOST = 5_000


class NothingInTheLot(Refused):
    """Il n’y a aucune carte à recevoir : envoyez un fichier, ou scannez les numéros."""


class TooManyCards(Refused):
    """Un lot a 5 000 cartes au plus : partagez-le en deux."""


class NoGoodCard(Refused):
    """Aucune ligne n’est bonne : corrigez le fichier et envoyez-le de nouveau."""


@transaction.atomic
def read_lot(
    product: Any, *, lines: Iterable[tuple[str, str, str]], label: str = "", by: Any, now: datetime,
    today: date,
) -> StockLot:  # fmt: skip
    """Look at (serial, code, expiry as typed) lines; nothing is in stock yet, and no code stands open."""
    lot = StockLot(product=product, label=label, read_by=by, read_at=now)
    lot.rows = _looked_at(list(lines), today)
    if not lot.rows:
        raise NothingInTheLot
    if len(lot.rows) > MOST:
        raise TooManyCards
    lot.save()
    record("stock.lot_read", on=lot, by=by, at=now, lines=len(lot.rows))
    return lot


@transaction.atomic
def confirm_lot(lot: StockLot, *, by: Any, now: datetime) -> StockLot:
    """Put the good lines on the shelf; the others are left out."""
    lot = StockLot.objects.select_for_update(of=("self",)).get(pk=lot.pk)
    known = _known(row["serial"] for row in lot.rows)
    good = [row for row in lot.rows if not row["error"] and row["serial"] not in known]
    if not good and lot.state == StockLot.State.READ:
        raise NoGoodCard
    move(
        lot, to=StockLot.State.CONFIRMED, by=by, now=now, verb="stock.lot_confirmed", rows=[], count=len(good)
    )
    items = StockItem.objects.bulk_create(
        StockItem(
            product_id=lot.product_id, lot=lot, serial=row["serial"], code_closed=row["code_closed"],
            expires_on=row["expires_on"], received_at=now,
        )
        for row in good
    )  # fmt: skip
    StockEvent.objects.bulk_create(StockEvent(item=item, state=item.state, at=now, by=by) for item in items)
    return lot


@transaction.atomic
def drop_lot(lot: StockLot, *, by: Any, now: datetime) -> StockLot:
    """Give up: what the file said is erased."""
    lot = StockLot.objects.select_for_update(of=("self",)).get(pk=lot.pk)
    move(lot, to=StockLot.State.DROPPED, by=by, now=now, verb="stock.lot_dropped", rows=[])
    return lot


def expire_cards(*, today: date, now: datetime) -> int:
    """Take off the shelf the cards whose last day is over; how many."""
    over = StockItem.objects.filter(state=StockItem.State.AVAILABLE, expires_on__lt=today)
    gone = list(over.order_by())
    for item in gone:
        move_card(item, to=StockItem.State.EXPIRED, by=None, now=now)
    return len(gone)


def _looked_at(lines: list[tuple[str, str, str]], today: date) -> list[dict[str, Any]]:
    known = _known(serial for serial, _, _ in lines)
    seen: set[str] = set()
    rows = []
    for number, (serial, code, expiry) in enumerate(lines, start=1):
        expires_on, error = _expiry(expiry, today)
        if not _SERIAL.fullmatch(serial):
            error = "Un numéro de série a de 4 à 40 lettres, chiffres ou tirets."
        elif serial in seen:
            error = "Ce numéro est deux fois dans le lot."
        elif serial in known:
            error = "Cette carte est déjà dans le stock."
        seen.add(serial)
        closed = lock_up(code, label=serial) if code and not error else ""
        rows.append({
            "line": number, "serial": serial[:40], "code_closed": closed,
            "expires_on": expires_on.isoformat() if expires_on else None, "error": error,
        })  # fmt: skip
    return rows


def _expiry(text: str, today: date) -> tuple[date | None, str]:
    if not text:
        return None, ""
    found = _DAY.match(text)
    try:
        parts = [int(part) for part in (found.groups() if found else ()) if part]
        day = date(*parts) if found and found[1] else date(*reversed(parts))
    except (TypeError, ValueError):
        return None, "La date d’expiration ne se lit pas : écrivez-la comme 31/12/2027."
    return (day, "") if day >= today else (None, "Cette carte est déjà périmée.")


def _known(serials: Iterable[str]) -> set[str]:
    return set(StockItem.objects.filter(serial__in=list(serials)).order_by().values_list("serial", flat=True))
