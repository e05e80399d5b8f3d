"""The national office signs for the network, or notes that the sponsor signed on paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from billing.sponsoring import operations
from billing.sponsoring.forms.signing import OfficeSignForm, PaperForm
from billing.sponsoring.models import Agreement, Amendment, Signature
from billing.sponsoring.papers.texts import text_to_sign
from kit.signatures import digest_of
from kit.ui.forms import posted
from tenants.network.access import needs


@needs("sponsoring.sign", of="agreement")
def sign(request: Any, reference: str, number: int | None = None) -> HttpResponse:
    """The whole text, then the frame where the network signs."""
    return _page(request, reference, number, Signature.Side.NETWORK)


@needs("sponsoring.write", of="agreement")
def note_paper(request: Any, reference: str, number: int | None = None) -> HttpResponse:
    """The whole text, and who signed it by hand for the sponsor."""
    return _page(request, reference, number, Signature.Side.SPONSOR)


def _page(request: Any, reference: str, number: int | None, side: Signature.Side) -> HttpResponse:
    agreement = get_object_or_404(Agreement.objects.select_related("sponsor"), reference=reference)
    amendment = None if number is None else get_object_or_404(agreement.amendments, number=number)
    waits = (amendment or agreement).state == (Amendment if amendment else Agreement).State.PROPOSED
    if not waits and request.method != "POST":
        messages.info(request, "Ce texte n’attend pas de signature.")
        return redirect("sponsoring:agreement", reference)
    text = text_to_sign(agreement, amendment)
    form = _form(request, agreement, side, digest_of(text))
    if request.method == "POST" and form.is_valid():
        office = side == Signature.Side.NETWORK
        act = operations.sign_for_network if office else operations.note_sponsor_signature
        act(agreement, amendment=amendment, **form.said, by=request.user, now=request.now)
        messages.success(request, "C’est signé. Le texte est gardé tel quel.")
        return redirect("sponsoring:agreement", reference)
    context = {
        "agreement": agreement, "amendment": amendment, "text": text, "form": form, "side": side,
        "digest": digest_of(text),
    }  # fmt: skip
    return render(request, "sponsoring/sign.html", context)


def _form(request: Any, agreement: Agreement, side: Signature.Side, digest: str) -> Any:
    if side == Signature.Side.NETWORK:
        initial = {"name": request.user.get_full_name(), "digest": digest}
        return posted(OfficeSignForm, request, initial=initial)
    return posted(PaperForm, request, initial={"name": agreement.sponsor.contact_name, "digest": digest})
