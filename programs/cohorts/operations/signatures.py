"""Signatures drawn on the screen, where the funder wants them."""

import re
from datetime import datetime
from typing import Any

from django.db import transaction

from kit.journal import record
from kit.refusals import Refused
from programs.cohorts.models import Attendance
from programs.cohorts.operations.attendance import open_sheet

# Lines on a card of 300 × 100, and nothing else: it is drawn on pages and papers as it is.
_PATH = re.compile(r"M\d{1,3} \d{1,3}(?:[ML]\d{1,3} \d{1,3})*", re.ASCII)
_POINT = re.compile(r"(\d+) (\d+)", re.ASCII)
_WIDTH, _HEIGHT = 300, 100
LONGEST_PATH = 8_000
_FEWEST_POINTS = 4  # fewer is a slip of the finger


class NotASignature(Refused):
    """Cette signature n’a pas pu être lue. Effacez-la et signez à nouveau, d’un trait."""


class NotThere(Refused):
    """Seule une personne présente signe : notez d’abord sa présence."""


class NoSignatureWanted(Refused):
    """Ce parcours ne demande pas de signature à l’écran."""


@transaction.atomic
def sign(attendance: Attendance, *, path: str, by: Any, now: datetime) -> Attendance:
    """Keep what the person drew: an SVG path of M and L alone. Until the sheet is closed it can be redone."""
    session = open_sheet(attendance.session)
    attendance = Attendance.objects.select_for_update(of=("self",)).get(pk=attendance.pk)
    if not session.group.signature_wanted:
        raise NoSignatureWanted
    if attendance.status not in Attendance.THERE:
        raise NotThere
    check_path(path)
    attendance.signature, attendance.signed_at = path, now
    attendance.save(update_fields=["signature", "signed_at"])
    record("cohorts.signed", on=attendance, by=by, at=now)
    return attendance


def check_path(path: str) -> None:
    """Raise NotASignature for whatever is not a drawing of ours."""
    if len(path) > LONGEST_PATH or not _PATH.fullmatch(path):
        raise NotASignature
    points = [(int(x), int(y)) for x, y in _POINT.findall(path)]
    if len(set(points)) < _FEWEST_POINTS or any(x > _WIDTH or y > _HEIGHT for x, y in points):
        raise NotASignature
