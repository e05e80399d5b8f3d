"""What this antenne has made of its allocations, in numbers: the rows of the shared floor that it owns.

Counted from the source like the figures, by the same marks. The allocations are locked before anything is
read: who binds a place or a device to one waits, or is already counted.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from billing.equipment.funded import funded_devices
from billing.sponsoring.models import Allocation, Use
from programs.cohorts.queries.funding import funded_by_allocation


@dataclass(frozen=True)
class Moved:
    """A number of a row that was not what the source says."""

    month: date  # of the allocation
    allocation: UUID
    count: str
    stored: int
    source: int


def count_uses(antenne: Any, *, now: datetime, only: Any = None) -> list[Moved]:
    """Bring the rows of all allocations (of `only` one) up to date; what differed. Standing in the antenne.

    The caller holds a transaction; again, it changes nothing.
    """
    allocations = _locked(antenne, only)
    stored = {use.allocation_id: use for use in Use.objects.filter(allocation__in=allocations)}
    moved: list[Moved] = []
    for allocation, counts in _source(allocations).items():
        use = stored.get(allocation.pk) or Use(allocation=allocation, antenne=antenne)
        found = [
            Moved(allocation.allocated_on.replace(day=1), allocation.pk, name, getattr(use, name), value)
            for name, value in counts.items()
            if getattr(use, name) != value
        ]
        if found or allocation.pk not in stored:
            _write(use, counts, now=now)
        moved += found
    return moved


def uncounted(antenne: Any) -> bool:
    """Whether an allocation was never counted: the office gives without a view into the antenne."""
    return Allocation.objects.filter(antenne=antenne, use__isnull=True).exists()


def use_of(allocation: Allocation) -> Use:
    """The same for one, as it is now; nothing is written."""
    return Use(allocation=allocation, **_source([allocation])[allocation])


def _locked(antenne: Any, only: Any) -> list[Allocation]:
    given = Allocation.objects.filter(antenne=antenne)
    if only is not None:
        given = given.filter(pk=only.pk)
    return list(given.select_for_update(of=("self",)).order_by("pk"))


def _source(allocations: list[Allocation]) -> dict[Allocation, dict[str, int]]:
    keys = [allocation.pk for allocation in allocations]
    places, devices = (funded_by_allocation(*keys), funded_devices(*keys)) if keys else ({}, {})
    return {
        one: {
            "places_opened": places[one.pk].opened,
            "places_taken": places[one.pk].taken,
            "places_consumed": places[one.pk].consumed,
            "places_missed": places[one.pk].missed,
            "devices_received": devices[one.pk].received,
            "devices_consumed": devices[one.pk].consumed,
        }
        for one in allocations
    }


def _write(use: Use, counts: dict[str, int], *, now: datetime) -> None:
    for name, value in counts.items():
        setattr(use, name, value)
    use.counted_at = now
    use.save()
