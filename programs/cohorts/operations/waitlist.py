"""The demand and the waiting list: who comes next, and why."""

from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from kit.journal import record
from kit.marks import mark
from kit.refusals import Refused
from kit.states import check, move
from programs.cohorts.models import Cohort, Enrolment, Place
from programs.cohorts.operations.eligibility import check_eligible
from programs.cohorts.operations.enrolment import ReasonWanted, pending_of
from programs.cohorts.operations.refill import ENTERABLE, NotOpen, lock_cohort
from tenants.welcome.models import Beneficiary
from tenants.welcome.notices import drop_notices


class Priority(models.IntegerChoices):
    """In which order the places are offered; among equals, the oldest on the list."""

    FIRST = 1, "Prioritaire"
    NORMAL = 5, "Normale"
    LATER = 9, "Peut attendre"


class AlreadyWaiting(Refused):
    """Cette personne est déjà sur la liste de ce parcours."""


class PlaceLeft(Refused):
    """Il reste une place libre : inscrivez directement cette personne."""


class NotWaiting(Refused):
    """Cette personne n’est plus sur la liste d’attente. Rechargez la page."""


@transaction.atomic
def apply_for(beneficiary: Beneficiary, *, cohort: Cohort, by: Any, now: datetime) -> Enrolment:
    """Note the demand of a person who has no right or no level yet: it takes no place and no rank."""
    cohort = _enterable(cohort)
    if pending_of(beneficiary, cohort) is not None:
        raise AlreadyWaiting
    enrolment = Enrolment.objects.create(
        cohort=cohort, beneficiary=beneficiary, state=Enrolment.State.APPLIED, applied_at=now
    )
    record("cohorts.applied", on=enrolment, by=by, at=now)
    return enrolment


@transaction.atomic
def put_on_waitlist(
    beneficiary: Beneficiary,
    *,
    cohort: Cohort,
    priority: int = Priority.NORMAL,
    by: Any,
    now: datetime,
    today: date,
    seen: bool = False,
) -> Enrolment:
    """Wait for a place, for who may enter; refused while one is free. `seen`: the warnings were checked."""
    cohort = _enterable(cohort)
    waiting = pending_of(beneficiary, cohort)
    if waiting is not None and waiting.state != Enrolment.State.APPLIED:
        raise AlreadyWaiting
    checked = check_eligible(beneficiary, cohort, today=today, seen=seen)
    if cohort.places.free().exists():
        raise PlaceLeft
    enrolment = waiting or Enrolment(cohort=cohort, beneficiary=beneficiary)
    enrolment.state, enrolment.waitlisted_at = Enrolment.State.WAITLISTED, now
    enrolment.priority = Priority(priority)
    enrolment.save()
    record("cohorts.waitlisted", on=enrolment, by=by, at=now, priority=int(priority), seen=checked)
    mark(cohort.starts_on, version_id=cohort.version_id)
    return enrolment


@transaction.atomic
def change_priority(enrolment: Enrolment, *, priority: int, reason: str, by: Any, now: datetime) -> Enrolment:
    """Move a person up or down the waiting list; the reason stays beside their name."""
    if not reason.strip():
        raise ReasonWanted("Dites pourquoi la priorité change.")
    lock_cohort(enrolment.cohort_id)
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if enrolment.state != Enrolment.State.WAITLISTED:
        raise NotWaiting
    before, enrolment.priority = enrolment.priority, Priority(priority)
    enrolment.reason = reason.strip()
    enrolment.save(update_fields=["priority", "reason"])
    record("cohorts.priority_changed", on=enrolment, by=by, at=now, before=before, after=int(priority))
    return enrolment


@transaction.atomic
def refuse_application(enrolment: Enrolment, *, reason: str, by: Any, now: datetime) -> Enrolment:
    """Say no to a demand, or take somebody off the list by decision of the team."""
    if not reason.strip():
        raise ReasonWanted("Dites pourquoi la demande est refusée.")
    cohort = lock_cohort(enrolment.cohort_id)
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    check(enrolment, to=Enrolment.State.REFUSED)
    move(
        enrolment,
        to=Enrolment.State.REFUSED,
        by=by,
        now=now,
        verb="cohorts.application_refused",
        reason=reason.strip(),
    )
    mark(cohort.starts_on, version_id=cohort.version_id)
    return enrolment


def end_waiting(cohort: Cohort, *, reason: str, by: Any, now: datetime) -> None:
    """Nobody waits any more for a course that is over: its demands, its list and its offers end.

    The caller holds the cohort's lock. What is freed is offered to nobody.
    """
    pending = list(cohort.enrolments.pending().select_for_update(of=("self",)))
    for enrolment in pending:
        verb = "cohorts.waiting_ended"
        move(enrolment, to=Enrolment.State.WITHDRAWN, by=by, now=now, verb=verb, reason=reason, place=None)
        drop_notices(enrolment.pk, now=now)
    cohort.places.filter(state=Place.State.OFFERED).update(state=Place.State.FREE)


def _enterable(cohort: Cohort) -> Cohort:
    cohort = lock_cohort(cohort.pk)
    if cohort.state not in ENTERABLE:
        raise NotOpen
    return cohort
