"""A file of people: read and compared first, written only when somebody has confirmed it."""

from datetime import date, datetime, timedelta
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from kit.documents.spreadsheets import read_table
from kit.journal import record
from kit.refusals import Refused
from kit.states import check, move
from tenants.welcome.alike import Directory, Somebody
from tenants.welcome.importing import fields_of, understood, without_nirs
from tenants.welcome.models import Beneficiary, ImportBatch
from tenants.welcome.operations.people import new_file, register_many

KEPT = timedelta(days=7)  # a file that nobody confirms


class NoSuchLine(Refused):
    """Cette ligne n’est plus à décider. Rechargez la page."""


class NothingToImport(Refused):
    """Aucune ligne n’est à créer : corrigez le fichier, puis envoyez-le de nouveau."""


@transaction.atomic
def read_import(
    upload: IO[bytes] | bytes, *, file_name: str, by: Any, now: datetime, today: date
) -> tuple[ImportBatch, list[str]]:
    """Read the file, check each line by the rules of `register`, and compare it with who is known.

    Nobody is registered. Returns the batch, and the titles of the columns that are not read.
    """
    table = read_table(upload)
    fields, ignored = fields_of(table)
    rows = []
    for line, cells in table.records():
        values, errors = without_nirs({field: cells[title].strip() for title, field in fields.items()})
        rows.append({"line": line, "values": values, "errors": errors, "alike": [], "twin": None})
    _compare(rows, now=now, today=today)
    batch = ImportBatch.objects.create(
        file_name=file_name[-160:], rows=rows, count=len(rows), read_by=by, read_at=now
    )
    record("welcome.import_read", on=batch, by=by, at=now, lines=len(rows))
    return batch, ignored


@transaction.atomic
def decide_line(batch: ImportBatch, *, line: int | None, create: bool) -> ImportBatch:
    """Whether a line that looks like somebody known opens a file (None: all those lines)."""
    batch = _locked(batch)
    decided = [row for row in batch.rows if is_alike(row) and line in {None, row["line"]}]
    if not decided:
        raise NoSuchLine
    for row in decided:
        row["create"] = create
    batch.save(update_fields=["rows"])
    return batch


@transaction.atomic
def confirm_import(batch: ImportBatch, *, by: Any, now: datetime, today: date) -> ImportBatch:
    """Open the files of the lines that are right: all of them or none; again, it changes nothing.

    `count` is then how many were opened. When somebody was registered meanwhile who looks
    like a line, nothing is imported: the batch stays READ, and the line waits for a decision.
    """
    batch = _locked(batch)
    if batch.state == ImportBatch.State.CONFIRMED:
        return batch
    check(batch, to=ImportBatch.State.CONFIRMED)
    surprises = _compare(batch.rows, now=now, today=today)
    if surprises:
        batch.save(update_fields=["rows"])
        return batch
    files = [_file(row, now=now, today=today) for row in batch.rows if is_created(row)]
    if not files:
        raise NothingToImport
    move(
        batch, to=ImportBatch.State.CONFIRMED, by=by, now=now, verb="welcome.import_confirmed",
        rows=[], count=len(files),
    )  # fmt: skip
    register_many(files, by=by, now=now)
    return batch


@transaction.atomic
def drop_import(batch: ImportBatch, *, by: Any, now: datetime) -> ImportBatch:
    """Give up: what the file said is erased."""
    batch = _locked(batch)
    move(batch, to=ImportBatch.State.DROPPED, by=by, now=now, verb="welcome.import_dropped", rows=[])
    return batch


def drop_old_imports(*, now: datetime) -> None:
    """Those that nobody confirmed in a week: personal data is not left lying about."""
    for batch in ImportBatch.objects.filter(state=ImportBatch.State.READ, read_at__lte=now - KEPT):
        drop_import(batch, by=None, now=now)


def is_wrong(row: dict[str, Any]) -> bool:
    return bool(row["errors"])


def is_alike(row: dict[str, Any]) -> bool:
    """Right, but somebody known, or a line before it, may be the same person."""
    return not row["errors"] and bool(row["alike"] or row["twin"])


def is_created(row: dict[str, Any]) -> bool:
    """Whether confirming opens a file for it; a look-alike is left aside unless somebody decided."""
    return not row["errors"] and (not is_alike(row) or row.get("create", False))


def _locked(batch: ImportBatch) -> ImportBatch:
    return ImportBatch.objects.select_for_update().get(pk=batch.pk)


def _file(row: dict[str, Any], *, now: datetime, today: date) -> Beneficiary:
    """The file that a line asks for; raises ValidationError with all that is wrong in it."""
    meant, wrong = understood(row["values"])
    try:
        file = new_file(**meant, now=now, today=today)
    except ValidationError as error:
        raise ValidationError(error.message_dict | wrong) from None
    if wrong:
        raise ValidationError(wrong)
    return file


def _compare(rows: list[dict[str, Any]], *, now: datetime, today: date) -> bool:
    """Note on each line its errors and who it looks like; whether a line looks like somebody new."""
    directory, surprises = Directory(), False
    for row in rows:
        if is_wrong(row):
            continue
        try:
            file = _file(row, now=now, today=today)
        except ValidationError as error:
            row["errors"] = {field: messages[0] for field, messages in error.message_dict.items()}
            continue
        found = directory.like(_somebody(file))
        alike = [str(one) for one in found if not isinstance(one, int)][:5]
        surprises |= not is_alike(row) and bool(alike) and "checked" in row
        row["alike"], row["twin"] = alike, next((one for one in found if isinstance(one, int)), None)
        row["checked"] = True
        directory.add(file, as_=row["line"])
    return surprises


def _somebody(file: Beneficiary) -> Somebody:
    return Somebody.called(first_name=file.first_name, last_name=file.last_name, phone=file.phone)
