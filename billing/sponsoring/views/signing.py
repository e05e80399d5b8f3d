"""On the sponsors' site: reading what is proposed, and signing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from billing.sponsoring import operations
from billing.sponsoring.forms.signing import SignForm
from billing.sponsoring.models import Agreement, Amendment, Signature
from billing.sponsoring.papers.agreements import agreement_pdf
from billing.sponsoring.papers.texts import text_to_sign
from kit.documents.pdf import pdf_response
from kit.signatures import digest_of
from kit.ui.forms import posted
from tenants.network.access import needs
from tenants.network.middleware import sponsors_of


@needs("partner.sign", of="agreement")
def sign(request: Any, reference: str, number: int | None = None) -> HttpResponse:
    """The whole text of the agreement, or of an amendment, then the frame where the sponsor signs."""
    agreement, amendment = _found(request, reference, number)
    if not _waits(agreement, amendment) and request.method != "POST":
        messages.info(request, "Ce texte n’attend pas votre signature.")
        return redirect("home")
    text = text_to_sign(agreement, amendment)
    initial = {"name": request.user.get_full_name(), "digest": digest_of(text)}
    form = posted(SignForm, request, initial=initial)
    if request.method == "POST" and form.is_valid():
        today = request.place.today(request.now)
        signer = {"by": request.user, "now": request.now, "today": today}
        operations.sign_for_sponsor(agreement, amendment=amendment, **form.said, **signer)
        messages.success(request, "Merci. C’est signé, et le texte est gardé tel quel.")
        return redirect("home")
    context = {"agreement": agreement, "amendment": amendment, "text": text, "form": form}
    return render(request, "sponsoring/partner_sign.html", context | {"digest": digest_of(text)})


@needs("partner.view", of="agreement")
def paper(request: Any, reference: str, number: int | None = None) -> HttpResponse:
    """The PDF: what was signed, or what is proposed."""
    agreement, amendment = _found(request, reference, number)
    made = agreement_pdf(agreement, now=request.now, amendment=amendment)
    return pdf_response(
        made, f"Avenant {reference}-{number}.pdf" if number else f"Convention {reference}.pdf"
    )


def _found(request: Any, reference: str, number: int | None) -> tuple[Agreement, Amendment | None]:
    """Of the person's own sponsors, and put before them: a draft does not exist here."""
    mine = sponsors_of(request)
    shown = Agreement.objects.filter(sponsor__in=mine).exclude(
        proposed_at__isnull=True, signed_at__isnull=True
    )
    agreement = get_object_or_404(shown.select_related("sponsor"), reference=reference)
    if number is None:
        return agreement, None
    return agreement, get_object_or_404(agreement.amendments, number=number)


def _waits(agreement: Agreement, amendment: Amendment | None) -> bool:
    paper = amendment or agreement
    signed = agreement.signatures.filter(amendment=amendment, side=Signature.Side.SPONSOR)
    return paper.state == type(paper).State.PROPOSED and not signed.exists()
