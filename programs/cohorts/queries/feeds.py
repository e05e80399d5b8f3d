"""Whose calendar a secret link is, and what is in it."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from programs.cohorts.models import CalendarFeed, Session

_BEFORE, _AFTER = timedelta(days=90), timedelta(days=400)


def feed_of(user: Any) -> CalendarFeed | None:
    """The link in force."""
    return CalendarFeed.objects.filter(user=user, revoked_at__isnull=True).first()


def feed_named(token_hash: str) -> CalendarFeed | None:
    live = CalendarFeed.objects.filter(revoked_at__isnull=True, user__is_active=True)
    return live.select_related("user").filter(token_hash=token_hash).first()


def sessions_led_by(user: Any, *, today: date) -> QuerySet[Session]:
    """Cancelled ones included: a calendar must learn that they are."""
    around = Session.objects.filter(trainer=user, day__range=(today - _BEFORE, today + _AFTER))
    return around.select_related("cohort").order_by("starts_at", "id")
