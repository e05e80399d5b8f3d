"""Nothing about fewer than eleven people, whatever is asked, in whatever order, by however many sponsors."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from partner.attacker import Attacker

from hub.rollup.suppression import K, Lot, Why, current, protect

WORLDS = 400
PARTS = {"completions": "participants"}


def cells_of(antenne, months=("m1",)):
    return frozenset(f"{antenne}/{month}" for month in months)


def said(people, given=(), *, edition=1, **others):
    """What an edition says of antennes of one cell each."""
    groups = {name: cells_of(name) for name in people}
    counts = {"participants": {f"{name}/m1": (count, 0) for name, count in people.items()}}
    for measure, by in others.items():
        counts[measure] = {
            f"{name}/m1": one if isinstance(one, tuple) else (one, 0) for name, one in by.items()
        }
    return protect(
        counts, groups, given if isinstance(given, dict) else {"participants": list(given)}, edition=edition
    )


def rows(shown):
    """{antennes of a lot: its count}."""
    return {",".join(sorted(cell.split("/")[0] for cell in lot.cells)): lot.count for lot in shown.lots}


@pytest.mark.parametrize(
    ("people", "expected", "total"),
    [
        ({"a": 20, "b": 30}, {"a": 20, "b": 30}, 50),
        ({"a": 10}, {}, None),
        ({"a": 0, "b": 40}, {"b": 40}, 40),  # the total says "at least"
        ({"a": 3, "b": 8, "c": 50}, {"a,b": 11, "c": 50}, 61),
        ({"a": 3, "b": 7, "c": 50}, {"c": 50}, 50),
        ({"a": 0, "b": 10, "c": 2, "d": 50}, {"a,b,c": 12, "d": 50}, 62),
    ],
)
def test_small_groups_are_counted_together_or_nowhere(people, expected, total):
    shown = said(people)["participants"]
    assert (rows(shown), shown.count) == (expected, total)
    assert shown.complete == (total == sum(people.values()) and Why.FEW not in shown.hidden.values())


def test_an_edition_that_adds_a_few_people_says_what_was_said():
    first = said({"a": 40, "b": 20})["participants"]
    second = said({"a": 45, "b": 31}, first.lots, edition=2)["participants"]
    assert rows(second) == {"a": 40, "b": 31}
    assert second.hidden == {("a",): Why.HELD}
    third = said({"a": 51, "b": 31}, [*first.lots, *second.lots], edition=3)["participants"]
    assert rows(third) == {"a": 51, "b": 31}


def test_a_correction_downwards_of_a_few_people_is_held_too():
    first = said({"a": 40})["participants"]
    assert rows(said({"a": 38}, first.lots, edition=2)["participants"]) == {"a": 40}
    assert rows(said({"a": 25}, first.lots, edition=2)["participants"]) == {"a": 25}
    assert rows(said({"a": 5}, first.lots, edition=2)["participants"]) == {"a": 40}


def test_what_was_counted_together_is_never_told_apart():
    first = said({"a": 5, "b": 8})["participants"]
    second = said({"a": 50, "b": 60}, first.lots, edition=2)["participants"]
    assert rows(second) == {"a,b": 110}


def test_another_sponsor_cannot_ask_for_a_part_of_a_published_group():
    both = cells_of("a", ("m1", "m2"))
    first = protect({"participants": {"a/m1": (30, 0), "a/m2": (5, 0)}}, {"a": both}, {}, edition=1)
    lots = {"participants": list(first["participants"].lots)}
    second = protect({"participants": {"a/m1": (30, 0)}}, {"a": cells_of("a")}, lots, edition=2)[
        "participants"
    ]
    assert (second.lots, second.hidden) == ((), {("a",): Why.ELSEWHERE})


def test_all_and_nobody_are_not_said_of_a_group():
    people = {"a": 20, "b": 20, "c": 20}
    shown = said(people, completions={"a": 20, "b": 15, "c": 0})["completions"]
    assert rows(shown) == {"b": 15, "a,c": 20}
    assert rows(said({"a": 20}, completions={"a": 20})["completions"]) == {}
    assert rows(said({"a": 20}, completions={"a": 0})["completions"]) == {}
    assert rows(said({"a": 20}, satisfied={"a": (20, 20)})["satisfied"]) == {}


def test_satisfaction_is_said_with_its_n():
    (lot,) = said({"a": 80}, satisfied={"a": (76, 80)})["satisfied"].lots
    assert (lot.count, lot.whole) == (76, 80)
    assert rows(said({"a": 80}, satisfied={"a": (9, 10)})["satisfied"]) == {}


def test_hours_are_said_where_people_are():
    shown = said({"a": 12, "b": 3}, minutes_delivered={"a": 600, "b": 90})["minutes_delivered"]
    assert rows(shown) == {"a": 600}


# --- the attacker ----------------------------------------------------------------------------------


@dataclass
class Network:
    """Antennes that grow, agreements that look at parts of them, and all that was published."""

    dice: Random
    antennes: list[str]
    months: list[str]
    people: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    truth: list[dict[str, dict[str, int]]] = field(default_factory=list)  # by edition
    published: dict[str, list[Lot]] = field(default_factory=lambda: defaultdict(list))
    hidden: list[tuple[str, int, frozenset[str]]] = field(default_factory=list)
    asked: dict[int, list[tuple[int, frozenset[str]]]] = field(default_factory=lambda: defaultdict(list))

    def live(self) -> None:
        for antenne in self.antennes:
            for month in self.months:
                cell = f"{antenne}/{month}"
                came = self.dice.choice([0, 0, 1, 3, 5, 8, 11, 14, 25])
                self.people["participants"][cell] += came
                left = self.people["participants"][cell] - self.people["completions"][cell]
                self.people["completions"][cell] += self.dice.randint(0, left)

    def publish(self, agreement: int, antennes: list[str], months: list[str], protect=protect) -> None:
        edition = len(self.truth)
        self.truth.append({measure: dict(by) for measure, by in self.people.items()})
        counts = {m: {c: (v, 0) for c, v in by.items()} for m, by in self.people.items()}
        groups = {antenne: cells_of(antenne, months) for antenne in antennes}
        told = protect(counts, groups, self.published, edition=edition)
        for measure in ("participants", "completions"):
            shown = told[measure]
            self.published[measure] += shown.lots
            alone = {cells for cells in groups.values() if any(lot.cells == cells for lot in shown.lots)}
            for cells in groups.values():
                if cells not in alone:
                    self.hidden.append((measure, edition, cells))
        for cells in groups.values():
            self.asked[agreement].append((edition, cells))

    def sum(self, measure: str, edition: int, cells: frozenset[str], since: int = -1) -> dict:
        return {(measure, cell, e): 1 for cell in cells for e in range(since + 1, edition + 1)}

    def value(self, measure: str, edition: int, cells: frozenset[str]) -> int:
        return sum(self.truth[edition][measure].get(cell, 0) for cell in cells)

    def attacker(self, *measures: str) -> Attacker:
        equations = [
            (self.sum(measure, lot.edition, lot.cells), lot.count)
            for measure in measures
            for lot in dict.fromkeys(self.published[measure])
        ]
        told = {name for of, _ in equations for name in of}
        parts = [
            {
                **self.sum(part, e, frozenset({cell})),
                **dict.fromkeys(self.sum(whole, e, frozenset({cell})), -1),
            }
            for part, whole in PARTS.items()
            if {part, whole} <= set(measures)
            for (_, cell, e) in sorted({name for name in told if name[0] == part})
        ]
        return Attacker(equations, parts)

    def recovered(self, *measures: str) -> list[tuple]:
        """The hidden cells that the attacker knows, and the small additions that it knows."""
        attacker, found = self.attacker(*measures), []
        for measure, edition, cells in self.hidden:
            if measure in measures and _known(attacker.bounds(self.sum(measure, edition, cells))):
                found.append((measure, edition, sorted(cells)))
        for asked in self.asked.values():
            for (before, cells), (after, later) in pairwise(asked):
                if cells <= later and "participants" in measures:
                    low, high = attacker.bounds(
                        {
                            **self.sum("participants", after, later - cells),
                            **self.sum("participants", after, cells, before),
                        }
                    )
                    if high is not None and high < K:
                        found.append(("added", before, after, sorted(later), low, high))
        return found


def _known(bounds: tuple[int, int | None]) -> bool:
    low, high = bounds
    return high is not None and (low == high or high < K)


def network(seed: int, *, antennes: int, months: int, editions: int, protect=protect) -> Network:
    dice = Random(seed)
    world = Network(dice, [f"a{n}" for n in range(antennes)], [f"m{n}" for n in range(months)])
    agreements = [
        (dice.sample(world.antennes, dice.randint(1, antennes)), dice.randrange(months))
        for _ in range(dice.randint(1, 3))
    ]
    for number in range(editions):
        world.live()
        which = dice.randrange(len(agreements))
        where, first = agreements[which]
        until = dice.randint(first, months - 1)
        world.publish(which, where, world.months[first : max(until, first) + 1], protect)
        assert number < editions
    return world


def test_no_hidden_cell_is_recovered_from_all_editions_of_all_sponsors():
    recovered, hidden, lots = [], 0, 0
    for seed in range(WORLDS):
        world = network(seed, antennes=2 + seed % 4, months=1 + seed % 3, editions=2 + seed % 4)
        recovered += [(seed, one) for one in world.recovered("participants")]
        recovered += [(seed, one) for one in world.recovered("completions")]
        hidden += len(world.hidden)
        lots += sum(map(len, world.published.values()))
    assert recovered == []
    assert hidden > 1000
    assert lots > 1000  # and much was said


def test_nor_from_what_a_part_says_of_its_whole():
    recovered = []
    for seed in range(WORLDS):
        world = network(seed, antennes=2 + seed % 3, months=1, editions=1 + seed % 3)
        recovered += [(seed, one) for one in world.recovered("participants", "completions")]
    assert recovered == []


def naive(counts, groups, given, *, edition):
    """What is usually done: hide the small ones, and give the total."""
    shown = protect(counts, groups, {}, edition=edition)
    for measure in ("participants", "completions"):
        cells = counts[measure]
        sums = {c: sum(cells.get(one, (0, 0))[0] for one in c) for c in groups.values()}
        lots = [Lot(c, count, None, edition) for c, count in sums.items() if count >= K]
        everything = frozenset().union(*groups.values())
        total = Lot(everything, sum(sums.values()), None, edition)
        shown[measure] = type(shown[measure])((*lots, total))
    return shown


def test_the_attacker_recovers_much_from_the_usual_way():
    """The guard of this file: if nothing is found here, the attacker is blind."""
    found = 0
    for seed in range(40):
        found += len(network(seed, antennes=4, months=1, editions=3, protect=naive).recovered("participants"))
    assert found > 40


def test_each_edition_taken_alone_would_leak_the_difference():
    """Without the memory of what was published before, small additions are known."""

    def forgetful(counts, groups, given, *, edition):
        return protect(counts, groups, {}, edition=edition)

    found = 0
    for seed in range(60):
        found += len(
            network(seed, antennes=3, months=1, editions=4, protect=forgetful).recovered("participants")
        )
    assert found > 10


COUNTS = st.dictionaries(
    st.sampled_from("abcdef"), st.lists(st.integers(0, 40), min_size=1, max_size=4), min_size=1
)


@given(COUNTS, st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_lots_are_of_eleven_never_cross_and_change_by_eleven(growth, dice):
    given_lots: list[Lot] = []
    people = dict.fromkeys(growth, 0)
    for edition in range(4):
        for name, steps in growth.items():
            people[name] = max(0, people[name] + (steps[edition % len(steps)] - dice.randint(0, 5)))
        asked = {name: people[name] for name in people if dice.random() < 0.8} or people
        shown = said(asked, given_lots, edition=edition)["participants"]
        assert all(lot.count >= K for lot in shown.lots)
        assert sum(len(lot.cells) for lot in shown.lots) == len(
            frozenset().union(*(lot.cells for lot in shown.lots))
        )
        for lot in shown.lots:
            if lot.edition == edition:
                before = [old for old in current(given_lots) if old.cells & lot.cells]
                assert all(old.cells <= lot.cells for old in before)
                assert not before or abs(lot.count - sum(old.count for old in before)) >= K
        given_lots += shown.lots
    state = current(given_lots)
    assert sum(len(lot.cells) for lot in state) == len(frozenset().union(*(lot.cells for lot in state)))
