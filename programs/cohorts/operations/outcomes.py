"""Where people stand at the end of a course, and 3, 6 and 12 months later."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kit import formats
from kit.calendar import add_months
from kit.journal import record
from kit.marks import mark_people
from kit.refusals import Refused
from programs.cohorts.models import Cohort, Enrolment, Outcome
from programs.cohorts.operations.completion import NotEnded
from tenants.welcome.operations.follow_ups import touch


class NotAMoment(Refused):
    """La situation se note à la fin du parcours, puis à 3, 6 et 12 mois."""


class TooEarly(Refused):
    """C’est trop tôt : cette situation se note à partir du {day}."""


class InTheFuture(Refused):
    """Cette date n’est pas encore passée. Notez le jour où la personne a répondu."""


@transaction.atomic
def note_outcome(
    enrolment: Enrolment,
    *,
    months: int,
    situation: str,
    more_at_ease: bool | None = None,
    day: date,
    by: Any,
    now: datetime,
) -> Outcome:
    """Note the answer of that moment; noted again, it replaces the one before, which the journal keeps.

    `months` is one of Outcome.MONTHS; `day` is when the person answered.
    """
    if months not in Outcome.MONTHS:
        raise NotAMoment
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=enrolment.pk)
    )
    if enrolment.state not in Enrolment.ENDED:
        raise NotEnded
    first = add_months(enrolment.cohort.ends_on, months) - Outcome.EARLY
    if day < first:
        raise TooEarly(day=formats.day(first))
    if day > timezone.localdate(now):
        raise InTheFuture
    known = Outcome.objects.filter(enrolment=enrolment, months=months).first()
    replaced = {"before": known.situation} if known else {}
    noted = known or Outcome(enrolment=enrolment, months=months)
    noted.situation, noted.more_at_ease, noted.day = situation, more_at_ease, day
    noted.noted_by, noted.noted_at = by, now
    noted.full_clean(exclude=["noted_by"], validate_unique=False, validate_constraints=False)
    noted.save()
    if situation != Outcome.Situation.UNREACHABLE:
        touch([enrolment.beneficiary_id], day=day)
    if months == Outcome.COUNTED:
        mark_people([enrolment.beneficiary_id])
    record("cohorts.outcome_noted", on=noted, by=by, at=now, months=months, situation=situation, **replaced)
    return noted


@transaction.atomic
def note_last_situations(
    cohort: Cohort, *, situations: Mapping[UUID, str], day: date, by: Any, now: datetime
) -> int:
    """Note where each stands on the last day, {enrolment id: situation}; how many have changed."""
    known = dict(
        Outcome.objects.filter(enrolment__cohort=cohort, months=0).values_list("enrolment", "situation")
    )
    asked = {pk: said for pk, said in situations.items() if known.get(pk) != said}
    for enrolment in cohort.enrolments.filter(pk__in=asked).order_by("id"):
        note_outcome(enrolment, months=0, situation=asked[enrolment.pk], day=day, by=by, now=now)
    return len(asked)
