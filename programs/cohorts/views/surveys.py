"""The survey: the page that a person answers, and the staff's page that hands it out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from programs.cohorts.forms.surveys import AnswerForm
from programs.cohorts.models import Cohort, SurveyInvitation
from programs.cohorts.operations import answer_survey, invite_to_survey
from programs.cohorts.survey_links import invitation_id, token_of
from programs.cohorts.survey_words import FACES, WORDS
from tenants.network.access import needs, public


@public("A person answers without an account, by a signed link that names one invitation of this antenne.")
def answer(request: Any, token: str) -> HttpResponse:
    """In the person's language; the answer keeps neither name nor hour."""
    pk = invitation_id(token, antenne=request.place.key)
    found = SurveyInvitation.objects.select_related("enrolment__beneficiary").filter(pk=pk).first()
    if found is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer_survey(found, satisfaction=form.cleaned_data["satisfaction"])
        return redirect(request.get_full_path())
    language = request.GET.get("langue", found.enrolment.beneficiary.language)
    language = language if language in WORDS else "fr"
    words = WORDS[language]
    switch = [(code, other.own_name, other.direction) for code, other in WORDS.items() if code != language]
    context = {
        "words": words,
        "answered": found.answered,
        "lang": language,
        "dir": words.direction,
        "switch": switch,
        "answers": [(value, words.answers[value], icon) for value, icon in FACES],
    }
    return render(request, "cohorts/answer.html", context)


@needs("cohorts.survey", of="cohort")
def survey(request: Any, pk: Any) -> HttpResponse:
    """Who answered, never what."""
    cohort = get_object_or_404(Cohort, pk=pk)
    invitations = list(
        SurveyInvitation.objects.filter(enrolment__cohort=cohort)
        .select_related("enrolment__beneficiary")
        .order_by("answered", "enrolment__beneficiary__sort_key", "id")
    )
    for invitation in invitations:
        token = token_of(invitation, antenne=request.place.key)
        invitation.link = reverse("cohorts:answer", args=[token])
        invitation.whole_link = request.build_absolute_uri(invitation.link)
    answered = sum(invitation.answered for invitation in invitations)
    context = {"cohort": cohort, "invitations": invitations, "answered": answered}
    return render(request, "cohorts/survey.html", context)


@require_POST
@needs("cohorts.survey", of="cohort")
def invite(request: Any, pk: Any) -> HttpResponse:
    cohort = get_object_or_404(Cohort, pk=pk)
    invited = invite_to_survey(cohort, by=request.user, now=request.now)
    if invited:
        messages.success(request, f"{len(invited)} personne(s) peuvent répondre.")
    else:
        messages.info(request, "Chaque personne venue a déjà son invitation.")
    return redirect("cohorts:survey", cohort.pk)
