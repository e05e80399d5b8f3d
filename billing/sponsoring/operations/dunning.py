"""Reminders of what is late: once a stage, and no more when it is paid."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from procrastinate.contrib.django import app

from billing.sponsoring.models import Dunning, Invoice
from billing.sponsoring.queries.money import late
from kit.journal import record


def remind_late(*, now: datetime, today: date) -> list[Dunning]:
    """One reminder for each demand that reached a new stage; its e-mail is asked for with it.

    After nights without a worker only the last stage that was reached is told. Who has no address is not
    reminded, and stays without a row: the page of what is owed says so.
    """
    waiting = late(today).exclude(sponsor__email="").annotate(reached=Max("reminders__stage"))
    made = (_remind(invoice, now=now, today=today) for invoice in waiting)
    return [one for one in made if one is not None]


def stage_of(due_on: date, today: date) -> int:
    """The last stage that a demand has reached, in days after its due day; 0 before the first."""
    days = (today - due_on).days
    return max((stage for stage in settings.MAILLON_REMINDER_DAYS if stage <= days), default=0)


@transaction.atomic
def _remind(invoice: Invoice, *, now: datetime, today: date) -> Dunning | None:
    stage = stage_of(invoice.due_on, today)
    if stage <= (invoice.reached or 0):  # type: ignore[attr-defined]
        return None
    made = Dunning(invoice=invoice, stage=stage, at=now)
    # A twin worker that was first leaves nothing to do.
    Dunning.objects.bulk_create([made], ignore_conflicts=True)
    if not Dunning.objects.filter(pk=made.pk).exists():
        return None
    record("sponsoring.reminded", on=invoice, by=None, at=now, stage=stage)
    app.configure_task("sponsoring.send_reminder").defer(reminder=str(made.pk))
    return made
