"""Two files of one person: find the other one, compare, keep one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kit.ui.forms import posted
from tenants.network.access import needs
from tenants.welcome import queries
from tenants.welcome.forms.people import MergeForm
from tenants.welcome.models import Beneficiary
from tenants.welcome.operations import merge

A_PAGE = 20


@needs("welcome.merge", of="beneficiary")
def choose_other(request: Any, pk: Any) -> HttpResponse:
    """Those who look like this person, or those who are searched."""
    person = get_object_or_404(Beneficiary.objects.known(), pk=pk)
    words = request.GET.get("q", "")[:200].strip()
    if words:
        found = queries.ranked(words).exclude(pk=person.pk)
    else:
        found = queries.look_alikes(
            first_name=person.first_name, last_name=person.last_name, phone=person.phone, besides=person
        )
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "welcome/choose_other.html", {"person": person, "base": person, "page": page, "words": words}
    )


@needs("welcome.merge", of="beneficiary")
def merge_people(request: Any, pk: Any, other: Any) -> HttpResponse:
    """Both side by side, field by field; `pk` is the file that stays."""
    known = Beneficiary.objects.known()
    keep, away = get_object_or_404(known, pk=pk), get_object_or_404(known, pk=other)
    form = posted(MergeForm, request, keep=keep, away=away)
    if request.method == "POST" and form.is_valid():
        fields, seen = form.taken()
        keep = merge(keep, away, fields=fields, seen=seen, by=request.user, now=request.now)
        messages.success(request, f"Les deux fiches de {keep} n’en font plus qu’une.")
        return redirect("person", keep.pk)
    return render(request, "welcome/merge.html", {"form": form, "keep": keep, "away": away})
