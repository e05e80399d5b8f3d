"""What a person agrees to, and what they take back: said, dated, never rewritten (RGPD, art. 7)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kit.journal import record
from kit.refusals import Refused
from tenants.welcome.models import Beneficiary, Consent


class UnknownPurpose(Refused):
    """Cet accord n’existe pas dans Maillon. Rechargez la page."""


@transaction.atomic
def note_consent(person: Beneficiary, *, purpose: str, given: bool, by: Any, now: datetime) -> Consent:
    """Note an agreement or its withdrawal on the kept file; said again, it is not written again."""
    if purpose not in Consent.Purpose.values:
        raise UnknownPurpose
    person = Beneficiary.objects.select_for_update(no_key=True).get(pk=person.merged_into_id or person.pk)
    last = last_said(person, purpose)
    if last is not None and last.given == given:
        return last
    said = Consent.objects.create(
        beneficiary=person, purpose=purpose, given=given, recorded_by=by, recorded_at=now
    )
    record("welcome.consent_noted", on=said, by=by, at=now, purpose=str(purpose), given=given)
    return said


def last_said(person: Beneficiary, purpose: str) -> Consent | None:
    """What is in force for a purpose, on whichever of their files it was said; None: never asked."""
    said = Consent.objects.filter(beneficiary__in=person.same_person, purpose=purpose)
    return said.order_by("-recorded_at", "-id").first()
