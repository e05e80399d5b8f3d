"""The PDF files that go with an agreement, at the national office and for its sponsor."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from billing.sponsoring.forms.documents import DocumentForm
from billing.sponsoring.models import Agreement, AgreementDocument
from billing.sponsoring.operations.documents import MOST_BYTES, add_document
from kit.documents.files import file_response
from kit.ui.forms import posted
from tenants.network.access import needs
from tenants.network.middleware import sponsors_of


@needs("sponsoring.write", of="agreement")
def add(request: Any, reference: str) -> HttpResponse:
    agreement = get_object_or_404(Agreement.objects.select_related("sponsor"), reference=reference)
    form = posted(DocumentForm, request)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        # One byte more than allowed is enough to be refused.
        content = said["file"].read(MOST_BYTES + 1)
        kept = add_document(
            agreement, title=said["title"], content=content, shown=said["shown"], by=request.user,
            now=request.now,
        )  # fmt: skip
        messages.success(request, f"« {kept} » est joint à la convention.")
        return redirect("sponsoring:agreement", reference)
    return render(request, "sponsoring/add_document.html", {"agreement": agreement, "form": form})


@needs("sponsoring.view", of="agreementdocument")
def document(request: Any, reference: str, pk: Any) -> HttpResponse:
    return _file(get_object_or_404(AgreementDocument, agreement__reference=reference, pk=pk))


@needs("partner.view", of="agreementdocument")
def own_document(request: Any, reference: str, pk: Any) -> HttpResponse:
    """One that the sponsor of this person may read; another is what does not exist."""
    mine = sponsors_of(request)
    shown = AgreementDocument.objects.filter(agreement__sponsor__in=mine, shown=True)
    return _file(get_object_or_404(shown, agreement__reference=reference, pk=pk))


def _file(kept: AgreementDocument) -> HttpResponse:
    content = bytes(kept.content)
    return file_response(content, filename=f"{kept.title}.pdf", content_type="application/pdf", attached=True)
