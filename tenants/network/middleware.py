"""Host → place, then who may open what there."""

import time
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import DisallowedHost, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse, set_urlconf
from django.utils import timezone
from django_tenants.middleware.main import TenantMainMiddleware

from kit.antennes import FRONT, NATIONAL, NOWHERE, PARTNER, at
from kit.db import connection
from kit.ui.middleware import show_refusal
from tenants.network import access, visiting
from tenants.network.models import Antenne, Domain, Membership, Visit

_REMEMBERED_SECONDS = 10  # so long, a process may still serve an antenne that has just been suspended
_SITES = {"": FRONT, "reseau": NATIONAL, "partenaires": PARTNER}


@dataclass(frozen=True)
class Place:
    """Where a request stands: the kind of site, and the antenne if it is one."""

    kind: str
    antenne: Antenne | None = None

    @property
    def key(self) -> str:
        return self.antenne.code if self.antenne else self.kind

    @property
    def name(self) -> str:
        names = {"front": "Maillon", "national": "Réseau national", "partner": "Espace mécènes"}
        return self.antenne.name if self.antenne else names[self.kind]

    @property
    def scope(self) -> access.Scope | None:
        """Which memberships count here; nobody is a member of the front door."""
        scopes = {
            "antenne": access.Scope.ANTENNE,
            "national": access.Scope.NATIONAL,
            "partner": access.Scope.SPONSOR,
        }
        return scopes.get(self.kind)

    def today(self, now: datetime) -> date:
        """The business day: the date in the antenne's own time zone."""
        return timezone.localdate(now, self.antenne.tz if self.antenne else None)


class Suspended(Exception):
    """The host of an antenne that is closed for a time."""

    def __init__(self, antenne: Antenne) -> None:
        super().__init__(antenne.code)
        self.antenne = antenne


class SiteMiddleware(TenantMainMiddleware):
    """Stands the connection in the antenne (or site) of the host; an unknown host is a plain 404."""

    _remembered: dict[str, tuple[float, Antenne]] = {}

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        connection.set_tenant(NOWHERE)
        try:
            host = self.hostname_from_request(request).lower()
            place, stand = self._find(host)
        except (DisallowedHost, Http404):
            return HttpResponseNotFound("Adresse inconnue.\n", content_type="text/plain; charset=utf-8")
        except Suspended as closed:
            return _closed_for_now(request, closed.antenne)
        request.place = place  # type: ignore[attr-defined]
        request.now = timezone.now()  # type: ignore[attr-defined]
        request.tenant = stand  # type: ignore[attr-defined]
        connection.set_tenant(stand)
        request.urlconf = settings.MAILLON_URLCONFS[place.kind]  # type: ignore[attr-defined]
        set_urlconf(request.urlconf)  # type: ignore[attr-defined]
        timezone.activate(place.antenne.tz if place.antenne else settings.TIME_ZONE)
        return None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        # A long-lived thread must not keep an antenne.
        connection.set_tenant(NOWHERE)
        timezone.deactivate()
        return response

    @classmethod
    def forget(cls) -> None:
        """Drop the remembered hosts of this process (after an antenne has changed)."""
        cls._remembered.clear()

    def _find(self, host: str) -> tuple[Place, Any]:
        own, _, domain = host.rpartition(settings.MAILLON_DOMAIN)
        label = own.rstrip(".")
        if not domain and label in _SITES:
            return Place(_SITES[label].kind), _SITES[label]
        antenne = self._antenne(host)
        return Place("antenne", antenne), antenne

    def _antenne(self, host: str) -> Antenne:
        until, antenne = self._remembered.get(host, (0.0, None))
        if antenne is None or until < time.monotonic():
            antenne = _look_up(host)
            self._remembered[host] = (time.monotonic() + _REMEMBERED_SECONDS, antenne)
        return antenne


def _look_up(host: str) -> Antenne:
    with at(FRONT):
        domain = Domain.objects.select_related("tenant").filter(domain=host).first()
    if domain is None:
        raise Http404
    if domain.tenant.state == Antenne.State.SUSPENDED:
        raise Suspended(domain.tenant)
    if not domain.tenant.serves:
        raise Http404
    return domain.tenant


def _closed_for_now(request: HttpRequest, antenne: Antenne) -> HttpResponse:
    """503 and a page that says so: no session is read, nothing of the antenne is."""
    if request.path.startswith("/api/"):
        detail = "Cette antenne est suspendue. Le réseau national dira quand elle rouvre."
        return JsonResponse({"code": "suspended", "detail": detail}, status=503)
    words = render_to_string("network/suspended.html", {"antenne": antenne})
    return HttpResponse(words, status=503, headers={"Cache-Control": "no-store"})


class AccessMiddleware:
    """Every route says what it needs; one that says nothing is refused to everybody."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.roles, request.elsewhere, request.visit = set(), [], None
        if request.user.is_authenticated:
            if request.session.get("place") != request.place.key:
                auth.logout(request)  # a session opened on another site means nothing here
            else:
                _recognise(request)
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if getattr(view, "cls", None) is not None:
            return None  # the API decides after it has read the token: hub.api.permissions
        permission, reason = access.declaration(view)
        if visiting.refuses(request, permission):
            return show_refusal(request, visiting.OnlyLooks())
        if reason:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        if permission is None or not access.allows(request.roles, permission):
            raise PermissionDenied
        return self._second_factor(request, permission)

    def _second_factor(self, request: Any, permission: str) -> HttpResponse | None:
        if not settings.MAILLON_MFA_REQUIRED or permission == "account.use":
            return None
        if not request.roles & access.MFA_ROLES or used_second_factor(request):
            return None
        messages.warning(
            request, "Protégez d’abord votre compte : une application de codes ou une clé d’accès."
        )
        return redirect("mfa_index")


def used_second_factor(request: Any) -> bool:
    methods = request.session.get("account_authentication_methods", [])
    return any(method.get("method") == "mfa" for method in methods)


def _recognise(request: Any) -> None:
    """The roles here, and where else the person may go; a visitor is asked for where nobody is known."""
    mine = _all_memberships(request.user, request.place, request.now)
    request.roles = {one.role for one in mine if one.is_at(request.place)}
    request.elsewhere = [one for one in mine if not one.is_at(request.place)]
    if request.place.antenne is not None and not request.roles:
        visiting.enter(request)
    elif request.place.kind == "national" and mine:
        request.elsewhere += [Visit(antenne=Antenne(**named)) for named in mine[0].visited]


def _all_memberships(user: Any, place: Place, now: datetime) -> list[Any]:
    """Those in force, here first of all; an antenne's role is shown its own alone."""
    if not user.is_active:
        return []
    mine = Membership.objects.in_force(place.today(now)).filter(user=user).select_related("antenne")
    if place.kind == "national":
        mine = mine.annotate(visited=visiting.visited(now))
    return list(mine)


def roles_of(user: Any, place: Place, now: datetime) -> set[str]:
    """The roles in force today; read at each request, so that a disabled one acts on the next."""
    return {membership.role for membership in memberships_of(user, place, now)}


def memberships_of(user: Any, place: Place, now: datetime) -> list[Membership]:
    if not user.is_active:
        return []
    return list(members_of(place, now).filter(user=user))


def sponsors_of(request: Any) -> set[Any]:
    """The ids of the sponsors that the person of this request reads for."""
    mine = memberships_of(request.user, request.place, request.now)
    return {one.sponsor_id for one in mine}


def may_enter(user: Any, place: Place, now: datetime) -> bool:
    """Whether somebody has a role on this site today, or visits this antenne."""
    return bool(memberships_of(user, place, now) or visiting.visit_of(user, place.antenne, now))


def members_of(place: Place, now: datetime) -> Any:
    """The memberships in force at this place."""
    return Membership.objects.in_force(place.today(now)).filter(scope=place.scope, antenne=place.antenne)
