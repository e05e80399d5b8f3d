"""Two keys that never stand in the database: one signs what the till says, one closes the cards' codes."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class NotOurs(ValueError):
    """What was given was not closed with one of our keys, or not for this label."""


def seal(text: str) -> str:
    """The HMAC-SHA256 of a text under the till's key, in 64 hexadecimal digits."""
    return hmac.digest(settings.MAILLON_TILL_KEY.encode(), text.encode(), "sha256").hex()


def is_sealed(text: str, with_: str) -> bool:
    """Whether `with_` is the seal of the text."""
    return hmac.compare_digest(seal(text).encode(), with_.encode())


def lock_up(secret: str, *, label: str) -> str:
    """Encrypt a secret; `label` says whose it is (a serial), and is asked again to open it."""
    return _box(*settings.MAILLON_CARD_KEYS).encrypt(f"{label}\0{secret}".encode()).decode()


def unlock(closed: str, *, label: str) -> str:
    """The secret again; raises NotOurs for a foreign or changed text, or one closed for another label."""
    try:
        said, secret = _box(*settings.MAILLON_CARD_KEYS).decrypt(closed).decode().split("\0", 1)
    except (InvalidToken, ValueError) as error:
        raise NotOurs from error
    if said != label:
        raise NotOurs
    return secret


@cache
def _box(*keys: str) -> MultiFernet:
    return MultiFernet([Fernet(urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys])
