"""Memberships: granted downwards only, by a signed link, and never down to no manager."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from kit.journal import record
from kit.refusals import Refused
from tenants.network import access
from tenants.network.models import Antenne, Invitation, Membership, User
from tenants.network.operations.visits import end_visits_of

INVITATION_DAYS = 14


class NotYoursToGrant(Refused):
    """Vous ne pouvez pas donner le rôle « {role} »."""


class LastManager(Refused):
    """C’est la dernière personne responsable de ce lieu : nommez-en une autre d’abord."""


class InvitationOver(Refused):
    """Cette invitation a déjà servi ou n’est plus valable. Demandez-en une nouvelle."""


class AlreadyMember(Refused):
    """Cette personne a déjà ce rôle ici."""


class AlreadyInvited(Refused):
    """Une invitation attend déjà cette personne pour ce rôle : renvoyez-la plutôt."""


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    role: str,
    antenne: Antenne | None,
    sponsor_id: Any = None,
    by_roles: set[str],
    by: User,
    now: datetime,
) -> Invitation:
    """Invite somebody to one role; the caller has the signed link sent (network.tasks)."""
    check_may_grant(role, by_roles)
    scope = access.SCOPE_OF[access.Role(role)]
    if _open_memberships(email, scope, antenne, sponsor_id, role).exists():
        raise AlreadyMember
    if (
        pending_invitations(now)
        .filter(email=email.lower(), scope=scope, antenne=antenne, sponsor_id=sponsor_id, role=role)
        .exists()
    ):
        raise AlreadyInvited
    invitation = Invitation.objects.create(
        email=email.lower(),
        name=name,
        scope=scope,
        antenne=antenne,
        sponsor_id=sponsor_id,
        role=role,
        invited_by=by,
        invited_at=now,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    record("network.invited", on=invitation, by=by, at=now, role=role)
    return invitation


@transaction.atomic
def invite_again(invitation: Invitation, *, by_roles: set[str], by: User, now: datetime) -> None:
    """Give the same invitation all its days again; the caller has the link sent."""
    invitation = _pending(invitation, by_roles, now)
    invitation.expires_at = now + timedelta(days=INVITATION_DAYS)
    invitation.save(update_fields=["expires_at"])
    record("network.invited_again", on=invitation, by=by, at=now, role=invitation.role)


@transaction.atomic
def cancel_invitation(invitation: Invitation, *, by_roles: set[str], by: User, now: datetime) -> None:
    """Its link stops working at once."""
    invitation = _pending(invitation, by_roles, now)
    invitation.expires_at = now
    invitation.save(update_fields=["expires_at"])
    record("network.invitation_cancelled", on=invitation, by=by, at=now, role=invitation.role)


@transaction.atomic
def accept_invitation(invitation: Invitation, *, password: str | None, now: datetime, today: date) -> User:
    """Make the account (or keep the one that exists) and the membership; a link serves once."""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    check_pending(invitation, now)
    user = User.objects.filter(email=invitation.email).first()
    if _open_memberships(
        invitation.email, invitation.scope, invitation.antenne, invitation.sponsor_id, invitation.role
    ).exists():
        raise AlreadyMember
    if user is None:
        user = User.objects.create_user(invitation.email, password, name=invitation.name)
    join(
        user,
        role=invitation.role,
        antenne=invitation.antenne,
        sponsor_id=invitation.sponsor_id,
        start=today,
        by=user,
        now=now,
    )
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    return user


@transaction.atomic
def join(
    user: User,
    *,
    role: str,
    antenne: Antenne | None = None,
    sponsor_id: Any = None,
    start: date,
    by: Any,
    now: datetime,
) -> Membership:
    """Give a role from a day on."""
    scope = access.SCOPE_OF[access.Role(role)]
    membership = Membership.objects.create(
        user=user, scope=scope, antenne=antenne, sponsor_id=sponsor_id, role=role, start=start
    )
    record("network.joined", on=membership, by=by, at=now, role=role)
    return membership


@transaction.atomic
def end_membership(
    membership: Membership, *, by_roles: set[str], by: User, now: datetime, today: date
) -> None:
    """Take a role away at once; refused for the last manager of an antenne or administrator."""
    check_may_grant(membership.role, by_roles)
    if membership.role in {access.Role.MANAGER, access.Role.ADMIN}:
        _check_not_the_last(membership, today)
    membership.end = today - timedelta(days=1)
    membership.start = min(membership.start, membership.end)
    membership.save(update_fields=["start", "end"])
    if membership.scope == access.Scope.NATIONAL:
        end_visits_of(membership.user, by=by, now=now)  # asked for with this role, or asked for again
    record("network.left", on=membership, by=by, at=now, role=membership.role)


def check_may_grant(role: str, by_roles: set[str]) -> None:
    if access.Role(role) not in grantable(by_roles):
        raise NotYoursToGrant(role=access.Role(role).label)


def grantable(by_roles: set[str]) -> set[access.Role]:
    """The roles that somebody with these roles may give, and take away."""
    return set().union(*(access.GRANTS.get(access.Role(mine), set()) for mine in by_roles))


def check_pending(invitation: Invitation, now: datetime) -> None:
    if invitation.accepted_at or invitation.expires_at <= now:
        raise InvitationOver


def pending_invitations(now: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at__isnull=True, expires_at__gt=now)


def _pending(invitation: Invitation, by_roles: set[str], now: datetime) -> Invitation:
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    check_may_grant(invitation.role, by_roles)
    check_pending(invitation, now)
    return invitation


def _check_not_the_last(membership: Membership, today: date) -> None:
    # The rows are locked: two managers who leave at the same moment cannot both be the other one.
    same = (
        Membership.objects.select_for_update()
        .in_force(today)
        .filter(
            scope=membership.scope, antenne=membership.antenne, role=membership.role, user__is_active=True
        )
    )
    if not [other for other in same if other.user_id != membership.user_id]:
        raise LastManager


def _open_memberships(email: str, scope: str, antenne: Any, sponsor_id: Any, role: str) -> Any:
    return Membership.objects.filter(
        user__email=email.lower(),
        scope=scope,
        antenne=antenne,
        sponsor_id=sponsor_id,
        role=role,
        end__isnull=True,
    )
