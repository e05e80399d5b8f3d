"""How a device goes from one state to another: each time with an event that says who and why."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from billing.equipment.models import Device, DeviceEvent, Loan
from kit.marks import mark
from kit.refusals import Refused
from kit.states import check, move

# By hand; the others are moves of a loan or of a sale.
BY_HAND = (
    Device.State.AVAILABLE,
    Device.State.RESERVED,
    Device.State.IN_CLASS,
    Device.State.REPAIR,
    Device.State.LOST,
    Device.State.STOLEN,
    Device.State.RECEIVED,
)
WITH_A_REASON = frozenset(
    {
        Device.State.REPAIR,
        Device.State.LOST,
        Device.State.STOLEN,
        Device.State.RECEIVED,
        Device.State.SCRAPPED,
    }
)


class NotByHand(Refused):
    """Un prêt, un retour, une vente ou une mise au rebut se note par sa propre action."""


class WhyWanted(Refused):
    """Dites pourquoi : l’historique de l’appareil garde ce motif."""


class WipeFirst(Refused):
    """Le disque doit être effacé avant que cet appareil serve : notez d’abord son certificat d’effacement."""


class StillLent(Refused):
    """Cet appareil est prêté : notez son retour ou sa perte depuis son prêt."""


@transaction.atomic
def move_device(device: Device, *, to: str, reason: str = "", by: Any, now: datetime, today: date) -> Device:
    """Change the state by hand; a device found again loses its wipe, since nobody knows where it was."""
    if to not in BY_HAND:
        raise NotByHand
    mark(today)
    verb = _VERBS.get(to, "equipment.device_moved")
    return moved(device, to, verb, reason=reason, by=by, now=now)


@transaction.atomic
def scrap(device: Device, *, reason: str, by: Any, now: datetime, today: date) -> Device:
    """It will never serve again; nothing leads out of it."""
    mark(today)
    return moved(device, Device.State.SCRAPPED, "equipment.device_moved", reason=reason, by=by, now=now)


@transaction.atomic
def put_in_class(device: Device, *, by: Any, now: datetime, today: date) -> Device:
    """Use it during the sessions."""
    mark(today)
    return moved(device, Device.State.IN_CLASS, "equipment.in_class", by=by, now=now)


@transaction.atomic
def make_available(device: Device, *, by: Any, now: datetime, today: date) -> Device:
    """Back in service; refused until it was wiped again when somebody had it."""
    mark(today)
    return moved(device, Device.State.AVAILABLE, "equipment.device_available", by=by, now=now)


def moved(device: Device, to: str, verb: str, *, reason: str = "", by: Any, now: datetime) -> Device:
    """The device in its new state, whatever asked for it; the caller holds a transaction."""
    device = Device.objects.select_for_update().get(pk=device.pk)
    check(device, to=to)
    reason = reason.strip()
    if to in WITH_A_REASON and not reason:
        raise WhyWanted
    if to in _GONE and Loan.objects.filter(device=device, state=Loan.State.RUNNING).exists():
        raise StillLent
    if to == Device.State.AVAILABLE and must_be_wiped(device):
        raise WipeFirst
    changes = {"wiped_on": None, "wipe_certificate": ""} if to == Device.State.RECEIVED else {}
    move(device, to=to, by=by, now=now, verb=verb, **changes)
    DeviceEvent.objects.create(device=device, state=to, reason=reason, at=now, by=by)
    return device


def must_be_wiped(device: Device) -> bool:
    """Whether it was never wiped, or not since the day when somebody brought it back."""
    back = returned_on(device)
    return device.wiped_on is None or (back is not None and device.wiped_on < back)


def returned_on(device: Device) -> date | None:
    """The day when a person last brought it back."""
    event = device.events.filter(state=Device.State.RETURNED).last()
    return timezone.localdate(event.at) if event else None


_GONE = frozenset({Device.State.LOST, Device.State.STOLEN})
_VERBS: dict[str, str] = {
    Device.State.AVAILABLE: "equipment.device_available",
    Device.State.IN_CLASS: "equipment.in_class",
}
