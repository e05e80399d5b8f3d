"""Reading a table that somebody sends: a CSV or a workbook, of which nothing is run or fetched."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, NamedTuple

from kit.documents.spreadsheets.csvs import rows_of_csv
from kit.documents.spreadsheets.refusals import (
    FileTooLarge,
    NoHeader,
    OldOrLockedWorkbook,
    TooManyColumns,
    TooManyRows,
    TwiceTheSameHeader,
    UntitledColumn,
)
from kit.documents.spreadsheets.workbooks import rows_of_workbook

MAX_ROWS = 5_000
MAX_BYTES = 5 * 1024 * 1024
MAX_COLUMNS = 200

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and an .xlsx under a password


class Row(NamedTuple):
    """A row as typed, and the number that the spreadsheet program shows beside it."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Titles, and rows that have one cell for each title; wholly empty rows are left out."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row's line number, and its cells by title."""
        return ((row.line, dict(zip(self.headers, row.cells, strict=True))) for row in self.rows)


def read_table(upload: IO[bytes] | bytes, *, max_rows: int = MAX_ROWS, max_bytes: int = MAX_BYTES) -> Table:
    """The table of a CSV, or of the first sheet of a workbook; whatever else it is is refused."""
    content = _content(upload, max_bytes)
    if content.startswith(_OLE):
        raise OldOrLockedWorkbook
    if content.startswith(_ZIP):
        lines = rows_of_workbook(content)
    else:
        lines = rows_of_csv(content)
    return _table(_filled(lines), max_rows)


def _content(upload: IO[bytes] | bytes, max_bytes: int) -> bytes:
    if isinstance(upload, bytes):
        content = upload
    else:
        upload.seek(0)
        content = upload.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise FileTooLarge(megabytes=f"{max_bytes / 1024 / 1024:.0f}")
    if not content.strip():
        raise NoHeader
    return content


def _filled(lines: Iterable[list[str]]) -> Iterator[Row]:
    """The rows that hold something, without the empty cells at their end."""
    for number, cells in enumerate(lines, start=1):
        stripped = [cell.strip() for cell in cells]
        while stripped and not stripped[-1]:
            stripped.pop()
        if len(stripped) > MAX_COLUMNS:
            raise TooManyColumns(columns=MAX_COLUMNS)
        if stripped:
            yield Row(number, tuple(stripped))


def _table(rows: Iterator[Row], max_rows: int) -> Table:
    head = next(rows, None)
    if head is None:
        raise NoHeader
    titled = [place for place, title in enumerate(head.cells) if title]
    headers = tuple(head.cells[place] for place in titled)
    _refuse_twice_the_same(headers)
    kept: list[Row] = []
    for row in rows:
        if len(kept) == max_rows:
            raise TooManyRows(rows=max_rows)
        kept.append(_under(row, titled))
    return Table(headers, tuple(kept))


def _refuse_twice_the_same(headers: tuple[str, ...]) -> None:
    seen: set[str] = set()
    for header in headers:
        if header.casefold() in seen:
            raise TwiceTheSameHeader(header=header[:60])
        seen.add(header.casefold())


def _under(row: Row, titled: list[int]) -> Row:
    """The row's cells under the titles; a value under no title would be lost, so it is refused."""
    for place, cell in enumerate(row.cells):
        if cell and place not in titled:
            raise UntitledColumn(line=row.line, value=cell[:30])
    return Row(row.line, tuple(row.cells[place] if place < len(row.cells) else "" for place in titled))
