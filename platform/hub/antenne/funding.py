"""What sponsors pay for in this antenne: what was given, what it became, and giving back the rest."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from billing.sponsoring import queries
from billing.sponsoring.models import Allocation
from hub.antenne.giving_back import give_back, stamp
from hub.rollup.uses import use_of
from kit.ui.forms import posted
from tenants.network.access import needs
from tenants.welcome.free_text import FreeText


class GiveBackForm(forms.Form):
    reason = FreeText(label="Pourquoi", help_text="Le siège le lit. Sans nom, sans santé.")
    seen = forms.CharField(widget=forms.HiddenInput, max_length=60)


@needs("cohorts.plan", of="allocation")
def allocations(request: Any) -> HttpResponse:
    """The allocations of this antenne, the first to end before; those given back under them."""
    given = Allocation.objects.filter(antenne=request.place.antenne).select_related("template")
    found = queries.with_use(given).order_by("ends_on", "reference", "id")
    today = request.place.today(request.now)
    context = {
        "kept": [one for one in found if one.state == Allocation.State.RESERVED],
        "back": [one for one in found if one.state == Allocation.State.RELEASED],
        "today": today,
        "soon": today + queries.LAPSE,
    }
    return render(request, "antenne/allocations.html", context)


@needs("cohorts.plan", of="allocation")
def give_back_page(request: Any, pk: Any) -> HttpResponse:
    """What would be given back is shown first; the national office may then allocate it elsewhere."""
    antenne = request.place.antenne
    found = get_object_or_404(Allocation.objects.select_related("template"), pk=pk, antenne=antenne)
    rest = queries.rest_of(found, use_of(found))
    form = posted(GiveBackForm, request, initial={"seen": stamp(rest)})
    if request.method == "POST" and form.is_valid():
        give_back(found, antenne=antenne, **form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, "C’est rendu. Le siège peut l’affecter ailleurs.")
        return redirect("allocations")
    return render(request, "antenne/give_back.html", {"allocation": found, "rest": rest, "form": form})
