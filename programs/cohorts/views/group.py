"""Who enters a cohort and who leaves it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kit.ui.forms import posted
from programs.catalogue.models import Level
from programs.cohorts import queries
from programs.cohorts.forms.group import WithdrawForm
from programs.cohorts.models import Cohort, Enrolment
from programs.cohorts.operations import enrol, withdraw
from tenants.network.access import needs
from tenants.welcome.models import Beneficiary

A_PAGE = 20


@needs("cohorts.enrol", of="cohort")
def choose(request: Any, pk: Any) -> HttpResponse:
    """Look for somebody to enrol, among those with a right and a level."""
    cohort = get_object_or_404(queries.cohorts(), pk=pk)
    words = request.GET.get("q", "")[:200].strip()
    found = queries.can_enter(cohort, words=words, today=request.place.today(request.now))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    hours = {rule.level: rule.hours for rule in cohort.version.levels.all()}
    for person in page:
        person.level_words = f"{Level(person.level).label}, {hours[person.level]}\u00a0h"
    context = {"cohort": cohort, "page": page, "words": words}
    return render(request, "cohorts/choose.html", context)


@require_POST
@needs("cohorts.enrol", of="cohort")
def enter(request: Any, pk: Any, person_pk: Any) -> HttpResponse:
    cohort = get_object_or_404(Cohort, pk=pk)
    person = get_object_or_404(Beneficiary, pk=person_pk)
    today = request.place.today(request.now)
    place = enrol(person, cohort=cohort, by=request.user, now=request.now, today=today).place
    assert place is not None  # who is enrolled holds one
    messages.success(request, f"{person} prend la place {place.number} de « {cohort} ».")
    return redirect("cohorts:cohort", cohort.pk)


@needs("cohorts.enrol", of="enrolment")
def leave(request: Any, pk: Any) -> HttpResponse:
    enrolment = get_object_or_404(Enrolment.objects.select_related("beneficiary", "cohort"), pk=pk)
    form = posted(WithdrawForm, request)
    if request.method == "POST" and form.is_valid():
        withdraw(enrolment, reason=form.cleaned_data["reason"], by=request.user, now=request.now)
        messages.success(request, f"{enrolment.beneficiary} n’est plus dans le groupe.")
        return redirect("cohorts:cohort", enrolment.cohort_id)
    return render(request, "cohorts/leave.html", {"form": form, "enrolment": enrolment})
