"""The PDF of an invoice, a call for funds, a credit note or a tax receipt."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from billing.sponsoring.models import Invoice, TaxReceipt
from billing.sponsoring.papers.invoices import invoice_pdf, invoice_xml, is_e_invoice
from billing.sponsoring.papers.receipts import receipt_pdf
from kit.documents.files import file_response
from kit.documents.pdf import pdf_response
from tenants.network.access import needs


@needs("receipts.view", of="invoice")
def invoice(request: Any, pk: Any) -> HttpResponse:
    return show_invoice(get_object_or_404(Invoice, pk=pk))


@needs("receipts.view", of="invoice")
def invoice_data(request: Any, pk: Any) -> HttpResponse:
    """The XML alone of an invoice or a credit note, for a program that wants no PDF."""
    found = get_object_or_404(Invoice, pk=pk)
    if not is_e_invoice(found):
        raise Http404
    return file_response(
        invoice_xml(found), filename=f"{found}.xml", content_type="application/xml", attached=True
    )


@needs("receipts.view", of="taxreceipt")
def receipt(request: Any, pk: Any) -> HttpResponse:
    return show_receipt(get_object_or_404(TaxReceipt.objects.select_related("cancels"), pk=pk))


def show_invoice(found: Invoice) -> HttpResponse:
    return pdf_response(invoice_pdf(found), f"{found.get_kind_display()} {found.number}.pdf")


def show_receipt(found: TaxReceipt) -> HttpResponse:
    name = "Annulation" if found.cancels else "Reçu fiscal"
    return pdf_response(receipt_pdf(found), f"{name} {found.number}.pdf")
