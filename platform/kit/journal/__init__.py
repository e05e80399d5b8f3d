"""The journal: who did what, when, on what. Append-only by privilege, one in each schema."""

from datetime import datetime
from typing import Any


def record(verb: str, *, on: Any, by: Any, at: datetime, **details: Any) -> None:
    """Write one entry in the schema we stand in, in the caller's transaction.

    `verb` is "<room>.<past participle>"; `by` is a user or None for the system itself;
    `details` holds ids, numbers and states only, never a name or a free text.
    """
    from kit.journal.models import Entry

    Entry.objects.create(
        at=at,
        by=getattr(by, "pk", None),
        verb=verb,
        on_kind=on._meta.label_lower,
        on_id=str(on.pk),
        details=details,
    )


def record_many(verb: str, *, on: list[Any], by: Any, at: datetime) -> None:
    """The same for a bulk operation: one entry a thing, one statement."""
    from kit.journal.models import Entry

    Entry.objects.bulk_create(
        Entry(
            at=at,
            by=getattr(by, "pk", None),
            verb=verb,
            on_kind=thing._meta.label_lower,
            on_id=str(thing.pk),
        )
        for thing in on
    )
