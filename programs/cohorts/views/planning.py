"""Planning a cohort, then what changes before it begins."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kit.ui.forms import posted
from programs.cohorts import queries
from programs.cohorts.forms.planning import CancelForm, DraftForm, PlanForm
from programs.cohorts.models import Cohort
from programs.cohorts.operations import cancel_cohort, edit_cohort, plan_cohort
from programs.cohorts.queries.planning import preview
from tenants.network.access import needs


@needs("cohorts.plan", of="cohort")
def plan(request: Any) -> HttpResponse:
    """The sessions are shown first, with what prevents them; a second button makes them."""
    antenne, today = request.place.antenne, request.place.today(request.now)
    people = queries.trainers(antenne, today=today)
    form = posted(PlanForm, request, today=today, antenne=antenne, trainers=people)
    context = {"form": form, "adopted": bool(form.fields["programme"].queryset)}
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        if form.confirmed:
            cohort = _plan(request, form)
            messages.success(request, f"« {cohort} » est en brouillon. Vérifiez ses séances, puis ouvrez-le.")
            return redirect("cohorts:cohort", cohort.pk)
        version = asked["programme"].version_id
        shown = preview(version, form.rhythm(), room=asked["room"], trainer=asked["trainer"])
        context |= {"preview": shown, "changed": "confirm" in request.POST}
    return render(request, "cohorts/plan.html", context)


def _plan(request: Any, form: PlanForm) -> Cohort:
    asked = form.cleaned_data
    same = ("name", "room", "trainer", "capacity", "allocation", "funded", "signature_wanted")
    return plan_cohort(
        asked["programme"],
        rhythm=form.rhythm(),
        by=request.user,
        now=request.now,
        **{name: asked[name] for name in same},
    )


@needs("cohorts.plan", of="cohort")
def edit(request: Any, pk: Any) -> HttpResponse:
    cohort = get_object_or_404(Cohort, pk=pk)
    first = cohort.sessions.order_by("position").first()
    form = posted(
        DraftForm,
        request,
        trainers=queries.trainers(request.place.antenne, today=request.place.today(request.now)),
        initial={"name": cohort.name, "room": cohort.room, "trainer": first and first.trainer_id},
    )
    if request.method == "POST" and form.is_valid():
        edit_cohort(cohort, **form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, "Le brouillon et toutes ses séances sont à jour.")
        return redirect("cohorts:cohort", cohort.pk)
    return render(request, "cohorts/edit.html", {"form": form, "cohort": cohort})


@needs("cohorts.plan", of="cohort")
def cancel(request: Any, pk: Any) -> HttpResponse:
    cohort = get_object_or_404(Cohort, pk=pk)
    form = posted(CancelForm, request)
    if request.method == "POST" and form.is_valid():
        cancel_cohort(cohort, **form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, f"« {cohort} » est annulé. Ses salles et ses places sont libres.")
        return redirect("cohorts:cohort", cohort.pk)
    live = cohort.enrolments.live().count()
    return render(request, "cohorts/cancel.html", {"form": form, "cohort": cohort, "people": live})
