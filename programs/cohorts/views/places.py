"""The places of a cohort, one by one: who holds each, and whether a sponsor funds it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from programs.cohorts import queries
from programs.cohorts.models import Cohort, Place
from programs.cohorts.operations import add_place, release_place
from programs.cohorts.queries.funding import funders_of, shares_of
from tenants.network.access import allows, needs

_LIVE = (Cohort.State.DRAFT, Cohort.State.OPEN, Cohort.State.RUNNING)


@needs("cohorts.view", of="cohort")
def places(request: Any, pk: Any) -> HttpResponse:
    cohort = get_object_or_404(Cohort.objects.select_related("version"), pk=pk)
    found = list(queries.places_of(cohort))
    kept = [place for place in found if place.state != Place.State.RELEASED]
    for place in found:
        place.shares = shares_of(place)
    may_change = cohort.state in _LIVE and allows(request.roles, "cohorts.plan")
    context = {
        "cohort": cohort,
        "places": found,
        "kept": len(kept),
        "funded": sum(place.is_funded for place in kept),
        "funders": funders_of(found),
        "may_fund": may_change,
        "may_add": may_change and cohort.capacity < cohort.version.capacity_max,
        "may_release": may_change and cohort.capacity > cohort.version.capacity_min,
    }
    return render(request, "cohorts/place_list.html", context)


@require_POST
@needs("cohorts.plan", of="cohort")
def add(request: Any, pk: Any) -> HttpResponse:
    place = add_place(get_object_or_404(Cohort, pk=pk), by=request.user, now=request.now)
    messages.success(request, f"La place {place.number} est ajoutée.")
    return redirect("cohorts:places", pk)


@require_POST
@needs("cohorts.plan", of="place")
def release(request: Any, pk: Any) -> HttpResponse:
    place = release_place(get_object_or_404(Place, pk=pk), by=request.user, now=request.now)
    messages.success(request, f"La place {place.number} est rendue : elle ne compte plus.")
    return redirect("cohorts:places", place.cohort_id)
