"""What agreements may give and have given, what antennes made of it, and what is left."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, Least, NullIf

from billing.sponsoring.models import Agreement, Allocation, Payment, Use
from kit.money import share_of

PARTS = ("places", "devices", "amount_cents")
State = Allocation.State
LAPSE = timedelta(days=settings.MAILLON_LAPSING_DAYS)


def with_allocated(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Adds received_cents, given_… and left_… for places, devices and amount_cents.

    What may be given is what was signed. Where the basis is what was received (a gift): the money that came
    in, refunds taken off, and the same part of the places and devices; nothing signed in euros is a gift in
    kind, of which all may be given.
    """
    agreements = agreements.annotate(received_cents=_received()).annotate(
        covered_cents=_whole(Least, _whole(Greatest, F("received_cents"), 0), F("amount_cents"))
    )
    given = Allocation.objects.filter(agreement=OuterRef("pk")).exclude(state=State.RELEASED)
    for part in PARTS:
        agreements = agreements.annotate(**{f"given_{part}": _total(given, "agreement", part)})
        left = _allocatable(part) - F(f"given_{part}")
        agreements = agreements.annotate(**{f"left_{part}": _over(left)})
    return agreements


def what_is_left(agreement: Agreement) -> dict[str, int]:
    """{places, devices, amount_cents} that may still be allocated; the caller holds the agreement's row."""
    found = with_allocated(Agreement.objects.filter(pk=agreement.pk)).order_by().get()
    return {part: getattr(found, f"left_{part}") for part in PARTS}


def with_use(allocations: QuerySet[Allocation]) -> QuerySet[Allocation]:
    """Adds the counts of Use, what is not bound (free_…), may still be used (unused_…), and `stage`."""
    allocations = allocations.annotate(
        **{f"use_{name}": Coalesce(F(f"use__{name}"), 0) for name in Use.COUNTS}
    )
    return allocations.annotate(
        free_places=_over(F("places") - F("use_places_opened")),
        free_devices=_over(F("devices") - F("use_devices_received")),
        unused_places=_over(F("places") - F("use_places_consumed") - F("use_places_missed")),
        unused_devices=_over(F("devices") - F("use_devices_consumed")),
    ).annotate(stage=_stage())


def left_to_use(*, first: date | None = None, last: date | None = None) -> QuerySet[Allocation]:
    """Allocations of which something was not used yet and that end between these days, the first before."""
    kept = _ending(Allocation.objects.exclude(state=State.RELEASED), first, last)
    unused = Q(unused_places__gt=0) | Q(unused_devices__gt=0)
    return with_use(kept).filter(unused).order_by("ends_on", "reference", "id")


def left_to_allocate(*, first: date | None = None, last: date | None = None) -> QuerySet[Agreement]:
    """Firm agreements of which something may still be allocated and that end between these days."""
    firm = _ending(Agreement.objects.filter(state__in=Agreement.FIRM), first, last)
    left = Q(left_places__gt=0) | Q(left_devices__gt=0) | Q(left_amount_cents__gt=0)
    return with_allocated(firm).filter(left).order_by("ends_on", "reference")


@dataclass
class Lapsing:
    """What an agreement still holds when its end is near: neither allocated, nor used."""

    ends_on: date
    places: int = 0
    devices: int = 0


def lapsing(*, today: date) -> dict[str, Lapsing]:
    """{reference of the agreement: Lapsing} of those that end within LAPSE, the first to end before."""
    days = {"first": today, "last": today + LAPSE}
    found: dict[str, Lapsing] = {}
    one: Any
    for one in left_to_allocate(**days):
        if one.left_places or one.left_devices:
            found[one.reference] = Lapsing(one.ends_on, one.left_places, one.left_devices)
    for one in left_to_use(**days):
        line = found.setdefault(one.reference, Lapsing(one.ends_on))
        line.places += one.unused_places
        line.devices += one.unused_devices
    return dict(sorted(found.items(), key=lambda item: (item[1].ends_on, item[0])))


def rest_of(allocation: Allocation, use: Use | None = None) -> dict[str, int]:
    """{places, devices, amount_cents} that nothing is bound to: what may be given back.

    The money is in proportion of the places and devices; all of it where only money was given. `use` is
    what its antenne last said, unless the antenne itself counts.
    """
    use = use or Use.objects.filter(allocation=allocation).first() or Use()
    places = max(allocation.places - use.places_opened, 0)
    devices = max(allocation.devices - use.devices_received, 0)
    units = allocation.places + allocation.devices
    cents = allocation.amount_cents
    amount = share_of(cents, part=places + devices, whole=units) if units else cents
    return {"places": places, "devices": devices, "amount_cents": amount}


def used_cents(allocation: Allocation, use: Use | None) -> int:
    """What of the money has served, in the same proportion; 0 where only money was given."""
    units = allocation.places + allocation.devices
    if use is None or not units:
        return 0
    places = min(use.places_consumed, allocation.places)
    devices = min(use.devices_consumed, allocation.devices)
    return share_of(allocation.amount_cents, part=places + devices, whole=units)


def _ending(rows: QuerySet[Any], first: date | None, last: date | None) -> QuerySet[Any]:
    if first is not None:
        rows = rows.filter(ends_on__gte=first)
    return rows if last is None else rows.filter(ends_on__lte=last)


def _received() -> Coalesce:
    # Refunds are payments below zero.
    return _total(Payment.objects.filter(agreement=OuterRef("pk")), "agreement", "amount_cents")


def _total(rows: QuerySet[Any], of: str, part: str) -> Coalesce:
    summed = rows.order_by().values(of).annotate(total=Sum(part)).values("total")
    return Coalesce(Subquery(summed, output_field=BigIntegerField()), 0, output_field=BigIntegerField())


def _allocatable(part: str) -> Case:
    if part == "amount_cents":
        received: Any = F("covered_cents")
    else:
        received = F(part) * F("covered_cents") / NullIf(F("amount_cents"), 0)
    return Case(
        When(
            Q(basis=Agreement.Basis.RECEIVED, amount_cents__gt=0),
            then=ExpressionWrapper(received, BigIntegerField()),
        ),
        default=F(part),
        output_field=BigIntegerField(),
    )


def _over(difference: Any) -> Any:
    return _whole(Greatest, ExpressionWrapper(difference, BigIntegerField()), 0)


def _whole(function: Any, *numbers: Any) -> Any:
    return function(*numbers, output_field=BigIntegerField())


def _stage() -> Case:
    """The state to show: the stored one, or what the use of it says."""
    bound = Q(use_places_opened__gt=0) | Q(use_devices_received__gt=0)
    spent = Q(unused_places=0, unused_devices=0)
    return Case(
        When(state=State.RELEASED, then=Value(State.RELEASED.value)),
        When(bound & spent, then=Value(State.CONSUMED.value)),
        When(bound, then=Value(State.COMMITTED.value)),
        default=Value(State.RESERVED.value),
        output_field=CharField(),
    )
