"""The bons d'orientation, from the desk's side."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kit.ui.forms import posted
from tenants.network.access import allows, needs
from tenants.welcome import queries
from tenants.welcome.forms.referrals import ReferralForm, RefusalForm
from tenants.welcome.models import Beneficiary, Referral
from tenants.welcome.operations import (
    accept_referral,
    add_prescriber,
    receive_referral,
    refuse_referral,
)

A_PAGE = 50


@needs("welcome.register", of="beneficiary")
def new_referral(request: Any, pk: Any) -> HttpResponse:
    person = get_object_or_404(Beneficiary, pk=pk)
    form = posted(ReferralForm, request)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        prescriber = sent["prescriber"] or add_prescriber(
            name=sent["new_prescriber"], by=request.user, now=request.now
        )
        receive_referral(person, prescriber=prescriber, wish=sent["wish"], by=request.user, now=request.now)
        messages.success(request, f"L’orientation de {person} par {prescriber} est reçue.")
        return redirect("person", person.pk)
    return render(request, "welcome/new_referral.html", {"form": form, "person": person})


@needs("welcome.view", of="referral")
def referrals(request: Any) -> HttpResponse:
    """What waits for a decision; under another tab, what was decided."""
    decided = request.GET.get("vue") == "decidees"
    today = request.place.today(request.now)
    found = queries.decided_referrals() if decided else queries.waiting_referrals()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    for referral in page:
        referral.age = queries.age_in_days(referral, today=today)
        referral.age_words = queries.age_in_words(referral.age)
    url = reverse("welcome:referrals")
    tabs = [
        {"label": "À décider", "url": url, "current": not decided},
        {"label": "Décidées", "url": f"{url}?vue=decidees", "current": decided},
    ]
    may_decide = allows(request.roles, "welcome.decide")
    context = {"page": page, "tabs": tabs, "decided": decided, "may_decide": may_decide}
    return render(request, "welcome/referrals.html", context)


@require_POST
@needs("welcome.decide", of="referral")
def accept(request: Any, pk: Any) -> HttpResponse:
    referral = get_object_or_404(Referral.objects.select_related("beneficiary"), pk=pk)
    today = request.place.today(request.now)
    right = accept_referral(referral, by=request.user, now=request.now, today=today)
    messages.success(request, f"{referral.beneficiary} a un droit d’accès jusqu’au {right.end:%d/%m/%Y}.")
    return redirect("person", referral.beneficiary_id)


@needs("welcome.decide", of="referral")
def refuse(request: Any, pk: Any) -> HttpResponse:
    referral = get_object_or_404(Referral.objects.select_related("beneficiary", "prescriber"), pk=pk)
    form = posted(RefusalForm, request)
    if request.method == "POST" and form.is_valid():
        refuse_referral(referral, reason=form.cleaned_data["reason"], by=request.user, now=request.now)
        messages.success(request, f"L’orientation de {referral.beneficiary} est refusée, avec son motif.")
        return redirect("welcome:referrals")
    return render(request, "welcome/refuse.html", {"form": form, "referral": referral})
