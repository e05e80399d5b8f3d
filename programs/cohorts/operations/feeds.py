"""The secret link of a colleague's own calendar."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from kit.journal import record
from programs.cohorts.models import CalendarFeed

_BYTES = 32


@transaction.atomic
def make_feed(*, by: Any, now: datetime) -> tuple[CalendarFeed, str]:
    """A new link, which ends the one before; its token is told here once, and only its hash is kept."""
    revoke_feed(by=by, now=now)
    token = secrets.token_urlsafe(_BYTES)
    feed = CalendarFeed.objects.create(user=by, token_hash=token_hash(token), made_at=now)
    record("cohorts.feed_made", on=feed, by=by, at=now)
    return feed, token


@transaction.atomic
def revoke_feed(*, by: Any, now: datetime) -> None:
    """End the link, if there is one: calendars that follow it find nothing any more."""
    for feed in CalendarFeed.objects.select_for_update().filter(user=by, revoked_at__isnull=True):
        feed.revoked_at = now
        feed.save(update_fields=["revoked_at"])
        record("cohorts.feed_revoked", on=feed, by=by, at=now)


def token_hash(token: str) -> str:
    """What the database keeps. The token is long and random: a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
