"""An application of codes, as a person has one on a telephone."""

import re
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from world import PASSWORD

_PAGE = "/compte/protection/application/"


def code(secret: str) -> str:
    """The six digits of this moment."""
    cache.clear()  # allauth remembers used codes; a person would wait thirty seconds
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def pair(here: Any) -> str:
    """Pair it as the pages ask, the password first; gives its secret."""
    asked = here.get(_PAGE)["Location"]
    assert asked.startswith("/compte/confirmer/")
    assert here.post(asked, {"password": PASSWORD, "next": _PAGE})["Location"] == _PAGE
    secret = re.search(r"<code>(\w+)</code>", here.get(_PAGE).content.decode()).group(1)
    assert here.post(_PAGE, {"code": code(secret)})["Location"] == "/compte/protection/secours/"
    return secret
