"""A gentle limit on what anybody may try without an account: codes on a public page."""

import hashlib
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache

_MINUTE = 60


def too_many(request: Any, what: str, *, a_minute: int) -> bool:
    """Count one more try of this address on this site; whether that is too many for a minute.

    Kept in each process: it slows a guesser down, the length of the code is what stops one.
    """
    address = get_adapter(request).get_client_ip(request)
    who = hashlib.sha256(f"{request.place.key}:{address}".encode()).hexdigest()
    key = f"tries:{what}:{who}"
    if cache.add(key, 1, _MINUTE):
        return a_minute < 1
    try:
        return cache.incr(key) > a_minute
    except ValueError:  # the minute has just ended
        return False
