"""A lent device that will not come back: one person notes the loss, another confirms it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from billing.equipment.models import Loan
from billing.equipment.operations.loans import locked
from billing.equipment.operations.moves import moved
from kit.journal import record
from kit.marks import mark
from kit.refusals import Refused
from kit.states import move
from tenants.welcome.notices import drop_notices


class WhatHappened(Refused):
    """Dites ce qui s’est passé : une deuxième personne doit pouvoir en décider."""


class NoLossNoted(Refused):
    """Personne n’a noté la perte de cet équipement : notez-la d’abord."""


class AlreadyNoted(Refused):
    """Cette perte est déjà notée : une deuxième personne doit la confirmer."""


class SecondPersonWanted(Refused):
    """Un passage en perte se fait à deux : demandez à un autre responsable de le confirmer."""


@transaction.atomic
def note_loss(loan: Loan, *, loss: str, reason: str, by: Any, now: datetime) -> Loan:
    """The device is lost or stolen (`Loan.Loss`); the loan runs until a second person confirms."""
    loan = locked(loan)
    if loan.loss:
        raise AlreadyNoted
    if not reason.strip():
        raise WhatHappened
    loan.loss, loan.loss_reason = Loan.Loss(loss), reason.strip()
    return _noted(loan, "equipment.loss_noted", who=by, at=now, by=by, now=now)


@transaction.atomic
def forget_loss(loan: Loan, *, by: Any, now: datetime) -> Loan:
    """It was found again, or noted by mistake."""
    loan = locked(loan)
    if not loan.loss:
        raise NoLossNoted
    loan.loss, loan.loss_reason = "", ""
    return _noted(loan, "equipment.loss_forgotten", who=None, at=None, by=by, now=now)


@transaction.atomic
def write_off(loan: Loan, *, by: Any, now: datetime, today: date) -> Loan:
    """A second person confirms: the loan is over, the device is lost or stolen."""
    loan = locked(loan)
    if not loan.loss:
        raise NoLossNoted
    if loan.loss_noted_by_id == by.pk:
        raise SecondPersonWanted
    move(loan, to=Loan.State.WRITTEN_OFF, by=by, now=now, verb="equipment.written_off", written_off_by=by)
    moved(loan.device, loan.loss, "equipment.device_moved", reason=loan.loss_reason, by=by, now=now)
    drop_notices(about=loan.pk, now=now)
    mark(today)
    return loan


def _noted(loan: Loan, verb: str, *, who: Any, at: datetime | None, by: Any, now: datetime) -> Loan:
    loan.loss_noted_by, loan.loss_noted_at = who, at
    loan.save(update_fields=["loss", "loss_reason", "loss_noted_by", "loss_noted_at"])
    record(verb, on=loan, by=by, at=now)
    return loan
