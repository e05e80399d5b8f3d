"""Partners and the names they bear from one day to another."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from kit.journal import record
from kit.refusals import Refused
from programs.catalogue.models import Partner, PartnerName


class NamesOverlap(Refused):
    """Ce partenaire porte déjà le nom « {name} » pendant une partie de cette période. Corrigez les dates."""


class DatesCross(Refused):
    """Le dernier jour du nom vient avant le premier. Corrigez les dates."""


class PartnerKnown(Refused):
    """Un partenaire porte déjà le code « {code} »."""


@transaction.atomic
def add_partner(*, code: str, by: Any, now: datetime) -> Partner:
    """A partner without a name yet."""
    if Partner.objects.filter(code=code).exists():
        raise PartnerKnown(code=code)
    partner = Partner(code=code)
    partner.full_clean()
    partner.save()
    record("catalogue.partner_added", on=partner, by=by, at=now)
    return partner


@transaction.atomic
def introduce_partner(
    *, code: str, name: str, start: date | None, end: date | None, by: Any, now: datetime
) -> Partner:
    """A partner with its first name."""
    partner = add_partner(code=code, by=by, now=now)
    name_partner(partner, name=name, start=start, end=end, by=by, now=now)
    return partner


@transaction.atomic
def name_partner(
    partner: Partner, *, name: str, start: date | None, end: date | None, by: Any, now: datetime
) -> PartnerName:
    """Give a name from `start` (included) until `end` (excluded); None is open on that side."""
    Partner.objects.select_for_update().get(pk=partner.pk)
    if start is not None and end is not None and end <= start:
        raise DatesCross
    during = (start, end)
    other = PartnerName.objects.filter(partner=partner, during__overlap=during).first()
    if other is not None:
        raise NamesOverlap(name=other.name)
    named = PartnerName(partner=partner, name=name, during=during)
    named.clean_fields(exclude=["partner", "during"])
    named.save()
    record("catalogue.partner_named", on=partner, by=by, at=now)
    return named


@transaction.atomic
def end_name(name: PartnerName, *, end: date, by: Any, now: datetime) -> PartnerName:
    """Say until when (excluded) a name lasts: the next one begins that day."""
    Partner.objects.select_for_update().get(pk=name.partner_id)
    name = PartnerName.objects.get(pk=name.pk)
    start = name.during.lower
    if start is not None and end <= start:
        raise DatesCross
    during = (start, end)
    other = PartnerName.objects.filter(partner=name.partner_id, during__overlap=during).exclude(pk=name.pk)
    if other.exists():
        raise NamesOverlap(name=other[0].name)
    name.during = during  # type: ignore[assignment]
    name.save(update_fields=["during"])
    record("catalogue.partner_named", on=name.partner, by=by, at=now)
    return name
