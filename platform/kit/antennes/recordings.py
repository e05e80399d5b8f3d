"""What the migrations say to an empty schema, kept in the database for the processes to come.

Its key is made of the migrations themselves: whoever changes one finds nothing kept, and records again.
Owner's credentials; no other role has any right on it.
"""

import hashlib
import json
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.db import transaction

from kit.db import connection

Statement = tuple[str, Any]
_HOME = "maillon_builder"
_TABLE = f"{_HOME}.builder_recording"
# PostgreSQL reads them again from their text.
_AS_TEXT = (datetime, uuid.UUID)


def kept() -> list[Statement]:
    """The statements for the migrations of this code; empty when nobody has recorded them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [_TABLE])
        if cursor.fetchone()[0] is None:
            return []
        cursor.execute(f"SELECT statements FROM {_TABLE} WHERE key = %s", [_key()])  # noqa: S608
        row = cursor.fetchone()
    return [(statement, parameters) for statement, parameters in json.loads(row[0])] if row else []


def keep(statements: list[Statement]) -> None:
    """Keep them instead of those of other migrations, if all that they hold can be written as text."""
    try:
        written = json.dumps(statements, default=_as_text)
    except TypeError:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {_HOME}")
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {_TABLE} (key text PRIMARY KEY, statements text NOT NULL)"
        )
        cursor.execute(f"DELETE FROM {_TABLE}")  # noqa: S608
        cursor.execute(f"INSERT INTO {_TABLE} VALUES (%s, %s)", [_key(), written])  # noqa: S608


def _as_text(value: Any) -> str:
    if not isinstance(value, _AS_TEXT):
        raise TypeError(type(value).__name__)
    return str(value)


def _key() -> str:
    digest = hashlib.sha256(django.__version__.encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for file in sorted((Path(app.path) / "migrations").glob("*.py")):
            digest.update(f"{app.label}/{file.name}".encode() + file.read_bytes())
    return digest.hexdigest()
