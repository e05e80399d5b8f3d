"""Who has access to what: the list, its export, what each role may do, and an account's own page."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hub.doors import sheets
from hub.doors.forms import AccessFilter, SuspendForm
from hub.doors.lists import accesses, narrowed, place_of, state_of
from kit.documents.spreadsheets import spreadsheet_response
from kit.journal import record
from kit.ui.forms import posted
from tenants.network import access
from tenants.network.access import Role, needs
from tenants.network.models import Antenne, User
from tenants.network.operations import restore_account, suspend_account
from tenants.network.queries import visits
from tenants.network.signin import just_signed_in

A_PAGE = 50
VISITS_SHOWN = 20


@needs("access.view", of="membership")
def access_list(request: Any) -> HttpResponse:
    form = _filter(request)
    page = Paginator(_found(request, form), A_PAGE).get_page(request.GET.get("page"))
    today = request.place.today(request.now)
    for line in page:
        line.where, line.word = place_of(line), state_of(line, today)
    asked = form.asked
    context = {
        "page": page,
        "form": form,
        "asked": asked,
        "narrowed": any(asked.values()),
        "office": request.place.antenne is None,
        "may_suspend": access.allows(request.roles, "access.suspend"),
    }
    return render(request, "doors/accesses.html", context)


@just_signed_in
@needs("access.view", of="membership")
def access_file(request: Any, kind: str) -> HttpResponse:
    """The lines of the page as it is narrowed; a workbook says what the roles may do too."""
    today, found = request.place.today(request.now), _found(request, _filter(request))
    title = f"Accès {request.place.name} {today:%Y-%m-%d}"
    with transaction.atomic():
        lines = list(found)
        record("network.access_exported", on=request.user, by=request.user, at=request.now, lines=len(lines))
    if kind == "csv":
        return spreadsheet_response(sheets.table(lines, today=today), f"{title}.csv")
    made = sheets.workbook(lines, roles_here(request), today=today, now=request.now)
    return spreadsheet_response(made, f"{title}.xlsx")


@needs("access.view", of="role")
def roles(request: Any) -> HttpResponse:
    """What each role may do, from the one page of permissions: a table for each kind of place."""
    tables = []
    for scope in access.Scope:
        held_there = [role for role in roles_here(request) if access.SCOPE_OF[role] == scope]
        lines = [
            (words, list(zip(held_there, held, strict=True))) for words, held in sheets.rights(held_there)
        ]
        tables.append((scope.label, held_there, lines))
    return render(request, "doors/roles.html", {"tables": [one for one in tables if one[1]]})


@needs("access.view", of="user")
def one_account(request: Any, pk: Any) -> HttpResponse:
    """An account with all it may enter, its visits, and the way to suspend it."""
    person = get_object_or_404(User, pk=pk)
    form = posted(SuspendForm, request)
    may = access.allows(request.roles, "access.suspend")
    today = request.place.today(request.now)
    lines = list(accesses(today, office=True).filter(user=person))
    for line in lines:
        line.where, line.word = place_of(line), state_of(line, today)
    context = {
        "person": person,
        "lines": lines,
        "protected": any(line.protected for line in lines),
        "visits": list(visits().filter(user=person)[:VISITS_SHOWN]),
        "form": form,
        "may_suspend": may and person != request.user,
    }
    return render(request, "doors/account.html", context)


@needs("access.suspend", of="user")
def suspend(request: Any, pk: Any) -> HttpResponse:
    """The form stands on the account's page; sent with a mistake, that page comes back with it."""
    person = get_object_or_404(User, pk=pk)
    form = posted(SuspendForm, request)
    if request.method == "POST" and form.is_valid():
        today = request.place.today(request.now)
        reason = form.cleaned_data["reason"]
        suspend_account(person, reason=reason, by=request.user, now=request.now, today=today)
        messages.success(request, f"Le compte de {person} est suspendu : il n’ouvre plus aucun site.")
        return redirect("one_account", pk)
    return one_account(request, pk)


@require_POST
@needs("access.suspend", of="user")
def restore(request: Any, pk: Any) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    restore_account(person, by=request.user, now=request.now)
    messages.success(request, f"Le compte de {person} sert à nouveau, avec ses rôles en cours.")
    return redirect("one_account", pk)


def roles_here(request: Any) -> list[Role]:
    """Those that can be held where we stand: an antenne's own, or all of them."""
    return [
        role for role in Role if request.place.antenne is None or role in access.ANTENNE | {access.VISITING}
    ]


def _filter(request: Any) -> AccessFilter:
    given = [role for role in roles_here(request) if role != access.VISITING]
    antennes = [] if request.place.antenne else list(Antenne.objects.order_by("name"))
    return AccessFilter(request.GET, roles=given, antennes=antennes)


def _found(request: Any, form: AccessFilter) -> Any:
    today = request.place.today(request.now)
    return narrowed(accesses(today, office=request.place.antenne is None), today, **form.asked)
