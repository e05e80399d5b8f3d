"""What an antenne tells the public of its place. Called standing in the antenne."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from kit.journal import record
from kit.refusals import Refused
from tenants.network.models import Antenne, SiteSheet


class SheetIncomplete(Refused):
    """Il manque de quoi publier cette fiche : {missing}. Complétez-la, ou gardez-la en brouillon."""


@transaction.atomic
def write_sheet(
    antenne: Antenne, *, text: Mapping[str, Any], publish: bool, by: Any, now: datetime
) -> SiteSheet:
    """Write the fields of `text`, and publish the sheet or withdraw it.

    Saving says that the sheet is still right: its age counts from `now`.
    """
    SiteSheet.objects.get_or_create(antenne=antenne, defaults={"updated_at": now})
    sheet = SiteSheet.objects.select_for_update().order_by().get(antenne=antenne)
    was_published = sheet.published
    for name, value in text.items():
        setattr(sheet, name, value)
    sheet.published_at = (sheet.published_at or now) if publish else None
    sheet.updated_at = now
    if publish:
        _check_whole(sheet)
    sheet.full_clean()
    sheet.save()
    record(_verb(was_published, publish), on=sheet, by=by, at=now)
    return sheet


def _check_whole(sheet: SiteSheet) -> None:
    labels = [str(SiteSheet._meta.get_field(name).verbose_name) for name in sheet.lacking()]  # type: ignore[union-attr]
    if labels:
        raise SheetIncomplete(missing=", ".join(labels))


def _verb(was_published: bool, publish: bool) -> str:
    if was_published == publish:
        return "network.sheet_written"
    return "network.sheet_published" if publish else "network.sheet_withdrawn"
