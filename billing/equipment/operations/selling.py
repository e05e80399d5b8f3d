"""A device that leaves for good, or comes back because its sale was reversed. Called by the till."""

from datetime import date, datetime
from typing import Any

from billing.equipment.models import Device, Loan
from billing.equipment.operations.loans import locked
from billing.equipment.operations.moves import moved
from kit.marks import mark
from kit.refusals import Refused
from kit.states import move
from tenants.welcome.notices import drop_notices


class DeviceNotForSale(Refused):
    """{tag} n’est plus à vendre : choisissez un autre équipement."""


class NotLentToThem(Refused):
    """{tag} n’est pas prêté à cette personne : ouvrez la fiche de qui l’a reçu."""


class OptionClosed(Refused):
    """{tag} s’achète du {first:%d/%m/%Y} au {last:%d/%m/%Y} seulement, au prix promis au début du prêt."""


class NoOption(Refused):
    """Aucun prix d’achat n’a été promis pour {tag} : il se rend à la fin du prêt."""


def sell_device(device: Device, *, by: Any, now: datetime, today: date) -> Device:
    """Hand it over; in the sale's transaction."""
    device = Device.objects.select_for_update(of=("self",)).get(pk=device.pk)
    if device.state not in {Device.State.AVAILABLE, Device.State.RESERVED}:
        raise DeviceNotForSale(tag=device.tag)
    mark(today)
    return moved(device, Device.State.SOLD, "equipment.device_sold", by=by, now=now)


def check_promise(loan: Loan, *, person: Any, today: date) -> None:
    """Whether this person may buy it that day: raise the reason why not."""
    tag = loan.device.tag
    if not person.same_person.filter(pk=loan.beneficiary_id).exists():
        raise NotLentToThem(tag=tag)
    if not loan.has_option:
        raise NoOption(tag=tag)
    if not loan.option_from <= today <= loan.option_until:
        raise OptionClosed(tag=tag, first=loan.option_from, last=loan.option_until)


def sell_lent(loan: Loan, *, person: Any, by: Any, now: datetime, today: date) -> Loan:
    """The person who was lent it buys it, in the days that were promised; in the sale's transaction."""
    loan = locked(loan)
    check_promise(loan, person=person, today=today)
    move(loan, to=Loan.State.CONVERTED, by=by, now=now, verb="equipment.converted")
    moved(loan.device, Device.State.SOLD, "equipment.device_sold", by=by, now=now)
    drop_notices(about=loan.pk, now=now)
    mark(today)
    return loan


def take_back_sold(device: Device, *, by: Any, now: datetime, today: date) -> Device:
    """Its sale is undone: wiped again before it serves again, or on loan again when it was."""
    mark(today)
    loan = Loan.objects.select_for_update(of=("self",)).filter(
        device=device, state=Loan.State.CONVERTED
    ).first()  # fmt: skip
    if loan is None:
        return moved(device, Device.State.RETURNED, "equipment.device_returned", by=by, now=now)
    move(loan, to=Loan.State.RUNNING, by=by, now=now, verb="equipment.loan_resumed", converted_at=None)
    mark(loan.due_on)  # it may be late again
    return moved(device, Device.State.ON_LOAN, "equipment.device_lent", by=by, now=now)
