"""Keeping the figures fresh: every minute, one job for each antenne where something has moved.

No queueing lock: under row-level security PostgreSQL does not say which key is taken, and
procrastinate needs to know. Two refreshes at once wait for each other and the second finds nothing.
"""

from typing import Any

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from hub.rollup.refresh import has_moved, refresh, say_fresh
from kit.antennes import WORKER, at, each_antenne, inside_named
from kit.db import connection


@app.task(name="rollup.refresh_antenne", retry=3)
def refresh_antenne(antenne: str) -> None:
    """Bring the figures of one antenne (the name of its schema) up to date."""
    with inside_named(antenne):
        refresh(connection.tenant, now=timezone.now())


@app.periodic(cron="* * * * *", periodic_id="rollup")
@app.task(name="rollup.refresh_network")
def refresh_network(timestamp: int) -> None:
    """Visit each antenne; those where nothing has moved are said fresh, the others get a job."""
    for antenne in each_antenne():
        now = timezone.now()
        if has_moved(antenne, now=now):
            with at(WORKER):
                ask_for(antenne.schema_name)
        else:
            say_fresh(antenne, now=now)


def ask_for(antenne: str) -> None:
    """Defer the refresh of one antenne, unless one is already waiting."""
    if not _waits(refresh_antenne, args__antenne=antenne):
        refresh_antenne.configure(lock=f"rollup.{antenne}").defer(antenne=antenne)


def ask_for_all() -> None:
    """Defer a visit to each antenne now, unless one is already waiting."""
    if not _waits(refresh_network):
        refresh_network.configure().defer(timestamp=int(timezone.now().timestamp()))


def _waits(task: Any, **conditions: Any) -> bool:
    return ProcrastinateJob.objects.filter(task_name=task.name, status="todo", **conditions).exists()
