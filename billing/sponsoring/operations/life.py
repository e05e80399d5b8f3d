"""What becomes of a signed agreement: it begins by itself, is completed and closed by hand."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from billing.sponsoring.models import Agreement, Allocation, Amendment
from billing.sponsoring.operations.agreements import locked_agreement
from billing.sponsoring.queries import schedules, with_use
from kit import formats
from kit.refusals import Refused
from kit.states import move


class NotBegun(Refused):
    """La période de la convention {reference} commence le {day} : elle n’est pas encore en cours."""


class AmendmentWaiting(Refused):
    """Un avenant attend encore ses signatures : faites-le signer, ou laissez-le sans suite."""


class StillReserved(Refused):
    """Des affectations sont encore réservées ({count}) : reprenez-les ou attendez leur emploi."""


class MoneyStillWaiting(Refused):
    """Il manque encore {left} sur cette convention : dites pourquoi vous la closez sans cette somme."""


@transaction.atomic
def start_agreement(agreement: Agreement, *, by: Any, now: datetime, today: date) -> Agreement:
    """It runs from the first day that both sides signed, not from the first allocation.

    An allocation may be prepared long before the period, and a period runs even if nothing of it is
    given yet: its end is what the alerts count from.
    """
    agreement = locked_agreement(agreement)
    if agreement.starts_on > today:
        raise NotBegun(reference=agreement.reference, day=formats.day(agreement.starts_on))
    move(agreement, to=Agreement.State.RUNNING, by=by, now=now, verb="sponsoring.agreement_running")
    return agreement


def start_what_has_begun(*, now: datetime, today: date) -> int:
    """Start each signed agreement whose first day has come; the worker asks every night."""
    begun = Agreement.objects.filter(state=Agreement.State.SIGNED, starts_on__lte=today)
    return sum(
        _start_if_still_signed(pk, now, today) for pk in begun.order_by("pk").values_list("pk", flat=True)
    )


@transaction.atomic
def _start_if_still_signed(pk: Any, now: datetime, today: date) -> bool:
    signed = Agreement.objects.select_for_update(skip_locked=True).filter(pk=pk, state=Agreement.State.SIGNED)
    found = signed.first()
    if found is None:
        return False
    start_agreement(found, by=None, now=now, today=today)
    return True


@transaction.atomic
def complete_agreement(agreement: Agreement, *, by: Any, now: datetime, today: date) -> Agreement:
    """All that it allowed is done. One that was never seen running is started first."""
    agreement = locked_agreement(agreement)
    if agreement.state == Agreement.State.SIGNED:
        agreement = start_agreement(agreement, by=by, now=now, today=today)
    if agreement.amendments.filter(state=Amendment.State.PROPOSED).exists():
        raise AmendmentWaiting
    given = with_use(agreement.allocations.all())
    reserved = sum(getattr(one, "stage", "") == Allocation.State.RESERVED for one in given)
    if reserved:
        raise StillReserved(count=reserved)
    move(agreement, to=Agreement.State.COMPLETED, by=by, now=now, verb="sponsoring.agreement_completed")
    return agreement


@transaction.atomic
def close_agreement(agreement: Agreement, *, reason: str = "", by: Any, now: datetime) -> Agreement:
    """Nothing more is awaited from it. Money that never came wants a reason."""
    agreement = locked_agreement(agreement)
    left = agreement.amount_cents - schedules.received_cents(agreement)
    if left > 0 and not reason.strip():
        raise MoneyStillWaiting(left=formats.euros(left))
    verb = "sponsoring.agreement_closed"
    move(agreement, to=Agreement.State.CLOSED, by=by, now=now, verb=verb, closed_reason=reason.strip())
    return agreement
