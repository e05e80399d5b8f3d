"""Drop-in workshops: those to come, one of them, and who came."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kit.ui.forms import posted
from programs.cohorts.forms.sessions import SeatsForm, WalkInForm, WorkshopForm
from programs.cohorts.models import Booking, Session
from programs.cohorts.operations import (
    book,
    lock_workshop,
    note_visit,
    plan_workshops,
    set_seats,
    take_back_walk_in,
    walk_in,
)
from programs.cohorts.queries import workshops as queries
from programs.cohorts.views.schedule import home_of, slot_options, warn_of_holidays
from tenants.network.access import allows, needs
from tenants.welcome.models import Beneficiary

A_PAGE = 50
_WORKSHOPS = Session.objects.filter(kind=Session.Kind.WORKSHOP)
_NOTED = {"came": "est là", "absent": "est notée absente", "cancelled": "n’est plus inscrite"}


@needs("cohorts.view", of="session")
def workshop_list(request: Any) -> HttpResponse:
    today, over = request.place.today(request.now), request.GET.get("etat") == "passes"
    found = queries.workshops_over(today) if over else queries.workshops_to_come(today)
    url = reverse("cohorts:workshops")
    tabs = [
        {"label": "À venir et à clore", "url": url, "current": not over},
        {"label": "Passés", "url": f"{url}?etat=passes", "current": over},
    ]
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "tabs": tabs, "over": over, "today": today}
    return render(request, "cohorts/workshops.html", context)


@needs("workshops.hold", of="session")
def new_workshop(request: Any) -> HttpResponse:
    form = posted(WorkshopForm, request, **slot_options(request), initial={"minutes": 120})
    if request.method == "POST" and form.is_valid():
        antenne = request.place.antenne
        made = plan_workshops(
            slot=form.slot(antenne.tz),
            departement=antenne.departement,
            by=request.user,
            now=request.now,
            **{name: form.cleaned_data[name] for name in ("theme", "title", "capacity", "weeks")},
        )
        if len(made) > 1:
            messages.success(request, f"{len(made)} ateliers « {made[0]} » sont prévus, un par semaine.")
            return redirect("cohorts:workshops")
        messages.success(request, f"« {made[0]} » est prévu.")
        warn_of_holidays(request, made[0])
        return redirect("cohorts:workshop", made[0].pk)
    return render(request, "cohorts/new_workshop.html", {"form": form})


@needs("cohorts.view", of="session")
def workshop(request: Any, pk: Any) -> HttpResponse:
    session = get_object_or_404(queries.workshops(), pk=pk)
    today = request.place.today(request.now)
    bookings, words = queries.bookings_of(session), request.GET.get("q", "")[:200].strip()
    here, holds = {one.beneficiary_id for one in bookings}, allows(request.roles, "workshops.hold")
    context = {
        "session": session,
        "bookings": bookings,
        "anonymous": queries.anonymous_visits(session),
        "left": max(session.capacity - session.booked, 0),
        "rest": sum(one.state == Booking.State.BOOKED for one in bookings),
        "words": words,
        "found": [person for person in queries.people_to_book(words) if person.pk not in here],
        "writable": holds and session.state in {Session.State.PLANNED, Session.State.HELD},
        "begun": session.day <= today,
        "fixed": not holds or session.state != Session.State.PLANNED,
        "today": today,
    }
    return render(request, "cohorts/workshop.html", context)


@require_POST
@needs("workshops.hold", of="session")
def add_person(request: Any, pk: Any, person_pk: Any) -> HttpResponse:
    session = get_object_or_404(_WORKSHOPS, pk=pk)
    person = get_object_or_404(Beneficiary.objects.known(), pk=person_pk)
    book(session, beneficiary=person, there="there" in request.POST, **_signed(request))
    said = "est là" if "there" in request.POST else "a sa place"
    messages.success(request, f"{person} {said}.")
    return redirect("cohorts:workshop", pk)


@require_POST
@needs("workshops.hold", of="session")
def add_walk_ins(request: Any, pk: Any) -> HttpResponse:
    session = get_object_or_404(_WORKSHOPS, pk=pk)
    form = WalkInForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Écrivez un nombre de personnes, de 1 à 200.")
        return redirect("cohorts:workshop", pk)
    came = walk_in(session, **form.cleaned_data, **_signed(request))
    messages.success(request, f"{len(came)} venue{'s' if len(came) > 1 else ''} de plus.")
    return redirect("cohorts:workshop", pk)


@require_POST
@needs("workshops.hold", of="session")
def take_back(request: Any, pk: Any) -> HttpResponse:
    take_back_walk_in(get_object_or_404(_WORKSHOPS, pk=pk), by=request.user, now=request.now)
    messages.success(request, "Une venue de moins.")
    return redirect("cohorts:workshop", pk)


@require_POST
@needs("workshops.hold", of="booking")
def note(request: Any, pk: Any) -> HttpResponse:
    booking = get_object_or_404(Booking.objects.select_related("session", "beneficiary"), pk=pk)
    state = request.POST.get("state", "")
    if state in _NOTED:
        note_visit(booking, state=state, **_signed(request))
        messages.success(request, f"{booking} {_NOTED[state]}.")
    return redirect(home_of(booking.session))


@require_POST
@needs("workshops.hold", of="session")
def change_seats(request: Any, pk: Any) -> HttpResponse:
    session = get_object_or_404(_WORKSHOPS, pk=pk)
    form = SeatsForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Écrivez un nombre de places, de 1 à 200.")
        return redirect("cohorts:workshop", pk)
    set_seats(session, **form.cleaned_data, by=request.user, now=request.now)
    messages.success(request, f"L’atelier a maintenant {form.cleaned_data['capacity']} places.")
    return redirect("cohorts:workshop", pk)


@require_POST
@needs("workshops.hold", of="session")
def lock(request: Any, pk: Any) -> HttpResponse:
    session = get_object_or_404(_WORKSHOPS, pk=pk)
    lock_workshop(session, rest_absent="rest_absent" in request.POST, **_signed(request))
    messages.success(request, "L’atelier est clos : ses venues comptent.")
    return redirect("cohorts:workshop", pk)


def _signed(request: Any) -> dict[str, Any]:
    return {"by": request.user, "now": request.now, "today": request.place.today(request.now)}
