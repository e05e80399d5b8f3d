"""Reminders of loans. A job names its antenne, and may run twice."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from billing.equipment import queries
from billing.equipment.operations import drop_old_batches, remind
from kit.antennes import WORKER, at, each_serving, inside_named
from kit.db import connection

_RETRIES = RetryStrategy(max_attempts=5, exponential_wait=3)


@app.periodic(cron="30 8 * * *", periodic_id="equipment")
@app.task(name="equipment.visit", queueing_lock="equipment.visit", pass_context=False)
def visit(timestamp: int) -> None:
    """Every morning: a job for each antenne that lends."""
    names = [antenne.schema_name for antenne in each_serving() if antenne.has_equipment]
    with at(WORKER):
        for antenne in names:
            remind_of_loans.configure(lock=f"equipment.{antenne}").defer(antenne=antenne)


@app.task(name="equipment.remind", retry=_RETRIES)
def remind_of_loans(antenne: str) -> None:
    """Each in its own transaction: one that fails leaves the others told. Old files are forgotten."""
    with inside_named(antenne), timezone.override(connection.tenant.zone):
        now = timezone.now()
        today = timezone.localdate(now)
        drop_old_batches(now=now)
        for loan in queries.loans_to_remind(today):
            remind(loan, now=now, today=today)
