"""The bon d'orientation, from the structure that sends to the right that it opens."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from kit.calendar import add_months
from kit.journal import record
from kit.refusals import Refused
from kit.states import move
from tenants.welcome.models import Beneficiary, Entitlement, Prescriber, Referral


class AlreadyWaiting(Refused):
    """Une orientation de cette structure attend déjà pour cette personne."""


class NotMatched(Refused):
    """Cherchez d’abord la fiche de cette personne, ou créez-la : l’orientation l’attend."""


class ReasonWanted(Refused):
    """Dites pourquoi l’orientation est refusée : la structure lira ce motif."""


@transaction.atomic
def add_prescriber(*, name: str, by: Any, now: datetime) -> Prescriber:
    """A structure that was not known yet; the known one when its name is already there."""
    known = Prescriber.objects.filter(name__iexact=name.strip()).first()
    if known is not None:
        return known
    prescriber, created = Prescriber.objects.get_or_create(name=name.strip())
    if created:
        record("welcome.prescriber_added", on=prescriber, by=by, at=now)
    return prescriber


@transaction.atomic
def receive_referral(
    beneficiary: Beneficiary, *, prescriber: Prescriber, wish: str = "", by: Any, now: datetime
) -> Referral:
    """Note that a structure sends this person; once while its answer is awaited, two clicks included."""
    Beneficiary.objects.select_for_update(no_key=True).get(pk=beneficiary.pk)
    if Referral.objects.waiting().filter(beneficiary=beneficiary, prescriber=prescriber).exists():
        raise AlreadyWaiting
    referral = Referral(beneficiary=beneficiary, prescriber=prescriber, wish=wish, received_at=now)
    referral.full_clean()
    referral.save()
    record("welcome.referral_received", on=referral, by=by, at=now)
    return referral


@transaction.atomic
def accept_referral(referral: Referral, *, by: Any, now: datetime, today: date) -> Entitlement:
    """Accept, and open the right to be received for MAILLON_ENTITLEMENT_MONTHS from today."""
    referral = Referral.objects.select_for_update().get(pk=referral.pk)
    if referral.beneficiary_id is None:
        raise NotMatched
    move(referral, to=Referral.State.ACCEPTED, by=by, now=now, verb="welcome.referral_accepted")
    return Entitlement.objects.create(
        beneficiary_id=referral.beneficiary_id,
        referral=referral,
        opened_by=by,
        start=today,
        end=add_months(today, settings.MAILLON_ENTITLEMENT_MONTHS),
    )


@transaction.atomic
def refuse_referral(referral: Referral, *, reason: str, by: Any, now: datetime) -> Referral:
    """Refuse, with the reason that the structure will read."""
    if not reason.strip():
        raise ReasonWanted
    referral = Referral.objects.select_for_update().get(pk=referral.pk)
    move(
        referral,
        to=Referral.State.REFUSED,
        by=by,
        now=now,
        verb="welcome.referral_refused",
        reason=reason.strip(),
    )
    return referral


def use_referral(beneficiary: Beneficiary, *, by: Any, now: datetime) -> None:
    """Mark the accepted referral as used, once the person has entered a course."""
    referral = (
        Referral.objects.select_for_update()
        .filter(beneficiary=beneficiary, state=Referral.State.ACCEPTED)
        .order_by("accepted_at")
        .first()
    )
    if referral is not None:
        move(referral, to=Referral.State.USED, by=by, now=now, verb="welcome.referral_used")
