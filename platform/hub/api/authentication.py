"""Tokens: made on one site, for that site. On another one they mean nothing."""

import re
from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication
from knox.models import get_token_model
from rest_framework.exceptions import AuthenticationFailed

_SHAPE = re.compile(rb"([0-9a-f]{64})\.([0-9a-f]{64})")


def make_token(user: Any, place: Any) -> tuple[Any, str]:
    """(the row, the token to hand over once): knox's own secret, then the seal of this site."""
    row, secret = get_token_model().objects.create(user)
    return row, f"{secret}.{_seal(secret, place)}"


class SiteToken(TokenAuthentication):
    """`Authorization: Token …`; the roles themselves are read at each request, by Declared."""

    def authenticate(self, request: Any) -> Any:
        self.place = request.place
        return super().authenticate(request)

    def authenticate_credentials(self, token: bytes) -> Any:
        parts = _SHAPE.fullmatch(token)
        if parts is None:
            raise AuthenticationFailed("Jeton inconnu sur ce site.")
        secret, seal = (part.decode() for part in parts.groups())
        if not constant_time_compare(seal, _seal(secret, self.place)):
            raise AuthenticationFailed("Jeton inconnu sur ce site.")
        return super().authenticate_credentials(secret.encode())


class SiteTokenScheme(OpenApiAuthenticationExtension):
    target_class = SiteToken
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Token …`, donné par `POST auth/token/` sur ce site et pour lui seul.",
        }


def _seal(secret: str, place: Any) -> str:
    return salted_hmac(f"token/{place.kind}/{place.key}", secret, algorithm="sha256").hexdigest()
