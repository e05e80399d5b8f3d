"""Questions about people and the journal."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.utils import timezone

from kit.journal.models import Entry
from tenants.network.access import Role
from tenants.network.middleware import Place, members_of
from tenants.network.models import Antenne, Invitation, Membership, User, Visit
from tenants.network.operations.people import pending_invitations


def team(place: Place, now: datetime) -> QuerySet[Membership]:
    """Who works here today, in the order of their names."""
    return members_of(place, now).select_related("user").order_by("user__name", "start", "id")


def invited(place: Place, now: datetime) -> QuerySet[Invitation]:
    """Invitations that wait: an antenne's own, or all those that the national office has sent."""
    waiting = pending_invitations(now).select_related("antenne", "invited_by")
    if place.antenne is not None:
        waiting = waiting.filter(antenne=place.antenne)
    return waiting.order_by("-invited_at", "id")


def demonstration_accounts(place: Place, now: datetime) -> QuerySet[Membership]:
    """The invented accounts of this site: their addresses end in .example, where no mail can go."""
    return team(place, now).filter(user__email__endswith=".example")


def journal(*, room: str = "", day: date | None = None) -> QuerySet[Entry]:
    """Entries of the schema we stand in, latest first; a day is that of the active time zone."""
    entries = Entry.objects.order_by("-at", "-id")
    if room:
        entries = entries.filter(verb__startswith=f"{room}.")
    if day:
        start = timezone.make_aware(datetime.combine(day, time.min))
        end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
        entries = entries.filter(at__gte=start, at__lt=end)
    return entries


def names(ids: Iterable[Any]) -> dict[Any, str]:
    """The names of accounts; an account that is gone is « une personne »."""
    known: dict[Any, str] = defaultdict(lambda: "une personne")
    known.update(User.objects.filter(pk__in=set(ids) - {None}).values_list("pk", "name"))
    known[None] = "le système"
    return known


def second_factors(user: User) -> dict[str, int]:
    """How many of each kind protect this account: {"totp": 1, "webauthn": 2}."""
    kinds = Authenticator.objects.filter(user=user).values_list("type", flat=True)
    return dict(Counter(kinds))


def managers_of(antenne: Antenne, today: date) -> list[str]:
    """The addresses of those who manage an antenne today; standing there."""
    found = Membership.objects.in_force(today).at_antenne(antenne)
    managers = found.filter(role=Role.MANAGER, user__is_active=True)
    return list(managers.order_by("user__email").values_list("user__email", flat=True))


def visits() -> QuerySet[Visit]:
    """Those that we see from here, the latest first: an antenne sees its own alone."""
    return Visit.objects.select_related("user", "antenne", "ended_by").order_by("-began_at", "-id")
