"""The team, the journal, one's own account, and the way in by an invitation."""

from typing import Any

from allauth.account.views import LoginView
from django import forms as django_forms
from django.conf import settings
from django.contrib import auth, messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kit.ui.forms import posted
from kit.ui.widgets import DayInput
from tenants.network import access, journal, links, queries, tasks
from tenants.network.access import Role, needs, public
from tenants.network.forms import AcceptForm, InviteForm, SignInForm
from tenants.network.models import Invitation, User
from tenants.network.operations import (
    accept_invitation,
    cancel_invitation,
    close_other_sessions,
    end_membership,
    invite,
    invite_again,
)
from tenants.network.operations.people import check_pending, grantable

A_PAGE = 50
VISITS_A_PAGE = 20


class SignIn(LoginView):
    """In the demonstration the page names the invented accounts, and fills in the chosen one."""

    form_class = SignInForm

    def get_initial(self) -> dict[str, Any]:
        known = self.request.GET.get("compte", "")[:200] if settings.MAILLON_DEMO else ""
        return super().get_initial() | {"login": known}

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        request: Any = self.request
        accounts = queries.demonstration_accounts(request.place, request.now) if settings.MAILLON_DEMO else []
        return super().get_context_data(**options) | {"accounts": accounts}


@public("le lien signé dit qui est invité")
def accept(request: Any, token: str) -> HttpResponse:
    """A new person chooses a password and enters; somebody known confirms, then signs in."""
    invitation = links.opened(token, place=request.place)
    if invitation is None:
        raise Http404
    check_pending(invitation, request.now)
    known = User.objects.filter(email=invitation.email).exists()
    form = posted(django_forms.Form if known else AcceptForm, request, **_for(invitation, known))
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "invitation": invitation, "known": known}
        return render(request, "network/accept.html", context)
    user = accept_invitation(
        invitation,
        password=form.cleaned_data.get("password"),
        now=request.now,
        today=request.place.today(request.now),
    )
    if known:
        messages.success(request, "Votre nouveau rôle est prêt. Connectez-vous comme d’habitude.")
        return redirect("account_login")
    auth.login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    messages.success(request, f"Bienvenue, {user.get_short_name()}. Votre compte est prêt.")
    return redirect(settings.LOGIN_REDIRECT_URL)


def _for(invitation: Invitation, known: bool) -> dict[str, Any]:
    return {} if known else {"invitation": invitation}


@needs("team.view", of="membership")
def team(request: Any) -> HttpResponse:
    mine = grantable(request.roles) if access.allows(request.roles, "team.manage") else set()
    members = queries.team(request.place, request.now)
    invitations = queries.invited(request.place, request.now)
    for row in [*members, *invitations]:
        row.may_change = row.role in mine
    context = {"members": members, "invitations": invitations, "may_invite": bool(mine)}
    context["may_see_access"] = access.allows(request.roles, "access.view")
    if request.place.antenne is not None:
        context |= _visits(request)
    return render(request, "network/team.html", context)


def _visits(request: Any) -> dict[str, Any]:
    """The visits of this antenne by the national office, the latest first."""
    page = Paginator(queries.visits(), VISITS_A_PAGE).get_page(request.GET.get("page"))
    may_end = access.allows(request.roles, "visits.end")
    for visit in page:
        visit.running = visit.is_in_force(request.now)
        visit.may_end = may_end and visit.running
    return {"visits": page}


@needs("team.manage", of="invitation")
def invite_somebody(request: Any) -> HttpResponse:
    form = posted(InviteForm, request, roles=_roles_to_offer(request), antenne=request.place.antenne)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            invitation = invite(**form.cleaned_data, by_roles=request.roles, by=request.user, now=request.now)
            tasks.send_later(invitation)
        messages.success(request, f"L’invitation de {invitation.name} part par e-mail. Elle vaut 14 jours.")
        return redirect("team")
    return render(request, "network/invite.html", {"form": form})


def _roles_to_offer(request: Any) -> list[Role]:
    """What fits this page: an antenne's roles there; national ones and managers at the office.

    A sponsor's readers are invited from the sponsor's own page, which knows the sponsor.
    """
    fitting = access.ANTENNE if request.place.antenne else access.NATIONAL | {Role.MANAGER}
    mine = grantable(request.roles)
    return [role for role in Role if role in fitting & mine]


@require_POST
@needs("team.manage", of="invitation")
def send_again(request: Any, pk: Any) -> HttpResponse:
    invitation = get_object_or_404(queries.invited(request.place, request.now), pk=pk)
    with transaction.atomic():
        invite_again(invitation, by_roles=request.roles, by=request.user, now=request.now)
        tasks.send_later(invitation)
    messages.success(request, f"L’invitation de {invitation.name} repart par e-mail.")
    return redirect("team")


@require_POST
@needs("team.manage", of="invitation")
def cancel(request: Any, pk: Any) -> HttpResponse:
    invitation = get_object_or_404(queries.invited(request.place, request.now), pk=pk)
    cancel_invitation(invitation, by_roles=request.roles, by=request.user, now=request.now)
    messages.success(request, f"L’invitation de {invitation.name} ne sert plus.")
    return redirect("team")


@require_POST
@needs("team.manage", of="membership")
def end(request: Any, pk: Any) -> HttpResponse:
    membership = get_object_or_404(queries.team(request.place, request.now), pk=pk)
    today = request.place.today(request.now)
    end_membership(membership, by_roles=request.roles, by=request.user, now=request.now, today=today)
    messages.success(request, f"{membership.user} ne fait plus partie de l’équipe.")
    return redirect("team")


@needs("account.use", of="user")
def account(request: Any) -> HttpResponse:
    here = queries.team(request.place, request.now).filter(user=request.user)
    context = {"memberships": here, "keys": queries.second_factors(request.user)}
    return render(request, "network/account.html", context)


@require_POST
@needs("account.use", of="user")
def close_sessions(request: Any) -> HttpResponse:
    """A lost tablet, a desk left open: everything but this session ends."""
    closed = close_other_sessions(request.user, keep=request.session.session_key, now=request.now)
    words = "Aucune autre session n’était ouverte ici." if not closed else "Vos autres sessions sont fermées."
    messages.success(request, words)
    return redirect("account")


class DayForm(django_forms.Form):
    jour = django_forms.DateField(label="Jour", required=False, widget=DayInput)


@needs("journal.view", of="entry")
def journal_page(request: Any) -> HttpResponse:
    rooms = journal.ROOMS.get(request.place.kind, {})
    room = request.GET.get("domaine", "")
    room = room if room in rooms else ""
    form = DayForm(request.GET)
    day = form.cleaned_data["jour"] if form.is_valid() else None
    entries = queries.journal(room=room, day=day)
    page = Paginator(entries, A_PAGE).get_page(request.GET.get("page"))
    who = queries.names(entry.by for entry in page)
    lines = [
        {"at": entry.at, "who": who[entry.by], "what": journal.sentence(entry), "on": journal.thing(entry)}
        for entry in page
    ]
    filters = _room_filters(rooms, room, request.GET.get("jour", "") if day else "")
    context = {"page": page, "lines": lines, "filters": filters, "form": form, "room": room, "day": day}
    return render(request, "network/journal.html", context)


def _room_filters(rooms: dict[str, str], chosen: str, day: str) -> list[dict[str, Any]]:
    """Links that change the room and keep the day."""
    kept = f"&jour={day}" if day else ""
    url = reverse("journal")
    return [
        {"label": label, "url": f"{url}?domaine={room}{kept}", "current": room == chosen}
        for room, label in {"": "Tout", **rooms}.items()
    ]
