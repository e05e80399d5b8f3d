"""The national survey: its versions, the draft of the next one, and its publication by a second person."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kit.ui.forms import posted
from programs.catalogue.models import Survey
from programs.catalogue.operations import draft_survey, publish_survey, rewrite_survey
from programs.catalogue.operations.surveys import CODE
from programs.catalogue.starting import survey as starting
from programs.catalogue.survey_forms import SurveyForm
from tenants.network.access import allows, needs
from tenants.network.vocabulary import Language, direction

_SURVEYS = Survey.objects.filter(code=CODE).select_related("drafted_by", "published_by")


@needs("catalogue.view", of="survey")
def survey(request: Any, number: int | None = None) -> HttpResponse:
    """A version of the survey in one language; without a number, the one in force or the last."""
    versions = list(_SURVEYS.order_by("-number"))
    shown = _chosen(versions, number)
    language = request.GET.get("langue", "fr")
    language = language if language in Language.values else "fr"
    draft = shown if shown is not None and shown.state == Survey.State.DRAFT else None
    own = draft is not None and draft.drafted_by_id == request.user.pk
    context = {
        "versions": versions,
        "survey": shown,
        "questions": [question.words[language] for question in shown.questions.all()] if shown else [],
        "lang": language,
        "dir": direction(language),
        "languages": [
            {"label": label, "url": f"?langue={code}", "current": code == language}
            for code, label in Language.choices
        ],
        "may_publish": bool(draft) and not own and allows(request.roles, "catalogue.publish"),
        "own_draft": own,
        "may_write": allows(request.roles, "catalogue.write"),
        "open_draft": any(one.state == Survey.State.DRAFT for one in versions),
    }
    return render(request, "catalogue/survey.html", context)


@needs("catalogue.write", of="survey")
def draft(request: Any) -> HttpResponse:
    """Write the next version, from the last one; or correct the draft that waits."""
    last = _SURVEYS.order_by("-number").first()
    title, questions = (last.title, last.questions.all()) if last else (starting.TITLE, starting.QUESTIONS)
    form = posted(SurveyForm, request, title=title, questions=list(questions))
    waiting = last if last is not None and last.state == Survey.State.DRAFT else None
    if request.method == "POST" and form.is_valid():
        given = {"title": form.cleaned_data["title"], "questions": form.drafts()}
        signed = {"by": request.user, "now": request.now}
        made = rewrite_survey(waiting, **given, **signed) if waiting else draft_survey(**given, **signed)
        messages.success(request, "Le brouillon est prêt. Une autre personne doit le relire et le publier.")
        return redirect("catalogue:survey_version", made.number)
    number = waiting.number if waiting else (last.number + 1 if last else 1)
    return render(request, "catalogue/survey_draft.html", {"form": form, "number": number})


@require_POST
@needs("catalogue.publish", of="survey")
def publish(request: Any, number: int) -> HttpResponse:
    """Publish a draft; the person who wrote it is refused."""
    publish_survey(get_object_or_404(_SURVEYS, number=number), by=request.user, now=request.now)
    messages.success(request, "L’enquête est publiée. Les programmes la prennent à leur prochaine version.")
    return redirect("catalogue:survey_version", number)


def _chosen(versions: list[Survey], number: int | None) -> Survey | None:
    if number is not None:
        found = next((one for one in versions if one.number == number), None)
        if found is None:
            raise Http404
        return found
    published = [one for one in versions if one.state == Survey.State.PUBLISHED]
    return next(iter(published or versions), None)
