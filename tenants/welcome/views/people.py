"""Looking for a person, and opening a file."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from kit.ui.forms import posted
from tenants.network.access import needs
from tenants.welcome import queries
from tenants.welcome.forms.people import RegisterForm
from tenants.welcome.models import Beneficiary
from tenants.welcome.operations import (
    register,
)

A_PAGE = 50


@needs("welcome.view", of="beneficiary")
def people(request: Any) -> HttpResponse:
    words = request.GET.get("q", "")[:200].strip()
    found = queries.people(words, today=request.place.today(request.now))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "welcome/people.html", {"page": page, "words": words})


@needs("welcome.register", of="beneficiary")
def new_person(request: Any) -> HttpResponse:
    """A person who looks like somebody known is shown first; a second submit goes on."""
    today = request.place.today(request.now)
    form = posted(RegisterForm, request, this_year=today.year)
    known: list[Beneficiary] = []
    if request.method == "POST" and form.is_valid():
        names = {name: form.cleaned_data[name] for name in ("first_name", "last_name", "phone")}
        known = list(queries.look_alikes(**names)[:6])
        if not known or "anyway" in request.POST:
            person = register(by=request.user, now=request.now, today=today, **form.cleaned_data)
            messages.success(request, f"{person} a maintenant sa fiche : {person.reference}.")
            return redirect("person", person.pk)
    return render(request, "welcome/register.html", {"form": form, "known": known})
