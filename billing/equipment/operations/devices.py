"""A device arrives, is wiped, and what is written of it is corrected."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from billing.equipment.models import Device, DeviceEvent
from billing.equipment.operations.funding import hold_for_devices, note_devices
from billing.equipment.operations.moves import returned_on
from kit.journal import record
from kit.marks import mark
from kit.refusals import Refused

CHANGED = ("serial", "model", "grade", "price_class")
_WIPED_IN = frozenset(
    {
        Device.State.RECEIVED,
        Device.State.AVAILABLE,
        Device.State.RESERVED,
        Device.State.IN_CLASS,
        Device.State.RETURNED,
        Device.State.REPAIR,
    }
)


class NotHere(Refused):
    """Cet appareil n’est pas dans l’antenne : il ne peut pas y être effacé."""


class CertificateWanted(Refused):
    """Donnez la référence du certificat d’effacement."""


class WipedLater(Refused):
    """La date d’effacement est dans le futur."""


class WipedTooEarly(Refused):
    """Cet appareil est revenu le {day:%d/%m/%Y} : son disque doit être effacé ce jour-là ou après."""


@transaction.atomic
def receive_device(*, by: Any, now: datetime, **details: Any) -> Device:
    """A device arrives; `details` are the fields of Device. Without a wipe it stays RECEIVED.

    With an `allocation`, it is one of the devices that this allocation funds.
    """
    if details.get("wiped_on") is None:
        details.setdefault("state", Device.State.RECEIVED)
    device = Device(**details)
    device.full_clean()
    if device.allocation is not None:
        hold_for_devices(device.allocation, devices=1, day=device.received_on)
    device.save()
    if device.allocation is not None:
        note_devices(device.allocation, now=now)
        mark(device.received_on)
    DeviceEvent.objects.create(device=device, state=device.state, at=now, by=by)
    record("equipment.device_received", on=device, by=by, at=now)
    return device


@transaction.atomic
def note_wipe(device: Device, *, on: date, certificate: str, by: Any, now: datetime, today: date) -> Device:
    """The disk was wiped that day: the device may then serve."""
    device = Device.objects.select_for_update().get(pk=device.pk)
    if device.state not in _WIPED_IN:
        raise NotHere
    if not certificate.strip():
        raise CertificateWanted
    if on > today:
        raise WipedLater
    back = returned_on(device)
    if back is not None and on < back:
        raise WipedTooEarly(day=back)
    device.wiped_on, device.wipe_certificate = on, certificate.strip()
    device.clean_fields(exclude=["price_class", "batch", "allocation"])
    device.save(update_fields=["wiped_on", "wipe_certificate"])
    record("equipment.device_wiped", on=device, by=by, at=now)
    mark(today)
    return device


@transaction.atomic
def change_device(device: Device, *, by: Any, now: datetime, **changes: Any) -> Device:
    """Correct what is written of it: only the fields of CHANGED; nothing is written when nothing changes."""
    device = Device.objects.select_for_update().get(pk=device.pk)
    changed = [name for name in CHANGED if name in changes and getattr(device, name) != changes[name]]
    if not changed:
        return device
    for name in changed:
        setattr(device, name, changes[name])
    device.full_clean()
    device.save(update_fields=changed)
    record("equipment.device_changed", on=device, by=by, at=now, fields=len(changed))
    return device
