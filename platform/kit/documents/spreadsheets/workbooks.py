"""The rows of a workbook's first sheet.

openpyxl never meets the file that was sent: it gets a copy that we unfolded within bounds, which
holds XML without declarations and nothing else (no macro, no picture).
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import load_workbook

from kit.documents.spreadsheets.refusals import (
    NoHeader,
    NotASpreadsheet,
    OldOrLockedWorkbook,
    TooMuchInside,
)
from kit.refusals import Refused

_UNFOLDED = 25 * 1024 * 1024
_RATIO = 200
_SMALL = 1024 * 1024  # below, a ratio says nothing: a small sheet of equal rows folds well
_MEMBERS = 1_000
_CELLS = 2_000_000
_LAST_ROW = 1_048_576  # by Excel: a file may say more, to keep the reader busy
_ENCRYPTED = 0x1
_MIDNIGHT = time()


def rows_of_workbook(content: bytes) -> Iterator[list[str]]:
    """Its rows in order, the empty ones too; values only, as last calculated."""
    try:
        yield from _rows(_unfolded(content))
    except Refused:
        raise
    except Exception as trouble:
        # What a hostile or broken file makes zipfile, expat and openpyxl raise has no list.
        raise NotASpreadsheet from trouble


def _unfolded(content: bytes) -> io.BytesIO:
    """A copy of the archive, unfolded; an archive that would not fit is not unfolded further."""
    copy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(copy, "w") as unfolded:
        members = archive.infolist()
        if len(members) > _MEMBERS:
            raise TooMuchInside
        left = _UNFOLDED
        for member in members:
            if member.flag_bits & _ENCRYPTED:
                raise OldOrLockedWorkbook
            if member.filename.lower().endswith((".xml", ".rels")):
                part = _part(archive, member, left)
                left -= len(part)
                unfolded.writestr(member.filename, part)
    copy.seek(0)
    return copy


def _part(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    # The other ways to fold cannot be unfolded piece by piece, and no spreadsheet uses them.
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise NotASpreadsheet
    # The size that the file declares may lie: what is read is what counts.
    with archive.open(member) as folded:
        part = folded.read(left + 1)
    if len(part) > left or (len(part) > _SMALL and len(part) > _RATIO * member.compress_size):
        raise TooMuchInside
    if b"<!" in part.replace(b"\0", b"").replace(b"<![CDATA[", b"").replace(b"<!--", b""):
        raise NotASpreadsheet  # a declaration of entities: no spreadsheet writes one
    return part


def _rows(archive: io.BytesIO) -> Iterator[list[str]]:
    book = load_workbook(archive, read_only=True, data_only=True, keep_links=False)
    if not book.worksheets:
        raise NoHeader
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what a file says of its size is not to be believed
    cells_left = _CELLS
    for cells in sheet.iter_rows(max_row=_LAST_ROW, values_only=True):
        cells_left -= len(cells)
        if cells_left < 0:
            raise TooMuchInside
        yield [_words(cell) for cell in cells]


def _words(value: Any) -> str:
    """The value as a person would type it; dates as ISO."""
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case datetime() if value.time() == _MIDNIGHT:
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds" if value.second else "minutes")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat("seconds" if value.second else "minutes")
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02d}"
        case float() if value.is_integer():
            return str(int(value))
        case float():
            return f"{value:.15g}"  # the digits that Excel keeps
    return str(value)
