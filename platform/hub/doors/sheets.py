"""The accesses and the roles as a workbook, or the accesses as a CSV."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from hub.doors.lists import place_of, state_of
from kit.documents.spreadsheets import Column, Sheet, write_csv, write_xlsx
from tenants.network.access import PERMISSIONS, Role
from tenants.network.permission_words import WORDS

_COLUMNS = [
    Column("Personne"),
    Column("Adresse e-mail"),
    Column("Lieu"),
    Column("Rôle"),
    Column("Du", "date"),
    Column("Au", "date"),
    Column("Accès"),
    Column("Dernière connexion", "moment"),
    Column("Deuxième moyen de connexion"),
    Column("Compte"),
]


def workbook(lines: Iterable[Any], roles: list[Role], *, today: date, now: datetime) -> bytes:
    sheets = [
        Sheet("Accès", _COLUMNS, (_row(line, today) for line in lines)),
        Sheet("Ce que chaque rôle peut faire", [Column("Droit"), *_of_roles(roles)], _rights(roles)),
    ]
    return write_xlsx(sheets, title="Qui a accès à quoi", now=now)


def table(lines: Iterable[Any], *, today: date) -> bytes:
    return write_csv(_COLUMNS, (_row(line, today) for line in lines))


def rights(roles: list[Role]) -> list[tuple[str, list[bool]]]:
    """(words of a permission, whether each role has it), those that none of these roles has left out."""
    told = [(WORDS[name], [role in holders for role in roles]) for name, holders in PERMISSIONS.items()]
    return [(words, held) for words, held in told if any(held)]


def _of_roles(roles: list[Role]) -> list[Column]:
    return [Column(role.label) for role in roles]


def _rights(roles: list[Role]) -> list[list[str]]:
    return [[words, *("oui" if has else "non" for has in held)] for words, held in rights(roles)]


def _row(line: Any, today: date) -> list[Any]:
    return [
        line.user.name, line.user.email, place_of(line), line.get_role_display(), line.start, line.end,
        state_of(line, today), line.user.last_login, "oui" if line.protected else "non",
        "actif" if line.user.is_active else "suspendu",
    ]  # fmt: skip
