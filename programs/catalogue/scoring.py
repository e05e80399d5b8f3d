"""From answers to points: a score from 0 to 100, and one for each domain. Whole numbers only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from programs.catalogue.models import GridQuestion, Skill

# {question code: rank of the choice, from 0}; None is "I do not know", which gives no point.
Answers = Mapping[str, int | None]


@dataclass(frozen=True)
class Scored:
    score: int
    skills: dict[str, int]


def score_of(questions: Iterable[GridQuestion], answers: Answers) -> Scored:
    """Points × 100 ÷ the most that could be had, halves up. The answers are known to be whole."""
    asked = list(questions)
    skills = {
        skill.value: _score([one for one in asked if one.skill == skill], answers)
        for skill in Skill
        if any(one.skill == skill for one in asked)
    }
    return Scored(_score(asked, answers), skills)


def _score(questions: list[GridQuestion], answers: Answers) -> int:
    most = sum(max(question.points) for question in questions)
    had = 0
    for question in questions:
        rank = answers[question.code]
        had += 0 if rank is None else question.points[rank]
    return (had * 200 + most) // (most * 2)
