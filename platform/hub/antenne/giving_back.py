"""An antenne gives back what it will not use of an allocation: it counts first, under the same lock."""

from datetime import datetime
from typing import Any

from django.db import transaction

from billing.sponsoring import queries
from billing.sponsoring.models import Allocation
from billing.sponsoring.operations import lock_allocation, release
from billing.sponsoring.operations.allocations import ChangedSinceShown
from hub.rollup.uses import count_uses


@transaction.atomic
def give_back(
    allocation: Allocation, *, antenne: Any, reason: str, seen: str = "", by: Any, now: datetime
) -> Allocation:
    """All that no cohort and no device is bound to, counted now; `seen` is the rest that a page showed."""
    allocation = lock_allocation(allocation)
    count_uses(antenne, now=now, only=allocation)
    rest: dict[str, Any] = queries.rest_of(allocation)
    if seen and seen != stamp(rest):
        raise ChangedSinceShown
    return release(allocation, **rest, reason=reason, by=by, now=now)


def stamp(rest: dict[str, int]) -> str:
    return "-".join(str(number) for number in rest.values())
