"""Sessions of one person on the site we stand in: they live in its schema."""

from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from kit.journal import record
from tenants.network.models import User


@transaction.atomic
def close_other_sessions(user: User, *, keep: str, now: datetime) -> int:
    """End the person's sessions here but one; how many there were.

    A session does not name its person outside its sealed content, so the open ones are read.
    """
    others = Session.objects.filter(expire_date__gt=now).exclude(pk=keep)
    mine = [one.pk for one in others if one.get_decoded().get(SESSION_KEY) == str(user.pk)]
    if mine:
        Session.objects.filter(pk__in=mine).delete()
        record("network.sessions_closed", on=user, by=user, at=now, sessions=len(mine))
    return len(mine)
