"""What belongs to the whole network: the money that sponsors sign and pay, read where it is written.

At the national office alone: no antenne and no sponsor may read these tables whole.
"""

from collections import defaultdict
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils.timezone import localdate

from billing.sponsoring.models import Agreement, Amendment, Payment
from hub.rollup.measures import OF_THE_NETWORK
from hub.rollup.reports import Report, Row

Sums = dict[date, int]


def network_report(*, start_month: date, end_month: date) -> Report:
    """OF_THE_NETWORK by month, from a month to a month (both included): three statements."""
    found = {"funds_signed": _signed(), "funds_received": _received()}
    months = sorted({month for sums in found.values() for month in sums if start_month <= month <= end_month})
    rows = [
        Row({"month": month}, {code: found[code].get(month, 0) for code in OF_THE_NETWORK})
        for month in months
    ]
    return Report(start_month, end_month, ("month",), OF_THE_NETWORK, rows)


def _signed() -> Sums:
    """What each signature added: the agreement as it was then, and what each amendment changed."""
    sums: Sums = defaultdict(int)
    amendments: dict = defaultdict(list)
    for one in Amendment.objects.filter(state=Amendment.State.SIGNED).order_by("signed_at", "number"):
        amendments[one.agreement_id].append(one)
    for agreement in Agreement.objects.filter(signed_at__isnull=False).order_by():
        after = amendments[agreement.pk]
        cents = after[0].before["amount_cents"] if after else agreement.amount_cents
        sums[_month(agreement.signed_at)] += cents
        for amendment in after:
            sums[_month(amendment.signed_at)] += amendment.amount_cents - cents
            cents = amendment.amount_cents
    return sums


def _received() -> Sums:
    by_month = Payment.objects.annotate(month=TruncMonth("received_on")).order_by().values("month")
    return {row["month"]: int(row["sum"]) for row in by_month.annotate(sum=Sum("amount_cents"))}


def _month(moment) -> date:
    return localdate(moment, ZoneInfo(settings.TIME_ZONE)).replace(day=1)
