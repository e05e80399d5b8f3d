"""One session is moved, cancelled or added; a workshop and an appointment change by the same pages."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime

from kit import formats
from kit.calendar import public_holiday, school_holiday
from kit.documents.pdf import pdf_response
from kit.ui.forms import posted
from programs.cohorts import queries
from programs.cohorts.forms.planning import CancelForm, CancelSessionForm
from programs.cohorts.forms.sessions import AddForm, MoveForm
from programs.cohorts.models import Cohort, Enrolment, Session
from programs.cohorts.operations import add_session, cancel_session, move_session, replace_session
from programs.cohorts.papers import convocations
from programs.cohorts.queries.planning import people_of
from tenants.network.access import needs

COURSES = Session.objects.filter(kind=Session.Kind.COURSE).select_related("cohort")
OTHERS = Session.objects.exclude(kind=Session.Kind.COURSE)


@needs("cohorts.schedule", of="session")
def move_course(request: Any, pk: Any) -> HttpResponse:
    return _move(request, get_object_or_404(COURSES, pk=pk))


@needs("workshops.hold", of="session")
def move_other(request: Any, pk: Any) -> HttpResponse:
    return _move(request, get_object_or_404(OTHERS, pk=pk))


@needs("cohorts.schedule", of="session")
def cancel_course(request: Any, pk: Any) -> HttpResponse:
    return _cancel(request, get_object_or_404(COURSES, pk=pk), CancelSessionForm)


@needs("workshops.hold", of="session")
def cancel_other(request: Any, pk: Any) -> HttpResponse:
    return _cancel(request, get_object_or_404(OTHERS, pk=pk), CancelForm)


@needs("cohorts.schedule", of="cohort")
def add(request: Any, pk: Any) -> HttpResponse:
    cohort = get_object_or_404(Cohort, pk=pk)
    last = cohort.sessions.order_by("-starts_at").first()
    initial = as_typed(last) | {"day": None} if last else {"room": cohort.room}
    form = posted(AddForm, request, **slot_options(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        session = add_session(
            cohort,
            slot=form.slot(request.place.antenne.tz),
            title=given["title"],
            tell_people=given["tell_people"],
            by=request.user,
            now=request.now,
        )
        messages.success(request, f"Une séance de plus : {when(session)}.")
        warn_of_holidays(request, session)
        return redirect("cohorts:cohort", cohort.pk)
    return render(request, "cohorts/add_session.html", {"form": form, "cohort": cohort})


@needs("papers.print", of="enrolment")
def convocation(request: Any, pk: Any) -> HttpResponse:
    """The paper that says when and where to come, in the person's language."""
    entered = Enrolment.objects.filter(state__in=Enrolment.LIVE)
    enrolment = get_object_or_404(entered.select_related("beneficiary", "cohort"), pk=pk)
    content = convocations.convocation(enrolment, antenne=request.place.antenne, now=request.now)
    return pdf_response(content, f"Convocation {enrolment.beneficiary}.pdf")


def _move(request: Any, session: Session) -> HttpResponse:
    form = posted(MoveForm, request, **slot_options(request), initial=as_typed(session))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        session = move_session(
            session,
            to=form.slot(request.place.antenne.tz),
            reason=given["reason"],
            tell_people=given["tell_people"],
            by=request.user,
            now=request.now,
        )
        messages.success(request, f"C’est noté : {when(session)}, {session.room}.")
        warn_of_holidays(request, session)
        return redirect(home_of(session))
    return render(request, "cohorts/move_session.html", _about(session) | {"form": form})


def _cancel(request: Any, session: Session, form_class: Any) -> HttpResponse:
    form = posted(form_class, request)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        signed = {"reason": given["reason"], "tell_people": given["tell_people"], "by": request.user}
        if given.get("replace"):
            antenne = request.place.antenne
            new = replace_session(
                session, zone=antenne.tz, departement=antenne.departement, now=request.now, **signed
            )
            messages.success(request, f"La séance est annulée. Elle est remplacée {when(new)}.")
        else:
            cancel_session(session, now=request.now, **signed)
            messages.success(request, "C’est annulé. La salle est libre à cette heure.")
        return redirect(home_of(session))
    return render(request, "cohorts/cancel_session.html", _about(session) | {"form": form})


def slot_options(request: Any) -> dict[str, Any]:
    today = request.place.today(request.now)
    return {"today": today, "trainers": queries.trainers(request.place.antenne, today=today)}


def as_typed(session: Session) -> dict[str, Any]:
    """The session as its form would hold it, on the antenne's clock."""
    start = localtime(session.starts_at)
    return {
        "day": start.date(), "at": start.time(), "minutes": session.minutes, "room": session.room,
        "trainer": session.trainer_id,
    }  # fmt: skip


def when(session: Session) -> str:
    start = localtime(session.starts_at)
    return f"le {formats.day(start)} à {formats.hour(start)}"


def warn_of_holidays(request: Any, session: Session) -> None:
    """A day that somebody chose is kept; they are told what it is."""
    where = request.place.antenne.departement
    name = public_holiday(session.day, departement=where) or school_holiday(session.day, departement=where)
    if name:
        messages.warning(request, f"Ce jour tombe sur : {name}.")


def home_of(session: Session) -> str:
    """The page that a session is found on."""
    if session.kind == Session.Kind.COURSE:
        return reverse("cohorts:cohort", args=[session.cohort_id])
    if session.kind == Session.Kind.WORKSHOP:
        return reverse("cohorts:workshop", args=[session.pk])
    return f"{reverse('cohorts:appointments')}?jour={session.day.isoformat()}"


def _about(session: Session) -> dict[str, Any]:
    return {
        "session": session,
        "people": people_of(session).count(),
        "home": home_of(session),
        "course": session.kind == Session.Kind.COURSE,
    }
