"""Partners, each with the names it bore from one day to another."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kit.ui.forms import posted
from programs.catalogue import operations, queries
from programs.catalogue.forms.partners import EndForm, NameForm, PartnerForm
from programs.catalogue.forms.templates import code_of
from programs.catalogue.models import Partner, PartnerName
from tenants.network import access
from tenants.network.access import needs

_DAY = timedelta(days=1)


@needs("catalogue.view", of="partner")
def partners(request: Any) -> HttpResponse:
    """All of them, with their dated names."""
    today = request.place.today(request.now)
    context = {
        "lines": [{"partner": one, "name": one.name_on(today)} for one in queries.partners()],
        "may_write": access.allows(request.roles, "catalogue.write"),
    }
    return render(request, "catalogue/partners.html", context)


@needs("catalogue.write", of="partner")
def new_partner(request: Any) -> HttpResponse:
    form = posted(PartnerForm, request)
    if form.is_valid():
        operations.introduce_partner(
            code=code_of(form.cleaned_data["name"]), **_period(form), by=request.user, now=request.now
        )
        messages.success(request, "Le partenaire est ajouté.")
        return redirect("catalogue:partners")
    return render(request, "catalogue/partner_form.html", {"form": form})


@needs("catalogue.write", of="partner")
def new_name(request: Any, code: str) -> HttpResponse:
    """One more name, for the days when it bears no other."""
    partner = get_object_or_404(Partner, code=code)
    form = posted(NameForm, request)
    if form.is_valid():
        operations.name_partner(partner, **_period(form), by=request.user, now=request.now)
        messages.success(request, "Le nom est ajouté.")
        return redirect("catalogue:partners")
    return render(request, "catalogue/partner_form.html", {"form": form, "partner": partner})


@needs("catalogue.write", of="partner")
def end_name(request: Any, pk: int) -> HttpResponse:
    """Say the last day of a name."""
    name = get_object_or_404(PartnerName.objects.select_related("partner"), pk=pk)
    form = posted(EndForm, request)
    if form.is_valid():
        operations.end_name(name, end=form.cleaned_data["end"] + _DAY, by=request.user, now=request.now)
        messages.success(request, "La fin de ce nom est notée.")
        return redirect("catalogue:partners")
    return render(request, "catalogue/end_name.html", {"form": form, "name": name})


def _period(form: Any) -> dict[str, Any]:
    """People say the last day; a period ends the day after."""
    given = form.cleaned_data
    end = given["end"] + _DAY if given["end"] else None
    return {"name": given["name"], "start": given["start"], "end": end}
