"""The pool lends connections from one antenne to the next: each must find its own place again."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# In a process of its own, with the pool that the web server uses: eight threads, three places,
# errors and rollbacks in between; prints what a connection saw of the wrong place.
SCRIPT = """
import random, django; django.setup()
from concurrent.futures import ThreadPoolExecutor
from django.db import connection, transaction
from kit.antennes import NATIONAL, at, inside, inside_named
places = {"grenoble": "_a_grenoble", "lyon": "_a_lyon", "national": "_national"}
def look(number):
    name = random.Random(number).choice(sorted(places))
    try:
        with at(NATIONAL) if name == "national" else inside_named(name):
            if number % 5 == 0:
                try:
                    with transaction.atomic(), connection.cursor() as cursor:
                        cursor.execute("SELECT nothing_of_that_name")
                except Exception:
                    pass
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_user, current_schema()")
                user, schema = cursor.fetchone()
        return user.endswith(places[name]) and schema == ("public" if name == "national" else name)
    finally:
        if number % 3:
            connection.close()
with ThreadPoolExecutor(8) as threads:
    right = list(threads.map(look, range(600)))
print("pool" if connection.pool else "no pool", right.count(True), right.count(False))
"""


def test_a_connection_from_the_pool_is_always_in_its_place(django_db_setup):
    seen = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ | {"MAILLON_POOL": "1", "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"},
    )  # fmt: skip
    assert seen.stdout.split("\n")[0] == "pool 600 0", seen.stderr
