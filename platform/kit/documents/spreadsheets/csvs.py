"""The rows of a CSV, whatever program wrote it."""

import csv
import io
import re
from collections.abc import Iterator

from kit.documents.spreadsheets.guard import unguard
from kit.documents.spreadsheets.refusals import BrokenLine, NotASpreadsheet

_DELIMITERS = ";\t,"
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SAID = re.compile(r"sep=([;,\t])\r?\n", re.IGNORECASE)  # a first line by which Excel is told


def rows_of_csv(content: bytes) -> Iterator[list[str]]:
    """Its rows in order, the empty ones too: their place is their number in a spreadsheet."""
    text = _text(content)
    said = _SAID.match(text)
    if said:
        yield []
        text = text[said.end() :]
    number = 1 if said else 0
    lines = csv.reader(
        io.StringIO(text, newline=""), delimiter=said[1] if said else _delimiter(text), strict=True
    )
    while True:
        number += 1
        try:
            cells = next(lines, None)
        except csv.Error as error:
            raise BrokenLine(line=number) from error
        if cells is None:
            return
        yield [unguard(cell) for cell in cells]


def _text(content: bytes) -> str:
    """UTF-8, or what Windows writes; a binary file is neither."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError as error:
            raise NotASpreadsheet from error
    if _BINARY.search(text):
        raise NotASpreadsheet
    return text


def _delimiter(text: str) -> str:
    """The one that cuts the titles into most columns."""

    def columns(delimiter: str) -> int:
        try:
            lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            return next((len(cells) for cells in lines if any(cell.strip(" ;,\t") for cell in cells)), 0)
        except csv.Error:
            return 0

    return max(_DELIMITERS, key=columns)
