"""The reference of an agreement, given in the order of their writing."""

import re
from datetime import datetime

from django.utils.timezone import localtime

from billing.sponsoring.models import Agreement, LegalNumber
from kit.refusals import Refused

OURS = re.compile(r"\d{4}-[0-9A-Za-z-]{1,15}", re.ASCII)


class NotAReference(Refused):
    """« {reference} » n’est pas une référence : l’année, un tiret, un numéro, comme 2026-004."""


def check_reference(reference: str) -> None:
    """It is an address too: four digits first, so that it is never the name of a page."""
    if not OURS.fullmatch(reference):
        raise NotAReference(reference=reference)


def next_reference(now: datetime) -> str:
    """Like "2026-004". Its row stays locked until the end of the transaction: ask late."""
    year = localtime(now).year
    series = f"CO-{year}"
    LegalNumber.objects.get_or_create(series=series)
    counter = LegalNumber.objects.select_for_update().get(series=series)
    reference = ""
    # One that somebody chose is passed over.
    while not reference or Agreement.objects.filter(reference=reference).exists():
        counter.last += 1
        reference = f"{year}-{counter.last:03}"
    counter.save(update_fields=["last"])
    return reference
