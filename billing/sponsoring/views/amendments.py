"""Changing what was signed: an amendment, read and signed like the agreement."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from billing.sponsoring import operations
from billing.sponsoring.forms.agreements import AmendmentForm
from billing.sponsoring.models import Agreement, Amendment
from billing.sponsoring.operations.applying import asked_for
from kit.ui.forms import posted
from tenants.network.access import needs


@needs("sponsoring.write", of="amendment")
def new(request: Any, reference: str) -> HttpResponse:
    """New totals; they hold when both sides have signed."""
    agreement = get_object_or_404(Agreement.objects.select_related("sponsor"), reference=reference)
    if not agreement.is_firm and request.method != "POST":
        return redirect("sponsoring:agreement", reference)
    asked = asked_for(agreement)
    waiting = agreement.instalments.exclude(pk__in=[one.pk for one in asked])
    form = posted(AmendmentForm, request, agreement=agreement, waiting=waiting)
    if request.method == "POST" and form.is_valid():
        made = operations.draft_amendment(agreement, **form.said, by=request.user, now=request.now)
        messages.success(request, f"L’avenant n° {made.number} est proposé : il attend les deux signatures.")
        return redirect("sponsoring:agreement", reference)
    return render(
        request, "sponsoring/amendment_form.html", {"agreement": agreement, "form": form, "asked": asked}
    )


@require_POST
@needs("sponsoring.write", of="amendment")
def decline(request: Any, reference: str, number: int) -> HttpResponse:
    found = get_object_or_404(
        Amendment.objects.select_related("agreement"), agreement__reference=reference, number=number
    )
    operations.decline_amendment(found, by=request.user, now=request.now)
    messages.success(request, "L’avenant est sans suite : la convention reste comme elle est.")
    return redirect("sponsoring:agreement", reference)
