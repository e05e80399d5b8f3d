"""What the steps of a stream share."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import shop

from billing.sponsoring.models import Allocation
from kit.antennes import inside
from programs.cohorts import operations as courses
from programs.cohorts.operations import Slot
from tenants.welcome.models import Prescriber

WRONG = 0.06  # how often what is picked is in any state
WEIGHTS: dict[str, float] = {}


class Nothing(Exception):
    """There is nothing in the antenne yet on which this step could act."""


def step(weight: float) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
    def known(method: Callable[[Any], Any]) -> Callable[[Any], Any]:
        WEIGHTS[method.__name__] = weight
        return method

    return known


class Base:
    """An antenne, who works there, and how a step picks what it acts on."""

    def __init__(self, stream: Any, antenne: Any, host: Any, desk: Any, manager: Any) -> None:
        self.stream, self.antenne = stream, antenne
        self.host, self.desk, self.manager = host, desk, manager
        self.dice, self.world = stream.dice, stream.world
        self.tills: dict[tuple[date, bool], Any] = {}
        self.number = 0
        with inside(antenne):
            self.structures = Prescriber.objects.bulk_create(Prescriber(name=f"CCAS {n}") for n in range(3))
            self.programmes = [
                courses.adopt(version, by=manager, now=self.world.now) for version in stream.versions
            ]

    def by(self, who: str = "desk") -> dict[str, Any]:
        return {"by": getattr(self, who), "now": self.world.now}

    def signed(self, who: str = "desk") -> dict[str, Any]:
        return self.by(who) | {"today": self.world.today}

    def next(self) -> int:
        self.number += 1
        return self.number

    def pick(self, among: Any, **conditions: Any) -> Any:
        """One of the last rows that fit; now and then one of any state."""
        states = {key: conditions.pop(key) for key in list(conditions) if key.startswith("state")}
        rows = getattr(among, "objects", among).filter(**conditions).order_by("-pk")
        if self.dice.random() > WRONG:
            rows = rows.filter(**states)
        found = list(rows[:30])
        if not found:
            raise Nothing
        return self.dice.choice(found)

    def chance(self, probability: float) -> bool:
        return self.dice.random() < probability

    def allocation(self, **wanted: int) -> Any:
        given = list(
            Allocation.objects.filter(antenne=self.antenne, state="reserved", **wanted).order_by("pk")
        )
        return self.dice.choice(given) if given and self.chance(0.6) else None

    def slot(self, *, days: int = 20) -> Slot:
        day = self.world.today + timedelta(days=self.dice.randint(1, days))
        minutes = self.dice.choice([60, 90, 120])
        return Slot(day, time(self.dice.randint(8, 18)), minutes, f"Salle {self.next()}", self.antenne.tz)

    def till(self, *, training: bool = False) -> Any:
        key = self.world.today, training
        if key not in self.tills:
            code = f"c{self.next()}"
            till = shop.make_till(code=code, name=f"Caisse {code}", **self.by("manager"))
            self.tills[key] = shop.open_session(
                till, float_cents=5000, training=training, **self.signed("desk")
            )
        return self.tills[key]
