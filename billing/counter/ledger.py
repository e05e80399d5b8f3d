"""The chain of a till's tickets: what is hashed, how, and what signs it.

Each ticket's text is canonical JSON (keys sorted, no space, ASCII) of its own data, its lines with
their VAT, its payments with method and amount, and the hash of the ticket before it. Its hash is the
SHA-256 of that text; its signature is an HMAC of the hash under a key that is not in the database.
The person is in it as a seal (an HMAC that means nothing without the key): no personal data, and a
ticket still verifies when the person is anonymised.

Conçu pour répondre aux quatre conditions de l’article 286, I, 3° bis du code général des impôts:
inaltérabilité, sécurisation, conservation, archivage.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from kit.secrets import seal

VERSION = 1
_WRITE = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


class Line(NamedTuple):
    """The columns of a SaleLine that are chained, in order of position."""

    position: int
    product: UUID
    label: str
    group: str
    account: str
    quantity: int
    unit_cents: int
    reference_cents: int
    vat_percent: Decimal
    gross_cents: int
    net_cents: int
    vat_cents: int
    item: UUID | None
    device: UUID | None


class Payment(NamedTuple):
    """The columns of a SalePayment that are chained."""

    position: int
    method: str
    amount_cents: int
    tendered_cents: int | None
    reference: str


class Ticket(NamedTuple):
    """The columns of a Sale that are chained, with the hash of the ticket before it."""

    id: UUID
    till: UUID
    session: UUID
    training: bool
    number: int
    kind: str
    business_day: date
    sold_at: datetime
    sold_by: UUID
    person_seal: str
    reverses: UUID | None
    reason: str
    total_cents: int
    previous_hash: str


def text_of(ticket: Ticket, lines: Iterable[Line], payments: Iterable[Payment]) -> str:
    """The canonical text: what an inspector hashes again to check a ticket."""
    return written(_plain(ticket), [_plain(line) for line in lines], [_plain(one) for one in payments])


def written(ticket: Sequence[Any], lines: Sequence[Any], payments: Sequence[Any]) -> str:
    """The canonical text of rows that are already plain: UUIDs, days and rates as text, moments in UTC."""
    return _WRITE({"v": VERSION, "ticket": ticket, "lines": lines, "payments": payments})


def hash_of(text: str) -> str:
    """SHA-256, in 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def signature_of(hash_: str) -> str:
    return seal(f"ticket:{hash_}")


def seal_of_person(sale: Any, person: Any) -> str:
    """What stands for the person in the text of this sale; `sale` and `person` are ids."""
    return seal(f"person:{sale}:{person}")


def _plain(row: NamedTuple) -> list[Any]:
    return [_PLAIN.get(type(value), _same)(value) for value in row]


def _same(value: Any) -> Any:
    return value


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


_PLAIN: dict[type, Any] = {
    UUID: str,
    Decimal: lambda value: f"{value:.2f}",
    datetime: _moment,
    date: date.isoformat,
}


def said_by(
    sale: Any, lines: Iterable[Any], payments: Iterable[Any]
) -> tuple[Ticket, list[Line], list[Payment]]:
    """A ticket's models as the rows that are chained."""
    ticket = Ticket(
        sale.pk, sale.till_id, sale.session_id, sale.training, sale.number, str(sale.kind),
        sale.business_day, sale.sold_at, sale.sold_by_id, sale.person_seal, sale.reverses_id, sale.reason,
        sale.total_cents, sale.previous_hash,
    )  # fmt: skip
    return ticket, [_line(line) for line in lines], [_payment(payment) for payment in payments]


def _line(line: Any) -> Line:
    keys = {"product": line.product_id, "item": line.item_id, "device": line.device_id}
    rest = {name: getattr(line, name) for name in Line._fields if name not in keys}
    return Line(**rest, **keys)


def _payment(payment: Any) -> Payment:
    return Payment(*(getattr(payment, name) for name in Payment._fields))
