"""What a sponsor downloads of its own: another's paper is a paper that does not exist."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from billing.sponsoring.models import Invoice, TaxReceipt
from billing.sponsoring.views.papers import show_invoice, show_receipt
from tenants.network.access import needs
from tenants.network.middleware import sponsors_of


@needs("partner.view", of="invoice")
def invoice(request: Any, pk: Any) -> HttpResponse:
    return show_invoice(get_object_or_404(_own(request, Invoice.objects.all()), pk=pk))


@needs("partner.view", of="taxreceipt")
def receipt(request: Any, pk: Any) -> HttpResponse:
    mine = _own(request, TaxReceipt.objects.select_related("cancels"))
    return show_receipt(get_object_or_404(mine, pk=pk))


def _own(request: Any, papers: QuerySet) -> QuerySet:
    return papers.filter(sponsor__in=sponsors_of(request))
