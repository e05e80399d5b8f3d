"""The survey: the page that a person answers by their link, and the staff's page."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kit.documents import qr
from kit.documents.pdf import pdf_response
from kit.ui.charts import Series, bars
from kit.ui.forms import posted
from programs.cohorts import queries
from programs.cohorts.forms.surveys import AnswerForm, SheetForm
from programs.cohorts.models import Cohort, SurveyInvitation
from programs.cohorts.operations import answer_survey, count_answer, invite_to_survey
from programs.cohorts.papers.surveys import blank
from programs.cohorts.survey_links import invitation_id, kiosk_token, new_sheet, sheet_id, token_of
from programs.cohorts.survey_words import WORDS
from tenants.network.access import allows, needs, public
from tenants.network.vocabulary import Language

A_PAGE = 50
COHORTS = Cohort.objects.select_related("version__survey")
_INVITATIONS = SurveyInvitation.objects.select_related(
    "enrolment__beneficiary", "enrolment__cohort__version__survey"
)


def questions_of(cohort: Cohort) -> list[Any]:
    survey = cohort.version.survey
    return list(survey.questions.all()) if survey else []


def spoken(request: Any, otherwise: str) -> str:
    language = request.GET.get("langue", otherwise)
    return language if language in WORDS else "fr"


def page_words(language: str) -> dict[str, Any]:
    """What a page in that language needs, with the ways to the others."""
    words = WORDS[language]
    switch = [(code, other.own_name, other.direction) for code, other in WORDS.items() if code != language]
    return {"words": words, "lang": language, "dir": words.direction, "switch": switch, "no_way_out": True}


@public("A person answers without an account, by a signed link that names one invitation of this antenne.")
def answer(request: Any, token: str) -> HttpResponse:
    """In the person's language; the answer keeps neither name nor hour."""
    pk = invitation_id(token, antenne=request.place.key)
    found = _INVITATIONS.filter(pk=pk).first()
    if found is None:
        raise Http404
    cohort = found.enrolment.cohort
    language = spoken(request, found.enrolment.beneficiary.language)
    form = AnswerForm(request.POST or None, questions=questions_of(cohort), language=language)
    invited, answered = queries.survey_counts(cohort)
    over = cohort.state == Cohort.State.CLOSED or answered >= invited
    settled = found.answered or over  # a second tap, or a page from before: it shows how things stand
    if request.method == "POST" and (settled or form.is_valid()):
        if not settled:
            answer_survey(found, satisfaction=form.cleaned_data["satisfaction"], answers=form.answers())
        return redirect(request.get_full_path())
    context = page_words(language) | {"form": form, "answered": found.answered, "over": over}
    return _private(render(request, "cohorts/answer.html", context))


@needs("cohorts.survey", of="cohort")
def survey(request: Any, pk: Any) -> HttpResponse:
    """Who answered by their link, never what; what the group answered, once it says nothing of anybody."""
    cohort = get_object_or_404(COHORTS, pk=pk)
    invitations = list(
        SurveyInvitation.objects.filter(enrolment__cohort=cohort)
        .select_related("enrolment__beneficiary")
        .order_by("answered", "enrolment__beneficiary__sort_key", "id")
    )
    for invitation in invitations:
        token = token_of(invitation, antenne=request.place.key)
        invitation.link = reverse("cohorts:answer", args=[token])
        invitation.whole_link = request.build_absolute_uri(invitation.link)
    results = queries.results_of(cohort)
    context = {
        "cohort": cohort,
        "invitations": invitations,
        "results": results,
        "open": cohort.state == Cohort.State.COMPLETED and results.left > 0,
        "kiosk_qr": qr.data_uri(request.build_absolute_uri(_kiosk(request, cohort))),
        "languages": Language.choices,
        "charts": [_chart(question) for question in results.questions],
        "enough": queries.ENOUGH,
        "may_invite": cohort.state == Cohort.State.COMPLETED and allows(request.roles, "cohorts.survey"),
    }
    return render(request, "cohorts/survey.html", context)


def _kiosk(request: Any, cohort: Cohort) -> str:
    token = kiosk_token(cohort, day=request.place.today(request.now), antenne=request.place.key)
    return reverse("cohorts:kiosk", args=[token])


def _chart(question: Any) -> dict[str, Any]:
    labels = [chosen.choice for chosen in question.choices]
    times = [chosen.times for chosen in question.choices]
    # Lying, whatever the length of the words: one question reads like the other.
    chart = replace(bars(labels, [Series("Réponses", times)]), lying=True)
    return {"title": question.text, "id": question.code, "chart": chart}


@needs("cohorts.survey", of="cohort")
def surveys(request: Any) -> HttpResponse:
    """All the surveys of the antenne, and their sum."""
    page = Paginator(queries.surveyed_cohorts(), A_PAGE).get_page(request.GET.get("page"))
    for cohort in page:
        cohort.response_rate = cohort.n / cohort.invited
        cohort.satisfaction_rate = cohort.satisfied / cohort.n if cohort.shown else None
    context = {"page": page, "total": queries.survey_totals(), "enough": queries.ENOUGH}
    return render(request, "cohorts/surveys.html", context)


@require_POST
@needs("cohorts.survey", of="cohort")
def invite(request: Any, pk: Any) -> HttpResponse:
    cohort = get_object_or_404(Cohort, pk=pk)

    def link(invitation: SurveyInvitation) -> str:
        token = token_of(invitation, antenne=request.place.key)
        return request.build_absolute_uri(reverse("cohorts:answer", args=[token]))

    invited = invite_to_survey(cohort, by=request.user, now=request.now, link=link)
    if invited:
        messages.success(request, f"{len(invited)} personne(s) peuvent répondre.")
    else:
        messages.info(request, "Chaque personne venue a déjà son invitation.")
    return redirect("cohorts:survey", cohort.pk)


@needs("cohorts.survey", of="cohort")
def paper_entry(request: Any, pk: Any) -> HttpResponse:
    """Type the answers of a paper, then of the next one."""
    cohort = get_object_or_404(COHORTS, pk=pk)
    form = posted(SheetForm, request, questions=questions_of(cohort))
    if request.method == "POST" and form.is_valid():
        sheet = sheet_id(form.cleaned_data["sheet"], antenne=request.place.key)
        if sheet is None:
            raise Http404
        given = {"satisfaction": form.cleaned_data["satisfaction"], "answers": form.answers()}
        if count_answer(cohort, sheet=sheet, **given):
            messages.success(request, "Cette feuille est comptée. Prenez la suivante.")
        else:
            messages.info(request, "Cette feuille était déjà comptée : elle l’est une seule fois.")
        return redirect("cohorts:paper_entry", cohort.pk)
    invited, answered = queries.survey_counts(cohort)
    context = {
        "cohort": cohort,
        "form": form,
        "sheet": form.data.get("sheet") or new_sheet(antenne=request.place.key),
        "invited": invited,
        "answered": answered,
        "open": cohort.state == Cohort.State.COMPLETED and answered < invited,
    }
    return render(request, "cohorts/paper_entry.html", context)


@needs("cohorts.survey", of="cohort")
def blank_paper(request: Any, pk: Any) -> HttpResponse:
    """The survey to fill by hand, in one of the five languages."""
    cohort = get_object_or_404(COHORTS, pk=pk)
    language = spoken(request, "fr")
    content = blank(
        cohort, questions_of(cohort), language=language, letterhead=[request.place.name], now=request.now
    )
    return pdf_response(content, f"Enquête {cohort} {language}.pdf")


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    # Not "no-referrer": a browser would then hide where the answer comes from, and it would be refused.
    response["Referrer-Policy"] = "same-origin"
    return response
