"""What sponsors' agreements give to this antenne, and what it made of it: rows of the shared floor."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from billing.sponsoring.models import Allocation
from billing.sponsoring.queries.allocations import used_cents
from hub.rollup.sources.tally import Cell, Months


def funds(antenne: Any, months: Months) -> Iterator[Cell]:
    """By month of the allocation and programme; what was used is as `count_uses` last wrote it."""
    sums: dict[tuple[date, UUID, str], int] = defaultdict(int)
    given = Allocation.objects.filter(antenne=antenne).exclude(state=Allocation.State.RELEASED)
    for one in given.select_related("use").order_by():
        month = one.allocated_on.replace(day=1)
        if months is None or month in months:
            sums[month, one.template_id, "funds_allocated"] += one.amount_cents
            sums[month, one.template_id, "devices_allocated"] += one.devices
            sums[month, one.template_id, "funds_consumed"] += used_cents(one, getattr(one, "use", None))
    for (month, template, code), value in sums.items():
        if value:
            yield Cell(month, None, "", code, value, template_id=template)
