"""Where what was signed goes, and what comes back of it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from billing.sponsoring.models import Agreement, Allocation, Release, Use
from billing.sponsoring.queries.allocations import PARTS, what_is_left
from kit.formats import euros
from kit.journal import record
from kit.refusals import Refused
from kit.states import check, move


class MoreThanSigned(Refused):
    """Il ne reste sur la convention {reference} que {places} place(s), {devices} équipement(s), {euros}."""


class MoreThanReceived(Refused):
    """Sur ce qui est reçu de la convention {reference}, il ne reste à affecter que {places} place(s), {devices} équipement(s), {euros}. Notez d’abord le versement."""  # noqa: E501


class NotSigned(Refused):
    """La convention {reference} n’est pas signée : rien ne peut encore être affecté."""


class AgreementOver(Refused):
    """La convention {reference} est finie : rien ne peut plus en être affecté."""


class NothingAllocated(Refused):
    """Donnez au moins une place, un équipement ou un montant."""


class AntenneNotCovered(Refused):
    """La convention {reference} ne finance pas l’antenne {antenne}."""


class ProgrammeNotCovered(Refused):
    """La convention {reference} ne finance pas le programme « {programme} »."""


class OutsideThePeriod(Refused):
    """La convention {reference} va du {first:%d/%m/%Y} au {last:%d/%m/%Y} : choisissez un de ces jours."""


class WhyReleased(Refused):
    """Dites pourquoi cette part est rendue."""


class NothingReleased(Refused):
    """Il n’y a rien à rendre : tout ce qui reste est engagé."""


class StillInUse(Refused):
    """Il ne reste à rendre que {places} place(s), {devices} équipement(s) et {euros}. Rechargez la page."""


class ChangedSinceShown(Refused):
    """Cette affectation a changé depuis que la page est ouverte : rechargez-la."""


@transaction.atomic
def allocate(
    agreement: Agreement, *, antenne: Any, template: Any, places: int, devices: int, amount_cents: int,
    by: Any, now: datetime, on: date,
) -> Allocation:  # fmt: skip
    """Give a part to an antenne and a programme, dated `on`, a day of the agreement's period.

    Never above what was signed, or received (Agreement.basis), even two offices at once.
    """
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if not (places or devices or amount_cents):
        raise NothingAllocated
    _check_firm(agreement)
    _check_terms(agreement, antenne, template, on)
    given = {"places": places, "devices": devices, "amount_cents": amount_cents}
    _check_left(agreement, given)
    allocation = Allocation.objects.create(
        agreement=agreement, antenne=antenne, template=template, allocated_on=on, **given,
        reference=agreement.reference, starts_on=agreement.starts_on, ends_on=agreement.ends_on,
    )  # fmt: skip
    record("sponsoring.allocated", on=allocation, by=by, at=now, antenne=antenne.code)
    return allocation


@transaction.atomic
def release(
    allocation: Allocation, *, places: int, devices: int, amount_cents: int, reason: str, seen: str = "",
    by: Any, now: datetime,
) -> Allocation:  # fmt: skip
    """Give back a part to which nothing is bound: its agreement may allocate it elsewhere.

    The whole of it: RELEASED, and its numbers stay; otherwise its numbers shrink. `seen` is the `stamp`
    that a page showed. What is bound is what the antenne says in Use, kept under the same lock.
    """
    allocation = lock_allocation(allocation)
    check(allocation, to=Allocation.State.RELEASED)
    if seen and seen != allocation.stamp:
        raise ChangedSinceShown
    if not reason.strip():
        raise WhyReleased
    back = {"places": places, "devices": devices, "amount_cents": amount_cents}
    if not any(back.values()):
        raise NothingReleased
    _check_unused(allocation, back)
    Release.objects.create(
        allocation=allocation, antenne_id=allocation.antenne_id, reason=reason.strip(), by=by, at=now, **back
    )
    _take_off(allocation, back, by=by, now=now)
    return allocation


@transaction.atomic
def follow_period(agreement: Agreement, *, by: Any, now: datetime) -> int:
    """Its allocations end when it does now, as an amendment says; how many changed."""
    kept = agreement.allocations.exclude(state=Allocation.State.RELEASED)
    moved = kept.exclude(ends_on=agreement.ends_on).update(ends_on=agreement.ends_on)
    if moved:
        record("sponsoring.allocations_prolonged", on=agreement, by=by, at=now, allocations=moved)
    return moved


def lock_allocation(allocation: Allocation) -> Allocation:
    """Its row, until the transaction ends: who binds a place or a device to it, or gives back, waits."""
    return Allocation.objects.select_for_update(of=("self",)).order_by().get(pk=allocation.pk)


def note_use(allocation: Allocation, *, now: datetime, **counts: int) -> None:
    """Say what is bound to it, as it was counted under its lock (Use.COUNTS); by its own antenne alone."""
    Use.objects.update_or_create(
        allocation=allocation,
        defaults={**counts, "counted_at": now},
        create_defaults={**counts, "counted_at": now, "antenne_id": allocation.antenne_id},
    )


def _check_firm(agreement: Agreement) -> None:
    if agreement.state in {Agreement.State.COMPLETED, Agreement.State.CLOSED}:
        raise AgreementOver(reference=agreement.reference)
    if agreement.state not in Agreement.FIRM:
        raise NotSigned(reference=agreement.reference)


def _check_terms(agreement: Agreement, antenne: Any, template: Any, on: date) -> None:
    reference = agreement.reference
    if not _covers(agreement.antennes, antenne):
        raise AntenneNotCovered(reference=reference, antenne=antenne)
    if not _covers(agreement.templates, template):
        raise ProgrammeNotCovered(reference=reference, programme=template)
    if not agreement.starts_on <= on <= agreement.ends_on:
        raise OutsideThePeriod(reference=reference, first=agreement.starts_on, last=agreement.ends_on)


def _covers(among: Any, one: Any) -> bool:
    """None named: everywhere, every programme."""
    named = set(among.order_by().values_list("pk", flat=True))
    return not named or one.pk in named


def _check_left(agreement: Agreement, given: dict[str, int]) -> None:
    left = what_is_left(agreement)
    if all(given[part] <= left[part] for part in PARTS):
        return
    received = agreement.basis == Agreement.Basis.RECEIVED
    refusal = MoreThanReceived if received else MoreThanSigned
    raise refusal(reference=agreement.reference, **_said(left))


def _check_unused(allocation: Allocation, back: dict[str, int]) -> None:
    use = Use.objects.filter(allocation=allocation).first() or Use()
    left = {
        "places": max(allocation.places - use.places_opened, 0),
        "devices": max(allocation.devices - use.devices_received, 0),
        "amount_cents": allocation.amount_cents,
    }
    if any(back[part] > left[part] for part in PARTS):
        raise StillInUse(**_said(left))


def _take_off(allocation: Allocation, back: dict[str, int], *, by: Any, now: datetime) -> None:
    verb = "sponsoring.allocation_released"
    if all(back[part] == getattr(allocation, part) for part in PARTS):
        move(allocation, to=Allocation.State.RELEASED, by=by, now=now, verb=verb)
        return
    for part in PARTS:
        setattr(allocation, part, getattr(allocation, part) - back[part])
    allocation.save(update_fields=PARTS)
    record(verb, on=allocation, by=by, at=now, **back)


def _said(left: dict[str, int]) -> dict[str, Any]:
    return {"places": left["places"], "devices": left["devices"], "euros": euros(left["amount_cents"])}
