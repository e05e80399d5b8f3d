"""Demonstration accounts. One hash for the one password they all share."""

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password

from hub.demo.cast import PASSWORD
from tenants.network.models import User
from tenants.network.operations import join

START = date(2021, 1, 4)
NOW = datetime(2021, 1, 4, 9, 0, tzinfo=UTC)


def account(email: str, name: str, role: str, **place: Any) -> User:
    """An account with its one role; the same when it exists already."""
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create(email=email, name=name, password=_hash())
        join(user, role=role, start=START, by=None, now=NOW, **place)
    return user


@cache
def _hash() -> str:
    return make_password(PASSWORD)
