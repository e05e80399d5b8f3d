"""A line of a closed sheet is corrected, with the reason."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kit.ui.forms import posted
from programs.cohorts.forms.corrections import CorrectionForm
from programs.cohorts.models import Cohort, Session
from programs.cohorts.operations import Taken, correct_attendance
from programs.cohorts.queries import may_still_be_corrected
from tenants.network.access import needs


@needs("cohorts.correct", of="session")
def correct(request: Any, pk: Any, enrolment_pk: Any) -> HttpResponse:
    session = get_object_or_404(
        Session.objects.filter(kind=Session.Kind.COURSE).select_related("cohort"), pk=pk
    )
    enrolment = get_object_or_404(may_still_be_corrected(session), pk=enrolment_pk)
    noted = session.attendances.filter(enrolment=enrolment).first()
    form = posted(CorrectionForm, request, session=session, noted=noted)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        correct_attendance(
            session,
            enrolment=enrolment,
            taken=Taken(given["status"], given["minutes"]),
            reason=given["reason"],
            by=request.user,
            now=request.now,
        )
        messages.success(request, f"Feuille corrigée pour {enrolment.beneficiary}.")
        return redirect("cohorts:attend", session.pk)
    context = {
        "form": form,
        "session": session,
        "enrolment": enrolment,
        "noted": noted,
        "ended": session.group.state == Cohort.State.COMPLETED,
    }
    return render(request, "cohorts/correct.html", context)


@needs("cohorts.correct", of="session")
def forgotten(request: Any, pk: Any) -> HttpResponse:
    """Somebody who was there and is not on the closed sheet: choose who."""
    session = get_object_or_404(
        Session.objects.filter(kind=Session.Kind.COURSE).select_related("cohort"), pk=pk
    )
    missing = may_still_be_corrected(session).exclude(attendances__session=session)
    context = {"session": session, "missing": missing.order_by("beneficiary__sort_key", "id")}
    return render(request, "cohorts/forgotten.html", context)
