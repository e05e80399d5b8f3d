"""Loans, in an antenne that lends."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from billing.equipment import queries
from billing.equipment.forms import LendForm
from billing.equipment.models import Loan
from billing.equipment.operations import lend as lend_device
from billing.equipment.operations import take_back as take_back_loan
from billing.equipment.views.shared import A_PAGE, tabs_of, where_lent
from kit.calendar import add_months
from kit.ui.forms import posted
from programs.cohorts.models import Completion
from tenants.network.access import allows, needs

RECENT = timedelta(days=180)


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
        "tabs": tabs_of(state),
        "state": state,
        "waiting": queries.waiting_for_a_loan(since=today - RECENT)[:10],
        "may_lend": allows(request.roles, "equipment.lend"),
    }
    return render(request, "equipment/loans.html", context)


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
