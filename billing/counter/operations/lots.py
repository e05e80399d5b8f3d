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
from kit.states import check, move

SERIAL = re.compile(r"[A-Za-z0-9-]{4,40}")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{2})/(\d{2})/(\d{4})")
MOST = 5_000
SHOWN = 4  # signs of what is no serial


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
    lot.rows = _looked_at(list(lines), product, today)
    if not lot.rows:
        raise NothingInTheLot
    if len(lot.rows) > MOST:
        raise TooManyCards
    lot.save()
    record("stock.lot_read", on=lot, by=by, at=now, lines=len(lot.rows))
    return lot


@transaction.atomic
def confirm_lot(lot: StockLot, *, by: Any, now: datetime, today: date) -> StockLot:
    """Put the good lines on the shelf; those that are wrong, known or expired by now are left out."""
    lot = StockLot.objects.select_for_update(of=("self",)).get(pk=lot.pk)
    check(lot, to=StockLot.State.CONFIRMED)
    good = [row for row in lot.rows if not row["error"] and not _is_over(row, today)]
    items = [
        StockItem(
            product_id=lot.product_id, lot=lot, serial=row["serial"], code_closed=row["code_closed"],
            expires_on=row["expires_on"], received_at=now,
        )
        for row in good
    ]  # fmt: skip
    # The unique serial decides: of two lots that share a card, the second waits here and leaves it out.
    # In the order of the serials, so that two that share several never wait for each other.
    items.sort(key=_serial_of)
    StockItem.objects.bulk_create(items, ignore_conflicts=True)
    received = list(StockItem.objects.filter(lot=lot).order_by())
    if not received:
        raise NoGoodCard
    move(
        lot, to=StockLot.State.CONFIRMED, by=by, now=now, verb="stock.lot_confirmed", rows=[],
        count=len(received),
    )  # fmt: skip
    StockEvent.objects.bulk_create(
        StockEvent(item=item, state=item.state, at=now, by=by) for item in received
    )
    return lot


@transaction.atomic
def drop_lot(lot: StockLot, *, by: Any, now: datetime) -> StockLot:
    """Give up: what the file said is erased."""
    lot = StockLot.objects.select_for_update(of=("self",)).get(pk=lot.pk)
    move(lot, to=StockLot.State.DROPPED, by=by, now=now, verb="stock.lot_dropped", rows=[])
    return lot


@transaction.atomic
def expire_cards(*, today: date, now: datetime) -> int:
    """Take off the shelf the cards whose last day is over; how many. One that is being sold waits."""
    over = StockItem.objects.filter(state=StockItem.State.AVAILABLE, expires_on__lt=today).order_by()
    gone = list(over.select_for_update(skip_locked=True))
    for item in gone:
        move_card(item, to=StockItem.State.EXPIRED, by=None, now=now)
    return len(gone)


def _looked_at(lines: list[tuple[str, str, str]], product: Any, today: date) -> list[dict[str, Any]]:
    known = _known(serial for serial, _, _ in lines)
    seen: set[str] = set()
    rows = []
    for number, (serial, code, expiry) in enumerate(lines, start=1):
        expires_on, error = _expiry(expiry, today)
        error = _wrong_serial(serial, product, seen, known) or error
        seen.add(serial)
        rows.append({
            "line": number,
            # What is no serial may be a code in the wrong column: it is not kept whole.
            "serial": serial if not error else f"{serial[:SHOWN]}…",
            "code_closed": lock_up(code, label=serial) if code and not error else "",
            "expires_on": expires_on.isoformat() if expires_on else None,
            "error": error,
        })  # fmt: skip
    return rows


def _wrong_serial(serial: str, product: Any, seen: set[str], known: dict[str, str]) -> str:
    if not SERIAL.fullmatch(serial):
        return "Un numéro de série a de 4 à 40 lettres, chiffres ou tirets."
    if not serial.startswith(product.serial_prefix):
        return f"Un numéro de « {product.name} » commence par {product.serial_prefix} : est-ce le code ?"
    if serial in seen:
        return "Ce numéro est deux fois dans le lot."
    if known.get(serial) == StockItem.State.TRANSFERRED:
        return "Cette carte a été envoyée à une autre antenne : elle revient par un colis, pas par un lot."
    return "Cette carte est déjà dans le stock." if serial in known else ""


def _serial_of(item: StockItem) -> str:
    return item.serial


def _is_over(row: dict[str, Any], today: date) -> bool:
    return row["expires_on"] is not None and row["expires_on"] < today.isoformat()


def _expiry(text: str, today: date) -> tuple[date | None, str]:
    """(the last day or None, what is wrong)."""
    if not text:
        return None, ""
    found = _DAY.match(text)
    try:
        parts = [int(part) for part in (found.groups() if found else ()) if part]
        day = date(*parts) if found and found[1] else date(*reversed(parts))
    except (TypeError, ValueError):
        return None, "La date d’expiration ne se lit pas : écrivez-la comme 31/12/2027."
    return (day, "") if day >= today else (None, "Cette carte est déjà périmée.")


def _known(serials: Iterable[str]) -> dict[str, str]:
    found = StockItem.objects.filter(serial__in=list(serials)).order_by()
    return dict(found.values_list("serial", "state"))
