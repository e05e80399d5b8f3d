"""Somebody who keeps every edition, of every sponsor, and solves what was not shown.

Unknowns: how many people each cell gained between two publications, whole numbers from zero. Each lot
that was published is an equation. An exact linear programme (fractions, no float) bounds any sum of
unknowns; whole people round the bounds inwards.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

Sum = Mapping[Any, int]  # unknown → coefficient


class Attacker:
    """`equals` are (sum, value); `at_most` are sums that stay at zero or below."""

    def __init__(self, equals: Iterable[tuple[Sum, int]], at_most: Iterable[Sum] = ()) -> None:
        self._rows: list[dict[Any, Fraction]] = []
        self._values: list[Fraction] = []
        self._basis: list[Any] = []
        rows = [(dict(of), value) for of, value in equals]
        rows += [({**of, ("slack", number): 1}, 0) for number, of in enumerate(at_most)]
        self.known = {name for of, _ in rows for name in of}
        self._start(rows)

    def bounds(self, of: Sum) -> tuple[int, int | None]:
        """(at least, at most); None when nothing bounds it."""
        if not set(of) <= self.known:
            low = self._best({name: -value for name, value in of.items() if name in self.known})
            return _up(-(low or 0)), None
        high, low = self._best(of), self._best({name: -value for name, value in of.items()})
        assert low is not None
        return _up(-low), None if high is None else high.numerator // high.denominator

    def _start(self, rows: list[tuple[dict, int]]) -> None:
        """A first solution: each row has an artificial unknown, which is then driven to zero."""
        for number, (of, value) in enumerate(rows):
            assert value >= 0
            self._rows.append(
                {name: Fraction(part) for name, part in of.items()} | {("art", number): Fraction(1)}
            )
            self._values.append(Fraction(value))
            self._basis.append(("art", number))
        missing = self._best({("art", number): -1 for number in range(len(rows))}, artificial=True)
        assert missing == 0, "the editions contradict each other"
        for place, name in enumerate(self._basis):
            if name[0] == "art":
                others = [one for one in self._rows[place] if one[0] != "art" and self._rows[place][one]]
                if others:
                    self._pivot(place, others[0])
        kept = [place for place, name in enumerate(self._basis) if name[0] != "art"]
        self._rows = [
            {name: part for name, part in self._rows[place].items() if name[0] != "art"} for place in kept
        ]
        self._values = [self._values[place] for place in kept]
        self._basis = [self._basis[place] for place in kept]

    def _best(self, of: Sum, *, artificial: bool = False) -> Fraction | None:
        """The highest value of a sum, by the simplex with Bland's rule (it never turns in circles)."""
        while True:
            gain: dict[Any, Fraction] = {name: Fraction(part) for name, part in of.items()}
            for place, name in enumerate(self._basis):
                weight = of.get(name, 0)
                if weight:
                    for other, part in self._rows[place].items():
                        gain[other] = gain.get(other, Fraction(0)) - weight * part
            rising = [name for name in gain if gain[name] > 0 and name not in self._basis]
            if not rising:
                break
            enter = min(rising, key=repr)
            leaving = [
                (self._values[place] / row[enter], repr(self._basis[place]), place)
                for place, row in enumerate(self._rows)
                if row.get(enter, 0) > 0
            ]
            if not leaving:
                return None
            self._pivot(min(leaving)[2], enter)
        return sum(
            (Fraction(of.get(name, 0)) * self._values[place] for place, name in enumerate(self._basis)),
            Fraction(0),
        )

    def _pivot(self, place: int, enter: Any) -> None:
        row, scale = self._rows[place], self._rows[place][enter]
        row = self._rows[place] = {name: part / scale for name, part in row.items()}
        self._values[place] /= scale
        self._basis[place] = enter
        for other, cells in enumerate(self._rows):
            factor = cells.get(enter)
            if other == place or not factor:
                continue
            for name, part in row.items():
                left = cells.get(name, Fraction(0)) - factor * part
                if left:
                    cells[name] = left
                else:
                    cells.pop(name, None)
            self._values[other] -= factor * self._values[place]


def _up(value: Fraction) -> int:
    return -((-value.numerator) // value.denominator)
