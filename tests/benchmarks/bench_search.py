"""Looking for a name among 10,000 people: at most 50 ms, against the same page with nothing to look for."""

import time
from collections.abc import Callable
from random import Random

import pytest

from hub.demo import cast
from kit.antennes import inside
from tenants.welcome.alike import look_alikes
from tenants.welcome.operations.people import new_file, register_many
from tenants.welcome.search import ranked

PEOPLE = 10_000
TYPED = ["ben", "benali", "Benalli amnia", "mohamed", "kovalneko olena", "06 39 98 12", "xyzxyz"]


def best_ms(work: Callable[[], object], times: int = 20) -> float:
    """The quickest of some: what the work costs by itself, whatever else the machine does."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append((time.perf_counter() - start) * 1000)
    return min(spent)


@pytest.fixture
def register(committed):
    dice = Random(7)
    with inside(committed.grenoble):
        files = [
            new_file(**cast.somebody(dice), now=committed.now, today=committed.today) for _ in range(PEOPLE)
        ]
        register_many(files, by=committed.denis, now=committed.now)
    return committed


def test_a_search_among_ten_thousand_people(register, site):
    denis = site("grenoble", register.denis)
    plain = best_ms(lambda: denis.get("/personnes/"))
    with inside(register.grenoble):
        for typed in TYPED:
            search = best_ms(lambda words=typed: list(ranked(words)[:50]))
            page = best_ms(lambda words=typed: denis.get("/personnes/", data={"q": words}))
            print(
                f"\n{typed!r}: {search:.1f} ms · whole page {page:.1f} ms,"
                f" {page / plain:.2f} × the plain page ({plain:.1f} ms)",
                end="",
            )
        alike = best_ms(lambda: list(look_alikes(first_name="Amina", last_name="Benalli")))
    print(f"\nlook-alikes, before a file is opened: {alike:.1f} ms")
