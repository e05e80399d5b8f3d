"""A free place goes to the waiting list: offered to the first, with a time to answer."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kit.marks import mark
from kit.refusals import Refused
from kit.states import move
from programs.cohorts import messages
from programs.cohorts.models import Cohort, Enrolment, Place, Session
from programs.cohorts.offer_links import whole_link
from programs.cohorts.operations.eligibility import eligibility_of, may_enter
from tenants.welcome.notices import Notice, tell

ENTERABLE = (Cohort.State.OPEN, Cohort.State.RUNNING)
# The last moment to answer before the first session, and the least time that is left to answer.
_BEFORE_THE_COURSE = timedelta(hours=2)
_LEAST = timedelta(hours=1)


class NoPlaceLeft(Refused):
    """Toutes les places de ce parcours sont prises."""


class NotOpen(Refused):
    """Ce parcours n’est pas ouvert aux inscriptions."""


class NobodyWaits(Refused):
    """Personne sur la liste d’attente ne peut entrer aujourd’hui."""


class TooLateToOffer(Refused):
    """La première séance est trop proche pour attendre une réponse : appelez la personne et inscrivez-la."""


def lock_cohort(pk: Any) -> Cohort:
    """The cohort's row orders everything about its places: lock it before any enrolment or place."""
    return Cohort.objects.select_for_update(no_key=True).get(pk=pk)


@transaction.atomic
def offer_next(cohort: Cohort, *, by: Any, now: datetime) -> Enrolment:
    """Offer the first free place to the first who may enter; the others keep their rank."""
    cohort = lock_cohort(cohort.pk)
    if cohort.state not in ENTERABLE:
        raise NotOpen
    place = cohort.places.free().first()
    if place is None:
        raise NoPlaceLeft
    until = answer_before(cohort, now=now)
    if until is None:
        raise TooLateToOffer
    first = first_in_line(cohort, now=now)
    if first is None:
        raise NobodyWaits
    return _offer(first, place, cohort=cohort, until=until, by=by, now=now)


def offer_free_places(cohort: Cohort, *, by: Any, now: datetime) -> list[Enrolment]:
    """Offer by itself what has become free; the caller holds the cohort's lock.

    It goes by itself while the cohort is open, or has held less than a third of its sessions: later
    the team judges whether entering still makes sense, and offers by hand.
    """
    if not _goes_by_itself(cohort):
        return []
    until = answer_before(cohort, now=now)
    offered: list[Enrolment] = []
    for place in cohort.places.free() if until else ():
        first = first_in_line(cohort, now=now)
        if first is None:
            break
        offered.append(_offer(first, place, cohort=cohort, until=until, by=by, now=now))
    return offered


def first_in_line(cohort: Cohort, *, now: datetime) -> Enrolment | None:
    """The first of the waiting list whom nothing blocks today; the caller holds the cohort's lock."""
    today = timezone.localdate(now)
    for waiting in cohort.enrolments.waitlist().select_for_update(of=("self",)).select_related("beneficiary"):
        if may_enter(eligibility_of(waiting.beneficiary, cohort, today=today)):
            return waiting
    return None


def answer_before(cohort: Cohort, *, now: datetime) -> datetime | None:
    """When the answer is due: MAILLON_OFFER_HOURS from now, before the first session; None when too late."""
    until = now + timedelta(hours=settings.MAILLON_OFFER_HOURS)
    first = cohort.sessions.exclude(state=Session.State.CANCELLED).order_by("starts_at").first()
    if cohort.state == Cohort.State.OPEN and first is not None:
        until = min(until, first.starts_at - _BEFORE_THE_COURSE)
    return until if until >= now + _LEAST else None


def next_session(cohort: Cohort, *, now: datetime) -> Session | None:
    """The first session that is still to come."""
    to_come = cohort.sessions.filter(starts_at__gt=now, state=Session.State.PLANNED)
    return to_come.order_by("starts_at").first()


def _offer(
    enrolment: Enrolment, place: Place, *, cohort: Cohort, until: Any, by: Any, now: datetime
) -> Enrolment:
    place.state = Place.State.OFFERED
    place.save(update_fields=["state"])
    move(
        enrolment,
        to=Enrolment.State.OFFERED,
        by=by,
        now=now,
        verb="cohorts.place_offered",
        place=place,
        offer_expires_at=until,
    )
    first = next_session(cohort, now=now)
    tell(
        enrolment.beneficiary,
        kind=Notice.Kind.OFFER,
        message=messages.PLACE_OFFERED,
        about=enrolment.pk,
        by=by,
        now=now,
        course=cohort.version.title,
        first=first.starts_at if first else cohort.starts_on,
        until=until,
        link=whole_link(enrolment),
        **messages.signature(),
    )
    mark(cohort.starts_on, version_id=cohort.version_id)
    return enrolment


def _goes_by_itself(cohort: Cohort) -> bool:
    if cohort.state == Cohort.State.OPEN:
        return True
    if cohort.state != Cohort.State.RUNNING:
        return False
    sessions = cohort.sessions.exclude(state=Session.State.CANCELLED)
    held = sessions.filter(state__in=[Session.State.HELD, Session.State.LOCKED]).count()
    return held * 3 < sessions.count()
