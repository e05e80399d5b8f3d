"""The life of an antenne's row: prepared, opened, corrected, suspended, reopened, archived.

Its schema is built and dropped by the builder (hub.builder), with the owner's credentials.
"""

import re
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from kit.journal import record, record_many
from kit.refusals import Refused
from kit.states import NotThatWay, move
from tenants.network.models import Antenne, Decision, Domain, Invitation, Membership, Work

# Hosts that the network keeps for itself, and names that PostgreSQL does.
_RESERVED = {
    "reseau", "partenaires", "www", "api", "admin", "mail", "smtp", "ftp", "ns", "static", "status",
    "localhost", "maillon", "ouvrir", "public", "information-schema", "topology",
}  # fmt: skip
_CHANGEABLE = {"name", "departement", "address", "zone", "has_shop", "has_equipment"}


class CodeTaken(Refused):
    """Le code « {code} » est déjà celui d’une antenne. Choisissez-en un autre."""


class CodeReserved(Refused):
    """Le réseau garde le code « {code} » pour lui. Choisissez-en un autre."""


class ReasonMissing(Refused):
    """Dites le motif : il sera relu."""


class WorkUnderWay(Refused):
    """Un travail est déjà en cours sur cette antenne : attendez qu’il finisse."""


def check_code(code: str) -> None:
    """Raise CodeReserved or CodeTaken; what a code is made of is Antenne's own validator."""
    if code in _RESERVED or re.match(r"pg[-_]", code):
        raise CodeReserved(code=code)
    schema = code.replace("-", "_")
    if Antenne.objects.filter(Q(code=code) | Q(schema_name=schema)).exists():
        raise CodeTaken(code=code)


@transaction.atomic
def prepare_antenne(
    *, code: str, name: str, departement: str, by: Any, now: datetime, **details: Any
) -> Antenne:
    """Register an antenne and its host name; nobody can enter before `open_antenne`."""
    check_code(code)
    antenne = Antenne(
        code=code, schema_name=code.replace("-", "_"), name=name, departement=departement, **details
    )
    antenne.full_clean(exclude=["created_at"])
    antenne.save()
    Domain.objects.create(domain=f"{code}.{settings.MAILLON_DOMAIN}", tenant=antenne, is_primary=True)
    record("network.antenne_prepared", on=antenne, by=by, at=now)
    return antenne


@transaction.atomic
def open_antenne(antenne: Antenne, *, by: Any, now: datetime) -> Antenne:
    """Let people in for the first time, once the schema is built."""
    antenne = lock(antenne)
    _only_from(Antenne.State.PREPARING, antenne)
    move(antenne, to=Antenne.State.OPEN, by=by, now=now, verb="network.antenne_opened")
    return antenne


@transaction.atomic
def change_antenne(antenne: Antenne, *, by: Any, now: datetime, **changes: Any) -> Antenne:
    """Correct its name, address, département, time zone or modules; its code never changes."""
    antenne = lock(antenne)
    if unknown := changes.keys() - _CHANGEABLE:
        raise TypeError(f"not changeable: {sorted(unknown)}")
    changed = sorted(name for name, value in changes.items() if getattr(antenne, name) != value)
    if not changed:
        return antenne
    for name in changed:
        setattr(antenne, name, changes[name])
    antenne.full_clean(exclude=["created_at"])
    antenne.save(update_fields=changed)
    record("network.antenne_changed", on=antenne, by=by, at=now, fields=changed)
    decide(antenne, Decision.Kind.CHANGED, by=by, now=now)
    return antenne


@transaction.atomic
def suspend_antenne(antenne: Antenne, *, reason: str, by: Any, now: datetime) -> Antenne:
    """Nobody enters any more, nor by a public link; all is kept."""
    antenne = lock(antenne)
    check_reason(reason)
    move(antenne, to=Antenne.State.SUSPENDED, by=by, now=now, verb="network.antenne_suspended")
    decide(antenne, Decision.Kind.SUSPENDED, reason=reason, by=by, now=now)
    return antenne


@transaction.atomic
def reopen_antenne(antenne: Antenne, *, by: Any, now: datetime) -> Antenne:
    """Let the same people in again; `open_at` stays the first day."""
    antenne = lock(antenne)
    _only_from(Antenne.State.SUSPENDED, antenne)
    antenne.state = Antenne.State.OPEN
    antenne.save(update_fields=["state"])
    record("network.antenne_reopened", on=antenne, by=by, at=now)
    decide(antenne, Decision.Kind.REOPENED, by=by, now=now)
    return antenne


@transaction.atomic
def archive_antenne(antenne: Antenne, *, reason: str, by: Any, now: datetime) -> Antenne:
    """The end of its work, from a suspension: roles and invitations end, the data stay."""
    antenne = lock(antenne)
    check_reason(reason)
    if Work.objects.waiting().filter(antenne=antenne).exists():
        raise WorkUnderWay
    move(antenne, to=Antenne.State.ARCHIVED, by=by, now=now, verb="network.antenne_archived")
    decide(antenne, Decision.Kind.ARCHIVED, reason=reason, by=by, now=now)
    _end_memberships(antenne, by=by, now=now)
    _cancel_invitations(antenne, by=by, now=now)
    return antenne


def _end_memberships(antenne: Antenne, *, by: Any, now: datetime) -> None:
    yesterday = now.astimezone(antenne.tz).date() - timedelta(days=1)
    open_ones = Membership.objects.select_for_update().at_antenne(antenne)
    ended = list(open_ones.filter(Q(end__isnull=True) | Q(end__gt=yesterday)).order_by("id"))
    for one in ended:
        one.end, one.start = yesterday, min(one.start, yesterday)
    Membership.objects.bulk_update(ended, ["start", "end"])
    record_many("network.left", on=ended, by=by, at=now)


def _cancel_invitations(antenne: Antenne, *, by: Any, now: datetime) -> None:
    pending = Invitation.objects.select_for_update(of=("self",)).filter(
        antenne=antenne, accepted_at__isnull=True, expires_at__gt=now
    )
    cancelled = list(pending.order_by("id"))
    for one in cancelled:
        one.expires_at = now
    Invitation.objects.bulk_update(cancelled, ["expires_at"])
    record_many("network.invitation_cancelled", on=cancelled, by=by, at=now)


def _only_from(state: str, antenne: Antenne) -> None:
    if antenne.state != state:
        raise NotThatWay(state=antenne.get_state_display().lower())


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing


def lock(antenne: Antenne) -> Antenne:
    return Antenne.objects.select_for_update(of=("self",)).order_by().get(pk=antenne.pk)


def decide(antenne: Antenne, kind: str, *, reason: str = "", by: Any, now: datetime) -> None:
    """Keep the decision with its reason, beside the journal, which holds no free text."""
    Decision.objects.create(antenne=antenne, kind=kind, reason=reason.strip(), by=by, at=now)
