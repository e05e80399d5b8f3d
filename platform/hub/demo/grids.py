"""The grid of the demonstration, and people who answer it before and after their course."""

from datetime import datetime
from functools import cache
from typing import Any

from hub.demo.accounts import NOW
from kit.antennes import NATIONAL, at
from programs.catalogue.models import AssessmentGrid, GridQuestion, TemplateVersion
from programs.catalogue.operations import draft_grid, publish_grid
from programs.catalogue.starting import grid as starting
from programs.cohorts.models import Enrolment
from programs.cohorts.operations import assess, assess_at_end
from tenants.network.models import User
from tenants.welcome.models import Beneficiary


def written() -> AssessmentGrid:
    """The starting grid, published by a second person; once."""
    with at(NATIONAL):
        done = AssessmentGrid.objects.filter(code=starting.CODE).order_by("number").first()
        if done is not None:
            return done
        nadia, alex = (User.objects.get(email=f"{name}@reseau.example") for name in ("nadia", "admin"))
        grid = draft_grid(
            code=starting.CODE, title=starting.TITLE, questions=starting.QUESTIONS, by=nadia, now=NOW
        )
        return publish_grid(grid, by=alex, now=NOW)


def position(team: Any, person: Beneficiary, version: TemplateVersion, *, score: int, now: datetime) -> None:
    """Before a course: answers that are worth about this score, where the version has a grid."""
    assess(person, version=version, **_worth(team, version, score), by=team.host, now=now)


def position_at_end(team: Any, enrolment: Enrolment, *, now: datetime) -> None:
    """After it: a good third of the way left to go is gone."""
    entry = enrolment.assessment
    if entry is not None and entry.grid_id:
        score = entry.score + (100 - entry.score) * team.dice.randint(25, 55) // 100
        assess_at_end(enrolment, **_worth(team, entry.version, score), by=team.host, now=now)


def _worth(team: Any, version: TemplateVersion, score: int) -> dict[str, Any]:
    if version.grid_id is None:
        return {"score": score}
    questions = _questions(version.grid_id)
    wanted = score * sum(max(points) for _, points in questions) // 100
    ranks = {code: 0 for code, _ in questions}
    while sum(points[ranks[code]] for code, points in questions) < wanted:
        code, points = team.dice.choice(questions)
        ranks[code] = min(ranks[code] + 1, len(points) - 1)
    return {"answers": ranks}


@cache
def _questions(grid_id: Any) -> list[tuple[str, list[int]]]:
    found = GridQuestion.objects.filter(grid=grid_id)
    return [(question.code, question.points) for question in found]
