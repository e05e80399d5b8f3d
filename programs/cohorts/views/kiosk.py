"""The tablet on the table: one person after the other answers, without an account and without a name."""

from typing import Any

from django.contrib import auth
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from programs.cohorts import queries
from programs.cohorts.forms.surveys import SheetForm
from programs.cohorts.models import Cohort
from programs.cohorts.operations import count_answer
from programs.cohorts.survey_links import kiosk_cohort, kiosk_token, new_sheet, sheet_id
from programs.cohorts.survey_words import WORDS
from programs.cohorts.views.surveys import COHORTS, page_words, questions_of
from tenants.network.access import needs, public

BACK = 20  # seconds before the page of thanks makes room for the next person


@require_POST
@needs("cohorts.survey", of="cohort")
def start(request: Any, pk: Any) -> HttpResponse:
    """Make this device the tablet of the group: the colleague is signed out, nobody finds the files."""
    cohort = get_object_or_404(Cohort, pk=pk)
    token = kiosk_token(cohort, day=request.place.today(request.now), antenne=request.place.key)
    auth.logout(request)
    return redirect("cohorts:kiosk", token)


@public("People answer on the tablet of the antenne, by a signed address that holds for a group and a day.")
def kiosk(request: Any, token: str) -> HttpResponse:
    """The language, the questions, the thanks, and the next person."""
    named = kiosk_cohort(token, antenne=request.place.key)
    cohort = COHORTS.filter(pk=named[0]).first() if named else None
    if named is None or cohort is None:
        raise Http404
    invited, answered = queries.survey_counts(cohort)
    language = request.GET.get("langue", "")
    if "merci" in request.GET and language in WORDS:
        return _thanks(request, token, language)
    past = named[1] != request.place.today(request.now)
    if past or cohort.state != Cohort.State.COMPLETED or answered >= invited:
        return render(request, "cohorts/kiosk_over.html", {"past": past, "languages": WORDS})
    if language not in WORDS:
        return render(request, "cohorts/kiosk.html", {"languages": WORDS, "no_way_out": True})
    return _questions(request, token, cohort, language)


def _questions(request: Any, token: str, cohort: Cohort, language: str) -> HttpResponse:
    form = SheetForm(request.POST or None, questions=questions_of(cohort), language=language)
    sheet = sheet_id(request.POST.get("sheet", ""), antenne=request.place.key)
    if request.method == "POST" and sheet and form.is_valid():
        # Two taps send the same sheet twice: it counts once, and both lead to the thanks.
        count_answer(
            cohort, sheet=sheet, satisfaction=form.cleaned_data["satisfaction"], answers=form.answers()
        )
        return redirect(f"{request.path}?langue={language}&merci=1")
    blank = request.POST.get("sheet") if sheet else new_sheet(antenne=request.place.key)
    context = page_words(language) | {"form": form, "sheet": blank, "kiosk": True}
    response = render(request, "cohorts/answer.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _thanks(request: Any, token: str, language: str) -> HttpResponse:
    start_again = reverse("cohorts:kiosk", args=[token])
    context = page_words(language) | {"answered": True, "next": start_again}
    response = render(request, "cohorts/answer.html", context)
    response["Refresh"] = f"{BACK}; url={start_again}"
    response["Cache-Control"] = "no-store"
    return response
