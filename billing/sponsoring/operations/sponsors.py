"""Who funds."""

from datetime import datetime
from typing import Any

from django.db import transaction

from billing.sponsoring.models import Sponsor
from kit.journal import record


@transaction.atomic
def register_sponsor(*, name: str, siren: str = "", by: Any, now: datetime, **fields: Any) -> Sponsor:
    """A new sponsor."""
    sponsor = Sponsor(name=name, siren=siren, **fields)
    sponsor.full_clean()
    sponsor.save()
    record("sponsoring.sponsor_registered", on=sponsor, by=by, at=now)
    return sponsor
