"""The way of persons from their referral on, by the month in which it was received.

A person is the family of their files. They count once, in the month of their first accepted referral, and
at a step only when they passed all those before: the steps can but shrink.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.timezone import localtime

from hub.rollup.sources.tally import Cell, Months, between, tally
from programs.cohorts.models import Assessment, Enrolment, Outcome
from tenants.welcome.models import Beneficiary, Referral

_ACCEPTED = Q(accepted_at__isnull=False)


def way(antenne: Any, months: Months) -> Iterator[Cell]:
    yield from tally(
        Referral.objects.all(),
        months,
        day="received_at",
        zone=antenne.tz,
        referrals_received=Count("id"),
        referrals_accepted=Count("id", filter=_ACCEPTED),
    )
    sent = _first_sent(antenne.tz, months)
    left = set(sent)
    for code, reached in _steps(None if months is None else left):
        left &= reached
        for month, number in Counter(sent[person] for person in left).items():
            yield Cell(month, None, "", code, number)


def months_of(people: Iterable[UUID], zone: Any) -> set[date]:
    """The months of all the accepted referrals of these persons: where they count, or counted before."""
    people = list(people)
    if not people:
        return set()
    heads = Beneficiary.objects.filter(pk__in=people).annotate(person=Coalesce("merged_into", "pk"))
    found = Referral.objects.filter(_ACCEPTED, beneficiary__in=_files(heads.order_by().values("person")))
    return {_month(moment, zone) for moment in found.order_by().values_list("received_at", flat=True)}


def _first_sent(zone: Any, months: Months) -> dict[UUID, date]:
    """{person: month of their first accepted referral}, of those months."""
    by_person = _by_person(Referral.objects.filter(_ACCEPTED), "").annotate(first=Min("received_at"))
    found = {
        row["person"]: _month(row["first"], zone) for row in by_person.filter(between("first", months, zone))
    }
    return {person: month for person, month in found.items() if months is None or month in months}


def _steps(people: set[UUID] | None) -> Iterator[tuple[str, set[UUID]]]:
    """(measure, who ever reached that step), in order, among these persons or all of them."""
    of = Q() if people is None else Q(beneficiary__in=_files(people))
    entries = Assessment.objects.filter(of, moment=Assessment.Moment.ENTRY)
    yield "people_assessed", {row["person"] for row in _by_person(entries, "").distinct()}
    enrolments = _by_person(Enrolment.objects.filter(of), "").annotate(
        people_enrolled=Count("id", filter=Q(enrolled_at__isnull=False)),
        people_came=Count("id", filter=Q(active_at__isnull=False)),
        people_completed=Count("id", filter=Q(state=Enrolment.State.COMPLETED)),
    )
    yield from _reached(enrolments, "people_enrolled", "people_came", "people_completed")
    of = Q() if people is None else Q(enrolment__beneficiary__in=_files(people))
    told = Outcome.objects.filter(of, months=Outcome.COUNTED, enrolment__state=Enrolment.State.COMPLETED)
    known = _by_person(told.exclude(situation=Outcome.Situation.UNREACHABLE), "enrolment__").annotate(
        outcomes_known=Count("id"),
        outcomes_positive=Count("id", filter=Q(situation__in=Outcome.POSITIVE)),
    )
    yield from _reached(known, "outcomes_known", "outcomes_positive")


def _reached(rows: QuerySet[Any], *codes: str) -> Iterator[tuple[str, set[UUID]]]:
    found = list(rows)
    for code in codes:
        yield code, {row["person"] for row in found if row[code]}


def _by_person(rows: QuerySet[Any], path: str) -> QuerySet[Any]:
    person = Coalesce(f"{path}beneficiary__merged_into", f"{path}beneficiary")
    return rows.annotate(person=person).order_by().values("person")


def _files(people: Any) -> QuerySet[Any]:
    """The files of these persons, each given by the file that speaks for them."""
    return Beneficiary.objects.filter(Q(pk__in=people) | Q(merged_into__in=people)).order_by().values("pk")


def _month(moment: Any, zone: Any) -> date:
    return localtime(moment, zone).date().replace(day=1)
