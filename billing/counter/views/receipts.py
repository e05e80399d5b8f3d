"""A ticket on the screen and on paper; the code of its card, once."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from billing.counter.models import Sale, StockItem
from billing.counter.operations.codes import reveal_code
from billing.counter.operations.sales import print_receipt
from billing.counter.papers.receipts import receipt_pdf
from kit.documents.pdf import pdf_response
from tenants.network.access import allows, needs
from tenants.network.modules import SHOP, only_with

_SALES = Sale.objects.select_related("till", "beneficiary", "sold_by", "reverses", "reversal", "session")


@needs("counter.view", of="sale")
@only_with(SHOP)
def receipt(request: Any, pk: Any) -> HttpResponse:
    return _shown(request, get_object_or_404(_SALES, pk=pk))


@require_POST
@needs("counter.sell", of="stockitem")
@only_with(SHOP)
def code(request: Any, pk: Any, item: Any) -> HttpResponse:
    """The code of a card that this ticket sold: shown in this answer and nowhere else."""
    sale = get_object_or_404(_SALES, pk=pk)
    card = get_object_or_404(StockItem.objects.filter(sale_lines__sale=sale).distinct().order_by(), pk=item)
    secret = reveal_code(card, by=request.user, now=request.now)
    return _shown(request, sale, code=secret, of=card.pk)


@require_POST
@needs("counter.sell", of="sale")
@only_with(SHOP)
def printed(request: Any, pk: Any) -> HttpResponse:
    """The receipt as a PDF of 80 mm: the first time the original, then a numbered duplicata."""
    sale = get_object_or_404(_SALES, pk=pk)
    again = print_receipt(sale, by=request.user, now=request.now)
    content = receipt_pdf(sale, antenne=request.place.antenne, duplicata=again.number, now=request.now)
    return pdf_response(content, f"Reçu {sale.till.code}-{sale}.pdf")


def _shown(request: Any, sale: Sale, *, code: str = "", of: Any = None) -> HttpResponse:
    payments = list(sale.payments.order_by("position"))
    lines = list(sale.lines.select_related("item", "device").order_by("position"))
    context = {
        "sale": sale, "lines": lines, "payments": payments, "code": code, "code_of": of,
        "change_cents": sum(payment.change_cents for payment in payments),
        "saving_cents": sum(line.quantity * line.reference_cents - line.gross_cents for line in lines),
        "undone": getattr(sale, "reversal", None),
        "printed": sale.duplicatas.count(),
        "may_reverse": allows(request.roles, "counter.reverse") and sale.sold_by_id != request.user.pk,
        "may_control": allows(request.roles, "counter.control"),
    }  # fmt: skip
    response = render(request, "counter/receipt.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
