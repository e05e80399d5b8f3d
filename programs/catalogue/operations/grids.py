"""Writing and publishing the grid of the positionnement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from kit.journal import record
from kit.refusals import Refused
from kit.states import NotThatWay, move
from programs.catalogue.models import AssessmentGrid, GridQuestion, Skill
from tenants.network.vocabulary import Language

State = AssessmentGrid.State
MOST_CHOICES, MOST_POINTS, MOST_SIGNS = 8, 100, 300


class GridDraftOpen(Refused):
    """Une version de cette grille est déjà en cours de rédaction : publiez-la d’abord."""


class GridNeedsASecondPerson(Refused):
    """Une autre personne que celle qui a rédigé cette grille doit la publier."""


class GridIsPublished(Refused):
    """Cette grille est publiée : elle ne change plus. Rédigez la version suivante."""


class QuestionIncomplete(Refused):
    """Question « {code} » : il manque un texte ou un choix en {language}."""


class WordsTooLong(Refused):
    """Question « {code} » : un texte dépasse 300 signes. Écrivez plus court."""


class PointsWithoutChoice(Refused):
    """Question « {code} » : donnez autant de points que de choix, de deux à huit."""


class PointsOutOfBounds(Refused):
    """Question « {code} » : les points vont de 0 à 100, et un choix au moins en donne."""


class QuestionTwice(Refused):
    """Deux questions portent le code « {code} ». Changez-en un."""


class SkillWithoutQuestion(Refused):
    """Il manque une question pour ce domaine : {skill}."""


@dataclass(frozen=True)
class GridQuestionDraft:
    """A question as it is written: `words` and `points` as in GridQuestion."""

    code: str
    skill: str
    words: dict[str, dict[str, Any]]
    points: list[int]
    practical: bool = False


@transaction.atomic
def draft_grid(
    *, code: str, title: str, questions: Sequence[GridQuestionDraft], by: Any, now: datetime
) -> AssessmentGrid:
    """The next version of the grid of this code, as a draft."""
    known = AssessmentGrid.objects.filter(code=code)
    list(known.select_for_update())  # two who draft at once: one waits here, and then sees the other's
    if known.filter(state=State.DRAFT).exists():
        raise GridDraftOpen
    last = known.order_by("-number").first()
    grid = AssessmentGrid(
        code=code, number=(last.number if last else 0) + 1, title=title, drafted_by=by, drafted_at=now
    )
    grid.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            grid.save(force_insert=True)
    except IntegrityError as error:  # the very first one, written twice at once
        raise GridDraftOpen from error
    _write(grid, questions)
    record("catalogue.grid_drafted", on=grid, by=by, at=now)
    return grid


@transaction.atomic
def write_question(
    grid: AssessmentGrid, *, question: GridQuestionDraft, replacing: str = "", by: Any, now: datetime
) -> GridQuestion:
    """Add a question at the end of a draft, or put it in the place of the one of the code `replacing`.

    Who writes last answers for the draft: another person publishes it.
    """
    grid = _to_write(grid, by, now)
    _check(question)
    if grid.questions.filter(code=question.code).exclude(code=replacing).exists():
        raise QuestionTwice(code=question.code)
    last = grid.questions.order_by("-position").first()
    written = grid.questions.filter(code=replacing).first() or GridQuestion(
        grid=grid, position=(last.position if last else 0) + 1
    )
    for name, value in vars(question).items():
        setattr(written, name, value)
    written.full_clean(exclude=["grid"], validate_unique=False, validate_constraints=False)
    written.save()
    record("catalogue.grid_edited", on=grid, by=by, at=now)
    return written


@transaction.atomic
def remove_question(question: GridQuestion, *, by: Any, now: datetime) -> None:
    """Take a question out of a draft."""
    grid = _to_write(question.grid, by, now)
    grid.questions.filter(pk=question.pk).delete()
    record("catalogue.grid_edited", on=grid, by=by, at=now)


@transaction.atomic
def publish_grid(grid: AssessmentGrid, *, by: Any, now: datetime) -> AssessmentGrid:
    """Make a draft the grid that the next versions of programmes may take; the one before is superseded.

    What points at the one before keeps it: a person is measured twice with the same one.
    """
    list(AssessmentGrid.objects.filter(code=grid.code).select_for_update())
    grid = AssessmentGrid.objects.get(pk=grid.pk)
    if grid.state != State.DRAFT:
        raise NotThatWay(state=grid.get_state_display().lower())
    if grid.drafted_by_id == by.pk:
        raise GridNeedsASecondPerson
    _check_whole(grid.questions.all())
    before = AssessmentGrid.objects.filter(code=grid.code, state=State.PUBLISHED).first()
    if before is not None:
        move(before, to=State.SUPERSEDED, by=by, now=now, verb="catalogue.grid_superseded")
    move(grid, to=State.PUBLISHED, by=by, now=now, verb="catalogue.grid_published", published_by=by)
    return grid


def _to_write(grid: AssessmentGrid, by: Any, now: datetime) -> AssessmentGrid:
    grid = AssessmentGrid.objects.select_for_update().get(pk=grid.pk)
    if grid.state != State.DRAFT:
        raise GridIsPublished
    grid.drafted_by, grid.drafted_at = by, now
    grid.save(update_fields=["drafted_by", "drafted_at"])
    return grid


def _write(grid: AssessmentGrid, questions: Sequence[GridQuestionDraft]) -> None:
    seen: set[str] = set()
    for question in questions:
        _check(question)
        if question.code in seen:
            raise QuestionTwice(code=question.code)
        seen.add(question.code)
    made = [GridQuestion(grid=grid, position=n, **vars(one)) for n, one in enumerate(questions, start=1)]
    for one in made:
        one.full_clean(exclude=["grid"], validate_unique=False, validate_constraints=False)
    GridQuestion.objects.bulk_create(made)


def _check(question: GridQuestionDraft | GridQuestion) -> None:
    """French is whole, another language whole or absent; as many points as choices, and some to earn."""
    points = question.points
    if not 2 <= len(points) <= MOST_CHOICES:
        raise PointsWithoutChoice(code=question.code)
    if not 0 < max(points) <= MOST_POINTS or min(points) < 0:
        raise PointsOutOfBounds(code=question.code)
    for language in {Language.FRENCH.value, *question.words}:
        _check_words(question, language)


def _check_words(question: GridQuestionDraft | GridQuestion, language: str) -> None:
    words = question.words.get(language, {})
    choices = [choice for choice in words.get("choices", []) if choice.strip()]
    if language not in Language or not words.get("text", "").strip() or not choices:
        label = Language(language).label.lower() if language in Language else language
        raise QuestionIncomplete(code=question.code, language=label)
    if len(choices) != len(question.points) or len(choices) != len(words["choices"]):
        raise PointsWithoutChoice(code=question.code)
    if any(len(text) > MOST_SIGNS for text in [words["text"], words.get("help", ""), *choices]):
        raise WordsTooLong(code=question.code)


def _check_whole(questions: Iterable[GridQuestion]) -> None:
    found = list(questions)
    for question in found:
        _check(question)
    for skill in Skill:
        if skill not in {question.skill for question in found}:
            raise SkillWithoutQuestion(skill=skill.label)
