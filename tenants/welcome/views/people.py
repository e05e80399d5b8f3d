"""Looking for a person, opening a file and correcting it."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kit.ui.forms import posted
from tenants.network.access import allows, needs
from tenants.welcome import queries
from tenants.welcome.forms.people import ChangeForm, RegisterForm
from tenants.welcome.models import Beneficiary
from tenants.welcome.operations import change, register
from tenants.welcome.search import AT_MOST, as_typed

A_PAGE = 50


@needs("welcome.view", of="beneficiary")
def people(request: Any) -> HttpResponse:
    """Those who hold every word as typed, then those whose name is spelt alike."""
    words = request.GET.get("q", "")[:200].strip()
    found = queries.people(words, today=request.place.today(request.now))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    for person in page:
        person.near = bool(words) and not as_typed(words, person)
    may_import = allows(request.roles, "welcome.import")
    # Past so many the search stops reading: their number is then no number.
    more = bool(words) and page.paginator.count >= AT_MOST
    context = {"page": page, "words": words, "more": more, "may_import": may_import}
    return render(request, "welcome/people.html", context)


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


@needs("welcome.register", of="beneficiary")
def change_person(request: Any, pk: Any) -> HttpResponse:
    """Correct a file; what a colleague changed meanwhile is never overwritten."""
    person = get_object_or_404(Beneficiary.objects.known(), pk=pk)
    today = request.place.today(request.now)
    # A copy: validating a ModelForm writes into its instance, and the page still names the person.
    form = posted(ChangeForm, request, this_year=today.year, instance=copy(person))
    if request.method == "POST" and form.is_valid():
        change(person, by=request.user, now=request.now, today=today, **form.cleaned_data)
        messages.success(request, f"La fiche de {form.instance} est à jour.")
        return redirect("person", person.pk)
    return render(request, "welcome/change.html", {"form": form, "person": person})
