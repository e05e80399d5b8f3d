"""Schemas: built once by the migrations, then replayed for the next antennes.

Running every migration for one antenne is mostly Django's own bookkeeping. The statements of the
first run are recorded and replayed for the others, in this process and the next ones (recordings).
Needs the owner's credentials.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.migrations.loader import MigrationLoader
from django_tenants.migration_executors.base import run_migrations

from kit.antennes import recordings, roles
from kit.antennes.names import PUBLIC, antenne_role
from kit.db import connection

# What `manage.py migrate` would be given by its own parser.
_OPTIONS: dict[str, Any] = {
    "app_label": None,
    "migration_name": None,
    "database": "default",
    "verbosity": 0,
    "interactive": False,
    "fake": False,
    "fake_initial": False,
    "plan": False,
    "run_syncdb": False,
    "check_unapplied": False,
    "prune": False,
    "skip_checks": True,
    "force_color": False,
    "no_color": True,
}
_LOCK_TIMEOUT = "SELECT set_config('lock_timeout', '10s', false)"
_REHEARSAL = "maillon_rehearsal"
_recorded: list[recordings.Statement] = []


def migrate_shared() -> None:
    """Bring the shared floor up to date."""
    _migrate(PUBLIC)


def build(schema: str) -> None:
    """Create the schema of a new antenne, with its tables, its role and its rights; safe to run again."""
    roles.create_role(antenne_role(schema))
    roles.run("CREATE SCHEMA IF NOT EXISTS {}", schema)
    if not _is_empty(schema):
        # An interruption left a part: what is missing is migrated, and never taken for the whole.
        _migrate(schema)
    elif _known():
        _replay(schema)
    else:
        _migrate_and_record(schema)
    roles.grant_antenne(schema)


def rehearse() -> bool:
    """Record on a schema of nobody's what the first opening would wait for; False when it is known."""
    if _known():
        return False
    drop(_REHEARSAL)
    build(_REHEARSAL)
    drop(_REHEARSAL)
    return True


def bring_up_to_date(schema: str) -> bool:
    """Migrate an antenne that is behind; False when there was nothing to do."""
    if not behind(schema):
        return False
    roles.create_role(antenne_role(schema))
    _migrate(schema)
    roles.grant_antenne(schema)
    return True


def drop(schema: str) -> None:
    """Drop an antenne's schema and its role, for good."""
    roles.run("DROP SCHEMA IF EXISTS {} CASCADE", schema)
    roles.drop_role(antenne_role(schema))


def behind(schema: str) -> bool:
    """Whether a migration that the code knows is not applied there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f'"{schema}".django_migrations'])
        if cursor.fetchone()[0] is None:
            return True
        cursor.execute(f'SELECT app, name FROM "{schema}".django_migrations')  # noqa: S608
        applied = set(cursor.fetchall())
    return not _known_migrations() <= applied


def _is_empty(schema: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_tables WHERE schemaname = %s LIMIT 1", [schema])
        return cursor.fetchone() is None


def _known_migrations() -> set[tuple[str, str]]:
    return set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _migrate(schema: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_TIMEOUT)
    run_migrations([], dict(_OPTIONS), "maillon", schema, allow_atomic=False)


def _migrate_and_record(schema: str) -> None:
    said: list[recordings.Statement] = []

    # What chooses a schema or only reads is not part of it. "SET CONSTRAINTS … IMMEDIATE; ALTER …" is:
    # Django says both in one statement when a key changes.
    passing = ("SELECT", "SHOW", "SET ", "SAVEPOINT", "RELEASE")

    def listen(execute: Callable, statement: Any, parameters: Any, many: bool, context: Any) -> Any:
        words = str(statement).lstrip().upper()
        if words.startswith("SET CONSTRAINTS") or not words.startswith(passing):
            said.append((str(statement), parameters))
        return execute(statement, parameters, many, context)

    with connection.execute_wrapper(listen):
        _migrate(schema)
    _recorded[:] = said
    connection.set_schema_to_public()
    recordings.keep(said)


def _known() -> bool:
    if not _recorded:
        _recorded[:] = recordings.kept()
    return bool(_recorded)


def _replay(schema: str) -> None:
    connection.set_schema(schema)
    with transaction.atomic(), connection.cursor() as cursor:
        for statement, parameters in _recorded:
            cursor.execute(statement, parameters)
    connection.set_schema_to_public()
