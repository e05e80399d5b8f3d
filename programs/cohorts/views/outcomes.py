"""Where people stand 3, 6 and 12 months after their course: whom to ask, and the answer."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from kit.ui.forms import posted
from programs.cohorts import queries
from programs.cohorts.forms.completion import OutcomeForm
from programs.cohorts.models import Enrolment, Outcome
from programs.cohorts.operations import note_outcome
from tenants.network.access import needs

A_PAGE = 50


@needs("welcome.follow_up", of="enrolment")
def to_ask(request: Any) -> HttpResponse:
    """Whom to call now, the first to end first."""
    due = queries.outcomes_due(request.place.today(request.now))
    page = Paginator(due, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "cohorts/outcomes.html", {"page": page, "back": reverse("follow_ups")})


@needs("welcome.follow_up", of="enrolment")
def note(request: Any, pk: Any, months: int) -> HttpResponse:
    """Note what the person said; said again, it replaces what was noted."""
    if months not in Outcome.MONTHS:
        raise Http404
    ended = Enrolment.objects.filter(state__in=Enrolment.ENDED).select_related("beneficiary", "cohort")
    enrolment = get_object_or_404(ended, pk=pk)
    today = request.place.today(request.now)
    form = posted(OutcomeForm, request, initial={"day": today})
    if request.method == "POST" and form.is_valid():
        note_outcome(enrolment, months=months, **form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, f"La situation de {enrolment.beneficiary} est notée.")
        return redirect("cohorts:outcomes")
    context = {"form": form, "enrolment": enrolment, "months": months}
    return render(request, "cohorts/note_outcome.html", context)
