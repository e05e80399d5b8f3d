"""What the builder is asked, and what it says back. Deferring the job itself is the roof's: hub.builder."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kit.journal import record
from kit.refusals import Refused
from tenants.network.models import Antenne, Invitation, Work
from tenants.network.operations.antennes import WorkUnderWay, lock

_VERBS = {Work.Kind.OPEN: "network.opening_asked", Work.Kind.EXPORT: "network.export_asked"}


class NothingToExport(Refused):
    """Cette antenne n’a pas de données à exporter : elle n’est pas encore ouverte, ou elle est effacée."""


class NotInTrouble(Refused):
    """Ce travail avance ou a fini : il n’y a rien à reprendre. Rechargez la page."""


@transaction.atomic
def ask_work(
    antenne: Antenne, kind: str, *, invitation: Invitation | None = None, by: Any, now: datetime
) -> Work:
    """Write down what is asked; one work at a time on an antenne. The caller defers the job."""
    antenne = lock(antenne)
    if Work.objects.waiting().filter(antenne=antenne).exists():
        raise WorkUnderWay
    if kind == Work.Kind.EXPORT and not Antenne.objects.with_schema().filter(pk=antenne.pk).exists():
        raise NothingToExport
    work = Work.objects.create(
        antenne=antenne, kind=kind, invitation=invitation, asked_by=by, asked_at=now, moved_at=now
    )
    if kind in _VERBS:
        record(_VERBS[Work.Kind(kind)], on=work, by=by, at=now, antenne=str(antenne.pk))
    return work


@transaction.atomic
def ask_again(work: Work, *, stuck: bool, by: Any, now: datetime) -> Work:
    """Take up a work that failed, or one that does not move (`stuck`); the caller defers the job."""
    lock(work.antenne)
    work = _locked(work)
    if work.finished_at or not (work.failed_at or stuck):
        raise NotInTrouble
    if Work.objects.waiting().filter(antenne=work.antenne_id).exclude(pk=work.pk).exists():
        raise WorkUnderWay
    work.failed_at, work.failure, work.moved_at = None, "", now
    work.save(update_fields=["failed_at", "failure", "moved_at"])
    record("network.work_asked_again", on=work, by=by, at=now)
    return work


@transaction.atomic
def note_step(work: Work, step: str, *, now: datetime) -> Work:
    """This step holds. Written once: a repeat keeps the first moment."""
    work = _locked(work)
    work.steps = {step: now.isoformat()} | work.steps
    work.moved_at = now
    work.save(update_fields=["steps", "moved_at"])
    return work


@transaction.atomic
def finish_work(work: Work, *, now: datetime, **result: Any) -> Work:
    """All is done; `result` is an export's file."""
    work = _locked(work)
    for name, value in result.items():
        setattr(work, name, value)
    work.finished_at, work.failed_at, work.failure, work.moved_at = now, None, "", now
    work.save()
    if work.kind == Work.Kind.EXPORT:
        record("network.antenne_exported", on=work, by=work.asked_by, at=now, digest=work.digest)
    return work


@transaction.atomic
def fail_work(work: Work, *, sentence: str, now: datetime) -> Work:
    """It stopped; `sentence` says what to do. It can be asked again."""
    work = _locked(work)
    if work.finished_at is None:
        work.failed_at, work.failure, work.moved_at = now, sentence[:300], now
        work.save(update_fields=["failed_at", "failure", "moved_at"])
        record("network.work_failed", on=work, by=None, at=now)
    return work


def _locked(work: Work) -> Work:
    return Work.objects.select_for_update(of=("self",)).order_by().get(pk=work.pk)
