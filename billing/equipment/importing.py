"""How a reconditioner's spreadsheet is read: its titles, whatever their order, and what each cell says."""

import re
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from billing.equipment.models import Device
from kit.documents.spreadsheets import Column, Table
from kit.refusals import Refused
from kit.text import fold

TITLES = {
    "tag": "Étiquette",
    "serial": "N° de série",
    "kind": "Type",
    "model": "Modèle",
    "grade": "Grade",
    "wiped_on": "Effacé le",
    "wipe_certificate": "Certificat d’effacement",
}
_WANTED = ("serial", "model")
_FIELD_OF = {fold(title): field for field, title in TITLES.items()}
_FIELD_OF |= {fold("Numéro de série"): "serial", fold("Certificat d'effacement"): "wipe_certificate"}
COLUMNS = [Column(title, width=22) for title in TITLES.values()]
EXAMPLE = ("", "EXEMPLE-001", "Ordinateur portable", "Portable 14 pouces", "B", "05/01/2026", "CERT-001")

_TAG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}")


class TitleMissing(Refused):
    """Il manque la colonne « {title} ». Ajoutez-la, ou partez de notre modèle."""


class SameTitleTwice(Refused):
    """Deux colonnes disent la même chose : « {one} » et « {other} ». Gardez-en une."""


class NoDeviceInside(Refused):
    """Ce tableau n’a que des titres : il n’y a aucun appareil à recevoir."""


def fields_of(table: Table) -> dict[str, str]:
    """{title: field}; refuses a table that cannot name devices."""
    read: dict[str, str] = {}
    for title in table.headers:
        field = _FIELD_OF.get(fold(title))
        if field in read.values():
            other = next(one for one in read if read[one] == field)
            raise SameTitleTwice(one=other, other=title)
        if field:
            read[title] = field
    for field in _WANTED:
        if field not in read.values():
            raise TitleMissing(title=TITLES[field])
    if not table.rows:
        raise NoDeviceInside
    return read


def understood(values: dict[str, str], *, today: date) -> tuple[dict[str, Any], dict[str, str]]:
    """What the cells say, as a device's fields; and the sentences on those that say nothing sure."""
    meant: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for field, text in values.items():
        try:
            meant[field] = _READ[field](text)
        except ValidationError as error:
            wrong[field] = error.messages[0]
    wiped = meant.get("wiped_on")
    if wiped and wiped > today:
        wrong["wiped_on"] = "Cette date est dans le futur."
    return meant, wrong


def _text(longest: int, *, wanted: bool = False) -> Any:
    def read(text: str) -> str:
        if wanted and not text:
            raise ValidationError("Cette case est vide.")
        if len(text) > longest:
            raise ValidationError(f"{longest} signes au plus.")
        return text

    return read


def _tag(text: str) -> str:
    if text and not _TAG.fullmatch(text):
        raise ValidationError("Une étiquette a 20 signes au plus : lettres sans accent, chiffres et tirets.")
    return text


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


def _day(text: str) -> date | None:
    if not text:
        return None
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            day = datetime.strptime(text.split("T")[0].split(" ")[0], form).date()  # noqa: DTZ007 — a day
        except ValueError:
            continue
        if day.year >= 2000:
            return day
    raise ValidationError("Une date, comme 05/03/2026.")


_READ: dict[str, Any] = {
    "tag": _tag,
    "serial": _text(60, wanted=True),
    "kind": _one_of(Device.Kind, Device.Kind.LAPTOP),
    "model": _text(120, wanted=True),
    "grade": _one_of(Device.Grade, Device.Grade.B),
    "wiped_on": _day,
    "wipe_certificate": _text(80),
}
