"""Closing a till's day, month or year: what it came to, signed, and anchored away from the till."""

import json
import logging
from collections import defaultdict
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, Sum

from billing.counter.models import FIRST, Closing, Sale, SaleLine, SalePayment, Till, TillSession
from billing.counter.operations.sessions import lock_till
from billing.tariffs.models import TillAnchor
from kit.antennes import current
from kit.calendar import add_months
from kit.journal import record
from kit.refusals import Refused
from kit.secrets import seal
from tenants.network.models import Antenne

_log = logging.getLogger("maillon.till")
_MONTHS = {Closing.Kind.MONTH: 1, Closing.Kind.YEAR: 12}


class StillOpen(Refused):
    """Cette caisse est encore ouverte : comptez-la et clôturez-la d’abord."""


class NotOverYet(Refused):
    """Cette période n’est pas finie : elle se clôture le lendemain de son dernier jour."""


class AlreadyClosed(Refused):
    """Cette période est déjà clôturée, ou une période plus récente l’est."""


@transaction.atomic
def close_period(till: Till, *, kind: str, period: date, today: date, by: Any, now: datetime) -> Closing:
    """Close the day, or the month or year that begins on `period`, once it is over.

    Its tickets follow those of the closing before it without a gap; training is in none.
    """
    till = lock_till(till)
    end = _end(kind, period)
    if end > today:
        raise NotOverYet
    if TillSession.objects.filter(
        till=till, training=False, state=TillSession.State.OPEN, business_day__lt=end
    ).exists():
        raise StillOpen
    before = Closing.objects.filter(till=till, kind=kind).order_by("-period").first()
    if before is not None and before.period >= period:
        raise AlreadyClosed
    closing = Closing(till=till, kind=kind, period=period, closed_by=by, closed_at=now)
    _add_up(closing, before, end)
    closing.signature = seal(text_of(closing))
    closing.save(force_insert=True)
    _anchor(closing)
    record("counter.closed", on=closing, by=by, at=now, till=str(till.pk), signature=closing.signature)
    return closing


def close_what_is_due(*, today: date, now: datetime) -> list[Closing]:
    """Every day that had a session, month and year that are over and not closed, the oldest first.

    A till that was left open waits until somebody has counted it.
    """
    made = []
    for till in Till.objects.order_by("code"):
        for kind in Closing.Kind:
            for period in _due(till, kind, today):
                try:
                    made.append(close_period(till, kind=kind, period=period, today=today, by=None, now=now))
                except StillOpen:
                    break
    return made


def text_of(closing: Closing) -> str:
    """The canonical text that the signature covers."""
    said = {
        "v": 1, "till": str(closing.till_id), "kind": str(closing.kind), "period": closing.period.isoformat(),
        "first": closing.first_number, "last": closing.last_number, "gross": closing.gross_cents,
        "vat": closing.by_vat, "payments": closing.by_method, "perpetual": closing.perpetual_cents,
        "head": closing.head, "previous": closing.previous_signature,
        "by": closing.closed_by_id and str(closing.closed_by_id),
        "at": closing.closed_at.astimezone(UTC).isoformat(timespec="microseconds"),
    }  # fmt: skip
    return json.dumps(said, sort_keys=True, separators=(",", ":"))


def _end(kind: str, period: date) -> date:
    """The first day after it."""
    if kind == Closing.Kind.DAY:
        return date.fromordinal(period.toordinal() + 1)
    return add_months(period, _MONTHS[Closing.Kind(kind)])


def _due(till: Till, kind: str, today: date) -> list[date]:
    known = Closing.objects.filter(till=till, kind=kind).aggregate(last=Max("period"))["last"]
    days = (
        TillSession.objects.filter(till=till, training=False)
        .order_by()
        .values_list("business_day", flat=True)
    )
    begun = {_begin(kind, day) for day in days.distinct()}
    return sorted(day for day in begun if _end(kind, day) <= today and (known is None or day > known))


def _begin(kind: str, day: date) -> date:
    if kind == Closing.Kind.DAY:
        return day
    return day.replace(day=1) if kind == Closing.Kind.MONTH else day.replace(month=1, day=1)


def _add_up(closing: Closing, before: Closing | None, end: date) -> None:
    first = before.last_number + 1 if before else 1
    tickets = Sale.objects.filter(
        till=closing.till, training=False, number__gte=first, business_day__lt=end
    ).order_by("number")
    range_ = tickets.order_by().aggregate(last=Max("number"), first=Min("number"))
    closing.first_number, closing.last_number = first, range_["last"] or first - 1
    last = tickets.filter(number=closing.last_number).first()
    closing.head = last.hash if last else before.head if before else FIRST
    closing.by_vat, closing.by_method = totals_of(tickets)
    closing.gross_cents = sum(gross for gross, _, _ in closing.by_vat.values())
    closing.perpetual_cents = closing.gross_cents + (before.perpetual_cents if before else 0)
    closing.previous_signature = before.signature if before else ""


def totals_of(tickets: Any) -> tuple[dict[str, list[int]], dict[str, int]]:
    """({VAT rate: [gross, net, vat]}, {means: cents}) of some tickets."""
    lines = SaleLine.objects.filter(sale__in=tickets.order_by()).order_by().values_list("vat_percent")
    sums = lines.annotate(gross=Sum("gross_cents"), net=Sum("net_cents"), vat=Sum("vat_cents"))
    by_vat: dict[str, list[int]] = defaultdict(list)
    for rate, *cents in sorted(sums):
        by_vat[f"{rate:.2f}"] = cents
    paid = SalePayment.objects.filter(sale__in=tickets.order_by()).order_by().values_list("method")
    return dict(by_vat), dict(sorted(paid.annotate(cents=Sum("amount_cents"))))


def _anchor(closing: Closing) -> None:
    """The same head on the shared floor, and in the log that is kept outside the database."""
    antenne = Antenne.objects.get(schema_name=current())
    TillAnchor.objects.create(
        antenne=antenne, till=closing.till.code, kind=closing.kind, period=closing.period,
        last_number=closing.last_number, head=closing.head, perpetual_cents=closing.perpetual_cents,
        signature=closing.signature, at=closing.closed_at,
    )  # fmt: skip
    said = {
        "antenne": current(), "till": closing.till.code, "kind": str(closing.kind),
        "period": closing.period.isoformat(), "last": closing.last_number, "head": closing.head,
        "signature": closing.signature,
    }  # fmt: skip
    transaction.on_commit(partial(_log.info, "till closed", extra=said))
