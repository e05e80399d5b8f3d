"""Receiving a person."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from kit.journal import record
from tenants.welcome.models import Beneficiary


@transaction.atomic
def register(
    *, first_name: str, last_name: str, by: Any, now: datetime, today: date, **details: Any
) -> Beneficiary:
    """Open a person's file; `details` are the other fields of Beneficiary."""
    person = Beneficiary(
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        registered_at=now,
        last_contact_on=today,
        **details,
    )
    person.set_keys()
    person.full_clean()
    person.save()
    record("welcome.registered", on=person, by=by, at=now)
    return person
