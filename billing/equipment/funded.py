"""Which allocations fund which devices of this antenne, and what is left of each."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from billing.equipment.models import Device, DeviceEvent
from billing.sponsoring.models import Allocation

# Handed over: the first time that it served somebody, whatever came after.
SERVED = (Device.State.IN_CLASS, Device.State.ON_LOAN, Device.State.SOLD)


@dataclass(frozen=True)
class FundedDevices:
    """Devices that an allocation funds: received, and those that served somebody once."""

    received: int = 0
    consumed: int = 0


def funded_devices(*allocations: Any) -> dict[Any, FundedDevices]:
    """{allocation id: FundedDevices}, of all of them by default; a device that is lost stays counted."""
    among = {"allocation__in": allocations} if allocations else {"allocation__isnull": False}
    served = DeviceEvent.objects.filter(device=OuterRef("pk"), state__in=SERVED)
    rows = Device.objects.filter(**among).annotate(served=Exists(served)).order_by().values("allocation")
    counted = rows.annotate(received=Count("pk"), consumed=Count("pk", filter=Q(served=True)))
    found = {row["allocation"]: FundedDevices(row["received"], row["consumed"]) for row in counted}
    return defaultdict(FundedDevices, found)


def fundable_allocations(antenne: Any, *, today: date) -> QuerySet[Allocation]:
    """What this antenne was given that may fund a device received today, the first to end first."""
    given = Allocation.objects.filter(
        antenne=antenne, devices__gte=1, starts_on__lte=today, ends_on__gte=today
    )
    kept = given.exclude(state=Allocation.State.RELEASED).select_related("template")
    return kept.order_by("ends_on", "reference", "id")
