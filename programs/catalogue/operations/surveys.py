"""Writing and publishing the national survey: one person writes, another publishes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kit.journal import record
from kit.refusals import Refused
from kit.states import move
from programs.catalogue.models import Survey, SurveyQuestion
from tenants.network.vocabulary import Language

CODE = "satisfaction"  # there is one survey today; its numbers follow each other
AT_MOST = 8  # questions: more than a page on a phone is not answered
CHOICES = range(2, 6)
_LONGEST = 200


class SurveyDraftOpen(Refused):
    """Une version de cette enquête est déjà en cours de rédaction : publiez-la d’abord."""


class SurveyNotADraft(Refused):
    """Cette enquête est publiée : elle ne change plus. Rédigez la version suivante."""


class SurveyNeedsASecondPerson(Refused):
    """Une autre personne que celle qui a rédigé cette enquête doit la publier."""


class TooManyQuestions(Refused):
    """Une enquête a {most} questions au plus, en plus de la satisfaction. Retirez-en."""


class QuestionTwice(Refused):
    """Le code « {code} » sert à deux questions. Donnez à chacune le sien."""


class WordsMissing(Refused):
    """Question « {code} », en {language} : il manque {what}."""


class ChoicesDoNotMatch(Refused):
    """Question « {code} » : chaque langue doit avoir les mêmes réponses, de 2 à 5, dans le même ordre."""


@dataclass(frozen=True)
class SurveyQuestionDraft:
    """`words` is {language: {"text": str, "choices": [str, …]}} for the five languages."""

    code: str
    words: Mapping[str, Mapping[str, Any]]


@transaction.atomic
def draft_survey(
    *, title: str, questions: Sequence[SurveyQuestionDraft], code: str = CODE, by: Any, now: datetime
) -> Survey:
    """The next number, as a draft."""
    known = list(Survey.objects.select_for_update().filter(code=code).order_by("-number"))
    if any(one.state == Survey.State.DRAFT for one in known):
        raise SurveyDraftOpen
    number = known[0].number + 1 if known else 1
    survey = Survey(code=code, number=number, title=title.strip(), drafted_by=by, drafted_at=now)
    survey.full_clean(validate_constraints=False)
    survey.save()
    _write(survey, questions)
    record("catalogue.survey_drafted", on=survey, by=by, at=now)
    return survey


@transaction.atomic
def rewrite_survey(
    survey: Survey, *, title: str, questions: Sequence[SurveyQuestionDraft], by: Any, now: datetime
) -> Survey:
    """Correct a draft. Who corrects has written it: the one who publishes must be somebody else."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if survey.state != Survey.State.DRAFT:
        raise SurveyNotADraft
    survey.title, survey.drafted_by, survey.drafted_at = title.strip(), by, now
    survey.full_clean(validate_constraints=False)
    survey.save(update_fields=["title", "drafted_by", "drafted_at"])
    survey.questions.all().delete()
    _write(survey, questions)
    record("catalogue.survey_rewritten", on=survey, by=by, at=now)
    return survey


@transaction.atomic
def publish_survey(survey: Survey, *, by: Any, now: datetime) -> Survey:
    """Make it the survey that new versions of programmes ask; those that ask the one before keep it."""
    same = Survey.objects.select_for_update().filter(code=survey.code).order_by("number")
    numbers = {one.pk: one for one in same}
    survey = numbers[survey.pk]
    if survey.drafted_by_id == by.pk:
        raise SurveyNeedsASecondPerson
    for before in numbers.values():
        if before.state == Survey.State.PUBLISHED and before.pk != survey.pk:
            move(before, to=Survey.State.SUPERSEDED, by=by, now=now, verb="catalogue.survey_superseded")
    move(
        survey,
        to=Survey.State.PUBLISHED,
        by=by,
        now=now,
        verb="catalogue.survey_published",
        published_by=by,
    )
    return survey


def _write(survey: Survey, questions: Sequence[SurveyQuestionDraft]) -> None:
    if len(questions) > AT_MOST:
        raise TooManyQuestions(most=AT_MOST)
    seen: set[str] = set()
    rows = []
    for position, question in enumerate(questions, start=1):
        if question.code in seen:
            raise QuestionTwice(code=question.code)
        seen.add(question.code)
        row = SurveyQuestion(survey=survey, position=position, code=question.code, words=_checked(question))
        row.full_clean(exclude=["survey"], validate_unique=False, validate_constraints=False)
        rows.append(row)
    SurveyQuestion.objects.bulk_create(rows)


def _checked(question: SurveyQuestionDraft) -> dict[str, dict[str, Any]]:
    """The words in the five languages, each with as many choices as the French."""
    checked = {language: _words(question, language) for language in Language.values}
    counts = {len(words["choices"]) for words in checked.values()}
    if len(counts) > 1 or counts.pop() not in CHOICES:
        raise ChoicesDoNotMatch(code=question.code)
    return checked


def _words(question: SurveyQuestionDraft, language: str) -> dict[str, Any]:
    given = question.words.get(language, {})
    text = str(given.get("text", "")).strip()
    choices = [str(choice).strip() for choice in given.get("choices", [])]
    missing = "" if text else "la question"
    if text and not (choices and all(choices)):
        missing = "les réponses"
    if missing:
        told = Language(language).label.lower()
        raise WordsMissing(code=question.code, language=told, what=missing)
    if max(map(len, [text, *choices])) > _LONGEST or len(set(choices)) < len(choices):
        raise ChoicesDoNotMatch(code=question.code)
    return {"text": text, "choices": choices}
