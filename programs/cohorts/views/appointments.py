"""Appointments: those of a day, and a new one for a person."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kit.ui.forms import posted
from programs.cohorts.forms.sessions import AppointmentForm
from programs.cohorts.operations import give_appointment
from programs.cohorts.queries.workshops import appointments_on, people_to_book
from programs.cohorts.views.calendar import asked_day
from programs.cohorts.views.schedule import home_of, slot_options, warn_of_holidays, when
from tenants.network.access import needs
from tenants.welcome.models import Beneficiary

_A_DAY = timedelta(days=1)


@needs("cohorts.view", of="session")
def appointments(request: Any) -> HttpResponse:
    day: date = asked_day(request)
    context = {
        "day": day,
        "today": request.place.today(request.now),
        "before": day - _A_DAY,
        "after": day + _A_DAY,
        "appointments": appointments_on(day),
    }
    return render(request, "cohorts/appointments.html", context)


@needs("workshops.hold", of="session")
def new_appointment(request: Any) -> HttpResponse:
    """First the person, by name; then the moment."""
    words = request.GET.get("q", "")[:200].strip()
    return render(request, "cohorts/choose_person.html", {"words": words, "found": people_to_book(words)})


@needs("workshops.hold", of="beneficiary")
def appointment_with(request: Any, pk: Any) -> HttpResponse:
    person = get_object_or_404(Beneficiary.objects.known(), pk=pk)
    initial = {"minutes": 30, "trainer": request.user.pk}
    form = posted(AppointmentForm, request, **slot_options(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        session = give_appointment(
            person,
            slot=form.slot(request.place.antenne.tz),
            theme=given["theme"],
            tell_people=given["tell_people"],
            by=request.user,
            now=request.now,
        )
        messages.success(request, f"{person} a rendez-vous {when(session)}.")
        warn_of_holidays(request, session)
        return redirect(home_of(session))
    return render(request, "cohorts/new_appointment.html", {"form": form, "person": person})
