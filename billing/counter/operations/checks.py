"""Somebody asks whether the tills are whole: that they asked, and what was answered, is kept."""

from datetime import datetime
from typing import Any

from django.db import transaction

from billing.counter.models import Till
from billing.counter.verify import Finding, verify_tills
from kit.journal import record


@transaction.atomic
def check_tills(*, by: Any, now: datetime) -> list[Finding]:
    """Verify every till of the antenne; one line of the journal a till."""
    findings = verify_tills()
    sound = {finding.till: finding.sound for finding in findings}
    for till in Till.objects.order_by("code"):
        record("counter.checked", on=till, by=by, at=now, sound=sound[till.code])
    return findings
