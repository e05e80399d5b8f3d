"""Keys and references: UUIDv7 keeps indexes tight, a short code is said over the phone."""

import secrets
import uuid

import uuid_utils.compat

_SAID_CLEARLY = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without 0/O, 1/I/L, U


def new_id() -> uuid.UUID:
    """A time-ordered UUID (version 7)."""
    return uuid_utils.compat.uuid7()


def new_reference(length: int = 8) -> str:
    """A random reference that reveals nothing and can be read aloud."""
    return "".join(secrets.choice(_SAID_CLEARLY) for _ in range(length))
