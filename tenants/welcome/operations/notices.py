"""Telling a person something: an e-mail if they want one, else a line on the desk's phone list."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kit.journal import record
from kit.refusals import Refused
from tenants.welcome.models import Beneficiary, Channel, Consent, Notice
from tenants.welcome.operations.consents import last_said
from tenants.welcome.operations.follow_ups import touch
from tenants.welcome.wording import Message


class AlreadySaid(Refused):
    """C’est déjà fait, ou ce n’est plus la peine. Rechargez la page."""


@transaction.atomic
def tell(
    person: Beneficiary,
    *,
    kind: str,
    message: Message,
    about: UUID | None = None,
    by: Any,
    now: datetime,
    **values: Any,
) -> Notice:
    """Say it in the person's language; `values` fill the message, `about` is the id of what it is about.

    The e-mail's job is enqueued in the caller's transaction: both happen or neither. `first_name`
    is always among the values. The message `say` of the phone list is French.
    """
    from tenants.welcome.tasks import send_later

    values = {"first_name": person.first_name, **values}
    subject, text = message.in_language(person.language, **values)
    notice = Notice.objects.create(
        beneficiary=person,
        kind=kind,
        about=about,
        language=person.language,
        subject=subject,
        text=text,
        say=message.said(**values),
        by_phone=not wants_mail(person),
        made_at=now,
    )
    record("welcome.notice_made", on=notice, by=by, at=now, kind=str(kind), by_phone=notice.by_phone)
    if not notice.by_phone:
        send_later(notice)
    return notice


def wants_mail(person: Beneficiary) -> bool:
    """Whether they are written to: an address, no wish to be called or told on the spot, no refusal."""
    if not person.email or person.channel not in {"", Channel.EMAIL}:
        return False
    said = last_said(person, Consent.Purpose.EMAIL)
    return said is None or said.given


@transaction.atomic
def say_done(notice: Notice, *, by: Any, now: datetime, today: date) -> Notice:
    """Note that the desk has called: a contact of the day. Twice is refused."""
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    if notice.done_at or notice.dropped_at or not notice.by_phone:
        raise AlreadySaid
    notice.done_by, notice.done_at = by, now
    notice.save(update_fields=["done_by", "done_at"])
    touch([notice.beneficiary_id], day=today)
    record("welcome.notice_said", on=notice, by=by, at=now)
    return notice


def drop_notices(about: UUID, *, now: datetime) -> None:
    """What was not said yet about that thing is no longer worth saying (an offer that is over…)."""
    Notice.objects.filter(about=about, done_at__isnull=True, dropped_at__isnull=True).update(dropped_at=now)
