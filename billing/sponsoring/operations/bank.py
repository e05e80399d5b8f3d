"""Bank statements: read, each credit kept once, and matched with what it pays."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from billing.sponsoring.bank.files import read_bank_file
from billing.sponsoring.models import Agreement, BankFile, BankLine, Invoice, Payment, Sponsor
from billing.sponsoring.operations.payments import NobodyPays, note_payment
from billing.sponsoring.queries.money import demands
from kit.journal import record
from kit.refusals import Refused
from kit.states import check, move

_NUMBER = re.compile(r"(FA|AF)-(\d{4})-(\d{4,})")
_SHORT_WORDS = frozenset(
    {"fondation", "association", "societe", "groupe", "france", "sas", "sarl", "virement", "vir", "sepa"}
)
_AROUND = timedelta(days=7)


class ReadAlready(Refused):
    """Ce fichier a déjà été lu, le {day}. Ses lignes sont ci-dessous."""


class NoReason(Refused):
    """Dites en quelques mots pourquoi cette ligne est mise de côté."""


class NotThatPayment(Refused):
    """Ce paiement n’est pas un virement de ce montant, ou une autre ligne le dit déjà."""


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """What a line may pay, or the payment that already says it, and why we think so."""

    reason: str
    invoice: Invoice | None = None
    payment: Payment | None = None


@dataclass(frozen=True, kw_only=True)
class Read:
    """A file that was read: how many of its credits are new, and how many another file had told."""

    file: BankFile
    new: int
    known: int


@transaction.atomic
def read_file(content: bytes, *, name: str, by: Any, now: datetime) -> Read:
    """Keep the credits of a statement; raises what billing.sponsoring.bank.files refuses."""
    digest = hashlib.sha256(content).hexdigest()
    before = BankFile.objects.filter(digest=digest).first()
    if before is not None:
        raise ReadAlready(day=f"{timezone.localdate(before.read_at):%d/%m/%Y}")
    credits = read_bank_file(content)
    file = BankFile.objects.create(file_name=name[:160], digest=digest, read_by=by, read_at=now)
    lines = [
        BankLine(
            file=file, reference=one.reference, booked_on=one.booked_on, amount_cents=one.amount_cents,
            debtor=one.debtor, label=one.label,
        )
        for one in credits
    ]  # fmt: skip
    BankLine.objects.bulk_create(lines, ignore_conflicts=True)
    new = file.lines.count()
    record("sponsoring.bank_file_read", on=file, by=by, at=now, new=new, known=len(lines) - new)
    return Read(file=file, new=new, known=len(lines) - new)


@transaction.atomic
def match_line(
    line: BankLine, *, by: Any, now: datetime, today: date, invoice: Invoice | None = None,
    agreement: Agreement | None = None, sponsor: Sponsor | None = None, payment: Payment | None = None,
) -> Payment:  # fmt: skip
    """Note the payment that a line tells, or tie the line to a `payment` that somebody had noted before."""
    line = BankLine.objects.select_for_update().get(pk=line.pk)
    check(line, to=BankLine.State.MATCHED)
    if payment is not None:
        _check_same(line, payment)
    elif invoice or agreement or sponsor:
        payment = note_payment(
            rail=Payment.Rail.TRANSFER, reference=line.reference, amount_cents=line.amount_cents,
            received_on=line.booked_on, invoice=invoice, agreement=agreement, sponsor=sponsor, by=by, now=now,
            today=today,
        )  # fmt: skip
    else:
        raise NobodyPays
    move(
        line, to=BankLine.State.MATCHED, by=by, now=now, verb="sponsoring.bank_line_matched", payment=payment
    )
    return payment


def _check_same(line: BankLine, payment: Payment) -> None:
    taken = BankLine.objects.filter(payment=payment).exists()
    if taken or payment.rail != Payment.Rail.TRANSFER or payment.amount_cents != line.amount_cents:
        raise NotThatPayment


@transaction.atomic
def set_aside(line: BankLine, *, reason: str, by: Any, now: datetime) -> BankLine:
    """A credit that is no sponsor's."""
    if not reason.strip():
        raise NoReason
    line = BankLine.objects.select_for_update().get(pk=line.pk)
    move(
        line, to=BankLine.State.ASIDE, by=by, now=now, verb="sponsoring.bank_line_set_aside",
        aside_reason=reason.strip()[:200],
    )  # fmt: skip
    return line


@transaction.atomic
def take_back(line: BankLine, *, by: Any, now: datetime) -> BankLine:
    """It is to be matched after all."""
    line = BankLine.objects.select_for_update().get(pk=line.pk)
    verb = "sponsoring.bank_line_taken_back"
    move(line, to=BankLine.State.WAITING, by=by, now=now, verb=verb, aside_reason="")
    return line


def suggestions(lines: Iterable[BankLine]) -> dict[Any, list[Suggestion]]:
    """For each line: a transfer that is noted already, then the number in its label, or amount and name."""
    waiting = list(demands().select_related("sponsor", "agreement"))
    noted = list(Payment.objects.filter(rail=Payment.Rail.TRANSFER, refunds=None, bank_line=None))
    return {line.pk: [*_noted(line, noted), *_demanded(line, waiting)] for line in lines}


def _noted(line: BankLine, payments: list[Payment]) -> list[Suggestion]:
    return [
        Suggestion(reason="Un virement de ce montant est déjà noté à cette date.", payment=payment)
        for payment in payments
        if payment.amount_cents == line.amount_cents and abs(payment.received_on - line.booked_on) <= _AROUND
    ]


def _demanded(line: BankLine, waiting: list[Any]) -> list[Suggestion]:
    told = _numbers(f"{line.label} {line.debtor}")
    by_number = [
        Suggestion(reason=f"Le libellé dit {one.number}.", invoice=one)
        for one in waiting
        if one.number in told
    ]
    if by_number:
        return by_number
    return [
        Suggestion(reason=f"Même montant, et l’émetteur ressemble à {one.sponsor.name}.", invoice=one)
        for one in waiting
        if one.left_cents == line.amount_cents and _alike(line.debtor or line.label, one.sponsor.name)
    ]


def _numbers(text: str) -> set[str]:
    """Numbers of ours, also as banks write them: "FA 2026 0001", "fa20260001"."""
    joined = re.sub(r"[\s./_-]+", "", text).upper()
    exact = {match[0] for match in _NUMBER.finditer(text.upper())}
    return exact | {
        f"{kind}-{year}-{number}"
        for kind, year, number in re.findall(r"(FA|AF)(20\d\d)(\d{4})(?!\d)", joined)
    }


def _alike(debtor: str, name: str) -> bool:
    """Whether the words that tell a sponsor from another one are all in the debtor's name."""
    wanted = _words(name) - _SHORT_WORDS or _words(name)
    return bool(wanted) and wanted <= _words(debtor)


def _words(text: str) -> set[str]:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return {word for word in re.findall(r"[a-z0-9]+", bare) if len(word) > 2}
