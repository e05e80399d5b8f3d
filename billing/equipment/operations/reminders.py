"""A person is reminded of the end of a loan: two weeks before, then the day after, and twice more."""

from datetime import date, datetime, timedelta

from django.db import transaction

from billing.equipment import messages
from billing.equipment.models import Loan, LoanReminder
from programs.cohorts.messages import signature
from tenants.welcome.notices import Notice, drop_notices, tell

STAGES = (-14, 1, 15, 30)  # days after the day it is due


def stage_on(loan: Loan, today: date) -> int | None:
    """The last stage that was reached that day; None before the first."""
    return max((days for days in STAGES if loan.due_on + timedelta(days=days) <= today), default=None)


@transaction.atomic
def remind(loan: Loan, *, now: datetime, today: date) -> Notice | None:
    """Write or call, once a stage; None when it was done, or when there is nothing to say yet.

    A worker that slept says the last stage alone, and what was still to be said before is dropped.
    """
    loan = (
        Loan.objects.select_for_update(of=("self",)).select_related("device", "beneficiary").get(pk=loan.pk)
    )
    stage = stage_on(loan, today)
    if loan.state != Loan.State.RUNNING or loan.loss or stage is None:
        return None
    said = LoanReminder.objects.filter(loan=loan, due_on=loan.due_on, stage__gte=stage)
    if said.exists():
        return None
    LoanReminder.objects.create(loan=loan, due_on=loan.due_on, stage=stage, at=now)
    drop_notices(about=loan.pk, now=now)
    return tell(
        loan.beneficiary,
        kind=Notice.Kind.REMINDER,
        message=messages.DUE_SOON if stage < 0 else messages.OVERDUE,
        about=loan.pk,
        by=None,
        now=now,
        tag=loan.device.tag,
        due=loan.due_on,
        **signature(),
    )
