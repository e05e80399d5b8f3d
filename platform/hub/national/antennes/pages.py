"""An antenne at the national office: opened in one form, followed step by step, corrected."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hub.builder import ask
from hub.national.antennes import words
from hub.national.antennes.forms import ChangeForm, OpenForm
from hub.reports.questions import with_age
from hub.rollup.ages import ago
from kit.ui.forms import posted
from tenants.network import access
from tenants.network.access import Role, needs
from tenants.network.middleware import SiteMiddleware
from tenants.network.models import Antenne, Domain, Erasure, Invitation, Membership, Work
from tenants.network.operations import change_antenne

_DECISIONS = 30


@needs("network.manage", of="antenne")
def open_antenne(request: Any) -> HttpResponse:
    """One form: the antenne, and who will be responsible for it."""
    form = posted(OpenForm, request)
    if request.method == "POST" and form.is_valid():
        made = ask.open_antenne(**form.cleaned_data, by=request.user, by_roles=request.roles, now=request.now)
        return redirect("antenne", made.code)
    return render(request, "antennes/open.html", {"form": form})


@needs("network.view", of="antenne")
def antenne(request: Any, code: str) -> HttpResponse:
    """Where it stands in its life, who works there (how many), what was decided, and what to do next."""
    found = get_object_or_404(_with_all(request.now), code=code)
    works = list(found.works.select_related("asked_by").order_by("-asked_at", "-id")[:5])
    exports = [one for one in works if one.kind == Work.Kind.EXPORT and one.finished_at]
    last = works[0] if works else None
    context = {
        "antenne": found,
        "facts": words.facts(found),
        "dates": words.dates(found),
        "site": words.site_of(found, request),
        "roles": _how_many(found, request.now),
        "age": ago(found.refreshed_at, request.now) if found.refreshed_at else "",
        "decisions": found.decisions.select_related("by").order_by("-at", "-id")[:_DECISIONS],
        "export": exports[0] if exports else None,
        "may_be_erased": any(one.asked_at >= (found.archived_at or request.now) for one in exports),
        "erasure": _erasure(found),
        "shown": words.shown(last, request.now),
        "may_manage": access.allows(request.roles, "network.manage"),
        "may_erase": access.allows(request.roles, "network.erase"),
    }
    return render(
        request, "antennes/antenne.html", context | (words.of_work(last, request.now) if last else {})
    )


@needs("network.manage", of="antenne")
def change(request: Any, code: str) -> HttpResponse:
    """Its name, its place, its clock and its modules."""
    found = get_object_or_404(Antenne, code=code)
    form = posted(ChangeForm, request, antenne=found)
    if request.method == "POST" and form.is_valid():
        change_antenne(found, **form.cleaned_data, by=request.user, now=request.now)
        SiteMiddleware.forget()
        messages.success(request, "C’est enregistré.")
        return redirect("antenne", code)
    return render(request, "antennes/change.html", {"form": form, "antenne": found})


@needs("network.view", of="antenne")
def work(request: Any, code: str, pk: Any) -> HttpResponse:
    """The steps of one work, asked every second by the page; once it has ended the whole page comes again."""
    found = get_object_or_404(Work.objects.select_related("antenne"), pk=pk, antenne__code=code)
    context = words.of_work(found, request.now) | {
        "antenne": found.antenne,
        "may_manage": access.allows(request.roles, "network.manage"),
    }
    response = render(request, "antennes/work.html", context)
    if not found.waits:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@needs("network.manage", of="antenne")
def take_up_again(request: Any, code: str, pk: Any) -> HttpResponse:
    """A work that stopped goes on from its last step."""
    found = get_object_or_404(Work.objects.select_related("antenne"), pk=pk, antenne__code=code)
    ask.take_up_again(found, by=request.user, now=request.now)
    return redirect("antenne", code)


def _with_all(now: Any) -> Any:
    waiting = Invitation.objects.filter(
        antenne=OuterRef("pk"), accepted_at__isnull=True, expires_at__gt=now
    ).order_by()
    host = Domain.objects.filter(tenant=OuterRef("pk"), is_primary=True)
    return with_age(Antenne.objects.all()).annotate(
        host=Subquery(host.values("domain")[:1]),
        invited=Subquery(waiting.values("antenne").annotate(n=Count("id")).values("n")),
    )


def _how_many(antenne: Antenne, now: Any) -> list[tuple[str, int]]:
    """How many people hold each role there today: never who."""
    today = now.astimezone(antenne.tz).date()
    held = Membership.objects.in_force(today).at_antenne(antenne).order_by().values_list("role")
    counts = dict(held.annotate(n=Count("user", distinct=True)))
    return [(Role(role).label, counts.get(role, 0)) for role in (Role.MANAGER, Role.HOST, Role.DESK)]


def _erasure(antenne: Antenne) -> Erasure | None:
    """The demand that waits, or that was carried out."""
    asked = antenne.erasures.filter(Q(cancelled_at__isnull=True)).select_related("asked_by", "confirmed_by")
    return asked.first()
