"""The answer to an offered place: accepted, declined, or none in time. One outcome, whoever is first."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from kit.refusals import Refused
from kit.states import move
from programs.cohorts import messages
from programs.cohorts.models import Cohort, Enrolment
from programs.cohorts.operations.eligibility import check_eligible
from programs.cohorts.operations.enrolment import enter, leave_place
from programs.cohorts.operations.refill import (
    ENTERABLE,
    NoPlaceLeft,
    NotOpen,
    first_in_line,
    lock_cohort,
    offer_next,
)
from tenants.welcome.notices import Notice, tell

DECLINED = "Place déclinée"
NO_ANSWER = "Sans réponse dans le délai"


class OfferOver(Refused):
    """Cette place n’est plus proposée : une réponse est déjà donnée, ou le délai est passé."""


class NotFirst(Refused):
    """Cette personne n’est pas la première de la liste. Changez d’abord sa priorité, avec un motif."""


@transaction.atomic
def offer_to(enrolment: Enrolment, *, by: Any, now: datetime) -> Enrolment:
    """Offer a free place to this person, who must be the first that may enter."""
    cohort = lock_cohort(enrolment.cohort_id)
    if not cohort.places.free().exists():
        raise NoPlaceLeft
    first = first_in_line(cohort, now=now)
    if first is not None and first.pk != enrolment.pk:
        raise NotFirst
    return offer_next(cohort, by=by, now=now)


@transaction.atomic
def accept_offer(enrolment: Enrolment, *, by: Any, now: datetime, today: date) -> Enrolment:
    """Enter with the offered place; `by` is None when the person answers by their link.

    After the last moment it is refused even if the worker has not yet passed.
    """
    cohort, enrolment = _offered(enrolment)
    if not answerable(enrolment, now=now):
        raise OfferOver
    if cohort.state not in ENTERABLE:
        raise NotOpen
    check_eligible(enrolment.beneficiary, cohort, today=today, seen=True)
    assert enrolment.place is not None  # an offer holds one
    enter(enrolment, place=enrolment.place, cohort=cohort, by=by, now=now, verb="cohorts.offer_accepted")
    return enrolment


@transaction.atomic
def decline_offer(enrolment: Enrolment, *, by: Any, now: datetime) -> Enrolment:
    """Say no; the place goes to the next."""
    cohort, enrolment = _offered(enrolment)
    if enrolment.state != Enrolment.State.OFFERED:
        raise OfferOver
    _end(enrolment, cohort, DECLINED, verb="cohorts.offer_declined", by=by, now=now)
    return enrolment


@transaction.atomic
def expire_offer(enrolment: Enrolment, *, now: datetime) -> bool:
    """End an offer whose time has passed, and say so; False when there is nothing to end (any more).

    The person leaves the list rather than holding a place back for three days again; the message
    tells how to come back.
    """
    cohort, enrolment = _offered(enrolment)
    if enrolment.state != Enrolment.State.OFFERED or answerable(enrolment, now=now):
        return False
    _end(enrolment, cohort, NO_ANSWER, verb="cohorts.offer_expired", by=None, now=now)
    tell(
        enrolment.beneficiary,
        kind=Notice.Kind.OFFER_OVER,
        message=messages.OFFER_OVER,
        about=enrolment.pk,
        by=None,
        now=now,
        course=cohort.version.title,
        **messages.signature(),
    )
    return True


def answerable(enrolment: Enrolment, *, now: datetime) -> bool:
    """Whether yes may still be said."""
    until = enrolment.offer_expires_at
    return enrolment.state == Enrolment.State.OFFERED and until is not None and now < until


def _offered(enrolment: Enrolment) -> tuple[Cohort, Enrolment]:
    cohort = lock_cohort(enrolment.cohort_id)
    rows = Enrolment.objects.select_related("beneficiary", "place").select_for_update(of=("self",))
    return cohort, rows.get(pk=enrolment.pk)


def _end(enrolment: Enrolment, cohort: Cohort, reason: str, *, verb: str, by: Any, now: datetime) -> None:
    move(enrolment, to=Enrolment.State.WITHDRAWN, by=by, now=now, verb=verb, reason=reason)
    leave_place(enrolment, cohort=cohort, by=by, now=now)
