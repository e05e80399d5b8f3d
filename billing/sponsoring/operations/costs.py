"""What a place and a device cost to who funds them."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from billing.sponsoring.models import PlaceCost
from kit import formats
from kit.db import connection
from kit.journal import record
from kit.refusals import Refused


class CostAlreadySet(Refused):
    """Un coût commence déjà le {day} ou plus tard : choisissez un jour après celui-là."""


class CostInThePast(Refused):
    """Ce jour est passé : le nouveau coût commence aujourd’hui au plus tôt."""


@transaction.atomic
def set_cost(
    *, starts_on: date, place_cents: int, device_cents: int, by: Any, now: datetime, today: date
) -> PlaceCost:
    """The cost from a day on; the ones before stay for the agreements that were made with them."""
    if starts_on < today:
        raise CostInThePast
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE public.sponsoring_placecost IN SHARE ROW EXCLUSIVE MODE")
    last = PlaceCost.objects.order_by("-starts_on").first()
    if last is not None and last.starts_on >= starts_on:
        raise CostAlreadySet(day=formats.day(last.starts_on))
    cost = PlaceCost.objects.create(
        starts_on=starts_on, place_cents=place_cents, device_cents=device_cents, set_by=by, set_at=now
    )
    record("sponsoring.cost_set", on=cost, by=by, at=now)
    return cost
