"""Who enters a cohort and who leaves it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kit.ui.forms import posted
from programs.catalogue.models import Level
from programs.cohorts import queries
from programs.cohorts.forms.group import EnterForm, TransferForm, WithdrawForm
from programs.cohorts.models import Enrolment
from programs.cohorts.operations import eligibility_of, enrol, transfer, withdraw
from programs.cohorts.operations.eligibility import Finding, may_enter, to_check
from programs.cohorts.operations.enrolment import minutes_followed
from tenants.network.access import needs
from tenants.welcome.models import Beneficiary

A_PAGE = 20


def entered(everybody: list[Enrolment], *, running: bool) -> list[Enrolment]:
    """Those of a cohort who were given a place, with what the page says of each."""
    group = [one for one in everybody if one.enrolled_at is not None]
    followed = minutes_followed(group)
    for one in group:
        one.followed = followed.get(one.pk, 0)
        one.target = one.hours_target * 60
        one.live = one.state in Enrolment.LIVE
        one.missed = running and one.live and one.absences >= settings.MAILLON_ABSENCE_ALERT
    return group


def asked(findings: list[Finding]) -> dict[str, Any]:
    """The conditions of a cohort, as the page before the entry shows them."""
    return {
        "findings": findings,
        "to_check": to_check(findings),
        "blocked": not may_enter(findings),
    }


@needs("cohorts.enrol", of="cohort")
def choose(request: Any, pk: Any) -> HttpResponse:
    """Look for somebody to enrol, among those with a right and a level; or note the demand of another."""
    cohort = get_object_or_404(queries.cohorts(), pk=pk)
    words, demands = request.GET.get("q", "")[:200].strip(), request.GET.get("vue") == "demandes"
    ask = queries.can_apply if demands else queries.can_enter
    found = ask(cohort, words=words, today=request.place.today(request.now))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    for person in page:
        hours = cohort.hours_of(person.level)
        level = Level(person.level).label if person.level else "Niveau à décider"
        person.level_words = f"{level}, {hours}\u00a0h" if hours else level
    url = request.path
    tabs = [
        {"label": "Peuvent entrer", "url": url, "current": not demands},
        {"label": "Demandes", "url": f"{url}?vue=demandes", "current": demands},
    ]
    context = {"cohort": cohort, "page": page, "words": words, "tabs": tabs, "demands": demands}
    return render(request, "cohorts/choose.html", context)


@needs("cohorts.enrol", of="cohort")
def enter(request: Any, pk: Any, person_pk: Any) -> HttpResponse:
    """Enrol at once; the page is for what must be checked first, and for a refusal."""
    cohort = get_object_or_404(queries.cohorts(), pk=pk)
    person = get_object_or_404(Beneficiary, pk=person_pk)
    today = request.place.today(request.now)
    form = posted(EnterForm, request)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        place = enrol(person, cohort=cohort, by=request.user, now=request.now, today=today, seen=seen).place
        assert place is not None  # who is enrolled holds one
        messages.success(request, f"{person} prend la place {place.number} de « {cohort} ».")
        return redirect("cohorts:cohort", cohort.pk)
    context = {
        "cohort": cohort,
        "person": person,
        "form": form,
        "full": not cohort.places_free,
        **asked(eligibility_of(person, cohort, today=today)),
    }
    return render(request, "cohorts/enter.html", context)


@needs("cohorts.enrol", of="enrolment")
def leave(request: Any, pk: Any) -> HttpResponse:
    enrolment = get_object_or_404(Enrolment.objects.select_related("beneficiary", "cohort"), pk=pk)
    form = posted(WithdrawForm, request)
    if request.method == "POST" and form.is_valid():
        withdraw(enrolment, reason=form.cleaned_data["told"], by=request.user, now=request.now)
        messages.success(request, f"{enrolment.beneficiary} n’est plus dans « {enrolment.cohort} ».")
        return redirect("cohorts:cohort", enrolment.cohort_id)
    return render(request, "cohorts/leave.html", {"form": form, "enrolment": enrolment})


@needs("cohorts.enrol", of="enrolment")
def move_on(request: Any, pk: Any) -> HttpResponse:
    """To another cohort of the same programme."""
    found = Enrolment.objects.select_related("beneficiary", "cohort__version")
    enrolment = get_object_or_404(found, pk=pk)
    targets = queries.transfer_targets(enrolment)
    form = posted(TransferForm, request, targets=targets)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        new = transfer(enrolment, to=asked["to"], reason=asked["told"], by=request.user, now=request.now)
        messages.success(request, f"{enrolment.beneficiary} continue dans « {new.cohort} ».")
        return redirect("cohorts:cohort", new.cohort_id)
    followed = minutes_followed([enrolment]).get(enrolment.pk, 0)
    context = {"form": form, "enrolment": enrolment, "targets": targets, "followed": followed}
    return render(request, "cohorts/transfer.html", context)
