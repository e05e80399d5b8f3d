"""The grids of the positionnement, as the national office reads, writes and publishes them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kit.ui.forms import posted
from programs.catalogue import operations
from programs.catalogue.grid_forms import QuestionForm
from programs.catalogue.models import AssessmentGrid, GridQuestion, Skill
from programs.catalogue.operations import GridQuestionDraft
from programs.catalogue.starting import grid as starting
from tenants.network.access import allows, needs
from tenants.network.vocabulary import Language, direction

State = AssessmentGrid.State
TONES = {State.DRAFT: "sun", State.PUBLISHED: "ok", State.SUPERSEDED: "neutral"}


@needs("catalogue.view", of="grid")
def grids(request: Any) -> HttpResponse:
    found = list(AssessmentGrid.objects.order_by("code", "-number"))
    context = {
        "grids": [(grid, TONES[State(grid.state)]) for grid in found],
        "may_write": allows(request.roles, "catalogue.write"),
        "started": any(grid.code == starting.CODE for grid in found),
    }
    return render(request, "catalogue/grids.html", context)


@needs("catalogue.write", of="grid")
@require_POST
def start(request: Any) -> HttpResponse:
    """The first draft, from the network's starting grid."""
    grid = operations.draft_grid(
        code=starting.CODE,
        title=starting.TITLE,
        questions=starting.QUESTIONS,
        by=request.user,
        now=request.now,
    )
    messages.success(request, "Le brouillon est prêt. Relisez-le : une autre personne le publiera.")
    return redirect("grids:grid", grid.code, grid.number)


@needs("catalogue.view", of="grid")
def grid(request: Any, code: str, number: int) -> HttpResponse:
    """A grid, question by question, in one language at a time."""
    found = _grid(code, number)
    questions = list(found.questions.all())
    asked = request.GET.get("langue", "")
    language = Language(asked) if asked in Language else Language.FRENCH
    is_draft = found.state == State.DRAFT
    own = found.drafted_by_id == request.user.pk
    context = {
        "grid": found,
        "tone": TONES[State(found.state)],
        "skills": _by_skill(questions, language),
        "language": language.value,
        "dir": direction(language),
        "languages": _languages(questions, language),
        "versions": AssessmentGrid.objects.filter(code=code).order_by("-number"),
        "may_publish": is_draft and allows(request.roles, "catalogue.publish"),
        "own_draft": is_draft and own,
        "may_write": is_draft and allows(request.roles, "catalogue.write"),
        "may_draft": not is_draft and allows(request.roles, "catalogue.write"),
    }
    return render(request, "catalogue/grid.html", context)


@needs("catalogue.write", of="grid")
@require_POST
def draft_next(request: Any, code: str, number: int) -> HttpResponse:
    """The next version, as a draft, from this one."""
    last = _grid(code, number)
    questions = [
        GridQuestionDraft(one.code, one.skill, one.words, one.points, one.practical)
        for one in last.questions.all()
    ]
    made = operations.draft_grid(
        code=code, title=last.title, questions=questions, by=request.user, now=request.now
    )
    messages.success(request, "Le brouillon reprend cette version. Corrigez-le question par question.")
    return redirect("grids:grid", code, made.number)


@needs("catalogue.write", of="grid")
def write(request: Any, code: str, number: int, question: str = "") -> HttpResponse:
    """A question of a draft: a new one, or one to correct."""
    found = _grid(code, number)
    old = get_object_or_404(GridQuestion, grid=found, code=question) if question else None
    form = posted(QuestionForm, request, question=old)
    if request.method == "POST" and form.is_valid():
        operations.write_question(
            found, question=form.draft(), replacing=question, by=request.user, now=request.now
        )
        messages.success(request, "La question est enregistrée.")
        return redirect("grids:grid", code, number)
    context = {"grid": found, "form": form, "question": old}
    return render(request, "catalogue/grid_question.html", context)


@needs("catalogue.write", of="grid")
@require_POST
def remove(request: Any, code: str, number: int, question: str) -> HttpResponse:
    old = get_object_or_404(
        GridQuestion.objects.select_related("grid"), grid=_grid(code, number), code=question
    )
    operations.remove_question(old, by=request.user, now=request.now)
    messages.success(request, "La question est retirée du brouillon.")
    return redirect("grids:grid", code, number)


@needs("catalogue.publish", of="grid")
@require_POST
def publish(request: Any, code: str, number: int) -> HttpResponse:
    operations.publish_grid(_grid(code, number), by=request.user, now=request.now)
    messages.success(request, "La grille est publiée. Les versions de programme peuvent la prendre.")
    return redirect("grids:grid", code, number)


def _grid(code: str, number: int) -> AssessmentGrid:
    known = AssessmentGrid.objects.select_related("drafted_by", "published_by")
    return get_object_or_404(known, code=code, number=number)


def _by_skill(questions: list[GridQuestion], language: Language) -> list[dict[str, Any]]:
    """Domain by domain."""
    return [
        {"label": skill.label, "lines": [_line(one, language) for one in questions if one.skill == skill]}
        for skill in Skill
    ]


def _line(question: GridQuestion, language: Language) -> dict[str, Any]:
    """A question with its words, or without where nobody has translated it."""
    words = question.words.get(language)
    choices = words["choices"] if words else []
    return {
        "question": question,
        "words": words,
        "choices": list(zip(choices, question.points, strict=False)),
    }


def _languages(questions: list[GridQuestion], current: Language) -> list[dict[str, Any]]:
    """Tabs: each language, with how many questions it has when some are missing."""
    tabs = []
    for language in Language:
        said = sum(language in one.words for one in questions)
        count = None if said == len(questions) else f"{said} sur {len(questions)}"
        url = f"?langue={language.value}"
        tabs.append({"label": language.label, "url": url, "current": language == current, "count": count})
    return tabs
