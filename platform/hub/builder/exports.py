"""An antenne whole, in one file: a CSV a table as PostgreSQL writes it, and a manifest that proves it.

It holds names of people, so it never leaves by the web: it stays on the builder's disk, for its operator.
The CSV is exact, not made for a spreadsheet: a cell that looks like a formula stays as it was typed.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from psycopg import sql

from kit.antennes import inside
from kit.db import connection
from kit.refusals import Refused

MANIFEST = "manifest.json"
FORMAT = 1
# Open sessions are keys, not memories.
LEFT_OUT = ("django_session",)
_BLOCK = 1 << 20


class NotTheSame(Refused):
    """Le fichier écrit n’est pas celui qui a été lu : le disque est peut-être plein. Reprenez."""


@dataclass(frozen=True)
class Made:
    """A file in MAILLON_EXPORTS, its SHA-256 and its bytes."""

    file_name: str
    digest: str
    size: int


def write(antenne: Any, *, number: str, step: Callable[[str], None], now: datetime) -> Made:
    """Copy every table at one moment, seal, and read back. A repeat replaces what was begun."""
    folder = Path(settings.MAILLON_EXPORTS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    final = folder / f"{antenne.code}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{number[-8:]}.zip"
    draft = final.with_suffix(".part")
    draft.unlink(missing_ok=True)
    with _private(draft) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            manifest = _copy_all(antenne, archive, now)
            step("read")
            archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        file.flush()
        os.fsync(file.fileno())
    step("written")
    if problems := check(draft):
        raise NotTheSame from RuntimeError(problems[0])
    draft.rename(final)
    step("checked")
    return Made(final.name, digest_of(final.name), final.stat().st_size)


def digest_of(file_name: str) -> str:
    """The SHA-256 of an export, in hexadecimal as sha256sum says it; "" where the file is not there."""
    path = Path(settings.MAILLON_EXPORTS) / Path(file_name).name
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check(path: Path) -> list[str]:
    """What does not agree with the manifest, in sentences; empty when the file is whole."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            listed = {table["file"]: table for table in manifest["tables"]}
            names = set(archive.namelist()) - {MANIFEST}
            problems = [f"{name} n’est pas dans le manifeste." for name in sorted(names - listed.keys())]
            for name, table in listed.items():
                if name not in names:
                    problems.append(f"{name} manque.")
                elif _measured(archive.open(name)) != (table["rows"], table["sha256"]):
                    problems.append(f"{name} a changé.")
            return problems
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        return [f"Le fichier ne se lit pas ({type(error).__name__})."]


def _copy_all(antenne: Any, archive: zipfile.ZipFile, now: datetime) -> dict[str, Any]:
    """Standing as the antenne itself, in one read-only snapshot."""
    with inside(antenne), connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # places the connection: nothing may come before the next statement
        with transaction.atomic():
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [antenne.schema_name]
            )
            tables = [name for (name,) in cursor.fetchall() if name not in LEFT_OUT]
            cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
            migrations = [f"{app}.{name}" for app, name in cursor.fetchall()]
            told = [_copy(table, archive) for table in tables]
    return {
        "format": FORMAT,
        "antenne": {"code": antenne.code, "name": antenne.name, "schema": antenne.schema_name},
        "at": now.astimezone(UTC).isoformat(),
        "schema_version": migrations,
        "left_out": list(LEFT_OUT),
        "tables": told,
    }


def _copy(table: str, archive: zipfile.ZipFile) -> dict[str, Any]:
    name = f"{table}.csv"
    copy = sql.SQL("COPY {} TO STDOUT WITH (FORMAT csv, HEADER)").format(sql.Identifier(table))
    with (
        connection.cursor() as cursor,
        archive.open(name, "w", force_zip64=True) as file,
        cursor.connection.cursor() as raw,
    ):
        counted = _Counted(file)
        with raw.copy(copy) as rows:
            for block in rows:
                counted.write(bytes(block))
    return {"table": table, "file": name, "rows": counted.rows, "sha256": counted.digest}


class _Counted:
    """Passes bytes on, and knows their SHA-256 and how many records of CSV follow the titles."""

    def __init__(self, file: IO[bytes] | None) -> None:
        self._file, self._hash = file, hashlib.sha256()
        self._quoted, self._lines = False, 0

    def write(self, block: bytes) -> None:
        if self._file is not None:
            self._file.write(block)
        self._hash.update(block)
        for number, part in enumerate(block.split(b'"')):
            if number:
                self._quoted = not self._quoted
            if not self._quoted:
                self._lines += part.count(b"\n")

    @property
    def rows(self) -> int:
        return self._lines - 1

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


def _measured(file: IO[bytes]) -> tuple[int, str]:
    counted = _Counted(None)
    with file:
        while block := file.read(_BLOCK):
            counted.write(block)
    return counted.rows, counted.digest


def _private(path: Path) -> IO[bytes]:
    """A new file that its owner alone can read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
