"""A sponsor asks for an agreement by themselves; the national office turns it into one."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from billing.sponsoring.models import Agreement
from billing.sponsoring.queries import cost_on
from kit.calendar import add_months
from kit.identifiers import new_reference
from kit.journal import record
from kit.refusals import Refused

MONTHS = 12
MOST = 100_000


class NoCostYet(Refused):
    """Le réseau n’a pas encore fixé le coût d’une place : écrivez-nous, nous vous répondrons."""


class AsksForNothing(Refused):
    """Choisissez au moins une place ou un équipement."""


class AsksForTooMuch(Refused):
    """Une proposition va jusqu’à 100 000 places ou équipements : écrivez-nous."""


class AlreadyAsked(Refused):
    """Cette proposition est déjà partie : rouvrez la page pour en faire une autre."""


@transaction.atomic
def ask_for_agreement(
    *,
    sponsor_id: Any,
    key: UUID,
    template: Any,
    antennes: Sequence[Any],
    places: int,
    devices: int,
    words: str = "",
    by: Any,
    now: datetime,
    today: date,
) -> Agreement:
    """A draft at today's cost, for twelve months from next month; no antenne means everywhere.

    `key` is the demand's own: asked twice, it is one proposal.
    """
    known = Agreement.objects.filter(pk=key).first()
    if known is not None:
        if (known.sponsor_id, known.asked_by_id) != (sponsor_id, by.pk):
            raise AlreadyAsked
        return known
    if not places and not devices:
        raise AsksForNothing
    if max(places, devices) > MOST:
        raise AsksForTooMuch
    cost = cost_on(today)
    if cost is None:
        raise NoCostYet
    starts_on = add_months(today.replace(day=1), 1)
    agreement = Agreement.objects.create(
        id=key, sponsor_id=sponsor_id, reference=f"DEM-{new_reference()}", title=template.name[:160],
        kind=Agreement.Kind.GIFT, basis=Agreement.BASIS[Agreement.Kind.GIFT], purpose=words, places=places,
        devices=devices, amount_cents=places * cost.place_cents + devices * cost.device_cents,
        starts_on=starts_on, ends_on=add_months(starts_on, MONTHS) - timedelta(days=1), drafted_at=now,
        asked_by=by,
    )  # fmt: skip
    agreement.templates.add(template)
    agreement.antennes.add(*antennes)
    record("sponsoring.agreement_asked", on=agreement, by=by, at=now)
    return agreement
