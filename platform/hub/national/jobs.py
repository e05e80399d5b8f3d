"""The background work, read from procrastinate's tables: never an argument, which may hold an id."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Q
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.exceptions import ConnectorException, UniqueViolation

from hub.rollup.ages import ago
from kit.antennes import WORKER, at
from kit.journal import record
from kit.refusals import Refused

ALIVE = timedelta(seconds=60)  # a worker shows itself every ten seconds
LAST_FAILURES = 20
STATES = {"todo": "En attente", "doing": "En cours", "succeeded": "Réussies", "failed": "Échouées"}


class NotAFailure(Refused):
    """Cette tâche ne peut plus être reprise : elle l’a déjà été. Rechargez la page."""


def state_of_the_work(*, now: datetime) -> dict[str, Any]:
    """Jobs by state, the last failures, and the workers alive."""
    counts = dict(
        ProcrastinateJob.objects.order_by()
        .values_list("status")
        .annotate(n=Count("id"))
        .values_list("status", "n")
    )
    seen = ProcrastinateWorker.objects.aggregate(last=Max("last_heartbeat"), alive=_alive(now))
    return {
        "states": [(label, counts.get(state, 0)) for state, label in STATES.items()],
        "failures": _failures(now),
        "alive": seen["alive"],
        "last_seen": ago(seen["last"], now) if seen["last"] else "",
    }


@transaction.atomic
def retry(job_id: int, *, by: Any, now: datetime) -> None:
    """Put a failed job back in the queue. The worker's role alone may change a job."""
    job = ProcrastinateJob.objects.filter(pk=job_id, status="failed").first()
    if job is None:
        raise NotAFailure
    try:
        with at(WORKER), transaction.atomic():
            app.job_manager.retry_job_by_id(job_id, retry_at=now)
    except (UniqueViolation, ConnectorException) as error:
        raise NotAFailure from error
    record("hub.job_retried", on=job, by=by, at=now)


def _alive(now: datetime) -> Count:
    return Count("id", filter=Q(last_heartbeat__gte=now - ALIVE))


def _failures(now: datetime) -> list[dict[str, Any]]:
    failed = ProcrastinateJob.objects.filter(status="failed").annotate(
        failed_at=Max("procrastinateevent__at", filter=Q(procrastinateevent__type="failed"))
    )
    columns = ("id", "task_name", "args__antenne", "attempts", "failed_at")
    return [
        row | {"antenne": row["args__antenne"], "age": ago(row["failed_at"], now) if row["failed_at"] else ""}
        for row in failed.order_by("-failed_at", "-id").values(*columns)[:LAST_FAILURES]
    ]
