"""One ticket as an inspector reads it: its text made again from its rows, and whether it still holds."""

import shlex
from dataclasses import dataclass

from billing.counter import ledger
from billing.counter.models import FIRST, Sale
from billing.counter.verify import Told, hash_now, journal_of, tickets_after, wrong_with
from kit.db import connection


@dataclass(frozen=True)
class Proof:
    """What the rows say now. `wrong` is the sentence on what does not hold, empty when all does."""

    told: Told
    wrong: str

    @property
    def text(self) -> str:
        return self.told.text

    @property
    def hash_again(self) -> str:
        """The hash of the text as it is now: the one that is kept, unless something was changed."""
        return ledger.hash_of(self.text)

    @property
    def by_hand(self) -> str:
        """A line for a POSIX shell that prints the same hash without Maillon."""
        return f"printf %s {shlex.quote(self.text)} | sha256sum"


def proof_of(sale: Sale) -> Proof:
    """Make the text of a ticket again, and ask its neighbours and the journal. Reads, changes nothing."""
    with connection.cursor() as cursor:
        (told,) = tickets_after(cursor, sale.till_id, sale.training, sale.number - 1, most=1)
    head = hash_now(sale.till, sale.training, sale.number - 1) if sale.number > 1 else FIRST
    return Proof(told, wrong_with(told, head=head, expected=sale.number) or _wrong_outside(sale))


def beside(sale: Sale, step: int) -> Sale | None:
    """The ticket `step` numbers away in the same chain."""
    return Sale.objects.filter(till=sale.till, training=sale.training, number=sale.number + step).first()


def _wrong_outside(sale: Sale) -> str:
    after = beside(sale, 1)
    if after is not None and after.previous_hash != sale.hash:
        return "le ticket d’après ne le suit pas."
    heard = journal_of(sale.till, sale.training).filter(details__number=sale.number)
    if list(heard.values_list("details__hash", flat=True)) != [sale.hash]:
        return "le journal et la caisse diffèrent."
    return ""
