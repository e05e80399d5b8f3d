"""Signatures drawn on the screen, where the funder wants them."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kit.journal import record
from kit.refusals import Refused
from kit.signatures import check_path
from programs.cohorts.models import Attendance
from programs.cohorts.operations.attendance import open_sheet


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
