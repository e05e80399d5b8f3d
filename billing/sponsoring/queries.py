"""What agreements have given and what is left of them."""

from datetime import date

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from billing.sponsoring.models import Agreement, Allocation, Payment, PlaceCost

PARTS = ("places", "devices", "amount_cents")


def with_allocated(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Adds given_places, given_devices, given_amount_cents, and what is left as left_…"""
    given = Allocation.objects.filter(agreement=OuterRef("pk")).exclude(state=Allocation.State.RELEASED)
    summed = given.order_by().values("agreement")
    for part in PARTS:
        total = Subquery(summed.annotate(total=Sum(part)).values("total"))
        agreements = agreements.annotate(**{f"given_{part}": Coalesce(total, 0)})
        agreements = agreements.annotate(**{f"left_{part}": F(part) - F(f"given_{part}")})
    return agreements


def cost_on(day: date) -> PlaceCost | None:
    """What a place and a device cost that day."""
    return PlaceCost.objects.filter(starts_on__lte=day).order_by("-starts_on").first()


def money_of(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Adds received_cents, what came in less what went back: the sum of the payments."""
    received = Payment.objects.filter(agreement=OuterRef("pk")).order_by().values("agreement")
    total = Subquery(received.annotate(total=Sum("amount_cents")).values("total"))
    return agreements.annotate(received_cents=Coalesce(total, 0))
