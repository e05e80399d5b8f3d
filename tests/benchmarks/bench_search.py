"""Looking for a name among 10,000 people: at most 50 ms, against the same page with nothing to look for."""

from random import Random

import pytest
from bench_house import median_ms

from hub.demo import cast
from kit.antennes import inside
from tenants.welcome.alike import look_alikes
from tenants.welcome.operations.people import new_file, register_many
from tenants.welcome.search import ranked

PEOPLE = 10_000
TYPED = ["ben", "benali", "Benalli amnia", "mohamed", "kovalneko olena", "06 39 98 12", "xyzxyz"]


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
    plain = median_ms(lambda: denis.get("/personnes/"), times=15)
    with inside(register.grenoble):
        known = look_alikes(first_name="Amina", last_name="Benali")
        alike = median_ms(lambda: list(known.all()), times=15)
        for typed in TYPED:
            search = median_ms(lambda words=typed: list(ranked(words)[:50]), times=15)
            page = median_ms(lambda words=typed: denis.get("/personnes/", data={"q": words}), times=15)
            print(
                f"\n{typed!r}: {search:.1f} ms · whole page {page:.1f} ms,"
                f" {page / plain:.2f} × the plain page ({plain:.1f} ms)",
                end="",
            )
    print(f"\nlook-alikes before a file is opened: {alike:.1f} ms")
