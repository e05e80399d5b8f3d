"""Memberships: granted downwards only, by a signed link, and never down to no manager."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from kit.journal import record
from kit.refusals import Refused
from tenants.network import access
from tenants.network.models import Antenne, Invitation, Membership, User

INVITATION_DAYS = 14


class NotYoursToGrant(Refused):
    """Vous ne pouvez pas donner le rôle « {role} »."""


class LastManager(Refused):
    """C’est la dernière personne responsable de ce lieu : nommez-en une autre d’abord."""


class InvitationOver(Refused):
    """Cette invitation a déjà servi ou n’est plus valable. Demandez-en une nouvelle."""


class AlreadyMember(Refused):
    """Cette personne a déjà ce rôle ici."""


@transaction.atomic
def invite(
    *, email: str, name: str, role: str, antenne: Antenne | None, sponsor_id: Any = None,
    by_roles: set[str], by: User, now: datetime,
) -> Invitation:
    """Invite somebody to one role; the caller sends the signed link (network.links)."""
    check_may_grant(role, by_roles)
    scope = access.SCOPE_OF[access.Role(role)]
    if _open_memberships(email, scope, antenne, sponsor_id, role).exists():
        raise AlreadyMember
    invitation = Invitation.objects.create(
        email=email.lower(), name=name, scope=scope, antenne=antenne, sponsor_id=sponsor_id, role=role,
        invited_by=by, invited_at=now, expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    record("network.invited", on=invitation, by=by, at=now, role=role)
    return invitation


@transaction.atomic
def accept_invitation(invitation: Invitation, *, password: str | None, now: datetime) -> User:
    """Make the account (or keep the one that exists) and the membership; a link serves once."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at or invitation.expires_at <= now:
        raise InvitationOver
    user = User.objects.filter(email=invitation.email).first()
    if user is None:
        user = User.objects.create_user(invitation.email, password, name=invitation.name)
    join(user, role=invitation.role, antenne=invitation.antenne, sponsor_id=invitation.sponsor_id,
         start=now.date(), by=user, now=now)
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    return user


@transaction.atomic
def join(
    user: User, *, role: str, antenne: Antenne | None = None, sponsor_id: Any = None,
    start: date, by: Any, now: datetime,
) -> Membership:
    """Give a role from a day on."""
    scope = access.SCOPE_OF[access.Role(role)]
    membership = Membership.objects.create(
        user=user, scope=scope, antenne=antenne, sponsor_id=sponsor_id, role=role, start=start
    )
    record("network.joined", on=membership, by=by, at=now, role=role)
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, by_roles: set[str], by: User, now: datetime, today: date) -> None:
    """Take a role away at once; refused for the last manager of an antenne or administrator."""
    check_may_grant(membership.role, by_roles)
    if membership.role in {access.Role.MANAGER, access.Role.ADMIN}:
        _check_not_the_last(membership, today)
    membership.end = today - timedelta(days=1)
    membership.start = min(membership.start, membership.end)
    membership.save(update_fields=["start", "end"])
    record("network.left", on=membership, by=by, at=now, role=membership.role)


def check_may_grant(role: str, by_roles: set[str]) -> None:
    grantable = set().union(*(access.GRANTS.get(access.Role(mine), set()) for mine in by_roles))
    if access.Role(role) not in grantable:
        raise NotYoursToGrant(role=access.Role(role).label)


def _check_not_the_last(membership: Membership, today: date) -> None:
    # The rows are locked: two managers who leave at the same moment cannot both be the other one.
    same = Membership.objects.select_for_update().in_force(today).filter(
        scope=membership.scope, antenne=membership.antenne, role=membership.role, user__is_active=True
    )
    if not [other for other in same if other.user_id != membership.user_id]:
        raise LastManager


def _open_memberships(email: str, scope: str, antenne: Any, sponsor_id: Any, role: str) -> Any:
    return Membership.objects.filter(
        user__email=email.lower(), scope=scope, antenne=antenne, sponsor_id=sponsor_id, role=role, end__isnull=True
    )
