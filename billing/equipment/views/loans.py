"""Loans, in an antenne that lends: who has what, until when, and what is done with one."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from billing.equipment import operations, queries
from billing.equipment.forms import DecidedLoanForm, ExtendForm, LendForm, LossForm, ReturnForm
from billing.equipment.models import Loan, LoanPaper
from billing.equipment.views.shared import A_PAGE, tabs_of, where_lent
from kit.calendar import add_months
from kit.ui.forms import posted
from programs.cohorts.models import Completion
from tenants.network.access import allows, needs
from tenants.network.modules import SHOP
from tenants.welcome.models import Beneficiary

RECENT = timedelta(days=180)
VIEWS = ("", "retards", "finis")


@needs("equipment.view", of="loan")
@where_lent
def loans(request: Any) -> HttpResponse:
    """Running ones, late ones with how to reach the person, or past ones."""
    today = request.place.today(request.now)
    asked = request.GET.get("vue", "")
    asked = asked if asked in VIEWS else ""
    found = queries.past_loans() if asked == "finis" else queries.running_loans()
    if asked == "retards":
        found = found.filter(due_on__lt=today)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    for loan in page:
        loan.days_late = (today - loan.due_on).days if loan.state == Loan.State.RUNNING else 0
    context = {
        "page": page,
        "tabs": tabs_of(asked),
        "asked": asked,
        "waiting": queries.waiting_for_a_loan(since=today - RECENT)[:10],
        "may_lend": allows(request.roles, "equipment.lend"),
    }
    return render(request, "equipment/loans.html", context)


@needs("equipment.view", of="loan")
@where_lent
def loan(request: Any, pk: Any) -> HttpResponse:
    """One loan: what is to be done now, what was promised, and all that happened."""
    one = _found(pk)
    today = request.place.today(request.now)
    papers = {paper.moment: paper for paper in one.papers.select_related("by")}
    running = one.state == Loan.State.RUNNING
    sells = allows(request.roles, "counter.sell") and getattr(request.place.antenne, SHOP)
    context = {
        "loan": one,
        "contract": papers.get(LoanPaper.Moment.OUT),
        "receipt": papers.get(LoanPaper.Moment.BACK),
        "extensions": one.extensions.select_related("by"),
        "reminders": one.reminders.all(),
        "days_late": (today - one.due_on).days if running else 0,
        "running": running,
        "to_sign": _to_sign(one, papers),
        "may_lend": allows(request.roles, "equipment.lend"),
        "may_buy": sells and one.may_be_bought_on(today),
        "may_write_off": allows(request.roles, "equipment.write_off") and one.loss_noted_by != request.user,
    }
    return render(request, "equipment/loan.html", context)


@needs("equipment.lend", of="completion")
@where_lent
def lend(request: Any, pk: Any) -> HttpResponse:
    """After a completed course; the person then signs, and leaves with a device and a date."""
    known = Completion.objects.select_related("enrolment__beneficiary", "enrolment__cohort__version")
    completion = get_object_or_404(known, pk=pk)
    today = request.place.today(request.now)
    form = posted(LendForm, request)
    if request.method == "POST" and form.is_valid():
        made = operations.lend(completion, **form.cleaned_data, by=request.user, now=request.now, today=today)
        return redirect("equipment:sign_contract", made.pk)
    version = completion.enrolment.cohort.version
    context = {
        "form": form, "person": completion.enrolment.beneficiary, "completion": completion,
        "version": version, "due": add_months(today, version.loan_months),
    }  # fmt: skip
    return render(request, "equipment/lend.html", context)


@needs("equipment.lend_by_decision", of="beneficiary")
@where_lent
def lend_by_decision(request: Any, pk: Any) -> HttpResponse:
    """A manager's loan, with its reason and its terms."""
    person = get_object_or_404(Beneficiary, pk=pk)
    form = posted(DecidedLoanForm, request)
    if request.method == "POST" and form.is_valid():
        made = operations.lend_by_decision(
            person, **form.cleaned_data, by=request.user, now=request.now,
            today=request.place.today(request.now),
        )  # fmt: skip
        return redirect("equipment:sign_contract", made.pk)
    return render(request, "equipment/lend.html", {"form": form, "person": person})


@needs("equipment.lend", of="loan")
@where_lent
def take_back(request: Any, pk: Any) -> HttpResponse:
    """The device is here again; the person then signs the receipt."""
    one = _found(pk)
    form = posted(ReturnForm, request)
    if request.method == "POST" and form.is_valid():
        operations.take_back(one, **form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, f"{one.device.tag} est rendu. Effacez-le avant de le remettre en service.")
        return redirect("equipment:sign_receipt", pk)
    words = {"title": "Noter le retour", "action": "L’appareil est revenu", "icon": "undo-2"}
    return render(request, "equipment/loan_form.html", {"loan": one, "form": form, **words})


@needs("equipment.lend", of="loan")
@where_lent
def extend(request: Any, pk: Any) -> HttpResponse:
    one = _found(pk)
    form = posted(ExtendForm, request)
    if request.method == "POST" and form.is_valid():
        today = request.place.today(request.now)
        one = operations.extend(one, **form.cleaned_data, by=request.user, now=request.now, today=today)
        messages.success(request, f"Le prêt de {one.device.tag} va jusqu’au {one.due_on:%d/%m/%Y}.")
        return redirect("equipment:loan", pk)
    words = {"title": "Prolonger le prêt", "action": "Prolonger", "icon": "calendar"}
    return render(request, "equipment/loan_form.html", {"loan": one, "form": form, **words})


@needs("equipment.lend", of="loan")
@where_lent
def note_loss(request: Any, pk: Any) -> HttpResponse:
    one = _found(pk)
    form = posted(LossForm, request)
    if request.method == "POST" and form.is_valid():
        operations.note_loss(one, **form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, "C’est noté. Une deuxième personne doit confirmer la perte.")
        return redirect("equipment:loan", pk)
    words = {"title": "Noter une perte ou un vol", "action": "Noter", "icon": "triangle-alert"}
    return render(request, "equipment/loan_form.html", {"loan": one, "form": form, **words})


@require_POST
@needs("equipment.lend", of="loan")
@where_lent
def forget_loss(request: Any, pk: Any) -> HttpResponse:
    operations.forget_loss(_found(pk), by=request.user, now=request.now)
    messages.success(request, "La perte n’est plus notée : le prêt continue.")
    return redirect("equipment:loan", pk)


@require_POST
@needs("equipment.write_off", of="loan")
@where_lent
def write_off(request: Any, pk: Any) -> HttpResponse:
    today = request.place.today(request.now)
    operations.write_off(_found(pk), by=request.user, now=request.now, today=today)
    messages.success(request, "La perte est confirmée : le prêt est fini.")
    return redirect("equipment:loan", pk)


def _to_sign(one: Loan, papers: dict[str, Any]) -> str:
    """The paper that is still to be signed, "" when there is none."""
    if one.state == Loan.State.RUNNING and LoanPaper.Moment.OUT not in papers:
        return LoanPaper.Moment.OUT
    if one.state == Loan.State.RETURNED and LoanPaper.Moment.BACK not in papers:
        return LoanPaper.Moment.BACK
    return ""


def _found(pk: Any) -> Loan:
    known = Loan.objects.select_related("device", "beneficiary", "completion__enrolment__cohort", "lent_by")
    return get_object_or_404(known, pk=pk)
