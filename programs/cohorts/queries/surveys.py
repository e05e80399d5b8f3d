"""What a cohort answered, once that says nothing of anybody.

Nothing is shown before five answers: of fewer, colleagues who know the group would guess. Nor before
the survey is over (everybody has answered, or the course is closed, which ends it): on a page that
moves, the difference between two visits is the answer of who has just left with the tablet.
"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Case, F, Q, QuerySet, When

from programs.cohorts.models import Cohort, Satisfaction, SurveyAnswer, SurveyInvitation
from programs.cohorts.models.surveys import SATISFIED
from programs.cohorts.queries.cohorts import _number_of

ENOUGH = 5


class Chosen(NamedTuple):
    """An answer, and how many times it was given."""

    choice: str
    times: int


@dataclass(frozen=True)
class Question:
    """A question in French, and how many chose each of its answers, in order."""

    code: str
    text: str
    choices: list[Chosen]


@dataclass(frozen=True)
class Results:
    """`shown` False: `satisfied` and `questions` are empty, whatever was answered."""

    invited: int
    n: int
    shown: bool
    over: bool
    satisfied: int | None = None
    questions: list[Question] = field(default_factory=list)

    @property
    def satisfaction_rate(self) -> float | None:
        return None if self.satisfied is None else self.satisfied / self.n

    @property
    def response_rate(self) -> float | None:
        return self.n / self.invited if self.invited else None

    @property
    def left(self) -> int:
        return max(self.invited - self.n, 0)


def surveyed_cohorts() -> QuerySet:
    """The cohorts that were invited, the last to end first, with invited, n, satisfied and shown.

    `satisfied` counts for cohorts that are `shown` alone, by the same rule as `results_of`.
    """
    answers = SurveyAnswer.objects.all()
    over = Q(state=Cohort.State.CLOSED) | Q(n__gte=F("invited"))
    return (
        Cohort.objects.annotate(
            invited=_number_of(SurveyInvitation.objects.all(), of="enrolment__cohort"),
            n=_number_of(answers),
            satisfied=_number_of(answers.filter(satisfaction__in=SATISFIED)),
        )
        .filter(invited__gt=0)
        .annotate(shown=Case(When(over & Q(n__gte=ENOUGH), then=True), default=False))
        .order_by("-ends_on", "name", "id")
    )


def survey_totals() -> Results:
    """Of all the cohorts whose results are shown."""
    rows = list(surveyed_cohorts().filter(shown=True).values_list("invited", "n", "satisfied"))
    invited, n, satisfied = (sum(column) for column in zip(*rows, strict=True)) if rows else (0, 0, None)
    return Results(invited, n, shown=bool(rows), over=True, satisfied=satisfied)


def survey_counts(cohort: Cohort) -> tuple[int, int]:
    """(invited, answers by every channel)."""
    invited = SurveyInvitation.objects.filter(enrolment__cohort=cohort).count()
    return invited, SurveyAnswer.objects.filter(cohort=cohort).count()


def results_of(cohort: Cohort) -> Results:
    """Of a cohort read with its version and its survey."""
    invited = SurveyInvitation.objects.filter(enrolment__cohort=cohort).count()
    answers = list(cohort.survey_answers.values_list("satisfaction", "answers"))
    n = len(answers)
    over = bool(invited) and (n >= invited or cohort.state == Cohort.State.CLOSED)
    if not over or n < ENOUGH:
        return Results(invited, n, shown=False, over=over)
    said = [satisfaction for satisfaction, _ in answers]
    first = Question(
        "satisfaction",
        "Êtes-vous satisfait de ce parcours\u202f?",
        [Chosen(str(choice.label), said.count(choice)) for choice in Satisfaction],
    )
    further = [_counted(question, [ranks for _, ranks in answers]) for question in _questions(cohort)]
    satisfied = sum(one in SATISFIED for one in said)
    return Results(invited, n, shown=True, over=over, satisfied=satisfied, questions=[first, *further])


def _questions(cohort: Cohort) -> list[Any]:
    survey = cohort.version.survey
    return list(survey.questions.all()) if survey else []


def _counted(question: Any, answers: list[dict[str, int]]) -> Question:
    ranks = [given[question.code] for given in answers if question.code in given]
    words = question.words["fr"]
    choices = [Chosen(choice, ranks.count(rank)) for rank, choice in enumerate(words["choices"], start=1)]
    return Question(question.code, words["text"], choices)
