"""The bon d'orientation, from the structure that sends to the right that it opens."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from kit.calendar import add_months
from kit.journal import record
from kit.marks import mark, mark_people
from kit.refusals import Refused
from kit.states import move
from tenants.welcome.free_text import check_no_nir
from tenants.welcome.models import Beneficiary, Entitlement, Prescriber, Referral


class AlreadyWaiting(Refused):
    """Une orientation de cette structure attend déjà pour cette personne."""


class NotMatched(Refused):
    """Cherchez d’abord la fiche de cette personne, ou créez-la : l’orientation l’attend."""


class ReasonWanted(Refused):
    """Dites pourquoi l’orientation est refusée : la structure lira ce motif."""


@transaction.atomic
def receive_referral(
    beneficiary: Beneficiary, *, prescriber: Prescriber, wish: str = "", by: Any, now: datetime
) -> Referral:
    """Note that a structure sends this person; once while its answer is awaited, two clicks included."""
    check_no_nir(wish)
    person = lock_person(beneficiary)
    check_not_waiting(person, prescriber)
    referral = Referral(beneficiary=person, prescriber=prescriber, wish=wish, received_at=now)
    referral.full_clean()
    referral.save()
    record("welcome.referral_received", on=referral, by=by, at=now)
    mark(localdate(now))
    tell_sender(referral)
    return referral


@transaction.atomic
def study_referral(referral: Referral, *, by: Any, now: datetime) -> Referral:
    """Say to the structure that somebody looks into it, before the answer itself."""
    referral = lock_referral(referral)
    move(referral, to=Referral.State.UNDER_STUDY, by=by, now=now, verb="welcome.referral_under_study")
    tell_sender(referral)
    return referral


@transaction.atomic
def accept_referral(referral: Referral, *, by: Any, now: datetime, today: date) -> Entitlement:
    """Accept, and open the right to be received for MAILLON_ENTITLEMENT_MONTHS from today."""
    referral = lock_referral(referral)
    if referral.beneficiary_id is None:
        raise NotMatched
    move(referral, to=Referral.State.ACCEPTED, by=by, now=now, verb="welcome.referral_accepted")
    tell_sender(referral)
    mark_people([referral.beneficiary_id])
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
    check_no_nir(reason)
    referral = lock_referral(referral)
    move(
        referral,
        to=Referral.State.REFUSED,
        by=by,
        now=now,
        verb="welcome.referral_refused",
        reason=reason.strip(),
    )
    tell_sender(referral)
    return referral


def use_referral(beneficiary: Beneficiary, *, by: Any, now: datetime) -> None:
    """Mark the accepted referral as used, once the person has entered a course."""
    referral = (
        Referral.objects.select_for_update(no_key=True)
        .filter(beneficiary__in=beneficiary.same_person, state=Referral.State.ACCEPTED)
        .order_by("accepted_at")
        .first()
    )
    if referral is not None:
        move(referral, to=Referral.State.USED, by=by, now=now, verb="welcome.referral_used")
        tell_sender(referral)


def expire_referrals(*, by: Any, now: datetime, today: date) -> int:
    """How many it closed: what nobody answered in time, and bons whose right has ended unused.

    One transaction each, so that a night's work may stop anywhere and begin again.
    """
    old = now - timedelta(days=settings.MAILLON_REFERRAL_DAYS)
    unanswered, unused = Referral.objects.unanswered_since(old), Referral.objects.unused_on(today)
    found = [(over, pk) for over in (unanswered, unused) for pk in over.values_list("pk", flat=True)]
    return sum(_expire(over, pk, by=by, now=now) for over, pk in found)


@transaction.atomic
def _expire(over: Any, pk: Any, *, by: Any, now: datetime) -> bool:
    # Asked again under the lock: the desk may have answered since.
    referral = over.select_for_update(no_key=True, of=("self",)).filter(pk=pk).first()
    if referral is None:
        return False
    move(referral, to=Referral.State.EXPIRED, by=by, now=now, verb="welcome.referral_expired")
    tell_sender(referral)
    return True


def lock_referral(referral: Referral) -> Referral:
    return Referral.objects.select_for_update(no_key=True).get(pk=referral.pk)


def lock_person(person: Beneficiary) -> Beneficiary:
    """The file that speaks for this person, locked: the one that the others were merged into."""
    locked = Beneficiary.objects.select_for_update(no_key=True).get(pk=person.pk)
    return lock_person(locked.merged_into) if locked.merged_into is not None else locked


def check_not_waiting(person: Beneficiary, prescriber: Prescriber) -> None:
    """Under the lock of `lock_person`: raise AlreadyWaiting for a second one of the same structure."""
    waiting = Referral.objects.waiting().filter(beneficiary__in=person.same_person)
    if waiting.filter(prescriber=prescriber).exists():
        raise AlreadyWaiting


def tell_sender(referral: Referral) -> None:
    """Write to whoever sent the person that the state has changed, when there is an address."""
    from tenants.welcome.tasks import send_news_later

    if referral.answer_to:
        send_news_later(referral)
