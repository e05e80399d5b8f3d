"""The sheet of a session: on the phone, then on paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from kit.ui.forms import posted
from programs.cohorts.models import Attendance, Cohort, Session
from programs.cohorts.operations import lock_session, note_attendance
from programs.cohorts.operations.attendance import usual_minutes
from programs.cohorts.operations.enrolment import minutes_followed
from programs.cohorts.queries import corrections_of
from programs.cohorts.sheet import DAILY, RARE, SheetForm, group_on_the_sheet
from tenants.network.access import allows, needs


@needs("cohorts.attend", of="session")
def attend(request: Any, pk: Any) -> HttpResponse:
    """Note who is there, as often as needed; the button that closes also keeps what was just noted."""
    session = get_object_or_404(
        Session.objects.filter(kind=Session.Kind.COURSE).select_related("cohort", "trainer"), pk=pk
    )
    group = list(group_on_the_sheet(session))
    form = posted(SheetForm, request, session=session, group=group, followed=minutes_followed(group))
    if request.method == "POST" and form.is_valid():
        sheet = form.taken()
        overtaken = note_attendance(session, sheet=sheet, by=request.user, now=request.now) if sheet else []
        if overtaken:
            _tell_overtaken(request, overtaken, form)
        elif "lock" in request.POST:
            on_paper = "on_paper" in request.POST
            lock_session(session, on_paper=on_paper, by=request.user, now=request.now)
            messages.success(request, "La séance est close : ses heures comptent.")
        else:
            noted = session.attendances.filter(enrolment__in=group).count()
            messages.success(request, f"Appel enregistré : {noted} sur {len(group)}.")
        return redirect("cohorts:attend", session.pk)
    return render(request, "cohorts/attend.html", _shown(request, session, form))


def _tell_overtaken(request: Any, overtaken: list[Attendance], form: SheetForm) -> None:
    names = {enrolment.pk: enrolment.beneficiary for enrolment in form.group}
    for line in overtaken:
        said = f"{names[line.enrolment_id]} : « {line.get_status_display()} »"
        messages.warning(request, f"Noté entre-temps par quelqu’un d’autre, et gardé. {said}. Vérifiez.")


def _shown(request: Any, session: Session, form: SheetForm) -> dict[str, Any]:
    cohort, rows = session.group, form.rows()
    locked = session.state == Session.State.LOCKED
    running = cohort.state == Cohort.State.RUNNING
    correctable = locked and cohort.state in {Cohort.State.RUNNING, Cohort.State.COMPLETED}
    return {
        "session": session,
        "form": form,
        "rows": rows,
        "daily": DAILY,
        "rare": RARE,
        "early": session.day > request.place.today(request.now),
        "running": running,
        "writable": running and session.state in {Session.State.PLANNED, Session.State.HELD},
        "complete": form.noted == len(rows),
        "present": sum(row.there for row in rows),
        "usual": usual_minutes(session.minutes),
        "signing": cohort.signature_wanted,
        "unsigned": sum(row.unsigned for row in rows) if cohort.signature_wanted else 0,
        "keep": f"maillon.attendance/{request.place.key}/{session.pk}/{request.user.pk}",
        "corrections": corrections_of(session) if locked else (),
        "may_correct": correctable and allows(request.roles, "cohorts.correct"),
    }


@needs("papers.print", of="session")
def paper(request: Any, pk: Any) -> HttpResponse:
    """The sheet to sign by hand."""
    session = get_object_or_404(
        Session.objects.filter(kind=Session.Kind.COURSE).select_related("cohort__version", "trainer"), pk=pk
    )
    back = reverse("cohorts:cohort", args=[session.cohort_id])
    context = {"session": session, "group": group_on_the_sheet(session), "back_url": back}
    return render(request, "cohorts/paper.html", context)
