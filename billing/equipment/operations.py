"""Devices and loans."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from billing.equipment.models import Device, DeviceEvent, Loan
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
def receive_device(*, by: Any, now: datetime, **details: Any) -> Device:
    """A reconditioned device arrives; `details` are the fields of Device."""
    device = Device(**details)
    device.full_clean()
    device.save()
    DeviceEvent.objects.create(device=device, state=device.state, at=now, by=by)
    record("equipment.device_received", on=device, by=by, at=now)
    return device


@transaction.atomic
def put_in_class(device: Device, *, by: Any, now: datetime, today: date) -> Device:
    """Use it during the sessions."""
    mark(today)
    return _move(device, Device.State.IN_CLASS, "equipment.in_class", by=by, now=now)


@transaction.atomic
def lend(completion: Completion, *, device: Device, by: Any, now: datetime, today: date) -> Loan:
    """Lend after a completed course, for the version's months, with the price of the option promised now."""
    # The state, not the hours: a decision of the manager may have changed it.
    if Enrolment.objects.get(pk=completion.enrolment_id).state != Enrolment.State.COMPLETED:
        raise NotCompleted
    if Loan.objects.filter(completion=completion).exists():
        raise AlreadyLent
    version = completion.enrolment.cohort.version
    _move(device, Device.State.ON_LOAN, "equipment.device_lent", by=by, now=now)
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
    _move(loan.device, Device.State.RETURNED, "equipment.device_returned", by=by, now=now)
    mark(loan.starts_on)
    return loan


@transaction.atomic
def make_available(device: Device, *, by: Any, now: datetime, today: date) -> Device:
    """Back in service, after a loan or after the sessions."""
    mark(today)
    return _move(device, Device.State.AVAILABLE, "equipment.device_available", by=by, now=now)


def _move(device: Device, to: str, verb: str, *, by: Any, now: datetime) -> Device:
    device = Device.objects.select_for_update().get(pk=device.pk)
    move(device, to=to, by=by, now=now, verb=verb)
    DeviceEvent.objects.create(device=device, state=to, at=now, by=by)
    return device
