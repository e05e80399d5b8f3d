"""make bench: ratios within one run, printed and never asserted; absolute times belong to one machine."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import scenes
from benchmarks.timing import in_turn
from benchmarks.weight import weigh
from django.template import engines

from kit.antennes import inside

ROOT = Path(__file__).resolve().parents[2]
ROWS = engines["django"].from_string(
    "<table>{% for row in rows %}<tr><td>{{ row.0 }}</td><td>{{ row.1 }}</td></tr>{% endfor %}</table>"
)


def test_a_list_page_against_the_same_rows_raw(committed, site):
    """Budget: at most 3 times the same 50 rows by raw psycopg and a bare template (the list alone)."""
    world = committed
    with inside(world.grenoble):
        for number in range(200):
            scenes.person(world, first_name=f"Personne {number}")
    lea = site("grenoble", world.lea)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as raw:
        query = (
            "SELECT first_name, last_name FROM grenoble.welcome_beneficiary ORDER BY sort_key, id LIMIT 50"
        )
        times = in_turn(
            {
                "page": lambda: lea.get("/personnes/"),
                "shell": lambda: lea.get("/compte/"),
                "raw": lambda: ROWS.render({"rows": raw.execute(query).fetchall()}),
            },
            rounds=30,
        )
    page, shell, bare = (times.ms(way) for way in ("page", "shell", "raw"))
    print(
        f"\n50-row page {page:.1f} ms · same shell without rows {shell:.1f} ms · raw rows {bare:.1f} ms"
        f" · the rows themselves cost {max(page - shell, 0) / bare:.1f} × raw"
    )


def test_what_the_pages_weigh(committed, site):
    """Budgets: 8 statements, 60 kB of HTML, 40 kB of CSS and JS as sent, nothing from another host."""
    world = committed
    with inside(world.grenoble):
        for number in range(100):
            scenes.person(world, first_name=f"Personne {number}")
        session = scenes.meets_today(world, people=10)
    pages = [
        (
            "grenoble",
            world.lea,
            ["/", "/personnes/", "/parcours/", f"/parcours/seances/{session.pk}/", "/chiffres/"],
        ),
        ("reseau", world.alex, ["/", "/programmes/", "/conventions/", "/antennes/", "/exploitation/"]),
    ]
    for host, who, paths in pages:
        client = site(host, who)
        for path in paths:
            print(f"\n{host} {path.replace(str(session.pk), '…'):32} {weigh(client, path)}", end="")


OPENING = """
import time
import django; django.setup()
from kit.antennes import schemas
spent = []
for name in ("bench_a", "bench_b", "bench_c", "bench_d"):
    start = time.perf_counter()
    schemas.build(name)
    spent.append(time.perf_counter() - start)
for name in ("bench_a", "bench_b", "bench_c", "bench_d"):
    schemas.drop(name)
print(f"first antenne by the migrations {spent[0]:.2f} s · the next by replay {min(spent[1:]):.2f} s"
      f" · {spent[0] / min(spent[1:]):.0f} × faster")
"""


def test_opening_by_replay_against_the_migrations(django_db_setup):
    """Budget: an antenne (schema, role, tables, rights) opens in 3 s or less."""
    ran = subprocess.run(
        [sys.executable, "-c", OPENING],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"MAILLON_OWNER": "1", "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"},
    )
    print("\n" + ran.stdout.strip())
