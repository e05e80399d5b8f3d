"""Entering and leaving a cohort."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum

from kit.journal import record
from kit.marks import mark, mark_people
from kit.refusals import Refused
from kit.states import move
from programs.cohorts import messages
from programs.cohorts.models import Attendance, Cohort, Enrolment, Place
from programs.cohorts.operations.eligibility import NoEntitlement as NoEntitlement
from programs.cohorts.operations.eligibility import NotAssessed, check_eligible, last_assessment
from programs.cohorts.operations.refill import (
    ENTERABLE,
    NoPlaceLeft,
    NotOpen,
    lock_cohort,
    next_session,
    offer_free_places,
)
from tenants.welcome.models import Beneficiary
from tenants.welcome.notices import Notice, drop_notices, tell
from tenants.welcome.operations import use_referral


class AlreadyEnrolled(Refused):
    """Cette personne est déjà inscrite à ce parcours."""


class LevelNotTaught(Refused):
    """Ce programme n’a pas ce niveau. Choisissez-en un autre, ou refaites le positionnement."""


class ReasonWanted(Refused):
    """Dites pourquoi."""


@transaction.atomic
def enrol(
    beneficiary: Beneficiary, *, cohort: Cohort, by: Any, now: datetime, today: date, seen: bool = False
) -> Enrolment:
    """Take a free place, or the one that is offered to this person. `seen`: the warnings were checked.

    Forty callers for the last one: the lock on the cohort lets one win.
    """
    cohort = lock_cohort(cohort.pk)
    if cohort.state not in ENTERABLE:
        raise NotOpen
    waiting = pending_of(beneficiary, cohort)
    checked = check_eligible(beneficiary, cohort, today=today, seen=seen)
    place = (waiting and waiting.place) or cohort.places.free().first()
    if place is None:
        raise NoPlaceLeft
    enrolment = waiting or Enrolment(cohort=cohort, beneficiary=beneficiary, enrolled_at=now)
    enter(enrolment, place=place, cohort=cohort, by=by, now=now, verb="cohorts.enrolled", seen=checked)
    return enrolment


def pending_of(beneficiary: Beneficiary, cohort: Cohort) -> Enrolment | None:
    """The demand, wait or offer that this person has here; raises AlreadyEnrolled for who is inside.

    Every file of the person counts. The caller holds the cohort's lock.
    """
    here = cohort.enrolments.filter(beneficiary__in=beneficiary.same_person)
    if here.live().exists():
        raise AlreadyEnrolled
    return here.pending().select_for_update(of=("self",)).select_related("place").order_by("id").first()


def enter(
    enrolment: Enrolment,
    *,
    place: Place,
    cohort: Cohort,
    by: Any,
    now: datetime,
    verb: str,
    seen: Sequence[str] = (),
) -> None:
    """Give the place, with the level decided and its hours; the caller has checked and holds the locks."""
    assessment = last_assessment(enrolment.beneficiary, cohort)
    if assessment is None:
        raise NotAssessed
    enrolment.assessment, enrolment.level = assessment, assessment.decided_level
    enrolment.hours_target = _target(cohort, assessment.decided_level)
    sit_down(enrolment, place, now=now)
    use_referral(enrolment.beneficiary, by=by, now=now)
    record(verb, on=enrolment, by=by, at=now, **({"seen": list(seen)} if seen else {}))
    summon(enrolment, cohort=cohort, by=by, now=now)
    mark(cohort.starts_on, version_id=cohort.version_id)
    mark_people([enrolment.beneficiary_id])


def summon(enrolment: Enrolment, *, cohort: Cohort, by: Any, now: datetime) -> None:
    """Tell the person when and where to come first; what was said about an offer is no longer worth it."""
    drop_notices(enrolment.pk, now=now)
    first = next_session(cohort, now=now)
    if first is None:
        return
    tell(
        enrolment.beneficiary,
        kind=Notice.Kind.CONVOCATION,
        message=messages.CONVOCATION,
        about=enrolment.pk,
        by=by,
        now=now,
        course=cohort.version.title,
        first=first.starts_at,
        room=first.room,
        **messages.signature(),
    )


@transaction.atomic
def withdraw(enrolment: Enrolment, *, reason: str, by: Any, now: datetime) -> Enrolment:
    """Leave the group, the waiting list or an offer.

    The place is free again, and goes to the waiting list, unless the person has already come.
    """
    if not reason.strip():
        raise ReasonWanted("Dites pourquoi cette personne se retire.")
    cohort = lock_cohort(enrolment.cohort_id)
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    move(
        enrolment,
        to=Enrolment.State.WITHDRAWN,
        by=by,
        now=now,
        verb="cohorts.withdrawn",
        reason=reason.strip(),
    )
    leave_place(enrolment, cohort=cohort, by=by, now=now)
    return enrolment


def leave_place(enrolment: Enrolment, *, cohort: Cohort, by: Any, now: datetime) -> None:
    """Free the place of who has left, if nobody came to it, and offer it on; the caller holds the locks."""
    drop_notices(enrolment.pk, now=now)
    held = [Place.State.OFFERED, Place.State.TAKEN]
    cohort.places.filter(enrolments=enrolment, state__in=held).update(state=Place.State.FREE)
    if enrolment.enrolled_at is None and enrolment.place_id:  # offered and never held
        enrolment.place = None
        enrolment.save(update_fields=["place"])
    offer_free_places(cohort, by=by, now=now)
    mark(cohort.starts_on, version_id=cohort.version_id)


def minutes_followed(enrolments: Iterable[Enrolment]) -> dict[Any, int]:
    """{enrolment id: minutes in locked sessions}, those of the cohorts one was transferred from included."""
    chains = _chains(list(enrolments))
    rows = (
        Attendance.objects.filter(enrolment__in=list(chains), session__locked_at__isnull=False)
        .order_by()
        .values("enrolment")
        .annotate(total=Sum("minutes"))
    )
    minutes: dict[Any, int] = defaultdict(int)
    for row in rows:
        minutes[chains[row["enrolment"]]] += row["total"]
    return dict(minutes)


def _chains(enrolments: list[Enrolment]) -> dict[Any, Any]:
    """{id of an enrolment or of one before it: id of the enrolment}; a statement a transfer, mostly none."""
    chains: dict[Any, Any] = {enrolment.pk: enrolment.pk for enrolment in enrolments}
    before: dict[Any, Any] = {
        one.transferred_from_id: one.pk for one in enrolments if one.transferred_from_id
    }
    while before:
        chains |= before
        earlier = Enrolment.objects.filter(pk__in=before, transferred_from__isnull=False)
        before = {old: before[pk] for pk, old in earlier.values_list("pk", "transferred_from")}
    return chains


def sit_down(enrolment: Enrolment, place: Place, *, now: datetime) -> None:
    """Write that the person holds the place; everything else of the enrolment is already on it."""
    place.state = Place.State.TAKEN
    place.save(update_fields=["state"])
    enrolment.place, enrolment.state, enrolment.enrolled_at = place, Enrolment.State.ENROLLED, now
    enrolment.save()


def _target(cohort: Cohort, level: str) -> int:
    hours = cohort.hours_of(level)
    if hours is None:
        raise LevelNotTaught
    return hours
