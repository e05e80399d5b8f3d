"""A POST that takes a place may be sent twice: the second time it gets the first answer.

The table stands in each schema, like the journal: an answer belongs to the site that gave it.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from kit.refusals import Refused


class IdempotencyKeyReused(Refused):
    """Cette clé d’idempotence a déjà servi pour une autre demande. Prenez-en une nouvelle."""


@transaction.atomic
def once(
    key: str, *, site: str, user: Any, asked: Any, now: datetime, act: Callable[[], tuple[int, str]]
) -> tuple[int, str]:
    """(status, body) of `act`, which runs once for a key of this user on this site.

    `asked` is the whole demand, as JSON. The answer is kept in the transaction of the effect: both
    are there or neither. What `act` raises is no answer, and leaves the key free.
    """
    from kit.idempotency.models import Answer

    mine = Answer(key=key, site=site, user=user, fingerprint=_fingerprint(asked), at=now)
    # The unique index makes a twin in flight wait here until the first has committed.
    Answer.objects.bulk_create([mine], ignore_conflicts=True)
    kept = Answer.objects.get(key=key, site=site, user=user)
    if kept.fingerprint != mine.fingerprint:
        raise IdempotencyKeyReused
    if kept.pk == mine.pk:
        kept.status, kept.body = act()
        kept.save(update_fields=["status", "body"])
    assert kept.status is not None  # a row is committed with its answer, never before
    return kept.status, kept.body


def _fingerprint(asked: Any) -> str:
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
