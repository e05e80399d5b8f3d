"""Where agreements go: giving a part, giving it back, and what is left to use."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from billing.sponsoring import operations, queries
from billing.sponsoring.forms.allocations import AllocationForm, ReleaseForm
from billing.sponsoring.models import Agreement, Allocation
from kit.ui.forms import posted
from tenants.network import access
from tenants.network.access import needs

A_PAGE = 50
_VIEWS = {"": "Finit bientôt", "tout": "Tout", "fini": "Déjà fini"}


@needs("sponsoring.write", of="agreement")
def allocate(request: Any, reference: str) -> HttpResponse:
    """Give a part to an antenne; above what was signed, the form comes back with the reason."""
    found = get_object_or_404(
        queries.with_allocated(Agreement.objects.select_related("sponsor")), reference=reference
    )
    first_day = min(max(request.place.today(request.now), found.starts_on), found.ends_on)
    form = posted(AllocationForm, request, agreement=found, initial={"on": first_day})
    if form.is_valid():
        allocation = operations.allocate(found, **form.given(), by=request.user, now=request.now)
        messages.success(request, f"L’affectation à {allocation.antenne} est enregistrée.")
        return redirect("sponsoring:agreement", reference)
    return render(request, "sponsoring/allocate.html", {"agreement": found, "form": form})


@needs("sponsoring.view", of="agreement")
def allocations(request: Any, reference: str) -> HttpResponse:
    """What an agreement gave to each antenne, what was made of it, and what came back."""
    agreement = get_object_or_404(Agreement.objects.select_related("sponsor"), reference=reference)
    given = queries.with_use(agreement.allocations.select_related("antenne", "template"))
    context = {
        "agreement": agreement,
        "allocations": given.prefetch_related("releases__by"),
        "may_release": access.allows(request.roles, "sponsoring.write"),
    }
    return render(request, "sponsoring/allocations.html", context)


@needs("sponsoring.write", of="allocation")
def release(request: Any, pk: Any) -> HttpResponse:
    """Give back what an antenne will not use, with the reason; its agreement may allocate it elsewhere."""
    found = get_object_or_404(
        queries.with_use(Allocation.objects.select_related("antenne", "template")), pk=pk
    )
    rest = queries.rest_of(found)
    shown = {"places": rest["places"], "devices": rest["devices"], "amount": rest["amount_cents"]}
    form = posted(ReleaseForm, request, initial=shown | {"seen": found.stamp})
    if form.is_valid():
        operations.release(found, **form.given(), by=request.user, now=request.now)
        messages.success(request, f"C’est rendu : la convention {found.reference} peut l’affecter ailleurs.")
        return redirect("sponsoring:allocations", found.reference)
    return render(request, "sponsoring/release.html", {"allocation": found, "rest": rest, "form": form})


@needs("sponsoring.view", of="allocation")
def left_to_use(request: Any) -> HttpResponse:
    """What was not allocated, and what was and did not serve yet: the first to end before."""
    today, asked = request.place.today(request.now), request.GET.get("vue", "")
    asked = asked if asked in _VIEWS else ""
    days = _days(asked, today)
    used = queries.left_to_use(**days).select_related("antenne", "template")
    context = {
        "agreements": queries.left_to_allocate(**days).select_related("sponsor"),
        "page": Paginator(used, A_PAGE).get_page(request.GET.get("page")),
        "tabs": _tabs(asked),
        "asked": asked,
        "today": today,
        "soon": today + queries.LAPSE,
    }
    return render(request, "sponsoring/left_to_use.html", context)


def _days(asked: str, today: date) -> dict[str, Any]:
    if asked == "fini":
        return {"last": today - timedelta(days=1)}
    return {"first": today} if asked == "tout" else {"first": today, "last": today + queries.LAPSE}


def _tabs(asked: str) -> list[dict[str, Any]]:
    url = reverse("sponsoring:left_to_use")
    return [
        {"label": label, "url": f"{url}?vue={key}" if key else url, "current": key == asked}
        for key, label in _VIEWS.items()
    ]
