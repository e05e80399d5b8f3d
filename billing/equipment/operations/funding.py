"""The devices that an allocation funds."""

from datetime import date, datetime

from billing.equipment.funded import funded_devices
from billing.sponsoring.models import Allocation
from billing.sponsoring.operations import lock_allocation, note_use
from kit.refusals import Refused


class DevicesGivenBack(Refused):
    """Cette affectation a été rendue : elle ne finance plus d’équipement."""


class NotInItsPeriod(Refused):
    """Cette affectation va du {first:%d/%m/%Y} au {last:%d/%m/%Y} : elle ne finance rien un autre jour."""


class TooManyFundedDevices(Refused):
    """Cette affectation peut encore financer {left} équipement(s) dans votre antenne."""


def hold_for_devices(allocation: Allocation, *, devices: int, day: date) -> Allocation:
    """Its row, locked, if it still funds so many devices received that day; in the caller's transaction."""
    allocation = lock_allocation(allocation)
    if allocation.state == Allocation.State.RELEASED:
        raise DevicesGivenBack
    if not allocation.starts_on <= day <= allocation.ends_on:
        raise NotInItsPeriod(first=allocation.starts_on, last=allocation.ends_on)
    left = max(allocation.devices - funded_devices(allocation.pk)[allocation.pk].received, 0)
    if devices > left:
        raise TooManyFundedDevices(left=left)
    return allocation


def note_devices(allocation: Allocation, *, now: datetime) -> None:
    """Tell the national office what is bound to it now; the caller holds its row."""
    received = funded_devices(allocation.pk)[allocation.pk].received
    note_use(allocation, now=now, devices_received=received)
