"""The nights of the shop. A job names its antenne, and may run twice."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from billing.counter.operations.closings import close_what_is_due
from billing.counter.operations.lots import expire_cards
from kit.antennes import WORKER, at, each_at_work, inside_named
from kit.db import connection

_RETRIES = RetryStrategy(max_attempts=6, exponential_wait=4)


@app.periodic(cron="20 * * * *", periodic_id="counter")
@app.task(name="counter.close_tills", pass_context=False, retry=_RETRIES)
def close_tills(timestamp: int) -> None:
    """Every hour, since midnight is not the same everywhere: one job for each antenne.

    One that has given up its shop closes what it sold before.
    """
    names = [antenne.schema_name for antenne in each_at_work()]
    with at(WORKER):
        for antenne in names:
            close_tills_of.defer(antenne=antenne)


@app.task(name="counter.close_tills_of", retry=_RETRIES)
def close_tills_of(antenne: str) -> None:
    """Close what is over, and take the expired cards off the shelf."""
    with inside_named(antenne):
        now = timezone.now()
        today = timezone.localdate(now, connection.tenant.tz)
        expire_cards(today=today, now=now)
        close_what_is_due(today=today, now=now)
