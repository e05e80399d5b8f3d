"""Contacts with a person, without any time limit, and the next step that each may leave."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kit.journal import record
from kit.refusals import Refused
from tenants.welcome.free_text import check_no_nir
from tenants.welcome.models import Beneficiary, FollowUp


class DayToCome(Refused):
    """Ce jour n’est pas encore passé : notez un contact qui a eu lieu, et un prochain pas pour la suite."""


class NextStepIncomplete(Refused):
    """Un prochain pas se note avec son jour : donnez les deux, ou aucun."""


class NextStepPast(Refused):
    """Le jour du prochain pas est passé : choisissez aujourd’hui ou un jour à venir."""


class NothingLeftToDo(Refused):
    """Ce prochain pas est déjà fait. Rechargez la page."""


@transaction.atomic
def note_contact(
    person: Beneficiary,
    *,
    kind: str,
    day: date,
    topics: Sequence[str] = (),
    text: str = "",
    next_step: str = "",
    next_on: date | None = None,
    by: Any,
    now: datetime,
    today: date,
) -> FollowUp:
    """Note a visit, a call or a message of `day`; a next step comes with the day to do it."""
    if day > today:
        raise DayToCome
    next_step = next_step.strip()
    if bool(next_step) != (next_on is not None):
        raise NextStepIncomplete
    if next_on is not None and next_on < today:
        raise NextStepPast
    check_no_nir(text, next_step)
    contact = FollowUp(
        beneficiary=person,
        kind=kind,
        day=day,
        topics=list(topics),
        text=text.strip(),
        next_step=next_step,
        next_on=next_on,
        noted_by=by,
        noted_at=now,
    )
    contact.full_clean(exclude=["beneficiary", "noted_by"])
    contact.save()
    touch([person.pk], day=day)
    record("welcome.contact_noted", on=contact, by=by, at=now, kind=str(kind))
    return contact


@transaction.atomic
def next_step_done(contact: FollowUp, *, by: Any, now: datetime) -> FollowUp:
    """Strike the next step off; two clicks at once strike it once."""
    contact = _to_do(contact)
    contact.done_by, contact.done_at = by, now
    contact.save(update_fields=["done_by", "done_at"])
    record("welcome.next_step_done", on=contact, by=by, at=now)
    return contact


@transaction.atomic
def postpone(contact: FollowUp, *, to: date, by: Any, now: datetime, today: date) -> FollowUp:
    """Do it another day, today or later."""
    contact = _to_do(contact)
    if to < today:
        raise NextStepPast
    contact.next_on = to
    contact.save(update_fields=["next_on"])
    record("welcome.next_step_postponed", on=contact, by=by, at=now)
    return contact


def touch(people: Iterable[UUID], *, day: date) -> None:
    """These persons were met that day: their last contact is never moved back.

    A merged file has its contact on the file that was kept too. In the order of keys, so that two
    sheets saved at once wait for each other instead of locking each other out.
    """
    found = Beneficiary.objects.filter(pk__in=list(people))
    heads = found.exclude(merged_into=None).values_list("merged_into", flat=True)
    everyone = Beneficiary.objects.filter(pk__in=[*found.values_list("pk", flat=True), *heads])
    late = everyone.filter(last_contact_on__lt=day).order_by("pk").select_for_update(no_key=True)
    Beneficiary.objects.filter(pk__in=[person.pk for person in late]).update(last_contact_on=day)


def _to_do(contact: FollowUp) -> FollowUp:
    contact = FollowUp.objects.select_for_update().get(pk=contact.pk)
    if contact.next_on is None or contact.done_at is not None:
        raise NothingLeftToDo
    return contact
