"""The till: made once, opened with a float, counted blind, closed the same day."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from billing.counter.models import CashMovement, Till, TillSession
from billing.counter.queries import expected_cash
from kit import formats
from kit.journal import record
from kit.refusals import Refused
from kit.states import check, move


class TillAlreadyOpen(Refused):
    """Cette caisse est déjà ouverte. Rechargez la page pour continuer à vendre."""


class TillRetired(Refused):
    """Cette caisse ne sert plus : choisissez-en une autre."""


class TillNotOpen(Refused):
    """La caisse est fermée : ouvrez-la avant de continuer."""


class SessionOfAnotherDay(Refused):
    """La caisse est restée ouverte depuis le {day} : comptez-la et clôturez-la d’abord."""


class CountBegun(Refused):
    """La caisse a été comptée : elle ne vend plus. Clôturez-la, puis ouvrez-la de nouveau."""


class NotCounted(Refused):
    """Comptez d’abord les espèces de la caisse."""


class DifferenceToExplain(Refused):
    """Il y a un écart de {difference} : dites-en le motif pour clôturer."""


class NotEnoughCash(Refused):
    """Il n’y a pas tant d’espèces dans la caisse. Vérifiez le montant."""


@transaction.atomic
def make_till(*, code: str, name: str, by: Any, now: datetime) -> Till:
    """A new cash desk; ValidationError for a code that is taken or malformed."""
    till = Till(code=code, name=name, made_at=now)
    till.full_clean()
    till.save()
    record("counter.till_made", on=till, by=by, at=now)
    return till


@transaction.atomic
def open_session(
    till: Till, *, float_cents: int, training: bool = False, by: Any, now: datetime, today: date
) -> TillSession:
    """Begin to sell, with that much cash in the drawer; a training session has tickets of its own."""
    till = lock_till(till)
    if till.retired_at:
        raise TillRetired
    if TillSession.objects.filter(till=till, state=TillSession.State.OPEN).exists():
        raise TillAlreadyOpen
    session = TillSession.objects.create(
        till=till, business_day=today, training=training, opened_by=by, opened_at=now, float_cents=float_cents
    )
    record("counter.session_opened", on=session, by=by, at=now, float_cents=float_cents, training=training)
    return session


@transaction.atomic
def move_cash(
    session: TillSession, *, amount_cents: int, reason: str, by: Any, now: datetime, today: date
) -> CashMovement:
    """Cash fetched (positive) or taken to the bank (negative), with why."""
    lock_till(session.till)
    session = check_selling(session, today=today)
    if expected_cash(session) + amount_cents < 0:
        raise NotEnoughCash
    movement = CashMovement(session=session, amount_cents=amount_cents, reason=reason, by=by, at=now)
    movement.full_clean(exclude=["by"])
    movement.save()
    record("counter.cash_moved", on=session, by=by, at=now, amount_cents=amount_cents)
    return movement


@transaction.atomic
def count_cash(session: TillSession, *, counted_cents: int, by: Any, now: datetime) -> TillSession:
    """The blind count, kept once and for all: what was expected is computed after it."""
    lock_till(session.till)
    session = _locked(session)
    if session.state != TillSession.State.OPEN:
        raise TillNotOpen
    if session.counted_cents is not None:
        raise CountBegun
    session.counted_cents, session.expected_cents = counted_cents, expected_cash(session)
    session.save(update_fields=["counted_cents", "expected_cents"])
    record("counter.cash_counted", on=session, by=by, at=now, counted_cents=counted_cents)
    return session


@transaction.atomic
def close_session(session: TillSession, *, reason: str = "", by: Any, now: datetime) -> TillSession:
    """End it; a difference asks for its reason."""
    lock_till(session.till)
    session = _locked(session)
    check(session, to=TillSession.State.CLOSED)
    if session.counted_cents is None:
        raise NotCounted
    difference = session.difference_cents
    if difference and not reason.strip():
        raise DifferenceToExplain(difference=formats.euros(difference))
    move(
        session, to=TillSession.State.CLOSED, by=by, now=now, verb="counter.session_closed",
        closed_by=by, difference_reason=reason.strip() if difference else "",
    )  # fmt: skip
    return session


def lock_till(till: Till) -> Till:
    """The till's row, locked: sales, counts and closings of a till come one after the other."""
    return Till.objects.select_for_update(no_key=True).get(pk=till.pk)


def check_selling(session: TillSession, *, today: date) -> TillSession:
    """The session as it is now, if it may still sell; the caller holds the till or looks again under it."""
    session = TillSession.objects.get(pk=session.pk)
    if session.state != TillSession.State.OPEN:
        raise TillNotOpen
    if session.business_day != today:
        raise SessionOfAnotherDay(day=formats.day(session.business_day))
    if session.counted_cents is not None:
        raise CountBegun
    return session


def _locked(session: TillSession) -> TillSession:
    return TillSession.objects.select_for_update(of=("self",)).select_related("till").get(pk=session.pk)
