"""The list of cohorts, the page of one and its moves. Its plan: programs.cohorts.views.planning."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from programs.cohorts import queries
from programs.cohorts.models import Cohort, Place, Session
from programs.cohorts.operations import close_cohort, complete_cohort, open_cohort, start_cohort
from programs.cohorts.views.group import entered
from programs.cohorts.views.waitlist import in_line
from tenants.network.access import allows, needs

A_PAGE = 50
State = Cohort.State
_LIVE = {State.DRAFT, State.OPEN, State.RUNNING}
_VIEWS = {
    "": ("En cours et à venir", [State.DRAFT, State.OPEN, State.RUNNING]),
    "termines": ("Terminés", [State.COMPLETED]),
    "clos": ("Clos", [State.CLOSED, State.CANCELLED]),
}


@needs("cohorts.view", of="cohort")
def cohort_list(request: Any) -> HttpResponse:
    asked = request.GET.get("etat", "")
    asked = asked if asked in _VIEWS else ""
    found = queries.cohorts(_VIEWS[asked][1])
    if asked:
        found = found.order_by("-ends_on", "name", "id")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    url = reverse("cohorts:list")
    tabs = [
        {"label": label, "url": f"{url}?etat={key}" if key else url, "current": key == asked}
        for key, (label, _) in _VIEWS.items()
    ]
    may_plan = allows(request.roles, "cohorts.plan")
    context = {"page": page, "tabs": tabs, "asked": asked, "may_plan": may_plan}
    return render(request, "cohorts/list.html", context)


@needs("cohorts.view", of="cohort")
def cohort_page(request: Any, pk: Any) -> HttpResponse:
    cohort = get_object_or_404(Cohort.objects.select_related("version"), pk=pk)
    sessions = list(cohort.sessions.select_related("trainer").order_by("starts_at", "id"))
    held = [session for session in sessions if session.state != Session.State.CANCELLED]
    everybody = list(queries.everybody_of(cohort))
    group = entered(everybody, running=cohort.state == State.RUNNING)
    places = list(cohort.places.exclude(state=Place.State.RELEASED).order_by("number"))
    context = {
        "cohort": cohort,
        "sessions": sessions,
        "held": held,
        "group": group,
        "waiting": in_line(everybody, now=request.now),
        "places": _drawn(places),
        "places_free": sum(place.state == Place.State.FREE for place in places),
        "places_offered": sum(place.state == Place.State.OFFERED for place in places),
        "places_taken": sum(place.state in queries.IN_USE for place in places),
        "locked": sum(session.state == Session.State.LOCKED for session in sessions),
        "next_session": _next(sessions),
        "today": request.place.today(request.now),
        **_may(request.roles, cohort),
    }
    return render(request, "cohorts/cohort.html", context)


def _drawn(places: list[Place]) -> list[dict[str, Any]]:
    """The places as squares in a row, with where each one begins."""
    width = 100 / max(len(places), 1)
    return [
        {"place": place, "x": f"{number * width:.2f}%", "width": f"{width - 1.2:.2f}%"}
        for number, place in enumerate(places)
    ]


def _next(sessions: list[Session]) -> Session | None:
    """The first session whose sheet is not closed."""
    return next((session for session in sessions if session.state in queries.LEFT_TO_LOCK), None)


def _may(roles: set[str], cohort: Cohort) -> dict[str, bool]:
    """What this role may do with the cohort in this state."""
    state = cohort.state
    return {
        "may_open": state == State.DRAFT and allows(roles, "cohorts.plan"),
        "may_start": state == State.OPEN and allows(roles, "cohorts.complete"),
        "may_complete": state == State.RUNNING and allows(roles, "cohorts.complete"),
        "may_close": state == State.COMPLETED and allows(roles, "cohorts.complete"),
        "may_survey": state in {State.COMPLETED, State.CLOSED} and allows(roles, "cohorts.survey"),
        "may_enrol": state in {State.OPEN, State.RUNNING} and allows(roles, "cohorts.enrol"),
        "may_attend": allows(roles, "cohorts.attend"),
        "may_schedule": state in _LIVE and allows(roles, "cohorts.schedule"),
        "may_edit": state == State.DRAFT and allows(roles, "cohorts.plan"),
        "may_cancel": state in _LIVE and allows(roles, "cohorts.plan"),
    }


def _moved(request: Any, pk: Any, operation: Any, said: str) -> HttpResponse:
    cohort = operation(get_object_or_404(Cohort, pk=pk), by=request.user, now=request.now)
    messages.success(request, said.format(cohort))
    return redirect("cohorts:cohort", pk)


@require_POST
@needs("cohorts.plan", of="cohort")
def open_it(request: Any, pk: Any) -> HttpResponse:
    return _moved(request, pk, open_cohort, "« {} » est ouvert : les personnes peuvent s’inscrire.")


@require_POST
@needs("cohorts.complete", of="cohort")
def start_it(request: Any, pk: Any) -> HttpResponse:
    return _moved(request, pk, start_cohort, "« {} » commence : l’appel se fait séance par séance.")


@require_POST
@needs("cohorts.complete", of="cohort")
def complete_it(request: Any, pk: Any) -> HttpResponse:
    return _moved(request, pk, complete_cohort, "« {} » est terminé. Proposez maintenant l’enquête.")


@require_POST
@needs("cohorts.complete", of="cohort")
def close_it(request: Any, pk: Any) -> HttpResponse:
    return _moved(request, pk, close_cohort, "« {} » est clos.")
