"""The payment rail: what is sent there, given back there, told by it, and compared with it."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from billing.sponsoring.forms.money import RefundForm, RefundOnlineForm, SendForm
from billing.sponsoring.models import Invoice, Payment, Reconciliation, Sponsor, StripeEvent
from billing.sponsoring.operations import gateway_calls, webhooks
from billing.sponsoring.operations import payments as paying
from billing.sponsoring.operations import reconciliation as comparing
from billing.sponsoring.queries import money as queries
from billing.sponsoring.views.money import frame, page_of
from kit.ui.forms import posted
from tenants.network.access import needs
from tenants.network.signin import just_signed_in


@needs("money.write", of="invoice")
def send(request: Any, number: str) -> HttpResponse:
    """Have an issued piece paid online."""
    found = get_object_or_404(Invoice.objects.select_related("sponsor"), number=number)
    form = posted(SendForm, request)
    if request.method == "POST" and form.is_valid():
        gateway_calls.send_to_rail(
            found, methods=form.chosen, by_mail=form.cleaned_data["by_mail"], by=request.user,
            now=request.now, today=request.place.today(request.now),
        )  # fmt: skip
        messages.success(request, f"{number} peut être payée en ligne.")
        return redirect("money:invoice", number)
    context = frame(request, "invoices", form=form, invoice=found, account=queries.account_of_invoice(found))
    return render(request, "sponsoring/send.html", context)


@just_signed_in
@needs("money.write", of="payment")
def refund(request: Any, pk: Any) -> HttpResponse:
    """Give back: online what came online, and note what we gave back by hand. Who does has just signed in."""
    payment = get_object_or_404(Payment.objects.select_related("sponsor", "invoice"), pk=pk)
    if payment.rail == Payment.Rail.STRIPE:
        return _refund_online(request, payment)
    today, left = request.place.today(request.now), queries.refundable_cents(payment)
    form = posted(RefundForm, request, initial={"amount": left, "given_on": today})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        paying.note_refund(
            payment, cents=said["amount"], reference=said["reference"], given_on=said["given_on"],
            by=request.user, now=request.now, today=today,
        )  # fmt: skip
        messages.success(request, "Le remboursement est noté.")
        return _back(payment)
    return _refund_page(request, payment, form, left)


def _refund_online(request: Any, payment: Payment) -> HttpResponse:
    left = queries.refundable_cents(payment)
    form = posted(RefundOnlineForm, request, initial={"amount": left, "token": uuid4().hex})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        gateway_calls.refund_on_rail(
            payment, cents=said["amount"], token=said["token"], by=request.user, now=request.now
        )
        messages.success(request, "Le remboursement est demandé : il sera au registre dès qu’il aboutit.")
        return _back(payment)
    return _refund_page(request, payment, form, left)


def _refund_page(request: Any, payment: Payment, form: Any, left: int) -> HttpResponse:
    context = frame(request, "payments", form=form, payment=payment, left_cents=left)
    return render(request, "sponsoring/refund.html", context)


def _back(payment: Payment) -> HttpResponse:
    if payment.invoice:
        return redirect("money:invoice", payment.invoice.number)
    return redirect("money:payments")


@needs("money.view", of="stripeevent")
def inbox(request: Any) -> HttpResponse:
    """What the rail told us, and what followed."""
    page = page_of(request, StripeEvent.objects.order_by("-received_at", "id"))
    return render(request, "sponsoring/inbox.html", frame(request, "inbox", page=page))


@require_POST
@needs("money.write", of="stripeevent")
def replay(request: Any) -> HttpResponse:
    """Ask the rail for the messages of thirty days, and take those that are missing."""
    done = webhooks.replay(since=request.now - webhooks.KEPT, now=request.now)
    messages.success(request, f"{done.taken} message(s) manquaient ; Stripe en garde {done.told}.")
    if done.failed:
        messages.warning(request, f"{len(done.failed)} message(s) n’ont pas pu être pris : {done.failed[0]}")
    return redirect("money:inbox")


@needs("money.view", of="reconciliation")
def reconciliation(request: Any) -> HttpResponse:
    """The differences that the last comparison found."""
    last = Reconciliation.objects.order_by("-at", "-id").first()
    context = frame(request, "reconciliation", last=last, lines=_lines(last.differences if last else []))
    return render(request, "sponsoring/reconciliation.html", context)


def _lines(differences: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each difference with its words, and with our own rows as they are now."""
    invoices = Invoice.objects.in_bulk([one["invoice"] for one in differences if one["invoice"]])
    sponsors = Sponsor.objects.in_bulk([one["sponsor"] for one in differences if one["sponsor"]])
    of_invoices = {str(pk): invoice for pk, invoice in invoices.items()}
    of_sponsors = {str(pk): sponsor for pk, sponsor in sponsors.items()}
    return [
        one
        | {
            "words": comparing.DIFFERENCES[one["kind"]],
            "invoice": of_invoices.get(one["invoice"]),
            "sponsor": of_sponsors.get(one["sponsor"]),
        }
        for one in differences
    ]


@require_POST
@needs("money.write", of="reconciliation")
def reconcile(request: Any) -> HttpResponse:
    """Compare now."""
    made = comparing.reconcile(now=request.now, by=request.user)
    count = len(made.differences)
    messages.success(request, f"{count} écart(s) trouvé(s)." if count else "Aucun écart.")
    return redirect("money:reconciliation")
