"""Conventions: what sponsors signed, and where it went."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from billing.sponsoring import operations, queries
from billing.sponsoring.forms.allocations import AllocationForm
from billing.sponsoring.models import Agreement
from kit.ui.forms import posted
from tenants.network import access
from tenants.network.access import needs


@needs("sponsoring.view", of="agreement")
def agreements(request: Any) -> HttpResponse:
    """All agreements, with what is left to allocate."""
    found = queries.with_allocated(Agreement.objects.select_related("sponsor"))
    return render(request, "sponsoring/agreements.html", {"agreements": found})


@needs("sponsoring.view", of="agreement")
def agreement(request: Any, reference: str) -> HttpResponse:
    """One agreement and its allocations."""
    found = _agreement(reference)
    context = {
        "agreement": found,
        "allocations": found.allocations.select_related("antenne", "template"),
        "may_allocate": _something_left(found) and access.allows(request.roles, "sponsoring.write"),
    }
    return render(request, "sponsoring/agreement.html", context)


@needs("sponsoring.write", of="agreement")
def allocate(request: Any, reference: str) -> HttpResponse:
    """Give a part to an antenne; above what was signed, the form comes back with the reason."""
    found = _agreement(reference)
    form = posted(AllocationForm, request, initial={"on": request.place.today(request.now)})
    if form.is_valid():
        allocation = operations.allocate(found, **form.given(), by=request.user, now=request.now)
        messages.success(request, f"L’affectation à {allocation.antenne} est enregistrée.")
        return redirect("sponsoring:agreement", reference)
    return render(request, "sponsoring/allocate.html", {"agreement": found, "form": form})


def _something_left(agreement: Any) -> bool:
    left = agreement.left_amount_cents or agreement.left_places or agreement.left_devices
    return agreement.state in Agreement.FIRM and bool(left)


def _agreement(reference: str) -> Agreement:
    return get_object_or_404(
        queries.with_allocated(Agreement.objects.select_related("sponsor")), reference=reference
    )
