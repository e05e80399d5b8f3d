"""Positionnements: answers to the grid, or a score, suggest a level; a person decides one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kit.identifiers import new_id
from kit.journal import record
from kit.marks import mark, mark_people
from kit.refusals import Refused
from programs.catalogue.models import AssessmentGrid, GridQuestion, TemplateVersion
from programs.catalogue.scoring import Answers, Scored, score_of
from programs.cohorts.models import Assessment, Enrolment
from programs.cohorts.operations.enrolment import LevelNotTaught, ReasonWanted
from programs.cohorts.queries.assessments import CAME
from tenants.welcome.models import Beneficiary


class OffTheScale(Refused):
    """Le score doit être entre 0 et 100."""


class AnswersOrScore(Refused):
    """Donnez les réponses à la grille, ou bien un score : l’un des deux."""


class NoGrid(Refused):
    """Ce programme n’a pas de grille : donnez un score de 0 à 100."""


class QuestionUnknown(Refused):
    """La grille n’a pas de question « {code} »."""


class ChoiceUnknown(Refused):
    """Question {number} : ce choix n’existe pas dans la grille."""


class QuestionUnanswered(Refused):
    """Il manque la réponse à la question {number} : « {text} »"""


class TooEarlyForTheEnd(Refused):
    """Cette personne n’est pas encore venue : le positionnement de fin se fait après le début."""


class AlreadyAssessedAtTheEnd(Refused):
    """Le positionnement de fin est déjà fait pour cette inscription."""


class AlreadyKept(Refused):
    """Ce positionnement est déjà enregistré, avec d’autres réponses. Pour le refaire, recommencez-le."""


def decide_level(
    beneficiary: Beneficiary,
    *,
    version: TemplateVersion,
    score: int,
    level: str = "",
    reason: str = "",
    by: Any,
    now: datetime,
) -> Assessment:
    """Record a positionnement whose score was counted elsewhere, as on paper."""
    return assess(beneficiary, version=version, score=score, level=level, reason=reason, by=by, now=now)


@transaction.atomic
def assess(
    beneficiary: Beneficiary,
    *,
    version: TemplateVersion,
    answers: Answers | None = None,
    score: int | None = None,
    level: str = "",
    reason: str = "",
    key: UUID | None = None,
    by: Any,
    now: datetime,
) -> Assessment:
    """Before the course: answers to the version's grid (or a score) suggest a level, the host decides.

    Another level than the suggested one wants a reason. `key` is the id that the assessment will have:
    a form that is sent twice is kept once.
    """
    made = Assessment(beneficiary=beneficiary, version=version, moment=Assessment.Moment.ENTRY)
    _measure(made, grid=version.grid, answers=answers, score=score)
    _decide(made, level=level, reason=reason)
    kept = _keep(made, key=key, by=by, now=now)
    mark_people([kept.beneficiary_id])
    return kept


@transaction.atomic
def assess_at_end(
    enrolment: Enrolment,
    *,
    answers: Answers | None = None,
    score: int | None = None,
    level: str = "",
    reason: str = "",
    key: UUID | None = None,
    by: Any,
    now: datetime,
) -> Assessment:
    """After the course, once: with the grid and the scale of the entry, so that both can be compared."""
    entered = Enrolment.objects.select_related("assessment__version", "assessment__grid", "cohort")
    enrolment = entered.select_for_update(no_key=True, of=("self",)).get(pk=enrolment.pk)
    entry = enrolment.assessment
    if enrolment.state not in CAME or entry is None:
        raise TooEarlyForTheEnd
    made = Assessment(
        beneficiary_id=enrolment.beneficiary_id,
        version=entry.version,
        moment=Assessment.Moment.EXIT,
        enrolment=enrolment,
    )
    _measure(made, grid=entry.grid or entry.version.grid, answers=answers, score=score)
    _decide(made, level=level, reason=reason)
    kept = _keep(made, key=key, by=by, now=now)
    mark(enrolment.cohort.starts_on, version_id=enrolment.cohort.version_id)
    return kept


def check_answers(questions: Iterable[GridQuestion], answers: Answers) -> None:
    """Refuse an unknown question, a choice that does not exist, a question without an answer."""
    asked = {question.code: question for question in questions}
    for code in answers:
        if code not in asked:
            raise QuestionUnknown(code=code)
    for number, question in enumerate(asked.values(), start=1):
        if question.code not in answers:
            raise QuestionUnanswered(number=number, text=question)
        rank = answers[question.code]
        if rank is not None and not 0 <= rank < len(question.points):
            raise ChoiceUnknown(number=number)


def _measure(
    made: Assessment, *, grid: AssessmentGrid | None, answers: Answers | None, score: int | None
) -> None:
    """Set the score, by the grid or as it is given, and the level that it suggests."""
    if (answers is None) == (score is None):
        raise AnswersOrScore
    if answers is not None:
        if grid is None:
            raise NoGrid
        scored = _scored(grid, answers)
        made.grid, made.answers, made.skills, score = grid, dict(answers), scored.skills, scored.score
    made.score = score or 0
    rule = made.version.level_for(made.score)
    if rule is None:
        raise OffTheScale
    made.suggested_level = rule.level


def _scored(grid: AssessmentGrid, answers: Answers) -> Scored:
    questions = list(grid.questions.all())
    check_answers(questions, answers)
    return score_of(questions, answers)


def _decide(made: Assessment, *, level: str, reason: str) -> None:
    decided = level or made.suggested_level
    if not any(rule.level == decided for rule in made.version.levels.all()):
        raise LevelNotTaught
    if decided != made.suggested_level and not reason.strip():
        raise ReasonWanted("Dites pourquoi un autre niveau que celui du score.")
    made.decided_level, made.reason = decided, reason.strip()


def _keep(made: Assessment, *, key: UUID | None, by: Any, now: datetime) -> Assessment:
    made.id, made.assessed_by, made.assessed_at = key or new_id(), by, now
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        kept = _kept_before(made)
        if kept is None:
            raise
        return kept
    record("cohorts.level_decided", on=made, by=by, at=now)
    return made


def _kept_before(made: Assessment) -> Assessment | None:
    """The same one, sent twice; the unique keys of the database are what noticed it."""
    kept = Assessment.objects.filter(pk=made.pk).first()
    if kept is not None and _said(kept) != _said(made):
        raise AlreadyKept
    ended = made.enrolment_id and Assessment.objects.filter(enrolment=made.enrolment_id).exists()
    if kept is None and ended:
        raise AlreadyAssessedAtTheEnd
    return kept


def _said(one: Assessment) -> tuple[Any, ...]:
    decided = one.score, one.decided_level, one.reason
    return one.beneficiary_id, one.version_id, one.enrolment_id, one.answers, *decided
