"""The sheet of a session: on the phone, then on paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from kit.ui.forms import posted
from programs.cohorts.models import Session
from programs.cohorts.operations import lock_session, take_attendance
from programs.cohorts.operations.enrolment import minutes_followed
from programs.cohorts.sheet import DAILY, RARE, SheetForm, group_on_the_sheet
from tenants.network.access import needs


@needs("cohorts.attend", of="session")
def attend(request: Any, pk: Any) -> HttpResponse:
    """Note who is there, as often as needed; the button that closes also keeps what was just noted."""
    session = get_object_or_404(
        Session.objects.filter(kind=Session.Kind.COURSE).select_related("cohort", "trainer"), pk=pk
    )
    group = list(group_on_the_sheet(session))
    form = posted(SheetForm, request, session=session, group=group, followed=minutes_followed(group))
    if request.method == "POST" and form.is_valid():
        if sheet := form.taken():
            take_attendance(session, sheet=sheet, by=request.user, now=request.now)
        if "lock" in request.POST:
            lock_session(session, by=request.user, now=request.now)
            messages.success(request, "La séance est close : ses heures comptent.")
        else:
            messages.success(request, f"Appel enregistré : {len(sheet)} sur {len(group)}.")
        return redirect("cohorts:attend", session.pk)
    return render(request, "cohorts/attend.html", _shown(request, session, form))


def _shown(request: Any, session: Session, form: SheetForm) -> dict[str, Any]:
    today = request.place.today(request.now)
    running = session.group.state == session.group.State.RUNNING
    rows = form.rows()
    there = {"present", "late", "left_early"}
    return {
        "session": session,
        "form": form,
        "rows": rows,
        "daily": DAILY,
        "rare": RARE,
        "early": session.day > today,
        "running": running,
        "writable": running and session.state in {Session.State.PLANNED, Session.State.HELD},
        "complete": form.noted == len(rows),
        "present": sum(row.said in there for row in rows),
    }


@needs("cohorts.view", of="session")
def paper(request: Any, pk: Any) -> HttpResponse:
    """The sheet to sign by hand."""
    session = get_object_or_404(
        Session.objects.filter(kind=Session.Kind.COURSE).select_related("cohort__version", "trainer"), pk=pk
    )
    back = reverse("cohorts:cohort", args=[session.cohort_id])
    context = {"session": session, "group": group_on_the_sheet(session), "back_url": back}
    return render(request, "cohorts/paper.html", context)
