"""The accounting entries of a month: a journal in balance, the same each time it is asked for.

One entry a till and business day: what was received by means of payment (debit), what was sold by
account and the VAT collected by rate (credit). Accounts of the plan comptable général (règlement ANC
2014-03): 53 cash, 51 bank, 467 vouchers, 4457 VAT collected; the account of a sale is its product's.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Max, Min, Sum

from billing.counter.models import SaleLine, SalePayment
from billing.counter.reports.months import tickets_between
from kit.calendar import add_months
from kit.documents.spreadsheets import Column

COLUMNS = [
    Column("Journal"),
    Column("Date", "date"),
    Column("Pièce"),
    Column("Compte"),
    Column("Libellé"),
    Column("Débit", "euros"),
    Column("Crédit", "euros"),
]
JOURNAL = "CA"


@dataclass(frozen=True)
class Entry:
    """A line of the journal; debit or credit, in cents, never both."""

    day: date
    piece: str
    account: str
    label: str
    debit_cents: int
    credit_cents: int

    @property
    def row(self) -> list[Any]:
        return [
            JOURNAL, self.day, self.piece, self.account, self.label, self.debit_cents or None,
            self.credit_cents or None,
        ]  # fmt: skip


def entries_of(first: date) -> list[Entry]:
    """The entries of the month that begins on `first`, by day, till, then account."""
    tickets = tickets_between(first, add_months(first, 1)).order_by()
    moved: dict[tuple[date, str], list[tuple[str, str, int]]] = defaultdict(list)
    for day, till, account, label, cents in (*_received(tickets), *_sold(tickets), *_collected(tickets)):
        moved[day, till].append((account, label, cents))
    pieces = _pieces(tickets)
    return [
        Entry(day, pieces[day, till], account, label, max(cents, 0), max(-cents, 0))
        for (day, till), lines in sorted(moved.items())
        for account, label, cents in sorted(lines)
        if cents
    ]


def _received(tickets: Any) -> Iterator[tuple[date, str, str, str, int]]:
    """What came in: positive, a debit."""
    rows = _by(SalePayment, tickets, "method", "amount_cents")
    for day, till, method, cents in rows:
        label = f"Caisse {till} – {SalePayment.Method(method).label}"
        yield day, till, settings.MAILLON_ACCOUNTS[method], label, cents


def _sold(tickets: Any) -> Iterator[tuple[date, str, str, str, int]]:
    """What was sold, without VAT: negative, a credit."""
    for day, till, account, cents in _by(SaleLine, tickets, "account", "net_cents"):
        yield day, till, account, f"Caisse {till} – Ventes", -cents


def _collected(tickets: Any) -> Iterator[tuple[date, str, str, str, int]]:
    for day, till, percent, cents in _by(SaleLine, tickets, "vat_percent", "vat_cents"):
        label = f"Caisse {till} – TVA {percent.normalize():f} %".replace(".", ",")
        yield day, till, settings.MAILLON_ACCOUNTS["vat"], label, -cents


def _by(model: Any, tickets: Any, key: str, cents: str) -> list[tuple[date, str, Any, int]]:
    names = ("sale__business_day", "sale__till__code", key)
    rows = model.objects.filter(sale__in=tickets).order_by().values_list(*names)
    return list(rows.annotate(sum_cents=Sum(cents)))


def _pieces(tickets: Any) -> dict[tuple[date, str], str]:
    """How an entry names its tickets: till, first and last number."""
    names = ("business_day", "till__code")
    rows = tickets.values_list(*names).annotate(first=Min("number"), last=Max("number"))
    return {(day, till): f"{till}-{first}-{last}" for day, till, first, last in rows}
