"""A chapter on paper: the numbers, pictures and lines of its page, then what they count."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from hub.reports import cohorts, files
from hub.reports.chapters import Block, Told
from hub.reports.of.cohorts import COHORTS
from hub.reports.tables import HEADS, Cell
from hub.reports.words import out_of, written
from hub.rollup.closing.notes import closed_note
from hub.rollup.measures import MEASURES
from hub.rollup.periods import Period
from kit import formats
from kit.documents.pdf import render
from kit.formats import NARROW, NOTHING
from kit.ui.charts import on_paper

OFFICE = "Réseau national"
MOST_COHORTS = 1_000  # what a person can leaf through; the workbook holds them all
WIDE = 7  # columns of numbers beyond which a sheet is laid on its side
_COHORT_HEADS = ["Dates", "État", "Places prises", "Participants", "Terminés", "Satisfaits"]

Said = tuple[str, str]  # what stands in a cell, and small under it


def as_pdf(told: Told, *, now: datetime) -> bytes:
    """An A4 report for a file or a board, the same bytes each time. An empty chapter is a sentence."""
    site = _site(told)
    data = {
        "chapter": told.chapter.title,
        "lead": told.chapter.lead,
        "where": str(told.question.antenne or site),
        "period": str(told.question.period),
        "facts": _facts(told, now),
        "empty": told.empty,
        "headlines": [vars(one) for one in told.headlines],
        "charts": [] if told.empty else [_drawn(block) for block in told.blocks],
        "table": None if told.empty else _cohorts(told) if told.chapter is COHORTS else _lines(told),
        "definitions": [[row[0], row[2]] for row in files.dictionary(told.chapter).rows],
    }
    return render("hub/chapter.typ", title=files.title_of(told), data=data, now=now, letterhead=[site])


def _site(told: Told) -> str:
    question = told.question
    return OFFICE if question.national else f"Antenne de {question.every[0].name}"


def _facts(told: Told, now: datetime) -> list[Said]:
    """What narrows the figures, how many antennes they come from, and of when they are."""
    question = told.question
    filters = [(str(question.form.fields[name].label), words) for name, words in question.narrowed]
    several = len(question.every) > 1 and question.antenne is None
    antennes = [("Antennes", formats.number(len(question.antennes)))] if several else []
    fresh = question.refreshed_at
    closed = closed_note(question.period.start, question.period.end)
    return [
        ("Période", _months(question.period)),
        *([("État", closed)] if closed else []),
        *filters,
        *antennes,
        ("Chiffres à jour", _moment(told, fresh) if fresh else "pas encore calculés"),
        ("Édité", _moment(told, now)),
    ]


def _months(period: Period) -> str:
    first, last = formats.month(period.start), formats.month(period.end)
    return first if first == last else f"{first} – {last}"


def _moment(told: Told, moment: datetime) -> str:
    every = told.question.every
    zone = every[0].tz if len(every) == 1 else timezone.get_default_timezone()
    here = moment.astimezone(zone)
    return f"le {formats.day_short(here.date())} {here.year} à {formats.hour(here)}"


def _drawn(block: Block) -> dict[str, Any]:
    return {"chart": on_paper(block.chart, title=block.title), "note": block.note}


def _lines(told: Told) -> dict[str, Any]:
    """The lines of the view that is shown, then all of them together."""
    table = told.table()
    rows = [[(line.name, ""), *map(_said, line.cells)] for line in table.lines]
    total = [_together(told, code) for code in told.chapter.columns] if len(rows) > 1 else []
    return _table(f"Le détail, par {HEADS[told.view].lower()}", [table.head, *table.heads], rows, total=total)


def _cohorts(told: Told) -> dict[str, Any]:
    """One line a cohort, the latest first."""
    found = cohorts.cohorts_of(told.question)
    count, several = found.count(), len(told.question.antennes) > 1
    groups = cohorts.told(told.question, found[:MOST_COHORTS])
    rows = [[(one.row.name, one.programme), *_cohort(one, several)] for one in groups]
    heads = ["Parcours", *(["Antenne"] if several else []), *_COHORT_HEADS]
    note = "Comptés en ce moment, même quand la période est close. Les noms restent dans les antennes."
    if count > MOST_COHORTS:
        note += f" Les {formats.number(MOST_COHORTS)} derniers{NARROW}; le tableur les a tous."
    words = len(heads) - len(_COHORT_HEADS) + 2
    return _table(f"{formats.number(count)} parcours", heads, rows, words=words, note=note)


def _cohort(one: cohorts.Group, several: bool) -> Iterator[Said]:
    row = one.row
    if several:
        yield str(one.antenne or NOTHING), ""
    yield f"{_day(row.starts_on)} – {_day(row.ends_on)}", ""
    yield one.state, ""
    yield _of(row.places_taken, row.places_opened), ""
    yield formats.number(row.participants), ""
    yield formats.number(row.completions), ""
    yield _of(row.satisfied, row.answers) if row.answers else NOTHING, ""


def _of(part: int, whole: int) -> str:
    return f"{formats.number(part)} sur {formats.number(whole)}"


def _day(day: Any) -> str:
    return f"{day:%d/%m/%Y}"


def _said(cell: Cell) -> Said:
    return cell.words, cell.note


def _together(told: Told, code: str) -> Said:
    amount = told.read.total[code]
    return str(written(code, amount)), out_of(amount) if MEASURES[code].is_rate and amount.denominator else ""


def _table(
    title: str, heads: list[str], rows: list[list[Said]], *, words: int = 1, total: Any = (), note: str = ""
) -> dict[str, Any]:
    """`words` are the first columns that are no numbers; `total` the last line, without its name."""
    return {
        "title": title,
        "note": note,
        "heads": heads,
        "words": words,
        "rows": rows,
        "total": [("Ensemble", ""), *total] if total else [],
        "wide": len(heads) - 1 > WIDE,
    }
