"""A year and a half in two antennes at random, through the product's own operations.

A step is a method of Town, with a weight. It picks what it acts on among the rows that are near the right
state, now and then among all of them: the product then refuses, which is a step like another.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import scenes
import shop
from django.utils.timezone import localdate
from world import World

from billing.sponsoring import operations as sponsoring
from hub.rollup.models import Figure
from hub.rollup.refresh import refresh
from kit.antennes import NATIONAL, at, inside
from kit.refusals import Refused
from stream.base import WEIGHTS, Nothing
from stream.devices import Devices
from stream.groups import Groups
from stream.money import Money
from stream.people import People
from stream.sessions import Sessions
from stream.sheets import Sheets

START, DAYS = datetime(2022, 1, 3, 7, 30, tzinfo=UTC), 540
TURN, REFRESHED = 20, 40  # steps in an antenne before the other; steps between two refreshes
LEVELS = [
    scenes.LevelDraft("beginner", 4, 0, 39),
    scenes.LevelDraft("intermediate", 3, 40, 69),
    scenes.LevelDraft("advanced", 2, 70, 100),
]


class Town(People, Groups, Sheets, Sessions, Devices, Money):
    """An antenne and all that may happen in it."""


class Stream:
    """Plays so many steps; `done` and `refused` count them by kind."""

    def __init__(self, world: World, *, seed: int, steps: int) -> None:
        self.world, self.dice, self.steps = world, Random(seed), steps
        world.now, world.today = START, START.date()
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.why: Counter[str] = Counter()
        self.counted: set[str] = set()  # the measures that had a cell at a refresh
        self.products = {
            kind: shop.product(world, name, cents=cents, kind=kind, reference=reference)
            for kind, name, cents, reference in [
                ("prepaid_card", "carte", 500, 1200), ("plan_month", "forfait", 300, 900),
                ("accessory", "cable", 150, 400), ("device", "ordinateur", 5000, 30_000),
            ]
        }  # fmt: skip
        self.versions = self._versions()
        self.agreement = self._agreement()
        self.towns = [
            Town(self, world.grenoble, world.lea, world.denis, world.maud),
            Town(self, world.lyon, world.karim, world.person("desk@lyon.example"), world.marc),
        ]
        for town in self.towns:
            with inside(town.antenne):
                town.cards_received()

    def play(self) -> None:
        """Turn after turn in one antenne or the other; days pass between two turns, minutes inside one."""
        pause = timedelta(days=DAYS * TURN / self.steps)
        for number in range(0, self.steps, TURN):
            town = self.dice.choice(self.towns)
            self._pass(pause * 2 * self.dice.random())
            with inside(town.antenne):
                for _ in range(min(TURN, self.steps - number)):
                    self._pass(timedelta(minutes=self.dice.randint(1, 20)))
                    self._step(town)
            if number % REFRESHED < TURN:
                self._refresh(self.dice.choice(self.towns))

    def _refresh(self, town: Town) -> None:
        refresh(town.antenne, now=self.world.now)
        with inside(town.antenne):
            self.counted |= set(Figure.objects.order_by().values_list("measure", flat=True).distinct())

    def _step(self, town: Town) -> None:
        """Try steps until there is something to act on; refused by the product, it is done all the same."""
        names, weights = list(WEIGHTS), list(WEIGHTS.values())
        while True:
            (name,) = self.dice.choices(names, weights)
            try:
                getattr(town, name)()
                self.done[name] += 1
                return
            except Refused as refused:
                self.refused[name] += 1
                self.why[f"{name}: {refused.code()}"] += 1
                return
            except Nothing:
                continue

    def _pass(self, pause: timedelta) -> None:
        self.world.now += pause
        self.world.today = localdate(self.world.now)

    def _versions(self) -> list[Any]:
        satisfaction = scenes.survey(self.world)
        return [
            scenes.version(
                self.world, scenes.template(self.world, code=code), levels=LEVELS, survey=satisfaction,
                capacity=4, capacity_min=1, capacity_max=8, loan_months=3, option_price_cents=4000,
            )
            for code in ("emploi", "sante")
        ]  # fmt: skip

    def _agreement(self) -> Any:
        world = self.world
        with at(NATIONAL):
            sponsor = sponsoring.register_sponsor(name="Fondation", by=world.nadia, now=world.now)
            agreement = sponsoring.draft_agreement(
                sponsor, reference="2022-001", title="Emploi", kind="grant", amount_cents=90_000_001,
                places=5000, devices=5000, starts_on=date(2022, 1, 1), ends_on=date(2024, 12, 31),
                by=world.nadia, now=world.now,
            )  # fmt: skip
            sponsoring.propose_agreement(agreement, by=world.nadia, now=world.now)
            return sponsoring.sign_agreement(agreement, by=world.nadia, now=world.now)


__all__ = ["WEIGHTS", "Stream"]
