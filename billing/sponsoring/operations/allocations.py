"""Where what was signed goes."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum

from billing.sponsoring.models import Agreement, Allocation
from kit.journal import record
from kit.refusals import Refused


class MoreThanSigned(Refused):
    """Il ne reste sur la convention {reference} que {places} place(s), {devices} équipement(s), {euros} €."""


class NotSigned(Refused):
    """La convention {reference} n’est pas signée : rien ne peut encore être affecté."""


@transaction.atomic
def allocate(
    agreement: Agreement,
    *,
    antenne: Any,
    template: Any,
    places: int,
    devices: int,
    amount_cents: int,
    by: Any,
    now: datetime,
    on: date,
) -> Allocation:
    """Give a part to an antenne and a programme; never above what was signed, even two offices at once."""
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if agreement.state not in Agreement.FIRM:
        raise NotSigned(reference=agreement.reference)
    left = what_is_left(agreement)
    if places > left["places"] or devices > left["devices"] or amount_cents > left["amount_cents"]:
        raise MoreThanSigned(
            reference=agreement.reference,
            places=left["places"],
            devices=left["devices"],
            euros=left["amount_cents"] // 100,
        )
    allocation = Allocation.objects.create(
        agreement=agreement,
        antenne=antenne,
        template=template,
        places=places,
        devices=devices,
        amount_cents=amount_cents,
        allocated_on=on,
    )
    record("sponsoring.allocated", on=allocation, by=by, at=now, antenne=antenne.code)
    return allocation


def what_is_left(agreement: Agreement) -> dict[str, int]:
    """{places, devices, amount_cents} signed and not yet allocated."""
    given = agreement.allocations.exclude(state=Allocation.State.RELEASED).aggregate(
        **{name: Sum(name, default=0) for name in ("places", "devices", "amount_cents")}
    )
    return {name: getattr(agreement, name) - given[name] for name in given}
