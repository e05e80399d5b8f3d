"""Positionnements on the host's side: to begin one, to decide the level, to read it, to see the way gone."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kit.formats import typography
from kit.ui.charts import Series, bars
from kit.ui.forms import posted
from programs.catalogue.models import AssessmentGrid, GridQuestion, Skill
from programs.cohorts import assess_words, drafts, operations, queries
from programs.cohorts.forms.assessments import AssessForm, ScoreForm
from programs.cohorts.models import Assessment
from tenants.network.access import allows, needs
from tenants.network.vocabulary import Language, direction
from tenants.welcome.models import Beneficiary


@needs("cohorts.assess", of="beneficiary")
def assess(request: Any, pk: Any) -> HttpResponse:
    """The ways to take one before a course: on the tablet, from paper, or a score that is known."""
    person = get_object_or_404(Beneficiary, pk=pk)
    form = posted(AssessForm, request)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        version = given.pop("programme").version
        made = operations.assess(person, version=version, **given, by=request.user, now=request.now)
        return say_decided(request, made)
    adopted = list(queries.programmes().prefetch_related("version__levels"))
    context = {
        "form": form,
        "person": person,
        "adopted": adopted,
        "with_grid": [programme for programme in adopted if programme.version.grid_id],
        "begun": [one for one in drafts.of_person(request.session, person.pk) if not one.enrolment],
    }
    return render(request, "cohorts/assess.html", context)


@require_POST
@needs("cohorts.assess", of="beneficiary")
def start(request: Any, pk: Any, programme_pk: Any) -> HttpResponse:
    person = get_object_or_404(Beneficiary, pk=pk)
    found = queries.programmes_with_a_grid().select_related("version__grid")
    version = get_object_or_404(found, pk=programme_pk).version
    draft = drafts.start(request.session, person=person, version=version, grid=version.grid)
    return _begin(request, draft)


@needs("cohorts.assess", of="enrolment")
def assess_at_end(request: Any, pk: Any) -> HttpResponse:
    """The same, after the course."""
    enrolment = get_object_or_404(queries.who_came(), pk=pk)
    form = posted(ScoreForm, request)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = operations.assess_at_end(enrolment, **given, by=request.user, now=request.now)
        return say_decided(request, made)
    way = queries.way_of(enrolment)
    if way.end is not None:
        return redirect("cohorts:progress", enrolment.pk)
    begun = drafts.of_person(request.session, enrolment.beneficiary_id)
    context = {
        "form": form,
        "enrolment": enrolment,
        "person": enrolment.beneficiary,
        "version": way.entry.version,
        "levels": way.entry.version.levels.all(),
        "has_grid": _grid_of(way.entry) is not None,
        "begun": [draft for draft in begun if draft.enrolment == str(enrolment.pk)],
    }
    return render(request, "cohorts/assess_at_end.html", context)


@require_POST
@needs("cohorts.assess", of="enrolment")
def start_at_end(request: Any, pk: Any) -> HttpResponse:
    enrolment = get_object_or_404(queries.who_came(), pk=pk)
    entry = queries.way_of(enrolment).entry
    grid = get_object_or_404(AssessmentGrid, pk=_grid_of(entry))
    draft = drafts.start(
        request.session, person=enrolment.beneficiary, version=entry.version, grid=grid, enrolment=enrolment
    )
    return _begin(request, draft)


@needs("cohorts.view", of="assessment")
def assessment(request: Any, pk: Any) -> HttpResponse:
    """One that was recorded: its score, by domain, the level, and what was answered."""
    found = get_object_or_404(
        Assessment.objects.select_related("beneficiary", "version", "assessed_by", "enrolment__cohort"), pk=pk
    )
    questions = GridQuestion.objects.filter(grid=found.grid_id) if found.grid_id else []
    context = {
        "assessment": found,
        "person": found.beneficiary,
        "chart": skills_chart(found.skills),
        "answered": [_answered(question, found.answers) for question in questions],
        "may_assess": allows(request.roles, "cohorts.assess"),
    }
    return render(request, "cohorts/assessment.html", context)


@needs("cohorts.assess", of="grid")
def paper(request: Any, pk: Any) -> HttpResponse:
    """The grid to print, in the language of the person."""
    known = AssessmentGrid.objects.exclude(state=AssessmentGrid.State.DRAFT)
    grid = get_object_or_404(known, pk=pk)
    asked = request.GET.get("langue", "")
    language = asked if asked in Language else Language.FRENCH.value
    context = {
        "grid": grid,
        "lines": [told(question, language) for question in grid.questions.all()],
        "language": language,
        "unknown": assess_words.WORDS[language].unknown,
        "languages": Language.choices,
    }
    return render(request, "cohorts/grid_paper.html", context)


def skills_chart(skills: dict[str, int]) -> Any:
    known = [skill for skill in Skill if skill in skills]
    return bars(
        [skill.label for skill in known], [Series("Score", [skills[one] for one in known])], highest=100
    )


def told(question: GridQuestion, language: str) -> dict[str, Any]:
    """A question as a page says it: in this language, or in French where the grid lacks it."""
    spoken = language if language in question.words else Language.FRENCH.value
    words = question.words[spoken]
    french = spoken == Language.FRENCH
    said = [words["text"], words.get("help", ""), *words["choices"]]
    text, help_text, *choices = [typography(one) for one in said] if french else said
    return {
        "question": question,
        "lang": spoken,
        "dir": direction(spoken),
        "text": text,
        "help": "" if question.practical else help_text,
        "choices": choices,
        "host": typography(question.words[Language.FRENCH].get("help", "")) if question.practical else "",
    }


def _answered(question: GridQuestion, answers: dict[str, int | None]) -> dict[str, Any]:
    line = told(question, Language.FRENCH)
    rank = answers.get(question.code)
    line["answer"] = "" if rank is None else line["choices"][rank]
    line["points"] = 0 if rank is None else question.points[rank]
    line["most"] = max(question.points)
    return line


def _grid_of(entry: Assessment) -> Any:
    """The grid of the entry, pinned; else the one that its version has."""
    return entry.grid_id or entry.version.grid_id


def _begin(request: Any, draft: drafts.Draft) -> HttpResponse:
    if "paper" in request.POST:
        return redirect("cohorts:answers", draft.person, draft.key)
    return redirect("cohorts:question", draft.person, draft.key, 1)


def say_decided(request: Any, made: Assessment) -> HttpResponse:
    level = made.get_decided_level_display().lower()
    messages.success(request, f"Niveau décidé pour {made.beneficiary} : {level} (score {made.score}).")
    if made.enrolment_id:
        return redirect("cohorts:progress", made.enrolment_id)
    return redirect("person", made.beneficiary_id)
