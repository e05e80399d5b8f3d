"""A chapter as a workbook (the tidy sheet, then the dictionary) or as CSV (the sheet alone)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hub.reports.chapters import Chapter, Told
from hub.rollup.measures import MEASURES
from kit.documents.spreadsheets import Column, Sheet, write_csv, write_xlsx

WHOLE = "tout"  # the view of the files alone: each antenne, programme and month apart


def by_of(view: str, told: Told) -> Sequence[str]:
    """The dimensions of the sheet: all of them for WHOLE, a view of the chapter, or the one it shows."""
    if view == WHOLE:
        return told.chapter.views
    return (view,) if view in told.chapter.views else (told.view,)


def workbook(told: Told, *, by: Sequence[str], now: datetime) -> bytes:
    """Two sheets: the figures, one line a group, and the dictionary of what they count."""
    columns, rows = told.sheet(by)
    figures = Sheet(told.chapter.title, columns, rows)
    return write_xlsx([figures, dictionary(told.chapter)], title=title_of(told), now=now)


def csv_file(told: Told, *, by: Sequence[str]) -> bytes:
    columns, rows = told.sheet(by)
    return write_csv(columns, rows)


def title_of(told: Told) -> str:
    """ "Synthèse 2022 - Grenoble": the chapter, the period, then the filters; a file bears it too."""
    narrowed = [words for _, words in told.question.narrowed]
    return " - ".join([f"{told.chapter.title} {told.question.period}", *narrowed]).replace("/", " ")


def dictionary(chapter: Chapter) -> Sheet:
    """What the measures of a chapter count, and what its rates divide."""
    titles = ("Mesure", "Code", "Définition", "Unité", "Numérateur", "Dénominateur", "Source", "Version")
    columns = [Column(title, "whole" if title == "Version" else "text") for title in titles]
    return Sheet("Dictionnaire", columns, [_explained(code) for code in _codes(chapter)])


def _codes(chapter: Chapter) -> list[str]:
    named = [*chapter.headlines, *chapter.columns]
    parts = [part for code in named for part in (MEASURES[code].numerator, MEASURES[code].denominator)]
    return list(dict.fromkeys([*named, *(part.partition(":")[0] for part in parts if part)]))


def _explained(code: str) -> list[Any]:
    one = MEASURES[code]
    return [
        one.label, code, one.definition, one.unit, one.numerator, one.denominator, one.source, one.version
    ]  # fmt: skip
