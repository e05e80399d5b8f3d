"""The rights of access that end soon, and their renewal."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kit.ui.forms import posted
from tenants.network.access import allows, needs
from tenants.welcome import queries
from tenants.welcome.forms.referrals import RenewalForm
from tenants.welcome.models import Entitlement
from tenants.welcome.operations import renew_entitlement

A_PAGE = 50


@needs("welcome.view", of="entitlement")
def ending(request: Any) -> HttpResponse:
    today = request.place.today(request.now)
    page = Paginator(queries.ending_rights(today=today), A_PAGE).get_page(request.GET.get("page"))
    for right in page:
        right.days = (right.end - today).days
    context = {"page": page, "may_decide": allows(request.roles, "welcome.decide")}
    return render(request, "welcome/ending.html", context)


@needs("welcome.decide", of="entitlement")
def renew(request: Any, pk: Any) -> HttpResponse:
    today = request.place.today(request.now)
    right = get_object_or_404(Entitlement.objects.select_related("beneficiary"), pk=pk)
    form = posted(RenewalForm, request)
    if request.method == "POST" and form.is_valid():
        renewal = renew_entitlement(right, **form.cleaned_data, by=request.user, now=request.now, today=today)
        messages.success(request, f"Le droit de {right.beneficiary} va jusqu’au {renewal.end:%d/%m/%Y}.")
        return redirect("person", renewal.beneficiary_id)
    context = {
        "form": form,
        "right": right,
        "over": right.end < today,
        "months": settings.MAILLON_ENTITLEMENT_MONTHS,
    }
    return render(request, "welcome/renew.html", context)
