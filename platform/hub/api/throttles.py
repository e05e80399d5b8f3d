import hashlib
from typing import Any

from rest_framework.throttling import SimpleRateThrottle


class OpenDataThrottle(SimpleRateThrottle):
    """So many readings a minute for one network address, whoever reads."""

    scope = "open_data"

    def get_cache_key(self, request: Any, view: Any) -> str:
        who = hashlib.sha256(self.get_ident(request).encode()).hexdigest()
        return self.cache_format % {"scope": self.scope, "ident": who}


class SignInThrottle(SimpleRateThrottle):
    """So many tries a minute for one network address and one e-mail address together."""

    scope = "sign_in"

    def get_cache_key(self, request: Any, view: Any) -> str:
        data = request.data if isinstance(request.data, dict) else {}
        email = str(data.get("email", "")).strip().lower()
        who = f"{self.get_ident(request)} {email}".encode()
        return self.cache_format % {"scope": self.scope, "ident": hashlib.sha256(who).hexdigest()}
