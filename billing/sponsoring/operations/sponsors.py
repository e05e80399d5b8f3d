"""Who funds."""

from datetime import datetime
from typing import Any

from django.db import transaction

from billing.sponsoring.models import Agreement, Sponsor
from kit.journal import record
from kit.refusals import Refused


class SponsorRetired(Refused):
    """« {name} » est retiré de la liste des mécènes : rien de nouveau ne s’écrit avec lui."""


class AgreementsLeft(Refused):
    """« {name} » a encore une convention en cours ({reference}) : menez-la à son terme d’abord."""


@transaction.atomic
def register_sponsor(*, name: str, siren: str = "", by: Any, now: datetime, **fields: Any) -> Sponsor:
    """A new sponsor; `fields` are the other fields of Sponsor."""
    sponsor = Sponsor(name=name, siren=siren, **fields)
    sponsor.full_clean()
    sponsor.save()
    record("sponsoring.sponsor_registered", on=sponsor, by=by, at=now)
    return sponsor


@transaction.atomic
def correct_sponsor(sponsor: Sponsor, *, by: Any, now: datetime, **fields: Any) -> Sponsor:
    """Correct who a sponsor is. What is signed keeps the words that were signed."""
    sponsor = locked_sponsor(sponsor)
    for name, value in fields.items():
        setattr(sponsor, name, value)
    sponsor.full_clean()
    sponsor.save()
    record("sponsoring.sponsor_corrected", on=sponsor, by=by, at=now)
    return sponsor


@transaction.atomic
def retire_sponsor(sponsor: Sponsor, *, by: Any, now: datetime) -> Sponsor:
    """Nothing new is written with them; what is over stays readable."""
    sponsor = locked_sponsor(sponsor)
    over = (Agreement.State.CLOSED, Agreement.State.DECLINED)
    left = sponsor.agreements.exclude(state__in=over).order_by("reference").first()
    if left is not None:
        raise AgreementsLeft(name=sponsor.name, reference=left.reference)
    sponsor.retired_at = now
    sponsor.save(update_fields=["retired_at"])
    record("sponsoring.sponsor_retired", on=sponsor, by=by, at=now)
    return sponsor


def locked_sponsor(sponsor: Sponsor) -> Sponsor:
    """The sponsor, held until the end of the transaction, as long as it is not retired."""
    sponsor = Sponsor.objects.select_for_update().get(pk=sponsor.pk)
    if sponsor.retired_at is not None:
        raise SponsorRetired(name=sponsor.name)
    return sponsor
