"""The doors to the builder: each writes what is asked, and defers the job in the same transaction."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from hub.builder.tasks import run_work
from kit.refusals import Refused
from tenants.network import operations
from tenants.network.access import Role
from tenants.network.models import Antenne, Erasure, Work

STUCK = timedelta(seconds=60)  # without a step: the builder is not there


class ErasureNotConfirmed(Refused):
    """Cet effacement n’est plus demandé : il n’y a rien à reprendre."""


@transaction.atomic
def open_antenne(
    *, manager_name: str, manager_email: str, by: Any, by_roles: set[str], now: datetime, **details: Any
) -> Antenne:
    """A new antenne with its first manager invited. Its mail leaves once the builder has opened it.

    `details` are those of `prepare_antenne`: code, name, departement, address, zone, has_shop, has_equipment.
    """
    antenne = operations.prepare_antenne(by=by, now=now, **details)
    invitation = operations.invite(
        email=manager_email, name=manager_name, role=Role.MANAGER, antenne=antenne,
        by_roles=by_roles, by=by, now=now,
    )  # fmt: skip
    _defer(operations.ask_work(antenne, Work.Kind.OPEN, invitation=invitation, by=by, now=now))
    return antenne


@transaction.atomic
def export_antenne(antenne: Antenne, *, by: Any, now: datetime) -> Work:
    """One file with all its tables, on the builder's own disk."""
    return _defer(operations.ask_work(antenne, Work.Kind.EXPORT, by=by, now=now))


@transaction.atomic
def confirm_erasure(erasure: Erasure, *, code: str, by: Any, now: datetime) -> Work:
    """The second person's word: the builder checks the export, then drops the schema and the role."""
    return _defer(operations.confirm_erasure(erasure, code=code, by=by, now=now))


@transaction.atomic
def take_up_again(work: Work, *, by: Any, now: datetime) -> Work:
    """A work that failed, or that nobody takes."""
    confirmed = Erasure.objects.filter(
        antenne=work.antenne_id, confirmed_at__isnull=False, cancelled_at__isnull=True, done_at__isnull=True
    )
    if work.kind == Work.Kind.PURGE and not confirmed.exists():
        raise ErasureNotConfirmed
    return _defer(operations.ask_again(work, stuck=is_stuck(work, now), by=by, now=now))


def is_stuck(work: Work, now: datetime) -> bool:
    return work.waits and now - work.moved_at > STUCK


def _defer(work: Work) -> Work:
    run_work.defer(work=str(work.pk))
    return work
