"""Visits: asked for and ended at the national office, seen and ended in the antenne."""

from typing import Any

from django.contrib import auth, messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hub.doors.forms import VisitForm
from kit.ui.forms import posted
from tenants.network import tasks
from tenants.network.access import Role, needs
from tenants.network.models import Visit
from tenants.network.operations import ask_visit, end_visit, end_visit_from_office
from tenants.network.queries import visits

A_PAGE = 30


@needs("visits.ask", of="visit")
def visit_list(request: Any) -> HttpResponse:
    """Those in force, then the past ones, page by page."""
    now = visits().in_force(request.now)
    past = visits().exclude(pk__in=Visit.objects.in_force(request.now).values("pk"))
    running = list(now)
    for visit in running:
        visit.may_end = visit.user_id == request.user.pk or Role.ADMIN in request.roles
        visit.enter = _home(request, visit.antenne) if visit.user_id == request.user.pk else ""
    page = Paginator(past, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "doors/visits.html", {"running": running, "page": page})


@needs("visits.ask", of="visit")
def ask(request: Any) -> HttpResponse:
    form = posted(VisitForm, request)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            visit = ask_visit(**form.cleaned_data, by_roles=request.roles, by=request.user, now=request.now)
            tasks.tell_of_visit_later(visit)
        messages.success(
            request, f"La visite de {visit.antenne} commence. Entrez avec vos identifiants habituels."
        )
        return redirect("visits")
    return render(request, "doors/ask_visit.html", {"form": form})


@require_POST
@needs("visits.ask", of="visit")
def end_there(request: Any, pk: Any) -> HttpResponse:
    """End one from the national office: one's own, or any of them for the administration."""
    visit = get_object_or_404(visits(), pk=pk)
    with transaction.atomic():
        end_visit_from_office(visit, by_roles=request.roles, by=request.user, now=request.now)
        tasks.note_visits_later(visit.antenne.schema_name)
    messages.success(request, f"La visite de {visit.antenne} est terminée.")
    return redirect("visits")


@require_POST
@needs("visits.end", of="visit")
def end_here(request: Any, pk: Any) -> HttpResponse:
    """The manager ends it: the visitor's next request is not let in."""
    visit = get_object_or_404(visits(), pk=pk)
    end_visit(visit, by=request.user, now=request.now)
    messages.success(request, f"La visite est terminée : {visit.user} ne voit plus rien ici.")
    return redirect("team")


@require_POST
@needs("account.use", of="visit")
def end_own(request: Any) -> HttpResponse:
    """The visitor leaves: nothing stays open behind them."""
    if request.visit is None:
        raise Http404
    end_visit(request.visit, by=request.user, now=request.now)
    auth.logout(request)
    messages.success(request, "Votre visite est terminée. Merci d’avoir refermé derrière vous.")
    return redirect("account_login")


def _home(request: Any, antenne: Any) -> str:
    """The antenne's own address, on the port that was asked for."""
    own, _, port = request.get_host().partition(":")
    domain = own.removeprefix("reseau.")
    return f"{request.scheme}://{antenne.code}.{domain}{':' + port if port else ''}/"
