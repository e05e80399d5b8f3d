"""What an inspector is shown: the chains, their closings, and the proof that nothing has changed."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from billing.counter.archive import archive_of
from billing.counter.forms.control import FindTicketForm
from billing.counter.models import Closing, Duplicata, Sale, Till
from billing.counter.operations.checks import check_tills
from billing.counter.operations.closings import close_what_is_due
from billing.counter.proof import beside, proof_of
from billing.counter.queries import years_sold
from kit.documents.files import file_response
from tenants.network.access import needs
from tenants.network.modules import SHOP, only_with

_SHOWN = 24


@needs("counter.control", of="closing")
@only_with(SHOP)
def control(request: Any) -> HttpResponse:
    return _shown(request)


@require_POST
@needs("counter.control", of="till")
@only_with(SHOP)
def verify(request: Any) -> HttpResponse:
    """Hash every ticket again and say what was found."""
    findings = check_tills(by=request.user, now=request.now)
    return _shown(request, findings=findings)


@require_POST
@needs("counter.control", of="closing")
@only_with(SHOP)
def close_due(request: Any) -> HttpResponse:
    """Close now what the night would close."""
    made = close_what_is_due(today=request.place.today(request.now), now=request.now)
    said = f"{len(made)} période(s) clôturée(s)." if made else "Tout ce qui est fini est déjà clôturé."
    messages.success(request, said)
    return redirect("control:control")


@require_POST
@needs("counter.control", of="till")
@only_with(SHOP)
def archive(request: Any, pk: Any, year: int) -> HttpResponse:
    """The archive of a year of a till; asking for it is noted."""
    till = get_object_or_404(Till, pk=pk)
    if year not in years_sold(till):
        raise Http404
    first, end = date(year, 1, 1), date(year + 1, 1, 1)
    content = archive_of(till, first=first, end=end, by=request.user, now=request.now)
    return file_response(
        content, filename=f"Archive {till.code} {year}.zip", content_type="application/zip", attached=True
    )


@needs("counter.control", of="sale")
@only_with(SHOP)
def find(request: Any) -> HttpResponse:
    """From the till and the number that a receipt says to the ticket."""
    form = FindTicketForm(request.GET)
    if form.is_valid():
        return redirect("control:ticket", form.sale.pk)
    return _shown(request, form=form)


@needs("counter.control", of="sale")
@only_with(SHOP)
def ticket(request: Any, pk: Any) -> HttpResponse:
    """The canonical text of a ticket, and whether it holds now."""
    sale = get_object_or_404(Sale.objects.select_related("till"), pk=pk)
    context = {
        "sale": sale, "proof": proof_of(sale), "checked_at": request.now, "before": beside(sale, -1),
        "after": beside(sale, 1),
    }  # fmt: skip
    return render(request, "counter/proof.html", context)


@require_POST
@needs("counter.control", of="sale")
@only_with(SHOP)
def ticket_text(request: Any, pk: Any) -> HttpResponse:
    """The exact bytes that are hashed, without a line end."""
    sale = get_object_or_404(Sale.objects.select_related("till"), pk=pk)
    content = proof_of(sale).text.encode()
    name = f"Ticket {sale.till.code}-{sale}.txt"
    return file_response(content, filename=name, content_type="text/plain; charset=utf-8", attached=True)


def _shown(request: Any, findings: Any = None, form: Any = None) -> HttpResponse:
    tills = list(Till.objects.order_by("code"))
    for till in tills:
        till.years = years_sold(till)
        till.last_closing = till.closings.filter(kind=Closing.Kind.DAY).order_by("-period").first()
    context = {
        "tills": tills,
        "form": form or FindTicketForm(),
        "findings": findings,
        "by_kind": [(kind.label, _closings_of(kind)) for kind in Closing.Kind],
        "reversals": Sale.objects.filter(kind=Sale.Kind.REVERSAL, training=False)
        .select_related("till", "reverses", "sold_by", "beneficiary")
        .order_by("-sold_at")[:_SHOWN],
        "duplicatas": Duplicata.objects.filter(number__gt=0, sale__training=False)
        .select_related("sale__till", "by")
        .order_by("-at")[:_SHOWN],
        "checked_at": request.now,
    }
    return render(request, "counter/control.html", context)


def _closings_of(kind: str) -> Any:
    return Closing.objects.filter(kind=kind).select_related("till").order_by("-period", "till__code")[:_SHOWN]
