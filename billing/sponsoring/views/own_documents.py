"""What a sponsor downloads of its own: another's paper is a paper that does not exist."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from billing.sponsoring.models import Invoice, TaxReceipt
from billing.sponsoring.views.papers import show_invoice, show_receipt
from tenants.network.access import needs
from tenants.network.middleware import memberships_of


@needs("partner.view", of="invoice")
def invoice(request: Any, pk: Any) -> HttpResponse:
    return show_invoice(get_object_or_404(_own(request, Invoice.objects.all()), pk=pk))


@needs("partner.view", of="taxreceipt")
def receipt(request: Any, pk: Any) -> HttpResponse:
    mine = _own(request, TaxReceipt.objects.select_related("cancels"))
    return show_receipt(get_object_or_404(mine, pk=pk))


def _own(request: Any, papers: QuerySet) -> QuerySet:
    mine = memberships_of(request.user, request.place, request.now)
    return papers.filter(sponsor__in=[one.sponsor_id for one in mine])
