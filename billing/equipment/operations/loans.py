"""A device lent after a completed course, and its return."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from billing.equipment.models import Device, Loan
from billing.equipment.operations.moves import moved
from kit.calendar import add_months
from kit.journal import record
from kit.marks import mark
from kit.refusals import Refused
from kit.states import move
from programs.cohorts.models import Completion, Enrolment


class NotCompleted(Refused):
    """Le prêt commence après un parcours terminé : l’objectif d’heures n’est pas atteint."""


class AlreadyLent(Refused):
    """Cette personne a déjà reçu un équipement pour ce parcours."""


@transaction.atomic
def lend(completion: Completion, *, device: Device, by: Any, now: datetime, today: date) -> Loan:
    """Lend after a completed course, for the version's months, with the price of the option promised now."""
    # The state, not the hours: a decision of the manager may have changed it.
    if Enrolment.objects.get(pk=completion.enrolment_id).state != Enrolment.State.COMPLETED:
        raise NotCompleted
    if Loan.objects.filter(completion=completion).exists():
        raise AlreadyLent
    version = completion.enrolment.cohort.version
    moved(device, Device.State.ON_LOAN, "equipment.device_lent", by=by, now=now)
    loan = Loan.objects.create(
        device=device,
        completion=completion,
        beneficiary_id=completion.enrolment.beneficiary_id,
        starts_on=today,
        due_on=add_months(today, version.loan_months),
        option_price_cents=version.option_price_cents,
        lent_by=by,
        lent_at=now,
    )
    record("equipment.lent", on=loan, by=by, at=now)
    mark(today)
    return loan


@transaction.atomic
def take_back(loan: Loan, *, by: Any, now: datetime) -> Loan:
    """The device comes back."""
    loan = Loan.objects.select_for_update().get(pk=loan.pk)
    move(loan, to=Loan.State.RETURNED, by=by, now=now, verb="equipment.returned")
    moved(loan.device, Device.State.RETURNED, "equipment.device_returned", by=by, now=now)
    mark(loan.starts_on)
    return loan
