"""What belongs to the whole network: the money that sponsors sign and pay, read where it is written.

At the national office alone: no antenne and no sponsor may read these tables whole.
"""

from collections import defaultdict
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import BigIntegerField, F, QuerySet, Sum, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, TruncDate

from billing.sponsoring.models import Agreement, Amendment, Payment
from hub.rollup.measures import OF_THE_NETWORK
from hub.rollup.reports import Report, Row

SIGNED, CHANGED, PAID = "signed", "changed", "paid"


def network_report(*, start_month: date, end_month: date) -> Report:
    """OF_THE_NETWORK by month, from a month to a month (both included), in one statement."""
    found = _movements()
    months = sorted({month for sums in found.values() for month in sums if start_month <= month <= end_month})
    rows = [
        Row({"month": month}, {code: found[code].get(month, 0) for code in OF_THE_NETWORK})
        for month in months
    ]
    return Report(start_month, end_month, ("month",), OF_THE_NETWORK, rows)


def _movements() -> dict[str, dict[date, int]]:
    """{measure: {month: cents}}: a signature adds what was agreed then, an amendment what it changed."""
    found: dict[str, dict[date, int]] = {"funds_signed": defaultdict(int), "funds_received": defaultdict(int)}
    rows = list(_signatures().union(_changes(), _payments(), all=True))
    changed: dict[str, int] = defaultdict(int)
    for kind, agreement, day, cents in rows:
        if kind == CHANGED:
            changed[agreement] += cents
        measure = "funds_received" if kind == PAID else "funds_signed"
        found[measure][day.replace(day=1)] += cents
    for kind, agreement, day, _ in rows:
        if kind == SIGNED:  # its amount has moved since, by what the amendments changed
            found["funds_signed"][day.replace(day=1)] -= changed[agreement]
    return found


def _signatures() -> QuerySet[Any]:
    signed = Agreement.objects.filter(signed_at__isnull=False)
    return _lines(signed, SIGNED, key="pk", day=_day("signed_at"), cents=F("amount_cents"))


def _changes() -> QuerySet[Any]:
    signed = Amendment.objects.filter(state=Amendment.State.SIGNED)
    was = Cast(KeyTextTransform("amount_cents", "before"), BigIntegerField())
    return _lines(signed, CHANGED, key="agreement_id", day=_day("signed_at"), cents=F("amount_cents") - was)


def _payments() -> QuerySet[Any]:
    paid = Payment.objects.order_by().values("received_on")
    return _lines(paid, PAID, key=None, day=F("received_on"), cents=Sum("amount_cents"))


def _lines(rows: QuerySet[Any], kind: str, *, key: str | None, day: Any, cents: Any) -> QuerySet[Any]:
    agreement = Cast(key, TextField()) if key else Value("", TextField())
    named = rows.order_by().annotate(kind_=Value(kind, TextField()), agreement_=agreement, day_=day)
    return named.annotate(cents_=Cast(cents, BigIntegerField())).values_list(
        "kind_", "agreement_", "day_", "cents_"
    )


def _day(moment: str) -> TruncDate:
    return TruncDate(moment, tzinfo=ZoneInfo(settings.TIME_ZONE))
