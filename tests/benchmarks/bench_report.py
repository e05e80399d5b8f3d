"""The national report: the cells against the loop over schemas, the UNION ALL and one shared table.

The budget: at least 30 times the loop at 19 full antennes (aim 50), and at 200 at most twice as slow for the
same rows shown. MAILLON_BENCH=19,200 asks for these sizes only.
"""

import os
from functools import partial

import psycopg
import pytest
from benchmarks import ways
from benchmarks.network import DATABASE, SIZES, Network, base, network, owner
from benchmarks.timing import Times, in_turn
from benchmarks.weight import weigh
from world import Site

ASKED = [int(size) for size in os.environ.get("MAILLON_BENCH", "19,200,1000").split(",")]
ROUNDS = {19: 7, 200: 5, 1_000: 3}
FRESH, PLAIN, STALE = (
    "cells, as users get them",
    "cells, by plain SQL",
    f"{ways.STALE} stale, refreshed first",
)
LOOP, UNION, TABLE = "loop over schemas", "one UNION ALL", "one shared table"
SHOWN = {"by month and programme": ("month", "programme"), "by month": ("month",), "by antenne": ("antenne",)}
PAGES = ("/chiffres/?du=2022-01&au=2022-12&vue=month", "/chiffres/?du=2022-01&au=2022-12", "/", "/antennes/")
_seen: dict[int, Times] = {}


@pytest.fixture(scope="module")
def shared_floor(django_db_blocker):
    with django_db_blocker.unblock(), base():
        yield
    for antennes in ASKED[1:]:
        for shown in SHOWN if ASKED[0] in _seen and antennes in _seen else ():
            slower = _seen[antennes].ms(shown) / _seen[ASKED[0]].ms(shown)
            print(f"\n{shown}: {slower:.1f} × at {antennes:,} antennes what it is at {ASKED[0]}", end="")


@pytest.mark.parametrize("antennes", ASKED)
def test_the_national_report(antennes, shared_floor, django_db_blocker):
    with django_db_blocker.unblock(), network(antennes) as net, owner(DATABASE, autocommit=True) as raw:
        ways.build_shared_table(net, raw)
        unions = _same_sums(net, raw)
        compared = {
            FRESH: ways.cells_as_users_get_them,
            PLAIN: ways.cells,
            STALE: partial(ways.refresh_and_read, net),
            LOOP: partial(ways.loop, net),
            TABLE: partial(ways.shared_table, raw),
        } | ({UNION: partial(ways.union, net, raw)} if unions else {})
        times = in_turn(compared, rounds=ROUNDS[antennes], before={STALE: partial(ways.make_stale, net, raw)})
        _print(net, raw, times, unions=unions)
        shown = {name: partial(ways.cells_as_users_get_them, by) for name, by in SHOWN.items()}
        _seen[antennes] = in_turn(shown, rounds=15)
        print("  the reader: " + " · ".join(f"{name} {_seen[antennes].ms(name):.0f} ms" for name in SHOWN))
        print(
            f"  one stale month is counted again in {times.ms(STALE) / ways.STALE:.0f} ms, the report included"
        )
        _pages(net)


def _same_sums(net: Network, raw: psycopg.Connection) -> bool:
    """Every way says the same, to the unit; whether the UNION ALL found room for its locks."""
    found = ways.sums_of_lines(ways.loop(net))
    assert len(found) > 100
    assert ways.sums_of_report(ways.cells_as_users_get_them()) == found
    assert ways.sums_of_lines(ways.cells()) == found
    assert ways.sums_of_lines(ways.shared_table(raw)) == found
    try:
        assert ways.sums_of_lines(ways.union(net, raw)) == found
    except psycopg.errors.OutOfMemory:
        return False
    return True


def _print(net: Network, raw: psycopg.Connection, times: Times, *, unions: bool) -> None:
    rows = sum(raw.execute("SELECT count(*) FROM one_table.cohorts_attendance").fetchone())
    cells = sum(raw.execute("SELECT count(*) FROM rollup_figure").fetchone())
    print(
        f"\n\n{len(net.antennes):,} antennes, {rows:,} attendance rows, {cells:,} cells; 12 months × programme × antenne"
    )
    for way in (FRESH, PLAIN, STALE, LOOP, UNION, TABLE):
        if way == UNION and not unions:
            print(f"  {way:26} no room in the lock table")
            continue
        beside = f"the cells are {times.ratio(way, FRESH):6.1f} × faster" if way != FRESH else ""
        print(f"  {way:26} {times.ms(way):8.1f} ms   loop ÷ it {times.ratio(LOOP, way):6.1f}   {beside}")


def _pages(net: Network) -> None:
    nadia = Site("reseau", net.nadia)
    times = in_turn({path: partial(nadia.get, path) for path in PAGES}, rounds=3)
    for path in PAGES:
        print(f"  {path:48} {times.ms(path):6.0f} ms · {weigh(nadia, path)}")


assert set(ASKED) <= set(SIZES), f"MAILLON_BENCH: {', '.join(map(str, SIZES))}"
