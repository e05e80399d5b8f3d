"""Going on in another cohort of the same programme."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kit.journal import record
from kit.marks import mark
from kit.refusals import Refused
from kit.states import check, move
from programs.cohorts.models import Cohort, Enrolment, Place
from programs.cohorts.operations.enrolment import ReasonWanted, leave_place, pending_of, sit_down, summon
from programs.cohorts.operations.refill import ENTERABLE, NoPlaceLeft, NotOpen


class SameCohort(Refused):
    """Cette personne est déjà dans ce parcours : choisissez-en un autre."""


class OtherProgramme(Refused):
    """Cet autre parcours suit un autre programme : retirez la personne, puis inscrivez-la."""


@transaction.atomic
def transfer(enrolment: Enrolment, *, to: Cohort, reason: str, by: Any, now: datetime) -> Enrolment:
    """Take a place in another cohort, with the level, its hours, and the minutes already followed.

    The sheets stay where they were signed; the place left behind is free again unless it was used.
    """
    if not reason.strip():
        raise ReasonWanted("Dites pourquoi cette personne change de parcours.")
    if to.pk == enrolment.cohort_id:
        raise SameCohort
    origin, target = _both(enrolment.cohort_id, to.pk)
    old = Enrolment.objects.select_for_update(of=("self",)).select_related("beneficiary").get(pk=enrolment.pk)
    check(old, to=Enrolment.State.TRANSFERRED)
    if origin.version.template_id != target.version.template_id:
        raise OtherProgramme
    if target.state not in ENTERABLE:
        raise NotOpen
    waiting = pending_of(old.beneficiary, target)
    place = (waiting and waiting.place) or target.places.free().first()
    if place is None:
        raise NoPlaceLeft
    move(
        old,
        to=Enrolment.State.TRANSFERRED,
        by=by,
        now=now,
        verb="cohorts.transferred",
        reason=reason.strip(),
    )
    new = _enter(waiting, old, target, place, by=by, now=now)
    leave_place(old, cohort=origin, by=by, now=now)
    return new


def _both(one: Any, other: Any) -> tuple[Cohort, Cohort]:
    """Both rows locked in the order of their ids: two transfers that cross wait, and never for each other."""
    rows = Cohort.objects.select_for_update(no_key=True, of=("self",)).select_related("version")
    found = {row.pk: row for row in rows.filter(pk__in=[one, other]).order_by("pk")}
    return found[one], found[other]


def _enter(
    waiting: Enrolment | None, old: Enrolment, target: Cohort, place: Place, *, by: Any, now: datetime
) -> Enrolment:
    new = waiting or Enrolment(cohort=target, beneficiary=old.beneficiary)
    new.transferred_from, new.assessment = old, old.assessment
    new.level, new.hours_target = old.level, old.hours_target
    sit_down(new, place, now=now)
    record("cohorts.transferred_in", on=new, by=by, at=now, before=str(old.pk))
    summon(new, cohort=target, by=by, now=now)
    mark(target.starts_on, version_id=target.version_id)
    return new
