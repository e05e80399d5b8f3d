"""What a visit is at each request: a role that only looks, a banner, and the end on the next request."""

from datetime import datetime
from typing import Any

from django.contrib import auth, messages
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from kit.refusals import Refused
from tenants.network import access
from tenants.network.models import Antenne, Visit
from tenants.network.operations.visits import note_visits

_SAFE = {"GET", "HEAD", "OPTIONS"}
# Signing in and out, one's own password and second factor: allauth's own names.
_ACCOUNT = ("account_", "mfa_")


class OnlyLooks(Refused):
    """Pendant une visite, vous regardez : rien ne peut être changé. L’équipe de l’antenne peut le faire."""

    status = 403


def visit_of(user: Any, antenne: Antenne | None, now: datetime) -> Visit | None:
    """The visit that lets this person into that antenne now; standing there."""
    if antenne is None or not user.is_active:
        return None
    return Visit.objects.in_force(now).filter(user=user, antenne=antenne).select_related("user").first()


def visited(now: datetime) -> ArraySubquery:
    """The antennes that the person of a membership visits, as one more column of the same question."""
    theirs = Visit.objects.in_force(now).filter(user=OuterRef("user")).order_by("antenne__name")
    return ArraySubquery(theirs.values(named=JSONObject(code="antenne__code", name="antenne__name")))


def enter(request: Any) -> None:
    """Somebody without a role in this antenne: a visitor if a visit is in force, else nobody."""
    visit = visit_of(request.user, request.place.antenne, request.now)
    if visit is None:
        _leave(request)
        return
    if visit.begin_noted_at is None:
        note_visits(request.place.antenne, now=request.now)  # nothing is seen before the journal knows
    request.visit, request.roles = visit, {access.VISITING}
    if request.session.get("visit") != str(visit.pk):
        request.session["visit"] = str(visit.pk)


def refuses(request: Any, permission: Any) -> bool:
    """Whether this request would change something that a visitor may not."""
    if request.visit is None or request.method in _SAFE or permission == "account.use":
        return False
    return not (request.resolver_match.url_name or "").startswith(_ACCOUNT)


def _leave(request: Any) -> None:
    """The session of a visit that is over says so once, and ends."""
    if "visit" not in request.session:
        return
    note_visits(request.place.antenne, now=request.now)
    auth.logout(request)
    messages.warning(request, "Votre visite de l’antenne est terminée. Demandez-en une autre s’il le faut.")
