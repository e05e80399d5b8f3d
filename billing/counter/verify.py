"""Is each till's chain whole? Every ticket is hashed again; the first that is wrong is named.

Four witnesses stand outside the tickets: the till's row, the journal of the antenne, the signed
closings and, on the shared floor, their anchors. A cut tail is missed by one of them.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from billing.counter import ledger
from billing.counter.models import FIRST, Closing, Sale, Till
from billing.counter.operations.closings import text_of, totals_of
from billing.tariffs.models import TillAnchor
from kit.antennes import current
from kit.db import connection
from kit.journal.models import Entry
from kit.secrets import is_sealed

_AT_ONCE = 2_000  # tickets

_TICKETS = """
SELECT id, till_id, session_id, training, number, kind, business_day, sold_at, sold_by_id, person_seal,
       reverses_id, reason, total_cents, previous_hash, hash, signature, beneficiary_id
FROM counter_sale WHERE till_id = %s AND training = %s AND number > %s ORDER BY number LIMIT %s
"""
_LINES = """
SELECT sale_id, position, product_id, label, "group", account, quantity, unit_cents, reference_cents,
       vat_percent, gross_cents, net_cents, vat_cents, item_id, device_id
FROM counter_saleline WHERE sale_id = ANY(%s) ORDER BY sale_id, position
"""
_PAYMENTS = """
SELECT sale_id, position, method, amount_cents, tendered_cents, reference
FROM counter_salepayment WHERE sale_id = ANY(%s) ORDER BY sale_id, position
"""


@dataclass
class Finding:
    """What was read of a till, and the sentences on what is wrong, the first bad ticket first."""

    till: Till
    tickets: int = 0
    rows: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.wrong


def verify_tills(code: str = "") -> list[Finding]:
    """Check every till of the antenne we stand in, or the one of that code."""
    tills = Till.objects.filter(code=code) if code else Till.objects.all()
    return [verify(till) for till in tills.order_by("code")]


def verify(till: Till) -> Finding:
    """Check both chains of a till, its closings and its witnesses. Reads, changes nothing."""
    finding = Finding(till)
    heads = {}
    for training in (False, True):
        heads[training] = _chain(finding, training)
    _witnesses(finding, heads)
    _closings(finding)
    return finding


def _chain(finding: Finding, training: bool) -> tuple[dict[int, str], dict[str, int]]:
    """({number: hash}, {id of the sale: number}); stops at the first bad ticket."""
    hashes: dict[int, str] = {}
    ids: dict[str, int] = {}
    head, expected = FIRST, 1
    for ticket, hash_, signature, person, lines, payments in _read(finding, training):
        wrong = _wrong(ticket, hash_, signature, person, lines, payments, head, expected)
        if wrong:
            finding.wrong.append(
                f"Caisse {finding.till.code}, ticket {_name(ticket.number, training)} : {wrong}"
            )
            break
        head, expected = hash_, expected + 1
        hashes[ticket.number], ids[str(ticket.id)] = hash_, ticket.number
    return hashes, ids


def _wrong(
    ticket: ledger.Ticket, hash_: str, signature: str, person: Any, lines: list[ledger.Line],
    payments: list[ledger.Payment], head: str, expected: int,
) -> str:  # fmt: skip
    if ticket.number != expected:
        return f"on attendait le ticket {expected}, il manque."
    if ticket.previous_hash != head:
        return "il ne suit pas le ticket d’avant."
    if ledger.hash_of(ledger.text_of(ticket, lines, payments)) != hash_:
        return "son contenu a changé depuis qu’il a été écrit."
    if ledger.signature_of(hash_) != signature:
        return "il n’est pas signé par la clé de la caisse."
    if ledger.seal_of_person(ticket.id, person) != ticket.person_seal:
        return "la personne n’est plus celle du ticket."
    total = sum(line.gross_cents for line in lines)
    if not total == sum(payment.amount_cents for payment in payments) == ticket.total_cents:
        return "ses lignes, ses paiements et son total ne font pas la même somme."
    return ""


def _read(finding: Finding, training: bool) -> Iterator[tuple]:
    """Tickets with their lines and payments, in order, some thousands at once."""
    last = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_TICKETS, [finding.till.pk, training, last, _AT_ONCE])
            tickets = cursor.fetchall()
            if not tickets:
                return
            ids = [row[0] for row in tickets]
            lines = _by_sale(cursor, _LINES, ids, ledger.Line)
            payments = _by_sale(cursor, _PAYMENTS, ids, ledger.Payment)
            finding.tickets += len(tickets)
            finding.rows += len(tickets) + sum(map(len, lines.values())) + sum(map(len, payments.values()))
            for row in tickets:
                told = ledger.Ticket(*row[:14])
                yield told, row[14], row[15], row[16], lines.get(told.id, []), payments.get(told.id, [])
            last = tickets[-1][4]


def _by_sale(cursor: Any, query: str, ids: list[Any], shape: Any) -> dict[Any, list[Any]]:
    cursor.execute(query, [ids])
    found = defaultdict(list)
    for sale, *rest in cursor.fetchall():
        found[sale].append(shape(*rest))
    return found


def _witnesses(finding: Finding, heads: dict[bool, tuple[dict[int, str], dict[str, int]]]) -> None:
    """The till's row and the journal: neither may know a ticket that is not there, nor the reverse."""
    if finding.wrong:
        return
    till = finding.till
    rows = {False: (till.last_number, till.head), True: (till.training_number, till.training_head)}
    for training, (hashes, ids) in heads.items():
        last = max(hashes, default=0)
        if rows[training] != (last, hashes.get(last, FIRST)):
            name = _name(max(last, rows[training][0]), training)
            finding.wrong.append(
                f"Caisse {till.code}, ticket {name} : la caisse et son dernier ticket diffèrent."
            )
            return
        told = _journal(till, training)
        for number, hash_ in sorted(
            {*told.items()} ^ {*((str(n), h) for n, h in hashes.items())}, key=_number
        ):
            name = _name(int(number), training)
            finding.wrong.append(
                f"Caisse {till.code}, ticket {name} : le journal et la caisse diffèrent ({hash_[:8]})."
            )
            return
        if len(ids) != len(hashes):
            finding.wrong.append(f"Caisse {till.code} : deux tickets ont le même numéro.")


def _journal(till: Till, training: bool) -> dict[str, str]:
    said = Entry.objects.filter(
        verb__in=["counter.sold", "counter.reversed"], details__till=str(till.pk), details__training=training
    ).order_by()
    return {str(details["number"]): details["hash"] for details in said.values_list("details", flat=True)}


def _number(pair: tuple[str, str]) -> int:
    return int(pair[0])


def _closings(finding: Finding) -> None:
    """Signed, contiguous, adding up, and the same as what was anchored."""
    till = finding.till
    anchors = {
        (anchor.kind, anchor.period): anchor
        for anchor in TillAnchor.objects.filter(antenne__schema_name=current(), till=till.code)
    }
    for kind in Closing.Kind.values:
        before: Closing | None = None
        for closing in Closing.objects.filter(till=till, kind=kind).order_by("period"):
            anchor = anchors.pop((kind, closing.period), None)
            wrong = _wrong_closing(closing, before, anchor)
            if wrong:
                which = f"clôture {closing.get_kind_display()} {closing.period:%d/%m/%Y}"
                finding.wrong.append(f"Caisse {till.code}, {which} : {wrong}")
                return
            before = closing
    for kind, period in sorted(anchors):
        finding.wrong.append(f"Caisse {till.code} : la clôture du {period:%d/%m/%Y} a disparu ({kind}).")
        return


def _wrong_closing(closing: Closing, before: Closing | None, anchor: TillAnchor | None) -> str:
    if not is_sealed(text_of(closing), closing.signature):
        return "elle a changé depuis qu’elle a été signée."
    if anchor is None or (anchor.last_number, anchor.head, anchor.perpetual_cents, anchor.signature) != (
        closing.last_number, closing.head, closing.perpetual_cents, closing.signature,
    ):  # fmt: skip
        return "elle n’est pas celle que le réseau a gardée."
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
    last = Sale.objects.filter(till=closing.till, training=False, number=closing.last_number).first()
    if closing.last_number and (last is None or last.hash != closing.head):
        return f"son dernier ticket, {closing.last_number}, n’est plus là ou n’est plus le même."
    if closing.perpetual_cents != closing.gross_cents + (before.perpetual_cents if before else 0):
        return "son total perpétuel ne suit pas celui d’avant."
    return ""


def _name(number: int, training: bool) -> str:
    return f"{'E' if training else ''}{number}"
