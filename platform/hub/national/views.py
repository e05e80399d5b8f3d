"""The national office's own pages: what to do, the antennes, the background work."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from hub.national import jobs, todo
from hub.reports.questions import with_age
from hub.rollup.ages import ago
from tenants.network.access import allows, needs
from tenants.network.models import Antenne

ANTENNES_A_PAGE = 50


@needs("home.view", of="network")
def home(request: Any) -> HttpResponse:
    """What to do today, according to the role."""
    today = request.place.today(request.now)
    lines = todo.lines(request.user, request.roles, now=request.now)
    return render(request, "hub/national_home.html", {"lines": lines, "today": today})


@needs("network.view", of="antenne")
def antennes(request: Any) -> HttpResponse:
    """The network's antennes, with their state and the age of their figures."""
    found = with_age(Antenne.objects.order_by("name"))
    page = Paginator(found, ANTENNES_A_PAGE).get_page(request.GET.get("page"))
    for antenne in page:
        antenne.age = ago(antenne.refreshed_at, request.now) if antenne.refreshed_at else ""
    context = {
        "page_obj": page,
        "may_manage": allows(request.roles, "network.manage"),
        "may_visit": allows(request.roles, "visits.ask"),
        "may_see_access": allows(request.roles, "access.view"),
    }
    return render(request, "hub/antennes.html", context)


@needs("operations.view", of="job")
def operations(request: Any) -> HttpResponse:
    """The background work: what waits, what failed, who works."""
    return render(request, "hub/operations.html", jobs.state_of_the_work(now=request.now))


@needs("operations.view", of="job")
@require_POST
def retry(request: Any, job: int) -> HttpResponse:
    """Let a failed job run again."""
    jobs.retry(job, by=request.user, now=request.now)
    messages.success(request, "La tâche va être reprise.")
    return redirect("operations")
