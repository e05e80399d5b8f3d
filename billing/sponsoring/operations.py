"""What a sponsor signs, and where it goes."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum

from billing.sponsoring.models import Agreement, Allocation, Sponsor
from kit.journal import record
from kit.refusals import Refused
from kit.states import move


class MoreThanSigned(Refused):
    """Il ne reste sur la convention {reference} que {places} place(s), {devices} équipement(s), {euros} €."""


class NotSigned(Refused):
    """La convention {reference} n’est pas signée : rien ne peut encore être affecté."""


@transaction.atomic
def register_sponsor(*, name: str, siren: str = "", by: Any, now: datetime, **fields: Any) -> Sponsor:
    """A new sponsor."""
    sponsor = Sponsor(name=name, siren=siren, **fields)
    sponsor.full_clean()
    sponsor.save()
    record("sponsoring.sponsor_registered", on=sponsor, by=by, at=now)
    return sponsor


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


def _move(agreement: Agreement, to: str, verb: str, *, by: Any, now: datetime) -> Agreement:
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    move(agreement, to=to, by=by, now=now, verb=verb)
    return agreement
