"""The structures that send people."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kit.ui.forms import posted
from tenants.network.access import allows, needs
from tenants.welcome import queries
from tenants.welcome.forms.referrals import PrescriberForm
from tenants.welcome.models import Prescriber
from tenants.welcome.operations import change_prescriber, restore_prescriber, retire_prescriber

A_PAGE = 50


@needs("welcome.view", of="prescriber")
def prescribers(request: Any) -> HttpResponse:
    words = request.GET.get("q", "")[:200].strip()
    page = Paginator(queries.prescribers(words), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "words": words, "may_change": allows(request.roles, "welcome.decide")}
    return render(request, "welcome/prescribers.html", context)


@needs("welcome.decide", of="prescriber")
def prescriber(request: Any, pk: Any) -> HttpResponse:
    found = get_object_or_404(queries.prescribers(), pk=pk)
    form = posted(PrescriberForm, request, instance=found)
    if request.method == "POST" and form.is_valid():
        change_prescriber(found, **form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, f"{found} : c’est enregistré.")
        return redirect("welcome:prescribers")
    return render(request, "welcome/prescriber.html", {"form": form, "prescriber": found})


@require_POST
@needs("welcome.decide", of="prescriber")
def retire(request: Any, pk: Any) -> HttpResponse:
    found = retire_prescriber(get_object_or_404(Prescriber, pk=pk), by=request.user, now=request.now)
    messages.success(request, f"{found} n’est plus proposée. Ses orientations restent.")
    return redirect("welcome:prescribers")


@require_POST
@needs("welcome.decide", of="prescriber")
def restore(request: Any, pk: Any) -> HttpResponse:
    found = restore_prescriber(get_object_or_404(Prescriber, pk=pk), by=request.user, now=request.now)
    messages.success(request, f"{found} est de nouveau proposée.")
    return redirect("welcome:prescribers")
