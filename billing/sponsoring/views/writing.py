"""Writing an agreement and leading it: proposed, taken back, declined, completed, closed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from billing.sponsoring import operations
from billing.sponsoring.forms.agreements import AgreementForm
from billing.sponsoring.forms.signing import ReasonForm
from billing.sponsoring.models import Agreement
from billing.sponsoring.queries import schedules
from kit.ui.forms import posted
from tenants.network.access import needs


@needs("sponsoring.write", of="agreement")
def new(request: Any) -> HttpResponse:
    form = posted(AgreementForm, request, initial={"sponsor": request.GET.get("mecene", "")})
    if request.method == "POST" and form.is_valid():
        sponsor = form.cleaned_data["sponsor"]
        made = operations.draft_agreement(sponsor, **form.said, by=request.user, now=request.now)
        messages.success(
            request, f"La convention {made.reference} est en brouillon. Relisez-la, puis proposez-la."
        )
        return redirect("sponsoring:agreement", made.reference)
    return render(request, "sponsoring/agreement_form.html", {"form": form})


@needs("sponsoring.write", of="agreement")
def rewrite(request: Any, reference: str) -> HttpResponse:
    """Write a draft anew: whoever does is its author."""
    draft = _found(reference)
    if draft.state != Agreement.State.DRAFT and request.method != "POST":
        return redirect("sponsoring:agreement", reference)
    form = posted(AgreementForm, request, draft=draft)
    if request.method == "POST" and form.is_valid():
        seen = form.was_seen
        operations.rewrite_agreement(draft, **form.said, seen=seen, by=request.user, now=request.now)
        messages.success(request, "Le brouillon est enregistré.")
        return redirect("sponsoring:agreement", reference)
    return render(request, "sponsoring/agreement_form.html", {"form": form, "agreement": draft})


@require_POST
@needs("sponsoring.write", of="agreement")
def propose(request: Any, reference: str) -> HttpResponse:
    made = operations.propose_agreement(_found(reference), by=request.user, now=request.now)
    messages.success(request, "La convention est proposée : elle attend la signature des deux côtés.")
    return redirect("sponsoring:agreement", made.reference)


@require_POST
@needs("sponsoring.write", of="agreement")
def take_back(request: Any, reference: str) -> HttpResponse:
    operations.take_back_agreement(_found(reference), by=request.user, now=request.now)
    messages.success(request, "La convention est de nouveau en brouillon.")
    return redirect("sponsoring:agreement", reference)


@needs("sponsoring.write", of="agreement")
def decline(request: Any, reference: str) -> HttpResponse:
    """It ends here, with the reason."""
    found = _found(reference)
    form = posted(ReasonForm, request)
    if request.method == "POST" and form.is_valid():
        operations.decline_agreement(found, **form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, "La convention est classée sans suite.")
        return redirect("sponsoring:agreement", reference)
    return render(request, "sponsoring/decline.html", {"agreement": found, "form": form})


@require_POST
@needs("sponsoring.write", of="agreement")
def complete(request: Any, reference: str) -> HttpResponse:
    today = request.place.today(request.now)
    operations.complete_agreement(_found(reference), by=request.user, now=request.now, today=today)
    messages.success(request, "La convention est réalisée.")
    return redirect("sponsoring:agreement", reference)


@needs("sponsoring.write", of="agreement")
def close(request: Any, reference: str) -> HttpResponse:
    """Nothing more is awaited; money that is missing wants a reason."""
    found = _found(reference)
    form = posted(ReasonForm, request)
    if request.method == "POST" and form.is_valid():
        operations.close_agreement(found, **form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, "La convention est close.")
        return redirect("sponsoring:agreement", reference)
    left = found.amount_cents - schedules.received_cents(found)
    return render(request, "sponsoring/close.html", {"agreement": found, "form": form, "left_cents": left})


def _found(reference: str) -> Agreement:
    return get_object_or_404(Agreement.objects.select_related("sponsor"), reference=reference)
