"""Tax receipts at the national office: to issue, issued, cancelled, and what a year declares."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from billing.sponsoring.forms.receipts import CancelReceiptForm
from billing.sponsoring.models import Payment, TaxReceipt
from billing.sponsoring.operations import receipts as operations
from billing.sponsoring.papers import register
from kit.documents.spreadsheets import Column, spreadsheet_response, write_csv
from kit.ui.forms import posted
from tenants.network.access import allows, needs

_A_PAGE = 50
_FIRST_YEAR = 2021  # the first that article 222 bis has declared
_COLUMNS = [
    Column("Numéro"), Column("Formulaire"), Column("Donateur"), Column("SIREN"), Column("Reçu le", "date"),
    Column("Émis le", "date"), Column("Montant", "euros"),
]  # fmt: skip


@needs("receipts.view", of="taxreceipt")
def to_issue(request: Any) -> HttpResponse:
    """Gifts that wait for their receipt, and receipts that a refund has made wrong."""
    found = register.waiting(request.place.today(request.now))
    context = {
        "ready": [one for one in found if not one.obstacle],
        "held": [one for one in found if one.obstacle],
        "wrong": register.to_cancel(),
        "may_issue": allows(request.roles, "receipts.issue"),
        "may_cancel": allows(request.roles, "receipts.cancel"),
        "tabs": _tabs("receipts"),
    }
    return render(request, "sponsoring/papers/to_issue.html", context)


@needs("receipts.issue", of="payment")
def issue(request: Any, pk: Any) -> HttpResponse:
    """What the receipt will say; then it is issued."""
    payments = Payment.objects.select_related("sponsor", "agreement").prefetch_related("refunded")
    payment = get_object_or_404(payments, pk=pk)
    today = request.place.today(request.now)
    if request.method == "POST":
        receipt = operations.issue_receipt(payment, by=request.user, now=request.now, today=today)
        messages.success(request, f"Le reçu {receipt} est émis.")
        return redirect("papers:issued")
    obstacle = register.obstacle_of(payment, today)
    form, cents = (None, 0) if obstacle else operations.check_receipt(payment, today=today)
    context = {"payment": payment, "obstacle": obstacle, "form": form, "cents": cents}
    return render(request, "sponsoring/papers/issue.html", context)


@needs("receipts.view", of="taxreceipt")
def issued(request: Any) -> HttpResponse:
    context = {
        "page_obj": _page(request, register.standing()), "tabs": _tabs("issued"),
        "may_cancel": allows(request.roles, "receipts.cancel"),
    }  # fmt: skip
    return render(request, "sponsoring/papers/issued.html", context)


@needs("receipts.view", of="taxreceipt")
def cancelled(request: Any) -> HttpResponse:
    context = {"page_obj": _page(request, register.cancelled()), "tabs": _tabs("cancelled")}
    return render(request, "sponsoring/papers/cancelled.html", context)


@needs("receipts.cancel", of="taxreceipt")
def cancel(request: Any, pk: Any) -> HttpResponse:
    """Another person than who issued it says why it is wrong."""
    receipt = get_object_or_404(
        TaxReceipt.objects.select_related("sponsor", "issued_by"), pk=pk, cancels=None
    )
    form = posted(CancelReceiptForm, request)
    if form.is_valid():
        operations.cancel_receipt(
            receipt, reason=form.cleaned_data["reason"], by=request.user, now=request.now,
            today=request.place.today(request.now),
        )  # fmt: skip
        messages.success(request, f"Le reçu {receipt} est annulé. Prévenez le donateur.")
        return redirect("papers:cancelled")
    own = receipt.issued_by_id == request.user.pk
    return render(request, "sponsoring/papers/cancel.html", {"receipt": receipt, "form": form, "own": own})


@needs("receipts.view", of="taxreceipt")
def declaration(request: Any) -> HttpResponse:
    """The two numbers of the yearly declaration, and the receipts they are made of."""
    this_year = request.place.today(request.now).year
    asked = request.GET.get("annee", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else this_year - 1
    years = [
        {"label": one, "url": f"?annee={one}", "current": one == year}
        for one in range(this_year, max(this_year - 5, _FIRST_YEAR - 1), -1)
    ]
    context = {"told": register.declaration(year), "years": years, "tabs": _tabs("declaration")}
    return render(request, "sponsoring/papers/declaration.html", context)


@needs("receipts.view", of="taxreceipt")
def declaration_file(request: Any, year: int) -> HttpResponse:
    """The receipts of a year's amount, as CSV."""
    if not _FIRST_YEAR <= year <= request.place.today(request.now).year:
        raise Http404
    rows = [
        [one.number, one.form, one.content["donor"]["name"], one.content["donor"]["siren"],
         one.payment.received_on, one.issued_on, one.amount_cents]
        for one in register.declaration(year).receipts
    ]  # fmt: skip
    return spreadsheet_response(write_csv(_COLUMNS, rows), f"Reçus fiscaux {year}.csv")


def _page(request: Any, found: QuerySet) -> Any:
    return Paginator(found, _A_PAGE).get_page(request.GET.get("page"))


def _tabs(current: str) -> list[dict[str, Any]]:
    names = {
        "receipts": "À émettre",
        "issued": "Émis",
        "cancelled": "Annulés",
        "declaration": "Déclaration annuelle",
    }
    return [
        {"label": label, "url": reverse(f"papers:{name}"), "current": name == current}
        for name, label in names.items()
    ]
