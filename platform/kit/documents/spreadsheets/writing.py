"""Writing: columns that say their kind, rows one by one."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, islice
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from kit.documents.files import file_response
from kit.documents.spreadsheets.guard import clean, guard, looks_like_a_formula
from kit.documents.spreadsheets.values import NUMBER_FORMATS, Kind, for_a_csv, for_a_workbook

_NARROWEST, _WIDEST, _MEASURED = 10, 48, 200
_TELEPHONE = re.compile(r"\+[0-9]{6,15}")
_TITLE_LENGTH = 31  # of a sheet, by Excel
_TITLE_FONT = Font(bold=True, color="FF0B474D")
_TITLE_FILL = PatternFill("solid", fgColor="FFE2F0EF")
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True)
class Column:
    """A title and the kind of what stands below: `euros` are integer cents, a `moment` knows its zone."""

    title: str
    kind: Kind = "text"
    width: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in NUMBER_FORMATS:
            raise ValueError(f"no column is of kind {self.kind!r}")


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook; its rows may come one by one (a queryset's iterator)."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]


def write_xlsx(sheets: Iterable[Sheet], *, title: str, now: datetime) -> bytes:
    """A workbook: titles frozen and filtered, dates that are dates, money that adds up, no formula."""
    book = Workbook(write_only=True)
    book.properties.creator = "Maillon"
    book.properties.title = clean(title)
    book.properties.created = book.properties.modified = now.astimezone(UTC).replace(tzinfo=None)
    out = io.BytesIO()
    names: set[str] = set()
    try:
        for sheet in sheets:
            name = _sheet_name(sheet.title, names)
            names.add(name.casefold())
            _fill(book.create_sheet(name), sheet)
    finally:
        book.save(out)  # also when a row fails: this is what empties the temporary files
    return out.getvalue()


def write_csv(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV as French Excel opens it: UTF-8 with its mark, semicolons, decimal commas."""
    out = io.StringIO(newline="")
    lines = csv.writer(out, delimiter=";", lineterminator="\r\n")
    lines.writerow([for_a_csv(column.title, "text") for column in columns])
    for row in rows:
        lines.writerow([for_a_csv(value, kind) for value, kind in _by_kind(row, columns)])
    return out.getvalue().encode("utf-8-sig")


def write_open_csv(titles: Sequence[str], rows: Iterable[Sequence[str | float | None]]) -> bytes:
    """A CSV for programs (RFC 4180): UTF-8 without a mark, commas, decimal points; None is empty.

    Texts are guarded like any other. A number of telephone stays as it is: a spreadsheet that took
    "+33199001234" for a formula would find a number.
    """
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(titles)
    for row in rows:
        lines.writerow([_for_programs(value) for value in row])
    return out.getvalue().encode()


def spreadsheet_response(content: bytes, filename: str) -> HttpResponse:
    """A file to download; `filename` ends in .xlsx or .csv."""
    content_type = _TYPES[filename.rpartition(".")[2]]
    return file_response(content, filename=filename, content_type=content_type, attached=True)


def _for_programs(value: str | float | None) -> str:
    if not isinstance(value, str):
        return "" if value is None else str(value)
    return value if _TELEPHONE.fullmatch(value) else guard(clean(value))


def _fill(leaf: WriteOnlyWorksheet, sheet: Sheet) -> None:
    rows = iter(sheet.rows)
    first = list(islice(rows, _MEASURED))
    # Written in the head of the file: the rows come after.
    leaf.freeze_panes = "A2"
    for number, width in enumerate(_widths(sheet.columns, first), start=1):
        leaf.column_dimensions[get_column_letter(number)].width = width
    leaf.append([_title_cell(leaf, column) for column in sheet.columns])
    height = 1
    for row in chain(first, rows):
        leaf.append([_cell(leaf, value, kind) for value, kind in _by_kind(row, sheet.columns)])
        height += 1
    leaf.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{height}"


def _by_kind(row: Sequence[Any], columns: Sequence[Column]) -> Iterator[tuple[Any, Kind]]:
    return ((value, column.kind) for value, column in zip(row, columns, strict=True))


def _cell(leaf: WriteOnlyWorksheet, value: Any, kind: Kind) -> WriteOnlyCell:
    held = for_a_workbook(value, kind)
    cell = WriteOnlyCell(leaf, held)
    cell.number_format = NUMBER_FORMATS[kind]
    if isinstance(held, str):
        # openpyxl takes what begins with "=" for a formula and "#N/A" for an error: say it is a text,
        # and let Excel keep it one when somebody edits the cell.
        cell.data_type = "s"
        cell.quotePrefix = looks_like_a_formula(held)
    return cell


def _title_cell(leaf: WriteOnlyWorksheet, column: Column) -> WriteOnlyCell:
    cell = _cell(leaf, column.title, "text")
    cell.font, cell.fill = _TITLE_FONT, _TITLE_FILL
    cell.alignment = Alignment(vertical="center", horizontal="left" if column.kind == "text" else "right")
    return cell


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> Iterator[int]:
    """What the first rows need, within reason; a column may ask for its own."""
    for place, column in enumerate(columns):
        shown = [len(for_a_csv(row[place], column.kind)) for row in rows if row[place] is not None]
        longest = max([len(column.title) + 3, *(length + 3 for length in shown)])
        yield column.width or min(max(longest, _NARROWEST), _WIDEST)


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that Excel takes and that no other sheet of the workbook has."""
    name = re.sub(r"[\[\]:*?/\\]+", " ", clean(title)).strip(" '")[:_TITLE_LENGTH].rstrip(" '") or "Feuille"
    number = 1
    while name.casefold() in taken:
        number += 1
        name = f"{name[: _TITLE_LENGTH - 5]} ({number})"
    return name
