"""What an amendment that both sides signed changes, in the transaction of the second signature."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Sum

from billing.sponsoring.models import Agreement, Allocation, Amendment, Instalment
from billing.sponsoring.operations.agreements import check_sum
from billing.sponsoring.operations.allocations import follow_period
from billing.sponsoring.parts import Due
from kit import formats
from kit.journal import record
from kit.refusals import Refused
from kit.states import NotThatWay, move

PARTS = ("amount_cents", "places", "devices")


class BelowAllocated(Refused):
    """C’est moins que ce qui est déjà affecté : {places} place(s), {devices} équipement(s) et {amount}."""


def apply_amendment(agreement: Agreement, amendment: Amendment, *, by: Any, now: datetime) -> None:
    """The agreement's totals and its end; the caller holds both rows."""
    check_firm(agreement)
    check_above_allocated(agreement, amendment)
    schedule = dues_of(amendment)
    if schedule:
        check_sum(amendment.amount_cents, [*asked_for(agreement), *schedule])
    move(amendment, to=Amendment.State.SIGNED, by=by, now=now, verb="sponsoring.amendment_signed")
    for name in (*PARTS, "ends_on"):
        setattr(agreement, name, getattr(amendment, name))
    agreement.save(update_fields=[*PARTS, "ends_on"])
    follow_period(agreement, by=by, now=now)
    if schedule:
        _reschedule(agreement, schedule)
    record("sponsoring.agreement_amended", on=agreement, by=by, at=now, amendment=str(amendment.pk))


def check_firm(agreement: Agreement) -> None:
    if not agreement.is_firm:
        raise NotThatWay(state=agreement.get_state_display().lower())


def check_above_allocated(agreement: Agreement, totals: Any) -> None:
    """Raise BelowAllocated when a total of `totals` is below what antennes were already given."""
    given = agreement.allocations.exclude(state=Allocation.State.RELEASED).aggregate(
        **{name: Sum(name, default=0) for name in PARTS}
    )
    if any(getattr(totals, name) < given[name] for name in PARTS):
        amount = formats.euros(given["amount_cents"])
        raise BelowAllocated(places=given["places"], devices=given["devices"], amount=amount)


def asked_for(agreement: Agreement) -> list[Instalment]:
    """The instalments that were invoiced or called: they stay as they are."""
    return list(agreement.instalments.filter(invoices__isnull=False).distinct())


def dues_of(amendment: Amendment) -> list[Due]:
    return [
        Due(date.fromisoformat(one["due_on"]), one["amount_cents"], one["condition"])
        for one in amendment.instalments
    ]


def as_json(dues: Iterable[Due]) -> list[dict[str, Any]]:
    return [vars(one) | {"due_on": one.due_on.isoformat()} for one in dues]


def _reschedule(agreement: Agreement, schedule: Sequence[Due]) -> None:
    """The new schedule in the place of what was not asked for yet."""
    kept = asked_for(agreement)
    agreement.instalments.exclude(pk__in=[one.pk for one in kept]).delete()
    last = max((one.number for one in kept), default=0)
    Instalment.objects.bulk_create(
        Instalment(agreement=agreement, number=n, **vars(one))
        for n, one in enumerate(schedule, start=last + 1)
    )
