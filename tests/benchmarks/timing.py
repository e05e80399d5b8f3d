"""Several ways to the same thing, timed in turn in one run: what is told of them is a ratio."""

import time
from collections.abc import Callable
from statistics import median
from typing import Any


class Times(dict[str, list[float]]):
    """{way: its milliseconds, round by round}."""

    def ms(self, way: str) -> float:
        return median(self[way])

    def ratio(self, slow: str, fast: str) -> float:
        """How many times faster the second is: the median of the rounds, each against its neighbour."""
        return median(one / other for one, other in zip(self[slow], self[fast], strict=True))


def in_turn(
    ways: dict[str, Callable[[], Any]], *, rounds: int, before: dict[str, Callable[[], Any]] | None = None
) -> Times:
    """Time them one after the other, so many rounds after one that is not counted."""
    times = Times({way: [] for way in ways})
    for number in range(rounds + 1):
        for way, work in ways.items():
            (before or {}).get(way, lambda: None)()
            start = time.perf_counter()
            work()
            if number:
                times[way].append((time.perf_counter() - start) * 1000)
    return times
