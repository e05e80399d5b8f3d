"""Spreadsheets: written so that no cell is a formula, read so that no file can do harm."""

from kit.documents.spreadsheets.reading import Row, Table, read_table
from kit.documents.spreadsheets.refusals import (
    BrokenLine,
    FileTooLarge,
    NoHeader,
    NotASpreadsheet,
    OldOrLockedWorkbook,
    TooManyColumns,
    TooManyRows,
    TooMuchInside,
    TwiceTheSameHeader,
    UntitledColumn,
)
from kit.documents.spreadsheets.writing import (
    Column,
    Sheet,
    spreadsheet_response,
    write_csv,
    write_open_csv,
    write_xlsx,
)

__all__ = [
    "BrokenLine",
    "Column",
    "FileTooLarge",
    "NoHeader",
    "NotASpreadsheet",
    "OldOrLockedWorkbook",
    "Row",
    "Sheet",
    "Table",
    "TooManyColumns",
    "TooManyRows",
    "TooMuchInside",
    "TwiceTheSameHeader",
    "UntitledColumn",
    "read_table",
    "spreadsheet_response",
    "write_csv",
    "write_open_csv",
    "write_xlsx",
]
