"""Who pays for the places of a cohort: one more funder, one fewer."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from billing.sponsoring.models import Allocation
from kit.ui.forms import posted
from programs.cohorts import queries
from programs.cohorts.forms.funding import FunderForm
from programs.cohorts.models import Cohort
from programs.cohorts.operations import add_funder, remove_funder
from programs.cohorts.queries.funding import funders_of
from tenants.network.access import needs


@needs("cohorts.plan", of="cohort")
def add(request: Any, pk: Any) -> HttpResponse:
    """An allocation of this antenne pays a part of some places, within what it leaves."""
    cohort = get_object_or_404(Cohort.objects.select_related("programme"), pk=pk)
    places = list(queries.places_of(cohort))
    form = posted(FunderForm, request, antenne=request.place.antenne, cohort=cohort)
    if request.method == "POST" and form.is_valid():
        chosen = add_funder(cohort, **form.cleaned_data, by=request.user, now=request.now)
        places_in_words = "1 place" if len(chosen) == 1 else f"{len(chosen)} places"
        share = form.cleaned_data["share_percent"]
        messages.success(request, f"{places_in_words} de ce parcours, financées à {share} %.")
        return redirect("cohorts:places", pk)
    context = {"cohort": cohort, "form": form, "funders": funders_of(places)}
    return render(request, "cohorts/add_funder.html", context)


@require_POST
@needs("cohorts.plan", of="cohort")
def remove(request: Any, pk: Any, allocation: Any) -> HttpResponse:
    cohort = get_object_or_404(Cohort, pk=pk)
    given = get_object_or_404(Allocation, pk=allocation)
    count = remove_funder(cohort, allocation=given, by=request.user, now=request.now)
    places = "1 place" if count == 1 else f"{count} places"
    messages.success(request, f"{given.reference} ne finance plus {places} de ce parcours.")
    return redirect("cohorts:places", pk)
