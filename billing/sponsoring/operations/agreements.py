"""What a sponsor signs."""

from datetime import datetime
from typing import Any

from django.db import transaction

from billing.sponsoring.models import Agreement, Sponsor
from kit.journal import record
from kit.states import move


@transaction.atomic
def draft_agreement(sponsor: Sponsor, *, by: Any, now: datetime, **terms: Any) -> Agreement:
    """A draft; `terms` are the fields of Agreement."""
    agreement = Agreement(sponsor=sponsor, drafted_at=now, **terms)
    agreement.full_clean()
    agreement.save()
    record("sponsoring.agreement_drafted", on=agreement, by=by, at=now)
    return agreement


@transaction.atomic
def propose_agreement(agreement: Agreement, *, by: Any, now: datetime) -> Agreement:
    """Put it before the sponsor."""
    return _move(agreement, Agreement.State.PROPOSED, "sponsoring.agreement_proposed", by=by, now=now)


@transaction.atomic
def sign_agreement(agreement: Agreement, *, by: Any, now: datetime) -> Agreement:
    """Both sides have signed: its places, devices and money may be allocated."""
    return _move(agreement, Agreement.State.SIGNED, "sponsoring.agreement_signed", by=by, now=now)


def _move(agreement: Agreement, to: str, verb: str, *, by: Any, now: datetime) -> Agreement:
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    move(agreement, to=to, by=by, now=now, verb=verb)
    return agreement
