"""The builder beside the tests: a process of its own with the owner's credentials, as in the product."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def owner(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ | {"MAILLON_OWNER": "1", "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"} | environment,
    )  # fmt: skip


def build(**environment: str) -> str:
    """Let the builder do all that is asked; what it said."""
    ran = owner("manage.py", "builder", "--once", **environment)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


def forget(*codes: str) -> None:
    """Drop what a test opened, with its host and its row: the stage of the other tests is two antennes."""
    ran = owner("-c", FORGET, *codes)
    assert ran.returncode == 0, ran.stdout + ran.stderr


FORGET = """
import sys, django; django.setup()
from django.db import connection
from kit.antennes import schemas
for code in sys.argv[1:]:
    schemas.drop(code.replace("-", "_"))
    with connection.cursor() as cursor:
        for table, column in (
            ("network_erasure", "antenne_id"), ("network_work", "antenne_id"), ("network_decision", "antenne_id"),
            ("network_membership", "antenne_id"), ("network_invitation", "antenne_id"),
            ("rollup_figure", "antenne_id"), ("rollup_freshness", "antenne_id"), ("network_domain", "tenant_id"),
        ):
            cursor.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT id FROM network_antenne WHERE code = %s)", [code])
        cursor.execute("DELETE FROM network_antenne WHERE code = %s", [code])
"""
