"""A device that leaves for good, or comes back because its sale was reversed. Called by the till."""

from datetime import date, datetime
from typing import Any

from billing.equipment.models import Device, DeviceEvent
from kit.marks import mark
from kit.refusals import Refused
from kit.states import move


class DeviceNotForSale(Refused):
    """{tag} n’est plus à vendre : choisissez un autre équipement."""


def sell_device(device: Device, *, by: Any, now: datetime, today: date) -> Device:
    """Hand it over; in the sale's transaction."""
    device = Device.objects.select_for_update().get(pk=device.pk)
    if device.state not in {Device.State.AVAILABLE, Device.State.RESERVED}:
        raise DeviceNotForSale(tag=device.tag)
    return _moved(device, Device.State.SOLD, "equipment.device_sold", by=by, now=now, today=today)


def take_back_sold(device: Device, *, by: Any, now: datetime, today: date) -> Device:
    """It comes back: wiped again before it serves again."""
    device = Device.objects.select_for_update().get(pk=device.pk)
    return _moved(device, Device.State.RETURNED, "equipment.device_returned", by=by, now=now, today=today)


def _moved(device: Device, to: str, verb: str, *, by: Any, now: datetime, today: date) -> Device:
    move(device, to=to, by=by, now=now, verb=verb)
    DeviceEvent.objects.create(device=device, state=to, at=now, by=by)
    mark(today)
    return device
