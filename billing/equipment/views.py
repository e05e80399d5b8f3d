"""Devices and loans, in an antenne that lends."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from billing.equipment import queries
from billing.equipment.forms import LendForm
from billing.equipment.models import Device, Loan
from billing.equipment.operations import lend as lend_device
from billing.equipment.operations import make_available
from billing.equipment.operations import take_back as take_back_loan
from kit.calendar import add_months
from kit.ui.forms import posted
from programs.cohorts.models import Completion
from tenants.network.access import allows, needs
from tenants.network.modules import EQUIPMENT, only_with

A_PAGE = 50
RECENT = timedelta(days=180)


where_lent = only_with(EQUIPMENT)


def _tabs(current: str) -> list[dict[str, Any]]:
    loans = reverse("equipment:loans")
    tabs = [
        ("running", "Prêts en cours", loans),
        ("returned", "Rendus", f"{loans}?vue=rendus"),
        ("devices", "Appareils", reverse("equipment:devices")),
    ]
    return [{"label": label, "url": url, "current": key == current} for key, label, url in tabs]


@needs("equipment.view", of="loan")
@where_lent
def loans(request: Any) -> HttpResponse:
    today = request.place.today(request.now)
    state = Loan.State.RETURNED if request.GET.get("vue") == "rendus" else Loan.State.RUNNING
    page = Paginator(queries.loans(state), A_PAGE).get_page(request.GET.get("page"))
    for loan in page:
        loan.days_late = (today - loan.due_on).days if state == Loan.State.RUNNING else 0
    context = {
        "page": page,
        "tabs": _tabs(state),
        "state": state,
        "waiting": queries.waiting_for_a_loan(since=today - RECENT)[:10],
        "may_lend": allows(request.roles, "equipment.lend"),
    }
    return render(request, "equipment/loans.html", context)


@needs("equipment.view", of="device")
@where_lent
def devices(request: Any) -> HttpResponse:
    asked = request.GET.get("etat", "")
    asked = asked if asked in Device.State.values else ""
    found = Device.objects.filter(state=asked) if asked else Device.objects.all()
    page = Paginator(found.order_by("tag"), A_PAGE).get_page(request.GET.get("page"))
    counts = queries.device_counts()
    filters = [{"label": "Tous", "url": "?", "current": not asked, "count": sum(counts.values())}]
    filters += [
        {"label": state.label, "url": f"?etat={state}", "current": state == asked, "count": counts[state]}
        for state in Device.State
        if counts.get(state)
    ]
    may_lend = allows(request.roles, "equipment.lend")
    context = {"page": page, "tabs": _tabs("devices"), "filters": filters, "may_lend": may_lend}
    return render(request, "equipment/devices.html", context)


@needs("equipment.lend", of="completion")
@where_lent
def lend(request: Any, pk: Any) -> HttpResponse:
    """After a completed course; the person leaves with a device and a date."""
    known = Completion.objects.select_related("enrolment__beneficiary", "enrolment__cohort__version")
    completion = get_object_or_404(known, pk=pk)
    today = request.place.today(request.now)
    person = completion.enrolment.beneficiary
    form = posted(LendForm, request)
    if request.method == "POST" and form.is_valid():
        device = form.cleaned_data["device"]
        loan = lend_device(completion, device=device, by=request.user, now=request.now, today=today)
        messages.success(request, f"{device.tag} est prêté à {person} jusqu’au {loan.due_on:%d/%m/%Y}.")
        return redirect("equipment:loans")
    version = completion.enrolment.cohort.version
    due = add_months(today, version.loan_months)
    context = {"form": form, "person": person, "completion": completion, "version": version, "due": due}
    return render(request, "equipment/lend.html", context)


@require_POST
@needs("equipment.lend", of="loan")
@where_lent
def take_back(request: Any, pk: Any) -> HttpResponse:
    loan = get_object_or_404(Loan.objects.select_related("device"), pk=pk)
    take_back_loan(loan, by=request.user, now=request.now)
    messages.success(request, f"{loan.device.tag} est rendu. Vérifiez-le avant de le remettre en service.")
    return redirect("equipment:loans")


@require_POST
@needs("equipment.lend", of="device")
@where_lent
def back_in_service(request: Any, pk: Any) -> HttpResponse:
    device = get_object_or_404(Device, pk=pk)
    make_available(device, by=request.user, now=request.now, today=request.place.today(request.now))
    messages.success(request, f"{device.tag} est de nouveau disponible.")
    return redirect("equipment:devices")
