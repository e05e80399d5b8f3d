"""Devices and loans, and what was sold."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate

from billing.counter.models import SaleLine
from billing.equipment.models import Device, DeviceEvent, Loan
from billing.tariffs.models import Group, Product
from hub.rollup.sources.tally import Cell, Months, tally

_CARDS = (Product.Kind.PREPAID_CARD, Product.Kind.SIM)


def devices(antenne: Any, months: Months, today: date) -> Iterator[Cell]:
    zone = antenne.tz
    yield from tally(
        DeviceEvent.objects.filter(state=Device.State.IN_CLASS),
        months,
        day="at",
        zone=zone,
        devices_in_class=Count("device", distinct=True),
    )
    yield from tally(Loan.objects.all(), months, day="starts_on", devices_on_loan=Count("id"))
    yield from tally(
        Loan.objects.filter(state=Loan.State.RETURNED),
        months,
        day="returned_at",
        zone=zone,
        devices_returned=Count("id"),
    )
    yield from tally(_late(zone, today), months, day="due_on", devices_overdue=Count("id"))


def shop(months: Months) -> Iterator[Cell]:
    connection, equipment = Q(group=Group.CONNECTION), Q(group=Group.EQUIPMENT)
    elsewhere = F("quantity") * F("reference_cents")
    return tally(
        SaleLine.objects.filter(sale__training=False),
        months,
        day="sale__business_day",
        connection_sold=Sum("quantity", filter=connection),
        cards_sold=Sum("quantity", filter=Q(product__kind__in=_CARDS)),
        plans_sold=Sum("quantity", filter=Q(product__kind=Product.Kind.PLAN_MONTH)),
        connection_paid=Sum("gross_cents", filter=connection),
        connection_reference=Sum(elsewhere, filter=connection),
        savings=Sum(elsewhere - F("gross_cents")),
        devices_bought=Sum("quantity", filter=equipment),
        devices_paid=Sum("gross_cents", filter=equipment),
        devices_reference=Sum(elsewhere, filter=equipment),
    )


def _late(zone: Any, today: date) -> QuerySet[Loan]:
    """Over after the day that was promised, or running although it has passed."""
    running = Q(state=Loan.State.RUNNING)
    over = Coalesce("returned_at", "converted_at", "written_off_at")
    loans = Loan.objects.alias(over_on=TruncDate(over, tzinfo=zone))
    return loans.filter(running & Q(due_on__lt=today) | ~running & Q(over_on__gt=F("due_on")))
