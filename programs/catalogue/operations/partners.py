"""Partners and the names they bear from one day to another."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from kit.journal import record
from kit.refusals import Refused
from programs.catalogue.models import Partner, PartnerName


class NamesOverlap(Refused):
    """Ce partenaire a déjà un nom pour une partie de cette période. Corrigez les dates."""


@transaction.atomic
def add_partner(*, code: str, by: Any, now: datetime) -> Partner:
    """A partner without a name yet."""
    partner = Partner.objects.create(code=code)
    record("catalogue.partner_added", on=partner, by=by, at=now)
    return partner


@transaction.atomic
def name_partner(
    partner: Partner, *, name: str, start: date | None, end: date | None, by: Any, now: datetime
) -> PartnerName:
    """Give a name from `start` (included) until `end` (excluded); None is open on that side."""
    Partner.objects.select_for_update().get(pk=partner.pk)
    during = (start, end)
    if PartnerName.objects.filter(partner=partner, during__overlap=during).exists():
        raise NamesOverlap
    named = PartnerName.objects.create(partner=partner, name=name, during=during)
    record("catalogue.partner_named", on=partner, by=by, at=now)
    return named
