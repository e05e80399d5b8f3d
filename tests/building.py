"""The builder beside the tests: a process of its own with the owner's credentials, as in the product."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]


def owner(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the owner's credentials."""
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ | {"MAILLON_OWNER": "1", "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"},
    )  # fmt: skip


def build() -> str:
    """Let the builder do all that is asked; what it said."""
    ran = owner("manage.py", "builder", "--once")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def forget(code: str) -> None:
    """Drop what a test opened, with its host and its row: the stage of the other tests is two antennes."""
    from kit.antennes.names import antenne_role

    role = antenne_role(code)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        connection.execute(f'DROP SCHEMA IF EXISTS "{code}" CASCADE')
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            connection.execute(f'DROP OWNED BY "{role}"')
            connection.execute(f'DROP ROLE "{role}"')
        for table in (
            "network_erasure", "network_work", "network_decision", "network_membership",
            "network_invitation", "rollup_figure", "rollup_freshness",
        ):  # fmt: skip
            _delete(connection, table, "antenne_id", code)
        _delete(connection, "network_domain", "tenant_id", code)
        connection.execute("DELETE FROM network_antenne WHERE code = %s", [code])
        connection.execute("DELETE FROM network_user WHERE email LIKE %s", [f"%@{code}.example"])


def _delete(connection: psycopg.Connection, table: str, column: str, code: str) -> None:
    chosen = f"{column} IN (SELECT id FROM network_antenne WHERE code = %s)"
    connection.execute(f"DELETE FROM {table} WHERE {chosen}", [code])
