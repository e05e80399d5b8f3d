"""How a spreadsheet of people is read: its titles, whatever their order, and what each cell says."""

import re
from typing import Any

from django.core.exceptions import ValidationError

from kit.documents.spreadsheets import Column, Table
from kit.refusals import Refused
from kit.text import fold
from tenants.welcome.free_text import holds_a_nir
from tenants.welcome.models import Channel, Language, Situation

# The title of our own file first, then what others write; compared without accents or case.
TITLES: dict[str, tuple[str, ...]] = {
    "first_name": ("Prénom", "Prénoms"),
    "last_name": ("Nom", "Nom de famille", "Nom usuel", "Nom d’usage"),
    "birth_year": ("Année de naissance", "Naissance", "Né en", "Née en", "Date de naissance", "Né le"),
    "phone": ("Téléphone", "Tél", "Tel portable", "Portable", "Mobile", "Numéro de téléphone"),
    "email": ("Adresse e-mail", "E-mail", "Mail", "Courriel", "Adresse mail", "Adresse électronique"),
    "language": ("Langue", "Langue parlée"),
    "situations": ("Situation", "Situations"),
    "channel": ("Joindre", "Comment joindre", "Contact préféré"),
}
_NIR = "Un numéro de sécurité sociale était dans cette case : Maillon ne le garde jamais."
_WANTED = ("first_name", "last_name")
_FIELD_OF = {fold(title): field for field, titles in TITLES.items() for title in titles}
COLUMNS = [Column(titles[0], width=22) for titles in TITLES.values()]
EXAMPLE = ("Amina", "Exemple", "1990", "06 39 98 00 00", "", "Français", "En recherche d’emploi", "")

_YEAR = re.compile(r"^(?:\d{1,2}[/.\-]\d{1,2}[/.\-])?(\d{4})(?:-\d{2}-\d{2}(?:[T ].*)?)?(?:\.0)?$")


class ColumnMissing(Refused):
    """Il manque la colonne « {title} ». Ajoutez-la, ou partez de notre modèle."""


class TwoColumnsForOne(Refused):
    """Deux colonnes disent la même chose : « {one} » et « {other} ». Gardez-en une."""


class NobodyInside(Refused):
    """Ce tableau n’a que des titres : il n’y a personne à importer."""


def fields_of(table: Table) -> tuple[dict[str, str], list[str]]:
    """({title: field}, the titles that are not read); refuses a table that cannot name people."""
    read: dict[str, str] = {}
    for title in table.headers:
        field = _FIELD_OF.get(fold(title))
        if field in read.values():
            other = next(one for one in read if read[one] == field)
            raise TwoColumnsForOne(one=other, other=title)
        if field:
            read[title] = field
    for field in _WANTED:
        if field not in read.values():
            raise ColumnMissing(title=TITLES[field][0])
    if not table.rows:
        raise NobodyInside
    return read, [title for title in table.headers if title and title not in read]


def understood(values: dict[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """What the cells say, as a file's fields; and the sentences on those that say nothing sure."""
    meant: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for field, text in values.items():
        try:
            meant[field] = _READ.get(field, str)(text)
        except ValidationError as error:
            wrong[field] = error.messages[0]
    return meant, wrong


def without_nirs(values: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The values without those that hold a social security number, which is not even kept to be corrected."""
    held = {field for field, text in values.items() if holds_a_nir(text)}
    kept = {field: "" if field in held else text for field, text in values.items()}
    return kept, dict.fromkeys(held, _NIR)


def _year(text: str) -> int | None:
    if not text:
        return None
    found = _YEAR.match(text)
    if not found:
        raise ValidationError("Une année, comme 1990, ou une date, comme 05/03/1990.")
    return int(found[1])


def _one_of(choices: Any, otherwise: str) -> Any:
    known = {fold(word): code for code, label in choices.choices for word in (code, label)}

    def read(text: str) -> str:
        if not text:
            return otherwise
        if fold(text) not in known:
            listed = ", ".join(label for _, label in choices.choices)
            raise ValidationError(f"« {text[:40]} » n’est pas connu. Possible : {listed}.")
        return known[fold(text)]

    return read


def _situations(text: str) -> list[str]:
    read = _one_of(Situation, "")
    return list(dict.fromkeys(read(part.strip()) for part in re.split(r"[,;/|\n]", text) if part.strip()))


_READ: dict[str, Any] = {
    "birth_year": _year,
    "language": _one_of(Language, Language.FRENCH),
    "channel": _one_of(Channel, ""),
    "situations": _situations,
}
