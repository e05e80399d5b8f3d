"""What structures send by the antenne's public form, without an account.

Nothing here looks for the person: the answer cannot tell whether they are known.
"""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

from kit.journal import record
from kit.marks import mark
from kit.refusals import Refused
from tenants.welcome.free_text import check_no_nir
from tenants.welcome.models import FormTally, Referral
from tenants.welcome.operations.prescribers import add_prescriber
from tenants.welcome.operations.referrals import tell_sender

AN_HOUR_BY_ADDRESS = 20  # a structure's whole team may stand behind one address
AN_HOUR_IN_ALL = 120
_TALLIES_KEPT = timedelta(days=1)


class TooManySent(Refused):
    """Trop d’orientations sont arrivées en peu de temps. Réessayez dans une heure, ou appelez l’antenne."""

    status = 429


@transaction.atomic
def receive_from_form(
    *, ticket: UUID, structure: str, wish: str, address: str, now: datetime, **sent: Any
) -> Referral:
    """Keep what a structure sends; once for a ticket and the same words, however often it is sent.

    `ticket` is the one of the form's page, `address` the sender's on the network, `sent` the other
    fields of Referral. Raises TooManySent, HoldsANir.
    """
    check_no_nir(wish)
    said = {"structure": structure, "wish": wish, **sent}
    referral = Referral(
        # The same ticket with other words (a form sent again for the next person) is another referral.
        id=uuid5(ticket, json.dumps(said, sort_keys=True)),
        prescriber=add_prescriber(name=structure, by=None, now=now),
        source=Referral.Source.FORM,
        wish=wish,
        received_at=now,
        **sent,
    )
    referral.set_keys()
    referral.clean_fields()
    # The primary key makes a twin in flight wait here until the first has committed.
    Referral.objects.bulk_create([referral], ignore_conflicts=True)
    kept = Referral.objects.select_related("prescriber").get(pk=referral.pk)
    if kept.number == referral.number:
        _count(address, now)
        record("welcome.referral_received", on=kept, by=None, at=now, source=kept.source)
        mark(localdate(now))
        tell_sender(kept)
    return kept


def sweep_tallies(*, now: datetime) -> None:
    """Forget who sent when, once no limit needs it."""
    FormTally.objects.filter(hour__lt=now - _TALLIES_KEPT).delete()


def _count(address: str, now: datetime) -> None:
    hour = now.replace(minute=0, second=0, microsecond=0)
    for key, limit in ((_hashed(address), AN_HOUR_BY_ADDRESS), ("", AN_HOUR_IN_ALL)):
        FormTally.objects.bulk_create([FormTally(key=key, hour=hour)], ignore_conflicts=True)
        below = FormTally.objects.filter(key=key, hour=hour, count__lt=limit)
        # The row's lock lets one caller at a time pass, in every process.
        if not below.update(count=F("count") + 1):
            raise TooManySent


def _hashed(address: str) -> str:
    return salted_hmac("welcome.form", address, algorithm="sha256").hexdigest()
