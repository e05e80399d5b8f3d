"""Is each till's chain whole? Every ticket is hashed again; the first that is wrong is named.

Witnesses stand outside the tickets: the till's row, the journal of the antenne, the signed closings
and, on the shared floor, their anchors. A cut tail is missed by one of them.

Nothing is locked: a till may sell meanwhile. All that is read only grows, and each witness is written
in the transaction of what it tells of. So what tells is read before what is told, or asked again.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import QuerySet

from billing.counter import ledger
from billing.counter.models import FIRST, Closing, Sale, Till
from billing.counter.operations.closings import text_of, totals_of
from billing.tariffs.models import TillAnchor
from kit.antennes import current
from kit.db import connection
from kit.journal.models import Entry
from kit.secrets import is_sealed

_AT_ONCE = 2_000  # tickets

# As the canonical text writes them, so that nothing is made of a value only to be written again.
_TICKETS = """
SELECT id::text, till_id::text, session_id::text, training, number, kind, business_day::text,
       to_char(sold_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'), sold_by_id::text,
       person_seal, reverses_id::text, reason, total_cents, previous_hash, hash, signature,
       beneficiary_id::text
FROM counter_sale WHERE till_id = %s AND training = %s AND number > %s ORDER BY number LIMIT %s
"""
_LINES = """
SELECT sale_id::text, position, product_id::text, label, "group", account, quantity, unit_cents,
       reference_cents, vat_percent::text, gross_cents, net_cents, vat_cents, item_id::text, device_id::text
FROM counter_saleline WHERE sale_id = ANY(%s::uuid[]) ORDER BY sale_id, position
"""
_PAYMENTS = """
SELECT sale_id::text, position, method, amount_cents, tendered_cents, reference
FROM counter_salepayment WHERE sale_id = ANY(%s::uuid[]) ORDER BY sale_id, position
"""
_TOLD = ("counter.sold", "counter.reversed")


@dataclass
class Finding:
    """What was read of a till, and the sentences on what is wrong, the first bad ticket first."""

    till: str
    tickets: int = 0
    rows: int = 0  # tickets, lines and payments
    wrong: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.wrong


class Told(NamedTuple):
    """A ticket as its rows say it now, with the hash and signature that are kept of it."""

    ticket: ledger.Ticket
    hash: str
    signature: str
    person: str
    lines: list[ledger.Line]
    payments: list[ledger.Payment]

    @property
    def text(self) -> str:
        return ledger.written(self.ticket, self.lines, self.payments)


class _Wrong(Exception):
    """The sentence on what was found: nothing after it is worth reading."""


def verify_tills(code: str = "") -> list[Finding]:
    """Check every till of the antenne we stand in, or the one of that code; a till that vanished is told."""
    tills = Till.objects.filter(code=code) if code else Till.objects.all()
    return [verify(till) for till in tills.order_by("code")] + ([] if code else list(_vanished()))


def verify(till: Till) -> Finding:
    """Check both chains of a till, its closings and its witnesses. Reads, changes nothing."""
    finding = Finding(till.code)
    try:
        for training in (False, True):
            _chain(finding, till, training)
        _closings(till)
    except _Wrong as wrong:
        finding.wrong.append(f"Caisse {till.code}, {wrong}")
    return finding


def _vanished() -> Iterator[Finding]:
    """Tills that the journal saw being made, or the network anchored, and that are not there."""
    tills = {str(pk): code for pk, code in Till.objects.values_list("pk", "code")}
    made = Entry.objects.filter(verb="counter.till_made").order_by().values_list("on_id", flat=True)
    anchored = TillAnchor.objects.filter(antenne__schema_name=current()).order_by()
    codes = set(anchored.values_list("till", flat=True)) - set(tills.values())
    for name in sorted({*codes, *(one[-8:] for one in set(made) - set(tills))}):
        yield Finding(name, wrong=[f"Caisse {name} : elle a disparu."])


def _chain(finding: Finding, till: Till, training: bool) -> None:
    """Hash every ticket again, then hear the till's row and the journal."""
    columns = ("training_number", "training_head") if training else ("last_number", "head")
    last, last_head = Till.objects.values_list(*columns).get(pk=till.pk)
    hashes: dict[int, str] = {}
    head = FIRST
    for told in _read(finding, till, training):
        number = told.ticket.number
        wrong = wrong_with(told, head=head, expected=len(hashes) + 1)
        if wrong:
            raise _Wrong(f"ticket {_name(number, training)} : {wrong}")
        head = hashes[number] = told.hash
    if hashes.get(last, FIRST) != last_head:
        name = _name(last, training)
        raise _Wrong(f"ticket {name} : la caisse l’a vendu, et il n’est plus là ou n’est plus le même.")
    if len(hashes) > Till.objects.values_list(columns[0], flat=True).get(pk=till.pk):
        raise _Wrong(f"ticket {_name(len(hashes), training)} : la caisse ne l’a pas vendu.")
    _hear_the_journal(till, training, hashes)


def wrong_with(told: Told, *, head: str | None, expected: int) -> str:
    """The sentence on what is wrong with a ticket that should follow `head`; empty when it holds."""
    ticket = told.ticket
    if ticket.number != expected:
        return f"on attendait le ticket {expected}, il manque."
    if ticket.previous_hash != head:
        return "il ne suit pas le ticket d’avant."
    if ledger.hash_of(told.text) != told.hash:
        return "son contenu a changé depuis qu’il a été écrit."
    if ledger.signature_of(told.hash) != told.signature:
        return "il n’est pas signé par la clé de la caisse."
    if ledger.seal_of_person(ticket.id, told.person) != ticket.person_seal:
        return "la personne n’est plus celle du ticket."
    total = sum(line.gross_cents for line in told.lines)
    if not total == sum(payment.amount_cents for payment in told.payments) == ticket.total_cents:
        return "ses lignes, ses paiements et son total ne font pas la même somme."
    return ""


def _read(finding: Finding, till: Till, training: bool) -> Iterator[Told]:
    """The tickets of a chain in order, some thousands at once."""
    last = 0
    with connection.cursor() as cursor:
        while True:
            found = tickets_after(cursor, till.pk, training, last, most=_AT_ONCE)
            finding.tickets += len(found)
            finding.rows += sum(1 + len(told.lines) + len(told.payments) for told in found)
            yield from found
            if len(found) < _AT_ONCE:
                return  # a busy till would always have one more
            last = found[-1].ticket.number


def tickets_after(cursor: Any, till: Any, training: bool, number: int, *, most: int) -> list[Told]:
    """The first tickets of a chain that come after `number`, in order; `till` is an id."""
    cursor.execute(_TICKETS, [till, training, number, most])
    rows = cursor.fetchall()
    ids = [row[0] for row in rows]
    lines = _by_sale(cursor, _LINES, ids, ledger.Line)
    payments = _by_sale(cursor, _PAYMENTS, ids, ledger.Payment)
    return [
        Told(
            ledger.Ticket._make(told), hash_, signature, person, lines.get(told[0], []),
            payments.get(told[0], []),
        )
        for *told, hash_, signature, person in rows
    ]  # fmt: skip


def _by_sale(cursor: Any, query: str, ids: list[Any], shape: Any) -> dict[Any, list[Any]]:
    cursor.execute(query, [ids])
    found = defaultdict(list)
    for row in cursor.fetchall():
        found[row[0]].append(shape._make(row[1:]))
    return found


def _hear_the_journal(till: Till, training: bool, hashes: dict[int, str]) -> None:
    """It knows each ticket by number and hash; a ticket that was sold since we read is there when asked."""
    said = journal_of(till, training)
    told = {entry["number"]: entry["hash"] for entry in said.values_list("details", flat=True)}
    for number in sorted(told.keys() | hashes.keys()):
        here = hashes.get(number) or hash_now(till, training, number)
        if told.get(number) != here:
            raise _Wrong(f"ticket {_name(number, training)} : le journal et la caisse diffèrent.")


def journal_of(till: Till, training: bool) -> QuerySet[Entry]:
    """What the journal heard of the tickets of a chain."""
    return Entry.objects.filter(
        verb__in=_TOLD, details__till=str(till.pk), details__training=training
    ).order_by()


def hash_now(till: Till, training: bool, number: int) -> str | None:
    """What is kept as the hash of that ticket; None when it is not there."""
    found = Sale.objects.filter(till=till, training=training, number=number).order_by()
    return found.values_list("hash", flat=True).first()


def _closings(till: Till) -> None:
    """Signed, contiguous, adding up, and the same as the journal and the network keep."""
    told = set(
        Entry.objects.filter(verb="counter.closed", details__till=str(till.pk))
        .order_by()
        .values_list("details__signature", flat=True)
    )
    anchored = set(_anchors(till).values_list("kind", "period"))
    for kind in Closing.Kind.values:
        before: Closing | None = None
        for closing in Closing.objects.filter(till=till, kind=kind).order_by("period"):
            wrong = _wrong_closing(
                closing, before, _anchors(till).filter(kind=kind, period=closing.period).first()
            )
            if wrong:
                raise _Wrong(f"clôture {closing.get_kind_display()} {closing.period:%d/%m/%Y} : {wrong}")
            told.discard(closing.signature)
            anchored.discard((kind, closing.period))
            before = closing
    for _, period in sorted(anchored):
        raise _Wrong(f"clôture du {period:%d/%m/%Y} : le réseau l’a gardée, elle n’est plus là.")
    if told:
        raise _Wrong("une clôture que le journal connaît n’est plus là ou n’est plus la même.")


def _anchors(till: Till) -> Any:
    return TillAnchor.objects.filter(antenne__schema_name=current(), till=till.code).order_by()


def _wrong_closing(closing: Closing, before: Closing | None, anchor: TillAnchor | None) -> str:
    if not is_sealed(text_of(closing), closing.signature):
        return "elle a changé depuis qu’elle a été signée."
    kept = ("last_number", "head", "perpetual_cents", "signature")
    if anchor is None or any(getattr(anchor, name) != getattr(closing, name) for name in kept):
        return "elle n’est pas celle que le réseau a gardée."
    if anchor.at != closing.closed_at:
        return "le réseau l’a reçue à un autre moment."
    if closing.first_number != (before.last_number + 1 if before else 1):
        return "elle ne suit pas la clôture d’avant."
    if closing.previous_signature != (before.signature if before else ""):
        return "la clôture d’avant n’est plus la même."
    return _wrong_totals(closing, before)


def _wrong_totals(closing: Closing, before: Closing | None) -> str:
    tickets = Sale.objects.filter(
        till=closing.till, training=False, number__range=(closing.first_number, closing.last_number)
    )
    if (closing.by_vat, closing.by_method) != totals_of(tickets):
        return "ses totaux ne sont pas ceux de ses tickets."
    if closing.last_number and hash_now(closing.till, False, closing.last_number) != closing.head:
        return f"son dernier ticket, {closing.last_number}, n’est plus là ou n’est plus le même."
    if closing.perpetual_cents != closing.gross_cents + (before.perpetual_cents if before else 0):
        return "son total perpétuel ne suit pas celui d’avant."
    return ""


def _name(number: int, training: bool) -> str:
    return f"{'E' if training else ''}{number}"
