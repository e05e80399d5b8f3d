"""Entering and leaving a cohort."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum

from kit.journal import record
from kit.marks import mark
from kit.refusals import Refused
from kit.states import move
from programs.cohorts.models import Assessment, Attendance, Cohort, Enrolment, Place
from tenants.welcome.models import Beneficiary
from tenants.welcome.operations import use_referral


class NoPlaceLeft(Refused):
    """Toutes les places de ce parcours sont prises."""


class NotOpen(Refused):
    """Ce parcours n’est pas ouvert aux inscriptions."""


class AlreadyEnrolled(Refused):
    """Cette personne est déjà inscrite à ce parcours."""


class NoEntitlement(Refused):
    """Cette personne n’a pas de droit d’accès aujourd’hui : acceptez d’abord une orientation."""


class NotAssessed(Refused):
    """Le niveau de cette personne n’est pas encore décidé pour ce programme."""


class LevelNotTaught(Refused):
    """Ce programme n’a pas ce niveau. Choisissez-en un autre, ou refaites le positionnement."""


class ReasonWanted(Refused):
    """Dites pourquoi."""


@transaction.atomic
def enrol(beneficiary: Beneficiary, *, cohort: Cohort, by: Any, now: datetime, today: date) -> Enrolment:
    """Take a free place. Forty callers for the last one: the lock on the cohort lets one win."""
    cohort = Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
    if cohort.state not in {Cohort.State.OPEN, Cohort.State.RUNNING}:
        raise NotOpen
    if cohort.enrolments.live().filter(beneficiary=beneficiary).exists():
        raise AlreadyEnrolled
    if not beneficiary.entitlements.open_on(today).exists():
        raise NoEntitlement
    assessment = _assessment(beneficiary, cohort)
    place = cohort.places.free().first()
    if place is None:
        raise NoPlaceLeft
    place.state = Place.State.TAKEN
    place.save(update_fields=["state"])
    enrolment = Enrolment.objects.create(
        cohort=cohort,
        place=place,
        beneficiary=beneficiary,
        assessment=assessment,
        enrolled_at=now,
        level=assessment.decided_level,
        hours_target=_target(cohort, assessment.decided_level),
    )
    use_referral(beneficiary, by=by, now=now)
    record("cohorts.enrolled", on=enrolment, by=by, at=now)
    mark(cohort.starts_on, version_id=cohort.version_id)
    return enrolment


@transaction.atomic
def withdraw(enrolment: Enrolment, *, reason: str, by: Any, now: datetime) -> Enrolment:
    """Leave; the place is free again unless the person has already come."""
    if not reason.strip():
        raise ReasonWanted("Dites pourquoi cette personne se retire.")
    cohort = Cohort.objects.select_for_update(no_key=True).get(pk=enrolment.cohort_id)
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    move(
        enrolment,
        to=Enrolment.State.WITHDRAWN,
        by=by,
        now=now,
        verb="cohorts.withdrawn",
        reason=reason.strip(),
    )
    cohort.places.filter(enrolments=enrolment, state=Place.State.TAKEN).update(state=Place.State.FREE)
    mark(cohort.starts_on, version_id=cohort.version_id)
    return enrolment


def minutes_followed(enrolments: Iterable[Enrolment]) -> dict[Any, int]:
    """{enrolment id: minutes in locked sessions}."""
    rows = (
        Attendance.objects.filter(enrolment__in=list(enrolments), session__locked_at__isnull=False)
        .order_by()
        .values("enrolment")
        .annotate(total=Sum("minutes"))
    )
    return {row["enrolment"]: row["total"] for row in rows}


def _assessment(beneficiary: Beneficiary, cohort: Cohort) -> Assessment:
    assessment = (
        beneficiary.assessments.filter(version__template_id=cohort.version.template_id)
        .order_by("-assessed_at", "-id")
        .first()
    )
    if assessment is None:
        raise NotAssessed
    return assessment


def _target(cohort: Cohort, level: str) -> int:
    hours = cohort.hours_of(level)
    if hours is None:
        raise LevelNotTaught
    return hours
