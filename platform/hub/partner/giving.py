"""A gift that a sponsor pays at once, on a page of the payment rail."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from billing.gateway import is_on
from billing.sponsoring.models import Sponsor
from billing.sponsoring.operations.gateway_calls import open_gift_page
from hub.partner.forms import GiftForm
from kit.ui.forms import posted
from tenants.network.access import needs
from tenants.network.middleware import sponsors_of


@needs("partner.ask", of="agreement")
def give(request: Any) -> HttpResponse:
    """The amount first, then a link to the page where it is paid: the same form sent twice is one page."""
    mine = sponsors_of(request)
    form = posted(GiftForm, request, sponsors=mine)
    page = ""
    if request.method == "POST" and form.is_valid():
        agreement = form.cleaned_data["agreement"]
        sponsor = agreement.sponsor if agreement else Sponsor.objects.filter(pk__in=mine).order_by("name")[0]
        page = open_gift_page(
            sponsor, amount_cents=form.cleaned_data["amount"], token=form.cleaned_data["key"].hex,
            agreement=agreement, success_url=request.build_absolute_uri(reverse("home")),
            cancel_url=request.build_absolute_uri(reverse("partner:give")), by=request.user, now=request.now,
        )  # fmt: skip
    return render(request, "partner/give.html", {"form": form, "page": page, "is_on": is_on()})
