"""Changing what both sides signed: an amendment, which both sides sign too."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from billing.sponsoring.models import Agreement, Amendment
from billing.sponsoring.operations.agreements import check_sum, locked_agreement
from billing.sponsoring.operations.applying import (
    PARTS,
    as_json,
    asked_for,
    check_above_allocated,
    check_firm,
)
from billing.sponsoring.operations.life import AmendmentWaiting
from billing.sponsoring.parts import Due
from kit.journal import record
from kit.refusals import Refused
from kit.states import move


class NothingChanges(Refused):
    """Cet avenant ne change rien : donnez un autre montant, d’autres places ou équipements, une autre fin."""


class EndsBeforeItStarts(Refused):
    """La fin vient avant le début de la convention : choisissez un jour plus tard."""


@transaction.atomic
def draft_amendment(
    agreement: Agreement,
    *,
    reason: str,
    amount_cents: int,
    places: int,
    devices: int,
    ends_on: date,
    instalments: Sequence[Due] = (),
    by: Any,
    now: datetime,
) -> Amendment:
    """Put new totals before both sides; nothing changes until both have signed.

    `instalments`: the new schedule of what was not asked for yet. With another amount it is wanted,
    as long as the agreement has a schedule.
    """
    agreement = locked_agreement(agreement)
    check_firm(agreement)
    if agreement.amendments.filter(state=Amendment.State.PROPOSED).exists():
        raise AmendmentWaiting
    amendment = Amendment(
        agreement=agreement, number=agreement.amendments.count() + 1, reason=reason,
        amount_cents=amount_cents, places=places, devices=devices, ends_on=ends_on, before=_before(agreement),
        instalments=as_json(sorted(instalments, key=lambda one: one.due_on)), drafted_by=by, drafted_at=now,
    )  # fmt: skip
    amendment.full_clean(exclude=["agreement", "drafted_by"], validate_unique=False)
    _check(agreement, amendment, instalments)
    amendment.save()
    record("sponsoring.amendment_drafted", on=amendment, by=by, at=now, number=amendment.number)
    return amendment


@transaction.atomic
def decline_amendment(amendment: Amendment, *, by: Any, now: datetime) -> Amendment:
    """It will not be signed by both sides: the agreement stays as it is."""
    locked_agreement(amendment.agreement)
    amendment = Amendment.objects.select_for_update().get(pk=amendment.pk)
    move(amendment, to=Amendment.State.DECLINED, by=by, now=now, verb="sponsoring.amendment_declined")
    return amendment


def _before(agreement: Agreement) -> dict[str, Any]:
    return {name: getattr(agreement, name) for name in PARTS} | {"ends_on": agreement.ends_on.isoformat()}


def _check(agreement: Agreement, amendment: Amendment, instalments: Sequence[Due]) -> None:
    if amendment.ends_on < agreement.starts_on:
        raise EndsBeforeItStarts
    totals = {name: getattr(amendment, name) for name in PARTS}
    if totals | {"ends_on": amendment.ends_on.isoformat()} == amendment.before and not instalments:
        raise NothingChanges
    check_above_allocated(agreement, amendment)
    if instalments or (agreement.instalments.exists() and amendment.amount_cents != agreement.amount_cents):
        check_sum(amendment.amount_cents, [*asked_for(agreement), *instalments])
