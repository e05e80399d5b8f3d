"""Getting a token, and giving it back."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import authenticate
from knox.models import get_token_model
from rest_framework import serializers
from rest_framework.response import Response

from hub.api.authentication import SiteToken, make_token
from hub.api.exceptions import SecondFactorRequired, WrongCredentials
from hub.api.throttles import SignInThrottle
from kit.api.views import Endpoint
from kit.journal import record
from kit.refusals import Refused
from tenants.network import access
from tenants.network.middleware import roles_of


class TooManyTokens(Refused):
    """Vous avez déjà {count} jetons en service : rendez-en un (auth/logout/) ou attendez qu’il expire."""


class SignInSerializer(serializers.Serializer):
    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=1000, trim_whitespace=False)
    code = serializers.CharField(
        max_length=20, default="", allow_blank=True, help_text="Celui de l’application, s’il en faut un."
    )


class TokenSerializer(serializers.Serializer):
    token = serializers.CharField()
    expires_at = serializers.DateTimeField()


class Token(Endpoint):
    """Ouvrir l’accès : un jeton pour ce site."""

    public = "C’est ici que l’on se fait connaître."
    authentication_classes = []
    throttle_classes = [SignInThrottle]
    reads = SignInSerializer
    shows = TokenSerializer

    def get_authenticate_header(self, request: Any) -> str:
        return "Token"  # wrong credentials are a 401, though nothing is read from the header here

    def post(self, request: Any) -> Response:
        given = self.given()
        code = given.pop("code")
        user = authenticate(request._request, **given)
        roles = roles_of(user, request.place, request.now) if user else set()
        if not roles:  # nobody, or somebody who visits the antenne: a visit is for eyes alone
            raise WrongCredentials
        _check_second_factor(user, code, roles)
        _check_limit(user, request.now)
        row, token = make_token(user, request.place)
        record("network.token_made", on=user, by=user, at=request.now)
        return self.shown({"token": token, "expires_at": row.expiry})


class Logout(Endpoint):
    """Rendre le jeton : il ne vaut plus rien."""

    needs = {"POST": "account.use"}
    authentication_classes = [SiteToken]

    def post(self, request: Any) -> Response:
        request.auth.delete()
        record("network.token_returned", on=request.user, by=request.user, at=request.now)
        return Response(status=204)


def _check_second_factor(user: Any, code: str, roles: set[str]) -> None:
    factors = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    wanted = settings.MAILLON_MFA_REQUIRED and bool(roles & access.MFA_ROLES)
    if not wanted and not factors.exists():
        return
    totp = factors.filter(type=Authenticator.Type.TOTP).first()
    if totp is None or not code or not totp.wrap().validate_code(code):
        raise SecondFactorRequired


def _check_limit(user: Any, now: Any) -> None:
    most = settings.REST_KNOX["TOKEN_LIMIT_PER_USER"]
    if get_token_model().objects.filter(user=user, expiry__gt=now).count() >= most:
        raise TooManyTokens(count=most)
