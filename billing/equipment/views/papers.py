"""The contract of a loan and the receipt of its return: read together, signed, printed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from billing.equipment.forms import SignForm
from billing.equipment.models import Loan, LoanPaper
from billing.equipment.operations import sign_loan
from billing.equipment.papers.loans import paper_pdf, to_sign
from billing.equipment.views.shared import where_lent
from kit.documents.pdf import pdf_response
from kit.signatures import digest_of
from kit.ui.forms import posted
from tenants.network.access import needs

_OUT, _BACK = LoanPaper.Moment.OUT, LoanPaper.Moment.BACK


@needs("equipment.lend", of="loan")
@where_lent
def sign_contract(request: Any, pk: Any) -> HttpResponse:
    return _sign(request, pk, _OUT)


@needs("equipment.lend", of="loan")
@where_lent
def sign_receipt(request: Any, pk: Any) -> HttpResponse:
    return _sign(request, pk, _BACK)


@needs("papers.print", of="loan")
@where_lent
def contract(request: Any, pk: Any) -> HttpResponse:
    return _pdf(request, pk, _OUT)


@needs("papers.print", of="loan")
@where_lent
def receipt(request: Any, pk: Any) -> HttpResponse:
    return _pdf(request, pk, _BACK)


def _sign(request: Any, pk: Any, moment: str) -> HttpResponse:
    """The text in the person's language first, and the frame where they sign."""
    loan = _found(pk)
    if loan.papers.filter(moment=moment).exists():
        messages.info(request, "Ce papier est déjà signé.")
        return redirect("equipment:loan", pk)
    antenne = request.place.antenne
    content = to_sign(loan, moment, antenne=antenne, by=request.user)
    form = posted(SignForm, request, initial={"digest": digest_of(content)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        path = "" if given["on_paper"] else given["path"]
        sign_loan(
            loan, moment=moment, path=path, digest=given["digest"], antenne=antenne, by=request.user,
            now=request.now,
        )  # fmt: skip
        messages.success(request, "C’est signé. Le papier est gardé tel quel.")
        return redirect("equipment:loan", pk)
    context = {
        "loan": loan, "moment": moment, "content": content, "form": form, "back": moment == _BACK,
        "digest": digest_of(content),
    }  # fmt: skip
    return render(request, "equipment/sign.html", context)


def _pdf(request: Any, pk: Any, moment: str) -> HttpResponse:
    """What was signed, as it was; before that, the paper to sign by hand."""
    loan = _found(pk)
    signed = loan.papers.filter(moment=moment).first()
    antenne = request.place.antenne
    content = signed.content if signed else to_sign(loan, moment, antenne=antenne, by=request.user)
    made = paper_pdf(content, antenne=antenne, now=request.now, signed=signed)
    return pdf_response(made, f"{LoanPaper.Moment(moment).label} {loan.device.tag}.pdf")


def _found(pk: Any) -> Loan:
    return get_object_or_404(Loan.objects.select_related("device", "beneficiary"), pk=pk)
