"""Who is meant: a referral that came by the public form finds the person's file, or opens it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from kit.journal import record
from kit.refusals import Refused
from kit.states import NotThatWay
from tenants.welcome.models import Beneficiary, Referral
from tenants.welcome.operations.people import register
from tenants.welcome.operations.referrals import check_not_waiting, lock_person, lock_referral


class AlreadyMatched(Refused):
    """Cette orientation a déjà sa fiche. Rechargez la page."""


class NamesNobody(Refused):
    """Cette orientation a été notée sur la fiche elle-même : elle ne peut pas la quitter."""


@transaction.atomic
def match_referral(referral: Referral, *, beneficiary: Beneficiary, by: Any, now: datetime) -> Referral:
    """Say that it is this person; said twice of the same person it is said once."""
    referral = _waiting(referral)
    person = lock_person(beneficiary)
    if referral.beneficiary_id == person.pk:
        return referral
    return _match(referral, person, by=by, now=now)


@transaction.atomic
def register_from_referral(referral: Referral, *, by: Any, now: datetime, today: date) -> Beneficiary:
    """Open the file of somebody who was not known, with what the structure wrote."""
    referral = _waiting(referral)
    if referral.beneficiary_id is not None:
        raise AlreadyMatched
    person = register(
        first_name=referral.first_name,
        last_name=referral.last_name,
        birth_year=referral.birth_year,
        phone=referral.phone,
        email=referral.email,
        language=referral.language,
        situations=referral.situations,
        by=by,
        now=now,
        today=today,
    )
    _match(referral, person, by=by, now=now)
    return person


@transaction.atomic
def unmatch_referral(referral: Referral, *, by: Any, now: datetime) -> Referral:
    """Take back a match that was a mistake, as long as nothing is decided."""
    referral = _waiting(referral)
    if not referral.last_name:
        raise NamesNobody
    referral.beneficiary = None
    referral.save(update_fields=["beneficiary"])
    record("welcome.referral_unmatched", on=referral, by=by, at=now)
    return referral


def _waiting(referral: Referral) -> Referral:
    """Locked, and still to be decided."""
    referral = lock_referral(referral)
    if referral.state not in Referral.WAITING:
        raise NotThatWay(state=referral.get_state_display().lower())
    return referral


def _match(referral: Referral, person: Beneficiary, *, by: Any, now: datetime) -> Referral:
    if referral.beneficiary_id is not None:
        raise AlreadyMatched
    check_not_waiting(person, referral.prescriber)
    referral.beneficiary = person
    referral.save(update_fields=["beneficiary"])
    record("welcome.referral_matched", on=referral, by=by, at=now, beneficiary=str(person.pk))
    return referral
