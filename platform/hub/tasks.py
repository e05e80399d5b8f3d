"""Background work of the roof. A job names its antenne, may run twice and may die at any line."""

from django.contrib.sessions.backends.db import SessionStore
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from hub.reports.saved import tasks as saved_reports
from kit.antennes import NATIONAL, WORKER, at, each_antenne, inside_named

__all__ = ["saved_reports"]  # found by the worker through this module

RETRIES = RetryStrategy(max_attempts=5, exponential_wait=3)


@app.periodic(cron="30 3 * * *")
@app.task(name="hub.sweep_sessions", queueing_lock="hub.sweep_sessions", pass_context=False, retry=RETRIES)
def sweep_sessions(timestamp: int) -> None:
    """Every night: one job for each antenne, one for the shared sites."""
    names = [antenne.schema_name for antenne in each_antenne()]
    with at(WORKER):
        for antenne in ["", *names]:
            sweep_sessions_of.defer(antenne=antenne)


@app.task(name="hub.sweep_sessions_of", retry=RETRIES)
def sweep_sessions_of(antenne: str) -> None:
    """Delete the sessions that are over."""
    with inside_named(antenne) if antenne else at(NATIONAL):
        SessionStore.clear_expired()
