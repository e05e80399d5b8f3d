"""Conventions: what sponsors signed, and where it went."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from billing.sponsoring import queries
from billing.sponsoring.models import Agreement
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


def _something_left(agreement: Any) -> bool:
    left = agreement.left_amount_cents or agreement.left_places or agreement.left_devices
    return agreement.state in Agreement.FIRM and bool(left)


def _agreement(reference: str) -> Agreement:
    return get_object_or_404(
        queries.with_allocated(Agreement.objects.select_related("sponsor")), reference=reference
    )
