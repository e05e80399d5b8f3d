"""The end of a course: who reached the hours, who was decided otherwise, where each stands."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kit.ui.forms import posted
from programs.cohorts import queries
from programs.cohorts.forms.completion import OverrideForm, SituationsForm
from programs.cohorts.models import Cohort, Enrolment, Outcome
from programs.cohorts.operations import note_last_situations, override_completion
from tenants.network.access import allows, needs

_COHORTS = Cohort.objects.select_related("version")


@needs("cohorts.view", of="cohort")
def end_page(request: Any, pk: Any) -> HttpResponse:
    """Everybody who took part to the end, with what the rule says and what was decided."""
    cohort = get_object_or_404(_COHORTS, pk=pk)
    group = list(queries.ended_group(cohort))
    return _drawn(request, cohort, group, SituationsForm(group=group))


@require_POST
@needs("cohorts.complete", of="cohort")
def situations(request: Any, pk: Any) -> HttpResponse:
    """Note where they stand on the last day, for the whole group at once."""
    cohort = get_object_or_404(_COHORTS, pk=pk)
    group = list(queries.ended_group(cohort))
    form = SituationsForm(request.POST, group=group)
    if not form.is_valid():
        return _drawn(request, cohort, group, form)
    today = request.place.today(request.now)
    changed = note_last_situations(
        cohort, situations=form.situations(), day=today, by=request.user, now=request.now
    )
    messages.success(request, f"Situations notées : {changed}." if changed else "Rien n’a changé.")
    return redirect("cohorts:end", cohort.pk)


@needs("cohorts.override", of="enrolment")
def override(request: Any, pk: Any) -> HttpResponse:
    """Decide against the rule, with a reason."""
    ended = Enrolment.objects.filter(state__in=Enrolment.ENDED)
    found = get_object_or_404(ended.select_related("beneficiary", "cohort", "completion"), pk=pk)
    form = posted(OverrideForm, request)
    if request.method == "POST" and form.is_valid():
        override_completion(found, **form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, f"C’est décidé pour {found.beneficiary}. Les chiffres suivent.")
        return redirect("cohorts:end", found.cohort_id)
    context = {
        "form": form,
        "enrolment": found,
        "reached": found.state != Enrolment.State.COMPLETED,
        "percent": found.cohort.terms["completion_percent"],
        "attested": hasattr(found, "attestation"),
    }
    return render(request, "cohorts/override.html", context)


def _drawn(request: Any, cohort: Cohort, group: list[Enrolment], form: SituationsForm) -> HttpResponse:
    for enrolment in group:
        counted = enrolment.completion
        enrolment.share = counted.minutes / counted.target_minutes if counted.target_minutes else 0
        enrolment.situation = form[enrolment.pk.hex]
        enrolment.stands_words = dict(Outcome.Situation.choices).get(enrolment.stands, "")
        enrolment.completed = enrolment.state == Enrolment.State.COMPLETED
        enrolment.attested = enrolment.completed and hasattr(enrolment, "attestation")
    completed = sum(enrolment.completed for enrolment in group)
    attested = sum(enrolment.attested for enrolment in group)
    going_on = cohort.state == Cohort.State.COMPLETED
    context = {
        "cohort": cohort,
        "group": group,
        "form": form,
        "completed": completed,
        "attested": attested,
        "left_to_attest": completed - attested,
        "percent": cohort.terms["completion_percent"],
        "may_override": going_on and allows(request.roles, "cohorts.override"),
        "may_complete": allows(request.roles, "cohorts.complete"),
        "may_survey": allows(request.roles, "cohorts.survey"),
    }
    return render(request, "cohorts/end.html", context)
