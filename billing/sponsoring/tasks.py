"""What happens to agreements by itself. A job may run twice and die at any line."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from billing.sponsoring.operations import start_what_has_begun
from kit.antennes import WORKER, at

_RETRIES = RetryStrategy(max_attempts=5, exponential_wait=3)


@app.periodic(cron="10 3 * * *", periodic_id="agreements")
@app.task(
    name="sponsoring.start_agreements",
    queueing_lock="sponsoring.start_agreements",
    pass_context=False,
    retry=_RETRIES,
)
def start_agreements(timestamp: int) -> None:
    """Every night: the signed agreements whose first day has come are running."""
    now = timezone.now()
    with at(WORKER):
        start_what_has_begun(now=now, today=timezone.localdate(now))
