"""Who has access to what: a line a person, place and role, from what may be read where we stand."""

from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from billing.sponsoring.models import Sponsor
from tenants.network.access import Scope
from tenants.network.models import Membership

_PLACES = {"reseau": Scope.NATIONAL, "mecenes": Scope.SPONSOR}


def accesses(today: date, *, office: bool) -> QuerySet[Membership]:
    """With `protected` (a second factor) and, at the office, `sponsor_name`; an antenne sees its own."""
    factors = Authenticator.objects.filter(user=OuterRef("user")).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    found = Membership.objects.select_related("user", "antenne").annotate(protected=Exists(factors))
    if office:
        names = Sponsor.objects.filter(pk=OuterRef("sponsor_id")).values("name")
        found = found.annotate(sponsor_name=Subquery(names[:1]))
    return found.order_by("user__name", "user__email", "scope", "start", "id")


def narrowed(
    found: QuerySet[Membership], today: date, *, q: str, antenne: str, role: str, etat: str
) -> QuerySet[Membership]:
    """By words of the name or the address, by place, by role, in force or over."""
    if q:
        found = found.filter(Q(user__name__icontains=q) | Q(user__email__icontains=q))
    if antenne in _PLACES:
        found = found.filter(scope=_PLACES[antenne])
    elif antenne:
        found = found.filter(antenne__code=antenne)
    if role:
        found = found.filter(role=role)
    over = Q(end__lt=today)
    if etat == "finis":
        return found.filter(over)
    return found if etat == "tous" else found.exclude(over)


def place_of(line: Any) -> str:
    if line.antenne is not None:
        return f"Antenne {line.antenne}"
    if line.scope == Scope.NATIONAL:
        return "Réseau national"
    return f"Mécène : {line.sponsor_name}" if line.sponsor_name else "Espace mécènes"


def state_of(line: Any, today: date) -> str:
    """Word of the access: one that has ended stays ended, whatever the account."""
    if line.end and line.end < today:
        return "terminé"
    if not line.user.is_active:
        return "suspendu"
    return "à venir" if line.start > today else "en cours"
