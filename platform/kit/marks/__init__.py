"""Marks: append-only rows that say which figures of this antenne have moved.

An operation writes a mark in its own transaction; the refresher (hub.rollup) deletes the marks it
has read under its lock *before* it reads the source. A unique mark with ON CONFLICT DO NOTHING
would lose one: the second writer waits for nothing while the first is being read.
"""

from datetime import date
from uuid import UUID


def mark(month: date, *, version_id: UUID | None = None) -> None:
    """Say that the figures of that month (and template version) have moved."""
    from kit.marks.models import Mark

    Mark.objects.create(month=month.replace(day=1), version_id=version_id)
