"""A device lent, given more time, and brought back."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from billing.equipment.models import Device, Loan, LoanExtension
from billing.equipment.operations.moves import moved
from kit.calendar import add_months
from kit.journal import record
from kit.marks import mark
from kit.refusals import Refused
from kit.states import move
from programs.cohorts.models import Completion, Enrolment
from tenants.welcome.models import Beneficiary
from tenants.welcome.notices import drop_notices
from tenants.welcome.operations.referrals import lock_person

MOST_MONTHS = 12


class NotCompleted(Refused):
    """Le prêt commence après un parcours terminé : l’objectif d’heures n’est pas atteint."""


class NoLoanHere(Refused):
    """Ce programme ne prévoit pas de prêt : un responsable peut en décider un depuis la fiche."""


class AlreadyLent(Refused):
    """Cette personne a déjà reçu un équipement pour ce parcours."""


class AlreadyOne(Refused):
    """Cette personne a déjà un équipement prêté : notez d’abord son retour."""


class MonthsOutOfReach(Refused):
    """La durée va de 1 à 12 mois."""


class WhyLent(Refused):
    """Dites pourquoi : c’est ce motif qui permet le prêt."""


class LoanOver(Refused):
    """Ce prêt est fini : « {state} ». Rechargez la page."""


class StillInThePast(Refused):
    """La nouvelle date, le {due:%d/%m/%Y}, est déjà passée : donnez plus de mois."""


@transaction.atomic
def lend(completion: Completion, *, device: Device, by: Any, now: datetime, today: date) -> Loan:
    """Lend after a completed course, for the version's months, with the price of the option promised now."""
    # The state, not the hours: a decision of the manager may have changed it.
    if Enrolment.objects.get(pk=completion.enrolment_id).state != Enrolment.State.COMPLETED:
        raise NotCompleted
    if Loan.objects.filter(completion=completion).exists():
        raise AlreadyLent
    version = completion.enrolment.cohort.version
    if not version.loan_months:
        raise NoLoanHere
    terms = {"months": version.loan_months, "option_price_cents": version.option_price_cents}
    person = completion.enrolment.beneficiary
    return _lent(person, device, terms, completion=completion, by=by, now=now, today=today)


@transaction.atomic
def lend_by_decision(
    person: Beneficiary, *, device: Device, months: int, option_price_cents: int, reason: str, by: Any,
    now: datetime, today: date,
) -> Loan:  # fmt: skip
    """A manager lends to somebody who completed no course, says why, and sets the terms."""
    if not reason.strip():
        raise WhyLent
    _check_months(months)
    person = lock_person(person)
    if Loan.objects.running().filter(beneficiary__in=person.same_person).exists():
        raise AlreadyOne
    terms = {"months": months, "option_price_cents": option_price_cents}
    return _lent(person, device, terms, reason=reason.strip(), by=by, now=now, today=today)


@transaction.atomic
def extend(loan: Loan, *, months: int, reason: str, by: Any, now: datetime, today: date) -> Loan:
    """More months from the day it is due, clamped to the end of the month; the option moves with it."""
    loan = locked(loan)
    if not reason.strip():
        raise WhyLent
    _check_months(months)
    was, due = loan.due_on, add_months(loan.due_on, months)
    if due <= today:
        raise StillInThePast(due=due)
    LoanExtension.objects.create(
        loan=loan, previous_due_on=was, due_on=due, reason=reason.strip(), by=by, at=now
    )
    loan.due_on = due
    loan.save(update_fields=["due_on"])
    drop_notices(about=loan.pk, now=now)
    record("equipment.loan_extended", on=loan, by=by, at=now)
    mark(was)  # it is no longer late there
    return loan


@transaction.atomic
def take_back(loan: Loan, *, seen: str = "", by: Any, now: datetime) -> Loan:
    """The device comes back; `seen` is what the desk saw of its state, in a sentence."""
    loan = locked(loan)
    move(loan, to=Loan.State.RETURNED, by=by, now=now, verb="equipment.returned", returned_as=seen.strip())
    moved(loan.device, Device.State.RETURNED, "equipment.device_returned", reason=seen, by=by, now=now)
    drop_notices(about=loan.pk, now=now)
    mark(localdate(now))
    return loan


def locked(loan: Loan) -> Loan:
    """The running loan, its row locked; LoanOver when it runs no more."""
    loan = (
        Loan.objects.select_for_update(of=("self",)).select_related("device", "beneficiary").get(pk=loan.pk)
    )
    if loan.state != Loan.State.RUNNING:
        raise LoanOver(state=loan.get_state_display().lower())
    return loan


def _check_months(months: int) -> None:
    if not 1 <= months <= MOST_MONTHS:
        raise MonthsOutOfReach


def _lent(
    person: Beneficiary, device: Device, terms: dict[str, int], *, by: Any, now: datetime, today: date,
    **ground: Any,
) -> Loan:  # fmt: skip
    device = moved(device, Device.State.ON_LOAN, "equipment.device_lent", by=by, now=now)
    loan = Loan.objects.create(
        device=device,
        beneficiary=person,
        starts_on=today,
        due_on=add_months(today, terms["months"]),
        option_price_cents=terms["option_price_cents"],
        option_days=settings.MAILLON_OPTION_DAYS,
        lent_by=by,
        lent_at=now,
        **ground,
    )
    record("equipment.lent", on=loan, by=by, at=now)
    mark(today)
    return loan
