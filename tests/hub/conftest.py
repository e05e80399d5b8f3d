"""A programme that Grenoble and Lyon follow, and short ways to run a cohort of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import closings
import pytest

from hub.demo import life
from kit.antennes import NATIONAL, at, inside
from programs.catalogue.models import TemplateVersion
from programs.catalogue.operations import (
    LevelDraft,
    add_partner,
    draft_template,
    draft_version,
    name_partner,
    publish,
)
from programs.cohorts.models import AdoptedProgramme, Cohort
from programs.cohorts.operations import adopt

LEVELS = [
    LevelDraft("beginner", 4, 0, 39),
    LevelDraft("intermediate", 4, 40, 69),
    LevelDraft("advanced", 2, 70, 100),
]
BEFORE = datetime(2021, 11, 15, 9, 0, tzinfo=UTC)


@dataclass
class Scene:
    """What the tests of figures play with."""

    world: Any
    version: TemplateVersion

    @property
    def template(self):
        return self.version.template

    def team(self, code: str = "grenoble") -> life.Team:
        world = self.world
        people = {
            "grenoble": (world.lea, world.denis, world.maud),
            "lyon": (world.karim,) * 2 + (world.marc,),
        }
        return life.Team(getattr(world, code), *people[code], dice=Random(code))

    def programme(self) -> AdoptedProgramme:
        return adopt(self.version, capacity=10, by=self.world.maud, now=BEFORE)

    def open(self, code: str = "grenoble", *, first_day: date = date(2022, 3, 7), allocation=None) -> Cohort:
        """A cohort of ten places and two sessions; standing in the antenne."""
        return life.plan(
            self.team(code),
            self.programme(),
            name=f"Groupe du {first_day}",
            room=f"Salle {first_day}",
            first_day=first_day,
            weekdays={first_day.weekday()},
            at=time(9, 30),
            sessions=2,
            allocation=allocation,
            drafted=first_day - timedelta(days=20),
        )

    def run(self, cohort: Cohort, people: int, code: str = "grenoble") -> list[Any]:
        return life.whole_course(self.team(code), cohort, self.version, people=people)

    def fill(self, cohort: Cohort, people: int, code: str = "grenoble") -> list[Any]:
        day = cohort.starts_on - timedelta(days=3)
        return life.fill(self.team(code), cohort, people, self.version, day=day)


@pytest.fixture
def scene(world) -> Scene:
    return _scene(world)


@pytest.fixture
def committed_scene(committed) -> Scene:
    return _scene(committed)


@pytest.fixture
def in_grenoble(scene):
    with inside(scene.world.grenoble):
        yield scene


def _scene(world) -> Scene:
    with at(NATIONAL):
        partner = add_partner(code="emploi", by=world.nadia, now=BEFORE)
        change = date(2024, 1, 1)
        name_partner(partner, name="Pôle emploi", start=None, end=change, by=world.nadia, now=BEFORE)
        name_partner(partner, name="France Travail", start=change, end=None, by=world.nadia, now=BEFORE)
        template = draft_template(
            code="emploi",
            name="Trouver un emploi",
            theme="employment",
            partner=partner,
            by=world.nadia,
            now=BEFORE,
        )
        version = draft_version(
            template, title="Trouver un emploi", levels=LEVELS, by=world.nadia, now=BEFORE
        )
        return Scene(world, publish(version, by=world.alex, now=BEFORE))


@pytest.fixture
def year(scene):
    """2022: eight people at Grenoble in March, a group at Lyon in May; the figures are counted."""
    with inside(scene.world.grenoble):
        scene.run(scene.open(), 8)
    with inside(scene.world.lyon):
        scene.open("lyon", first_day=date(2022, 5, 2))
    closings.count_again(scene.world, closings.CLOSING)
    return scene


@pytest.fixture
def closed(year):
    year.period = closings.close(year.world)
    return year
