"""The figures line by line, on a page and as a tidy sheet: the same rows, the same order."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from hub.reports.words import cell_of, column_of, out_of, written
from hub.rollup.measures import MEASURES
from hub.rollup.reports import Row, label
from kit import formats
from kit.documents.spreadsheets import Column
from programs.catalogue.models import Level
from tenants.network.models import Antenne

# What a line may be, in the address and in words.
VIEWS = {"antenne": "Par antenne", "programme": "Par programme", "month": "Par mois", "level": "Par niveau"}
HEADS = {"antenne": "Antenne", "programme": "Programme", "month": "Mois", "level": "Niveau"}
_LEVELS = dict(Level.choices)


@dataclass(frozen=True)
class Cell:
    """What stands under a head: on a phone each cell bears it."""

    head: str
    words: str
    note: str = ""


@dataclass(frozen=True)
class Line:
    name: str
    cells: list[Cell]
    url: str = ""


@dataclass(frozen=True)
class Table:
    """`heads` are the labels of the columns after the first, which is `head`."""

    head: str
    heads: list[str]
    lines: list[Line]


def table_of(
    rows: Iterable[Row], codes: Sequence[str], view: str, *, link: Callable[[Any], str] = lambda key: ""
) -> Table:
    """One line an antenne, a programme, a month or a level; lines without any figure are left out."""
    lines = [
        Line(name_of(row.keys[view], view), [_cell(code, row) for code in codes], link(row.keys[view]))
        for row in rows
        if row
    ]
    return Table(HEADS[view], [MEASURES[code].label for code in codes], lines)


def sheet_of(
    rows: Iterable[Row], codes: Sequence[str], by: Sequence[str]
) -> tuple[list[Column], list[list[Any]]]:
    """(columns, rows) in tidy form: the keys, then one typed column a measure; a rate with what it divides.

    A month is its first day; an antenne comes with its code, a programme with its partner of the time.
    """
    columns = [column for word in by for column in _key_columns(word)]
    columns += [column for code in codes for column in _columns(code)]
    cells = [
        [
            *(cell for word in by for cell in _key_cells(word, row.keys[word])),
            *(cell for code in codes for cell in _typed(code, row)),
        ]
        for row in rows
        if row
    ]
    return columns, cells


def name_of(key: Any, view: str) -> str:
    """An antenne, a month, a programme with its partner, or a level, in words."""
    if view == "month":
        return formats.month(key)
    if view == "programme":
        return label(key) if key else "Hors programme"
    if view == "level":
        return _LEVELS.get(key, "Sans niveau")
    return str(key)


def _cell(code: str, row: Row) -> Cell:
    amount = row[code]
    note = out_of(amount) if MEASURES[code].is_rate and amount.denominator else ""
    return Cell(MEASURES[code].label, str(written(code, amount)), note)


def _columns(code: str) -> list[Column]:
    if not MEASURES[code].is_rate:
        return [column_of(code)]
    title = MEASURES[code].label
    return [column_of(code), Column(f"{title}, numérateur", "whole"), Column(f"{title}, n", "whole")]


def _typed(code: str, row: Row) -> list[Any]:
    amount = row[code]
    if not MEASURES[code].is_rate:
        return [cell_of(code, amount)]
    return [cell_of(code, amount), amount.numerator, amount.denominator]


def _key_columns(word: str) -> list[Column]:
    if word == "antenne":
        return [Column("Antenne"), Column("Code"), Column("Département")]
    if word == "programme":
        return [Column("Programme"), Column("Partenaire"), Column("Thème")]
    return [Column(HEADS[word], "date" if word == "month" else "text")]


def _key_cells(word: str, key: Any) -> list[Any]:
    if isinstance(key, Antenne):
        return [key.name, key.code, key.departement]
    if word == "programme":
        if key is None:
            return ["Hors programme", "", ""]
        return [key.name, key.partner_name or "", key.get_theme_display()]
    return [key if word == "month" else name_of(key, word)]


def choose(view: str, offered: Sequence[str]) -> str:
    """A view that the address asks for, or the first of those offered."""
    return view if view in offered else offered[0]
