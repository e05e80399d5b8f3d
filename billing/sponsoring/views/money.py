"""What sponsors owe, what was issued, and what came in."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from billing.gateway import is_on
from billing.sponsoring.forms.money import CreditForm, IssueForm, NoteForm
from billing.sponsoring.models import Agreement, BankLine, Invoice, Payment
from billing.sponsoring.operations import invoices as issuing
from billing.sponsoring.operations import payments as paying
from billing.sponsoring.papers.invoices import is_e_invoice
from billing.sponsoring.queries import money as queries
from kit.ui.forms import posted
from tenants.network.access import allows, needs

A_PAGE = 50
_TABS = [
    ("À encaisser", "owed"),
    ("Pièces", "invoices"),
    ("Reçus", "payments"),
    ("Relevés", "bank"),
    ("Messages", "inbox"),
    ("Rapprochement", "reconciliation"),
]


def frame(request: Any, current: str, **context: Any) -> dict[str, Any]:
    """What every page of this room shows."""
    tabs = [
        {"label": label, "url": reverse(f"money:{name}"), "current": name == current} for label, name in _TABS
    ]
    return {
        "tabs": tabs, "rail_on": is_on(), "may_write": allows(request.roles, "money.write"),
        "today": request.place.today(request.now), **context,
    }  # fmt: skip


def page_of(request: Any, things: Any) -> Any:
    return Paginator(things, A_PAGE).get_page(request.GET.get("page"))


@needs("money.view", of="invoice")
def owed(request: Any) -> HttpResponse:
    """What is owed, the longest late first."""
    today = request.place.today(request.now)
    waiting = list(queries.owed())
    late = [one for one in waiting if one.due_on < today]
    context = frame(
        request, "owed", late=late, coming=[one for one in waiting if one.due_on >= today],
        late_cents=sum(one.left_cents for one in late), owed_cents=sum(one.left_cents for one in waiting),
        to_match=BankLine.objects.filter(state=BankLine.State.WAITING).count(),
        over=queries.demands().filter(over_cents__gt=0).select_related("sponsor").order_by("number"),
    )  # fmt: skip
    return render(request, "sponsoring/owed.html", context)


@needs("money.view", of="invoice")
def invoices(request: Any) -> HttpResponse:
    """All that was issued, credit notes too."""
    found = queries.with_accounts(Invoice.objects.select_related("sponsor", "credits"))
    page = page_of(request, found.order_by("-issued_at", "-id"))
    return render(request, "sponsoring/invoices.html", frame(request, "invoices", page=page))


@needs("money.view", of="invoice")
def invoice(request: Any, number: str) -> HttpResponse:
    """What one piece says, what was paid of it, and what can be done."""
    found = _invoice(number)
    payments = list(found.payments.select_related("by", "refunds").order_by("received_on", "at"))
    for payment in payments:
        payment.refundable = queries.refundable_cents(payment)  # type: ignore[attr-defined]
    call = queries.rail_of(found)
    context = frame(
        request, "invoices", invoice=found, account=queries.account_of_invoice(found), payments=payments,
        notes=found.credit_notes.order_by("number"), reminders=found.reminders.order_by("at"), call=call,
        answer=(call.answer or {}) if call else {}, is_note=found.kind == Invoice.Kind.CREDIT_NOTE,
        is_e_invoice=is_e_invoice(found),
    )  # fmt: skip
    return render(request, "sponsoring/invoice.html", context)


@needs("money.write", of="agreement")
def issue(request: Any, reference: str) -> HttpResponse:
    """An invoice or a call for funds, as the agreement's kind has it."""
    agreement = get_object_or_404(Agreement.objects.select_related("sponsor"), reference=reference)
    invoiced = agreement.kind in issuing.INVOICED
    today = request.place.today(request.now)
    initial = {"due_on": today + timedelta(days=settings.MAILLON_PAYMENT_DAYS)}
    form = posted(IssueForm, request, agreement=agreement, invoiced=invoiced, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = _issue(agreement, form.cleaned_data, invoiced, by=request.user, now=request.now, today=today)
        messages.success(request, f"{made.number} est émise.")
        return redirect("money:invoice", made.number)
    context = frame(
        request, "owed", form=form, agreement=agreement, invoiced=invoiced,
        left_cents=issuing.left_to_ask(agreement),
    )  # fmt: skip
    return render(request, "sponsoring/issue.html", context)


def _issue(agreement: Agreement, said: dict[str, Any], invoiced: bool, **signed: Any) -> Invoice:
    same = {name: said[name] for name in ("instalment", "due_on", "label")}
    if invoiced:
        return issuing.issue_invoice(agreement, net_cents=said["amount"], **same, **signed)
    return issuing.issue_call(agreement, amount_cents=said["amount"], **same, **signed)


@needs("money.write", of="invoice")
def credit(request: Any, number: str) -> HttpResponse:
    found = _invoice(number)
    left = queries.account_of_invoice(found).due_cents
    form = posted(CreditForm, request, initial={"amount": left})
    if request.method == "POST" and form.is_valid():
        made = issuing.credit(
            found, gross_cents=form.cleaned_data["amount"], reason=form.cleaned_data["reason"],
            by=request.user, now=request.now, today=request.place.today(request.now),
        )  # fmt: skip
        messages.success(request, f"{made.number} est émis.")
        return redirect("money:invoice", number)
    context = frame(request, "invoices", form=form, invoice=found, left_cents=left)
    return render(request, "sponsoring/credit.html", context)


@needs("money.view", of="payment")
def payments(request: Any) -> HttpResponse:
    """All that came in and went back, whatever the rail."""
    found = Payment.objects.select_related("sponsor", "invoice", "agreement", "refunds")
    page = page_of(request, found.order_by("-received_on", "-id"))
    return render(request, "sponsoring/payments.html", frame(request, "payments", page=page))


@needs("money.write", of="payment")
def note(request: Any) -> HttpResponse:
    """A transfer or a cheque that is here."""
    today = request.place.today(request.now)
    form = posted(NoteForm, request, initial=_asked_for(request) | {"received_on": today})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = paying.note_payment(
            rail=said["rail"], reference=said["reference"], amount_cents=said["amount"],
            received_on=said["received_on"], invoice=said["invoice"], agreement=said["agreement"],
            by=request.user, now=request.now, today=today,
        )  # fmt: skip
        messages.success(request, "Le paiement est noté.")
        if made.invoice:
            return redirect("money:invoice", made.invoice.number)
        return redirect("money:payments")
    return render(request, "sponsoring/note_payment.html", frame(request, "payments", form=form))


def _asked_for(request: Any) -> dict[str, Any]:
    """The piece or the agreement of the link that led here."""
    number, reference = request.GET.get("piece", ""), request.GET.get("convention", "")
    waiting = queries.demands().filter(number=number).first()
    if waiting is not None:
        return {"invoice": number, "amount": waiting.left_cents}
    return {"agreement": reference}


def _invoice(number: str) -> Invoice:
    found = Invoice.objects.select_related("sponsor", "agreement", "instalment", "credits", "issued_by")
    return get_object_or_404(found, number=number)
