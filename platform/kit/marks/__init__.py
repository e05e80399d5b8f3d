"""Marks: append-only rows that say which figures of this antenne have moved.

An operation writes a mark in its own transaction; the refresher (hub.rollup) deletes the marks it
has read under its lock *before* it reads the source. A unique mark with ON CONFLICT DO NOTHING
would lose one: the second writer waits for nothing while the first is being read.

A mark names a month, or a person when the month is not the operation's to know: what becomes of
somebody is counted in the month in which they were sent, which the refresher looks up by itself.
Looking it up in the operation would miss a referral that another transaction accepts meanwhile.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID


def mark(month: date, *, version_id: UUID | None = None) -> None:
    """Say that the figures of that month (and template version) have moved."""
    mark_all([month], version_id=version_id)


def mark_all(days: Iterable[date], *, version_id: UUID | None = None) -> None:
    """The same for the months of these days, in one statement."""
    from kit.marks.models import Mark

    months = sorted({day.replace(day=1) for day in days})
    Mark.objects.bulk_create(Mark(month=month, version_id=version_id) for month in months)


def mark_people(people: Iterable[UUID]) -> None:
    """Say that these persons went a step further since they were sent: one statement for all of them."""
    from kit.marks.models import Mark

    Mark.objects.bulk_create(Mark(person_id=person) for person in sorted(set(people)))
