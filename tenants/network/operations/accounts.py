"""Suspending an account: nobody enters with it on any site, from the next request on."""

from datetime import date, datetime

from django.db import transaction

from kit.journal import record
from kit.refusals import Refused
from tenants.network import access
from tenants.network.models import Membership, User
from tenants.network.operations.visits import end_visits_of


class NotYourself(Refused):
    """Vous ne pouvez pas suspendre votre propre compte : demandez-le à une autre personne."""


class LastAdministrator(Refused):
    """C’est le dernier compte d’administration du réseau : nommez-en un autre d’abord."""


class AlreadySuspended(Refused):
    """Ce compte est déjà suspendu."""


class NotSuspended(Refused):
    """Ce compte n’est pas suspendu."""


@transaction.atomic
def suspend_account(user: User, *, reason: str, by: User, now: datetime, today: date) -> None:
    """Close the account everywhere; its roles stay as they are, and its visits end."""
    if user.pk == by.pk:
        raise NotYourself
    _check_another_administrator(user, today)
    held = User.objects.select_for_update().get(pk=user.pk)
    if not held.is_active:
        raise AlreadySuspended
    held.is_active, held.suspended_at, held.suspended_why = False, now, reason
    held.save(update_fields=["is_active", "suspended_at", "suspended_why"])
    end_visits_of(held, by=by, now=now)
    record("network.account_suspended", on=held, by=by, at=now)


@transaction.atomic
def restore_account(user: User, *, by: User, now: datetime) -> None:
    """Let the person in again, with the roles that are still in force."""
    held = User.objects.select_for_update().get(pk=user.pk)
    if held.is_active:
        raise NotSuspended
    held.is_active, held.suspended_at, held.suspended_why = True, None, ""
    held.save(update_fields=["is_active", "suspended_at", "suspended_why"])
    record("network.account_restored", on=held, by=by, at=now)


def _check_another_administrator(user: User, today: date) -> None:
    # The rows are locked: two administrators who suspend each other cannot both succeed.
    admins = Membership.objects.select_for_update(of=("self",)).in_force(today)
    same = admins.filter(scope=access.Scope.NATIONAL, role=access.Role.ADMIN).order_by("id")
    held = {one.user_id for one in same}
    active = set(User.objects.filter(pk__in=held, is_active=True).values_list("pk", flat=True))
    if user.pk in held and not active - {user.pk}:
        raise LastAdministrator
