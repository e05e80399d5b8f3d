"""What a place costs, and what agreements received."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from billing.sponsoring.models import Agreement, Payment, PlaceCost


def cost_on(day: date) -> PlaceCost | None:
    """What a place and a device cost that day."""
    return PlaceCost.objects.filter(starts_on__lte=day).order_by("-starts_on").first()


def money_of(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Adds received_cents, what came in less what went back: the sum of the payments."""
    received = Payment.objects.filter(agreement=OuterRef("pk")).order_by().values("agreement")
    total = Subquery(received.annotate(total=Sum("amount_cents")).values("total"))
    return agreements.annotate(received_cents=Coalesce(total, 0))
