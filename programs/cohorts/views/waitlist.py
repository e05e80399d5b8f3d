"""The demands and the waiting list of a cohort."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kit.ui.forms import posted
from programs.cohorts.forms.group import EnterForm, PriorityForm, RefuseForm
from programs.cohorts.models import Cohort, Enrolment
from programs.cohorts.operations import (
    apply_for,
    change_priority,
    eligibility_of,
    put_on_waitlist,
    refuse_application,
)
from programs.cohorts.operations.offers import answerable
from programs.cohorts.views.group import asked
from tenants.network.access import needs
from tenants.welcome.models import Beneficiary
from tenants.welcome.notices import wants_mail

State = Enrolment.State


def in_line(everybody: list[Enrolment], *, now: datetime) -> list[Enrolment]:
    """Those of a cohort who were offered a place, then who waits with their rank, then who has asked."""
    offered = [one for one in everybody if one.state == State.OFFERED]
    waiting = [one for one in everybody if one.state == State.WAITLISTED]
    applied = [one for one in everybody if one.state == State.APPLIED]
    offered.sort(key=lambda one: (one.offer_expires_at, one.pk))
    waiting.sort(key=lambda one: (one.priority, one.waitlisted_at, one.pk))
    applied.sort(key=lambda one: (one.applied_at, one.pk))
    for rank, one in enumerate(waiting, start=1):
        one.rank = rank
    for one in [*offered, *waiting, *applied]:
        one.by_mail = wants_mail(one.beneficiary)
        one.late = one.state == State.OFFERED and not answerable(one, now=now)
    return [*offered, *waiting, *applied]


@needs("cohorts.enrol", of="cohort")
def wait(request: Any, pk: Any, person_pk: Any) -> HttpResponse:
    """Put somebody on the waiting list, after what is to be checked."""
    cohort = get_object_or_404(Cohort.objects.select_related("version"), pk=pk)
    person = get_object_or_404(Beneficiary, pk=person_pk)
    today = request.place.today(request.now)
    form = posted(EnterForm, request)
    if request.method == "POST" and form.is_valid():
        put_on_waitlist(
            person, cohort=cohort, by=request.user, now=request.now, today=today,
            seen=form.cleaned_data["seen"],
        )  # fmt: skip
        messages.success(request, f"{person} attend une place dans « {cohort} ».")
        return redirect("cohorts:cohort", cohort.pk)
    found = asked(eligibility_of(person, cohort, today=today))
    context = {"cohort": cohort, "person": person, "form": form, "waits": True, **found}
    return render(request, "cohorts/enter.html", context)


@require_POST
@needs("cohorts.enrol", of="cohort")
def apply(request: Any, pk: Any, person_pk: Any) -> HttpResponse:
    """Note the demand of who has no right or no level yet."""
    cohort = get_object_or_404(Cohort, pk=pk)
    person = get_object_or_404(Beneficiary, pk=person_pk)
    apply_for(person, cohort=cohort, by=request.user, now=request.now)
    messages.success(request, f"La demande de {person} est notée.")
    return redirect("cohorts:cohort", cohort.pk)


@needs("cohorts.enrol", of="enrolment")
def priority(request: Any, pk: Any) -> HttpResponse:
    enrolment = get_object_or_404(Enrolment.objects.select_related("beneficiary", "cohort"), pk=pk)
    form = posted(PriorityForm, request, initial={"priority": enrolment.priority})
    if request.method == "POST" and form.is_valid():
        change_priority(enrolment, **form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, f"La priorité de {enrolment.beneficiary} est changée.")
        return redirect("cohorts:cohort", enrolment.cohort_id)
    return render(request, "cohorts/waitlist_priority.html", {"form": form, "enrolment": enrolment})


@needs("cohorts.enrol", of="enrolment")
def refuse(request: Any, pk: Any) -> HttpResponse:
    enrolment = get_object_or_404(Enrolment.objects.select_related("beneficiary", "cohort"), pk=pk)
    form = posted(RefuseForm, request)
    if request.method == "POST" and form.is_valid():
        refuse_application(enrolment, reason=form.cleaned_data["told"], by=request.user, now=request.now)
        messages.success(request, f"La demande de {enrolment.beneficiary} est refusée.")
        return redirect("cohorts:cohort", enrolment.cohort_id)
    return render(request, "cohorts/waitlist_refuse.html", {"form": form, "enrolment": enrolment})
