"""Short ways to a published grid, and to answers that are worth a score."""

from typing import Any

import scenes

from kit.antennes import NATIONAL, at
from programs.catalogue.models import Skill
from programs.catalogue.operations import GridQuestionDraft, draft_grid, publish_grid
from programs.catalogue.starting.grid import CODE, QUESTIONS, TITLE


def small(
    skill: str, *, code: str = "", points: Any = (0, 1, 2), practical: bool = False
) -> GridQuestionDraft:
    """A question of three choices, in French alone."""
    words = {"text": f"Savez-vous {skill} ?", "help": "", "choices": ["Non", "Un peu", "Oui"]}
    return GridQuestionDraft(code or skill, skill, {"fr": words}, list(points), practical)


SMALL = [small(skill) for skill in Skill.values]


def published(world: Any, *, code: str = CODE, questions: Any = QUESTIONS) -> Any:
    with at(NATIONAL):
        grid = draft_grid(code=code, title=TITLE, questions=questions, by=world.nadia, now=world.now)
        return publish_grid(grid, by=world.alex, now=world.now)


def version(world: Any, *, questions: Any = QUESTIONS) -> Any:
    """A published version of a programme with a grid."""
    template = scenes.template(world, code="avec-grille")
    return scenes.version(world, template, grid=published(world, questions=questions))


def answers(questions: Any = QUESTIONS, *, rank: int | None = 0, **others: Any) -> dict[str, int | None]:
    """The same rank everywhere (at most the last choice), but for the `others`."""
    given = {one.code: rank if rank is None else min(rank, len(one.points) - 1) for one in questions}
    return given | others
